"""Sessions in the database, each with the person it belongs to (``SESSION_ENGINE``)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.account.utils import url_str_to_user_pk
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.utils import timezone

from stadtgespraech.apps.people.models import Person, PersonSession

# Where allauth keeps somebody who is on the way in.
ON_THE_WAY = ("account_login", "account_email_verification_code")
# It holds an address that somebody typed; it need not outlive the code in the mail for long.
ON_THE_WAY_KEPT = timedelta(hours=1)


class SessionStore(DatabaseSessions):
    """Django's own, plus ``person_id``."""

    @classmethod
    def get_model_class(cls) -> Any:
        return PersonSession

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        session: Any = super().create_model_instance(data)
        session.person_id = person_id_of(data)
        if SESSION_KEY not in data and any(name in data for name in ON_THE_WAY):
            session.expire_date = min(session.expire_date, timezone.now() + ON_THE_WAY_KEPT)
        return session


def person_id_of(data: dict[str, Any]) -> int | None:
    """Whose session this is: somebody signed in, somebody about to be, or whose address was typed."""
    if data.get(SESSION_KEY):
        return int(data[SESSION_KEY])
    signing_in, opening = ((data.get(name) or {}) for name in ON_THE_WAY)
    if signing_in.get("user_pk"):
        return int(url_str_to_user_pk(signing_in["user_pk"]))  # in base 36
    if opening.get("user_id"):
        return int(opening["user_id"])
    typed = {stash["email"] for stash in (signing_in, opening) if stash.get("email")}
    return Person.objects.filter(email__in=typed).values_list("pk", flat=True).first() if typed else None
