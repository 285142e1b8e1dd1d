"""Places at an event: never more than there are, and the waiting list moves up by itself."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from stadtgespraech.apps.dialogue import actions, queries
from stadtgespraech.apps.dialogue.models import Event, Registration
from stadtgespraech.apps.people import own_data
from stadtgespraech.core.errors import NotFound
from stadtgespraech.core.jobs.models import OutgoingMail
from stadtgespraech.core.journal.models import JournalEntry

BEFORE = datetime(2026, 5, 1, 9, tzinfo=UTC)


@pytest.fixture
def small(event: Event) -> Event:
    """An event with two places."""
    event.takes_registrations, event.capacity = True, 2
    event.save()
    return event


def come(event: Event, name: str, *, now: datetime = BEFORE, by: Any = None, needs: str = "") -> Registration:
    return actions.register(
        event=event, name=name, email=f"{name}@example.org", needs=needs, language="de", by=by, now=now
    )


def who(event: Event) -> dict[str, list[str]]:
    rows = event.registrations.order_by("registered_at", "id")
    return {state: [row.name for row in rows if row.state == state] for state in (Registration.State.PLACE, "waiting")}


def subjects() -> list[tuple[str, str]]:
    return [(mail.to, mail.subject.split(":")[0]) for mail in OutgoingMail.objects.order_by("pk")]


def test_the_third_of_two_waits_and_moves_up(small: Event) -> None:
    for name in ("anna", "bert", "cem", "dora"):
        come(small, name)
    assert who(small) == {"place": ["anna", "bert"], "waiting": ["cem", "dora"]}
    assert queries.places(small) == queries.Places(capacity=2, taken=2, waiting=2)
    bert = small.registrations.get(name="bert")
    assert actions.cancel_registration(token=bert.token, by=None, now=BEFORE) == small
    assert who(small) == {"place": ["anna", "cem"], "waiting": ["dora"]}
    assert subjects()[-1] == ("cem@example.org", "Ein Platz ist frei geworden")
    kinds = list(JournalEntry.objects.order_by("seq").values_list("kind", flat=True))
    assert kinds == ["registration.added"] * 4 + ["registration.cancelled", "registration.moved_up"]
    with pytest.raises(NotFound):
        actions.cancel_registration(token=bert.token, by=None, now=BEFORE)


def test_the_journal_names_nobody(small: Event) -> None:
    come(small, "anna", needs="Rollstuhl")
    body = JournalEntry.objects.get().body
    assert "anna" not in body
    assert "Rollstuhl" not in body


def test_the_same_address_again_changes_nothing_but_its_owner_is_reminded(small: Event) -> None:
    first = come(small, "anna")
    again = actions.register(
        event=small, name="Fremd", email="ANNA@example.org", needs="", language="de", by=None, now=BEFORE
    )
    assert again == first
    assert who(small) == {"place": ["anna"], "waiting": []}
    assert subjects() == [("anna@example.org", "Sie sind angemeldet")] * 2


def test_more_places_go_to_those_who_wait(small: Event, office: Any) -> None:
    for name in ("anna", "bert", "cem", "dora", "emil"):
        come(small, name)
    actions.change_event(event=small, changes={"capacity": 4}, by=office, now=BEFORE)
    assert who(small) == {"place": ["anna", "bert", "cem", "dora"], "waiting": ["emil"]}
    actions.change_event(event=small, changes={"capacity": 1}, by=office, now=BEFORE)
    assert who(small)["place"] == ["anna", "bert", "cem", "dora"], "nobody loses a place that was promised"


@pytest.mark.parametrize(
    ("changes", "now"),
    [
        ({"takes_registrations": False}, BEFORE),
        ({"state": "cancelled"}, BEFORE),
        ({"state": "held"}, BEFORE),
        ({"registration_ends_at": BEFORE - timedelta(hours=1)}, BEFORE),
        ({}, datetime(2026, 5, 9, 9, tzinfo=UTC)),
        ({"archived_at": BEFORE}, BEFORE),
    ],
)
def test_closed_is_closed(small: Event, changes: dict[str, Any], now: datetime) -> None:
    Event.objects.filter(pk=small.pk).update(**changes)
    with pytest.raises(actions.RegistrationClosed):
        come(small, "anna", now=now)
    assert not Registration.objects.exists()


def test_without_a_mail_address_only_an_organiser_registers(small: Event, office: Any) -> None:
    values: dict[str, Any] = {"event": small, "name": "Opa Kurt", "email": "", "needs": "", "language": "de"}
    with pytest.raises(actions.NoWayToAnswer):
        actions.register(**values, contact="0231 000", by=None, now=BEFORE)
    with pytest.raises(actions.NoWayToAnswer):
        actions.register(**values, by=office, now=BEFORE)
    made = actions.register(**values, contact="0231 000", by=office, now=BEFORE)
    assert (made.state, made.person, made.contact) == ("place", None, "0231 000")
    assert not OutgoingMail.objects.exists()


def test_those_who_come_are_told_that_it_is_called_off(small: Event, office: Any) -> None:
    come(small, "anna")
    actions.cancel_event(event=small, by=office, now=BEFORE)
    actions.cancel_event(event=small, by=office, now=BEFORE)
    assert subjects()[1:] == [("anna@example.org", "Der Termin fällt aus")]


def test_thirty_days_after_the_event_nothing_is_left(small: Event) -> None:
    come(small, "anna")
    assert small.starts_at is not None
    assert actions.delete_old_registrations(now=small.starts_at + timedelta(days=30)) == 0
    assert actions.delete_old_registrations(now=small.starts_at + timedelta(days=31)) == 1
    assert not Registration.objects.exists()


def test_a_deleted_account_gives_its_places_back(small: Event, person_of: Any) -> None:
    person = person_of("resident", email="anna@example.org")
    come(small, "anna", by=person)
    come(small, "bert")
    come(small, "cem")
    assert own_data.collect(person)["registrations"] == [
        {"event": small.slug, "state": "place", "name": "anna", "needs": ""}
    ]
    own_data.erase(person, now=BEFORE)
    assert who(small) == {"place": ["bert", "cem"], "waiting": []}


def twelve_at_once(register: Callable[[Event, str], Any], event: Event) -> int:
    """Twelve people press the button in the same moment; how many places were given."""
    ready = threading.Barrier(12, timeout=20)

    def one(number: int) -> None:
        ready.wait()
        register(event, f"nr-{number}")
        connection.close()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert event.registrations.count() == 12
    return event.registrations.filter(state=Registration.State.PLACE).count()


@pytest.mark.django_db(transaction=True)
def test_twelve_at_once_for_two_places_give_two_places(small: Event) -> None:
    assert twelve_at_once(come, small) == 2


@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_more_places_are_given_than_there_are(small: Event) -> None:
    counted = threading.Barrier(12, timeout=20)

    def without_lock(event: Event, name: str) -> None:
        taken = event.registrations.filter(state=Registration.State.PLACE).count()
        counted.wait()
        with transaction.atomic():
            event.registrations.create(
                name=name,
                email=f"{name}@example.org",
                state="place" if taken < 2 else "waiting",
                token=name,
                registered_at=BEFORE,
            )

    assert twelve_at_once(without_lock, small) > 2


# -- Pages -----------------------------------------------------------------------------------------


@pytest.fixture
def open_event(small: Event) -> Event:
    """Open by the real clock, which the pages read."""
    small.starts_at = datetime.now(UTC) + timedelta(days=9)
    small.ends_at = None
    small.save()
    return small


def test_a_guest_registers_and_cancels_by_the_link_in_the_mail(open_event: Event) -> None:
    client = Client()
    page = client.get(open_event.get_absolute_url())
    assert "Noch 2 von 2 Plätzen sind frei." in page.content.decode()
    address = f"{open_event.get_absolute_url()}anmelden/"
    sent = client.post(address, {"name": "Anna", "email": "anna@example.org", "needs": "Gebärdensprache"})
    assert (sent.status_code, sent["Location"]) == (302, f"{open_event.get_absolute_url()}angemeldet/")
    body = OutgoingMail.objects.get().body
    link = next(word for word in body.split() if "/termine/anmeldung/" in word)
    path = link[link.index("/termine/") :]
    shown = client.get(path).content.decode()
    assert "Sie haben einen Platz." in shown
    assert "Gebärdensprache" in shown
    assert client.post(f"{path}zurueckziehen/").status_code == 302
    assert not Registration.objects.exists()
    assert client.get(path).status_code == 404


def test_a_form_with_mistakes_keeps_what_was_typed(open_event: Event) -> None:
    sent = Client().post(f"{open_event.get_absolute_url()}anmelden/", {"name": "Anna", "email": "keine"})
    assert sent.status_code == 422
    assert 'value="Anna"' in sent.content.decode()
    assert not Registration.objects.exists()


def test_who_comes_is_the_organisers_business(open_event: Event, person_of: Any, client_of: Any) -> None:
    come(open_event, "anna", now=datetime.now(UTC), needs="Rollstuhl")
    address = f"{open_event.get_absolute_url()}anmeldungen/"
    assert "Rollstuhl" in client_of(person_of("moderator")).get(address).content.decode()
    for role in ("resident", "unit", "council"):
        assert client_of(person_of(role)).get(address).status_code == 403
    table = client_of(person_of("strategy_office")).get(f"{address}liste.csv")
    assert "anna@example.org" in b"".join(table.streaming_content).decode()


def test_a_stage_opens_what_it_says(stage: Any, office: Any, client_of: Any, now: datetime) -> None:
    assert queries.open_stage("voices") is None
    actions.change_stage(stage=stage, changes={"opens": ["voices"]}, by=office, now=now)
    assert queries.open_stage("voices") is None, "only while it is open"
    actions.change_stage(stage=stage, changes={"state": "open"}, by=office, now=now)
    assert queries.open_stage("voices") == stage
    assert queries.open_stage("comments") is None
    assert "Stimmen abgeben" in client_of(None).get(stage.get_absolute_url()).content.decode()
