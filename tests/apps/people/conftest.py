"""People with and without a role."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from stadtgespraech.apps.people.models import Person, RoleAssignment, Unit
from stadtgespraech.apps.people.second_factor import set_second_factor
from tests.apps.people.signing_in import PASSWORD, SECRET

Make = Callable[..., Person]


@pytest.fixture
def resident(db: None) -> Make:
    """``resident("a@example.org")``: somebody with a confirmed address and no role."""

    def make(email: str = "resident@example.org", **fields: Any) -> Person:
        person = Person.objects.create_user(email, **fields)
        EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
        return person

    return make


@pytest.fixture
def staff(resident: Make) -> Make:
    """``staff("strategy_office")``: somebody with a role and a password, and a second factor unless told otherwise."""

    def make(
        role: str = "strategy_office",
        *,
        email: str = "staff@example.org",
        second_factor: bool = True,
        unit: Unit | None = None,
        **fields: Any,
    ) -> Person:
        person = resident(email, password=PASSWORD, **fields)
        RoleAssignment.objects.create(person=person, role=role, unit=unit, started_at=timezone.now())
        if second_factor:
            set_second_factor(person, SECRET)
        return person

    return make
