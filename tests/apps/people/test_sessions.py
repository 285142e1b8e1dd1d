"""Every session knows whose it is, so that all of a person's sessions can be ended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from stadtgespraech.apps.people import actions
from stadtgespraech.apps.people.models import Person, PersonSession
from stadtgespraech.apps.people.tasks import delete_leftovers
from tests.apps.people.signing_in import enter_password, sign_in_by_code, sign_in_fully

Make = Callable[..., Person]
pytestmark = [pytest.mark.django_db, pytest.mark.slow]
# Where numbers and letters of base 36 part ways: 10 is "a", 36 is "10".
LARGE = 36 * 36 + 35


def owners() -> list[int | None]:
    return list(PersonSession.objects.values_list("person_id", flat=True))


@pytest.mark.parametrize("pk", [7, 10, 36, LARGE])
def test_on_the_way_in_and_inside(resident: Make, staff: Make, pk: int) -> None:
    resident("a@example.org", pk=pk)
    Client().post("/anmelden/", {"email": "a@example.org"})
    sign_in_by_code(Client(), "a@example.org")
    Client().post("/konto/anlegen/", {"email": "a@example.org"})
    assert owners() == [pk, pk, pk]
    staff(email="b@example.org", pk=pk + 1)
    enter_password(Client(), "b@example.org")
    sign_in_fully(Client(), "b@example.org")
    Client().post("/anmelden/", {"email": "b@example.org"})
    assert sorted(filter(None, owners())) == [pk, pk, pk, pk + 1, pk + 1, pk + 1]


def test_ending_them_ends_all_of_one_person_and_none_of_others(resident: Make) -> None:
    person = resident("a@example.org", pk=36)
    resident("b@example.org", pk=10)
    for email in ("a@example.org", "b@example.org"):
        sign_in_by_code(Client(), email)
        Client().post("/anmelden/", {"email": email})
    assert actions.end_sessions(person) == 2
    assert owners() == [10, 10]


def test_an_address_nobody_owns_belongs_to_nobody(db: None) -> None:
    Client().post("/anmelden/", {"email": "nobody@example.org"})
    assert owners() == [None]


def test_whoever_stops_on_the_way_in_is_forgotten_within_the_hour(client: Client, resident: Make) -> None:
    resident("a@example.org")
    client.post("/anmelden/", {"email": "a@example.org"})
    left = PersonSession.objects.get().expire_date - timezone.now()
    assert timedelta(minutes=59) < left <= timedelta(hours=1)
    sign_in_by_code(client, "a@example.org")
    assert PersonSession.objects.get().expire_date - timezone.now() > timedelta(days=13)


def test_expired_sessions_are_deleted_by_the_clock(resident: Make) -> None:
    for email in ("a@example.org", "b@example.org"):
        resident(email)
        sign_in_by_code(Client(), email)
    kept, gone = PersonSession.objects.order_by("person_id")
    PersonSession.objects.filter(pk=gone.pk).update(expire_date=timezone.now() - timedelta(seconds=1))
    delete_leftovers.func()
    assert list(PersonSession.objects.all()) == [kept]
