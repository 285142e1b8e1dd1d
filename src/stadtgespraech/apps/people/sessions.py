"""Sessions in the database, each with the person it belongs to (``SESSION_ENGINE``)."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions

from stadtgespraech.apps.people.models import PersonSession

# Where allauth keeps somebody who is on the way in: key of the session → key within.
ON_THE_WAY = {"account_login": "user_pk", "account_email_verification_code": "user_id"}


class SessionStore(DatabaseSessions):
    """Django's own, plus ``person_id``."""

    @classmethod
    def get_model_class(cls) -> Any:
        return PersonSession

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        session: Any = super().create_model_instance(data)
        session.person_id = person_id_of(data)
        return session


def person_id_of(data: dict[str, Any]) -> int | None:
    """Whose session this is: somebody signed in, or somebody who is about to be."""
    found = data.get(SESSION_KEY)
    for outer, inner in ON_THE_WAY.items():
        found = found or (data.get(outer) or {}).get(inner)
    try:
        return int(found) if found else None
    except ValueError:
        return None
