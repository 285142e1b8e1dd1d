"""Sessions in the database, each with the person it belongs to (``SESSION_ENGINE``)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.utils import timezone

from stadtgespraech.apps.people.models import Person, PersonSession

# Where allauth keeps somebody who is on the way in: key of the session → key of the person within.
ON_THE_WAY = {"account_login": "user_pk", "account_email_verification_code": "user_id"}
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
    stashes = {name: data.get(name) or {} for name in ON_THE_WAY}
    found = data.get(SESSION_KEY) or next(filter(None, (stashes[name].get(key) for name, key in ON_THE_WAY.items())), 0)
    try:
        number = int(found)
    except ValueError:
        return None
    if number:
        return number
    typed = {stash["email"] for stash in stashes.values() if stash.get("email")}
    return Person.objects.filter(email__in=typed).values_list("pk", flat=True).first() if typed else None
