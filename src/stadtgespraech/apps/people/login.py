"""How people sign in."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend

from stadtgespraech.apps.people.models import Person


class PersonBackend(BaseBackend):
    """Loads the signed-in person; deactivated people are visitors at once."""

    def get_user(self, user_id: Any) -> Person | None:
        return Person.objects.filter(pk=user_id, is_active=True).first()
