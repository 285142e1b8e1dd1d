"""Standing behind a voice: once per person, while a stage opens it, and the counter stays right."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from stadtgespraech.apps.dialogue.models import Stage
from stadtgespraech.apps.people.models import Person
from stadtgespraech.apps.voices import actions
from stadtgespraech.apps.voices.models import Support, Voice
from stadtgespraech.apps.voices.queries.recounting import voice_drift
from stadtgespraech.core.errors import Conflict, NotAllowed, SignInFirst
from tests.apps.voices.saying import NOW, open_stage, say, say_publicly
from tests.conftest import PersonOf

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Person | None], Client]


def count() -> tuple[int, int]:
    """What the counter says, and what the table holds."""
    return Voice.objects.get().support_count, Support.objects.count()


def test_once_per_person_and_back(person_of: PersonOf) -> None:
    open_stage()
    voice = say_publicly(person_of("moderator"))
    one, other = person_of("resident"), person_of("resident")
    for person in (one, one, other):
        actions.support_voice(voice=voice, by=person, now=NOW)
    assert count() == (2, 2)
    for _time in range(2):
        actions.unsupport_voice(voice=voice, by=one, now=NOW)
    assert count() == (1, 1)


def test_who_and_when(person_of: PersonOf) -> None:
    stage = open_stage()
    author, person = person_of("resident"), person_of("resident")
    voice = say(by=author)
    with pytest.raises(Conflict):
        actions.support_voice(voice=voice, by=person, now=NOW)
    actions.publish_voice(voice=voice, by=person_of("moderator"), now=NOW)
    with pytest.raises(SignInFirst):
        actions.support_voice(voice=voice, by=None, now=NOW)
    with pytest.raises(NotAllowed):
        actions.support_voice(voice=voice, by=author, now=NOW)
    actions.support_voice(voice=voice, by=person, now=NOW)
    Stage.objects.filter(pk=stage.pk).update(opens=["voices"])
    with pytest.raises(actions.Closed):
        actions.support_voice(voice=voice, by=person_of("resident"), now=NOW)
    # Whoever stood behind it can always step back.
    actions.unsupport_voice(voice=voice, by=person, now=NOW)
    assert count() == (0, 0)


def test_the_buttons(person_of: PersonOf, client_of: ClientOf) -> None:
    stage = open_stage()
    author, person = person_of("resident"), person_of("resident")
    voice = say_publicly(person_of("moderator"), by=author)
    address, client = voice.get_absolute_url(), client_of(person)
    assert "Anmelden und dahinterstellen" in Client().get(address).content.decode()
    assert "Ich sehe das auch so" in client.get(address).content.decode()
    assert client.post(f"{address}unterstuetzen/")["Location"] == f"{address}#unterstuetzung"
    page = client.get(address).content.decode()
    assert "<b>Ein Mensch</b>" in page and "Doch nicht" in page
    assert client.post(f"{address}nicht-mehr-unterstuetzen/").status_code == 302
    assert count() == (0, 0)
    assert "Es ist Ihre eigene Stimme." in client_of(author).get(address).content.decode()
    Stage.objects.filter(pk=stage.pk).update(state="done")
    closed = client.get(address).content.decode()
    assert "Gerade ist keine Stufe offen, in der man Stimmen unterstützen kann." in closed
    assert client.post(f"{address}unterstuetzen/").status_code == 409
    assert Client().post(f"{address}unterstuetzen/").status_code == 403
    assert client.get(f"{address}unterstuetzen/").status_code == 405


# -- At once ---------------------------------------------------------------------------------------


def all_at_once(people: list[Any], act: Callable[[Any], None]) -> None:
    barrier = threading.Barrier(len(people))
    failed: list[BaseException] = []

    def run(person: Any) -> None:
        try:
            barrier.wait()
            act(person)
        except BaseException as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(person,)) for person in people]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert failed == []


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_twelve_at_once_and_two_of_them_twice_are_counted_right(person_of: PersonOf) -> None:
    open_stage()
    voice = say_publicly(person_of("moderator"))
    people = [person_of("resident") for _number in range(10)]
    all_at_once([*people, *people[:2]], lambda person: actions.support_voice(voice=voice, by=person, now=NOW) and None)
    assert count() == (10, 10)
    all_at_once(people[:6] * 2, lambda person: actions.unsupport_voice(voice=voice, by=person, now=NOW) and None)
    assert (count(), voice_drift()) == ((4, 4), [])


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_control_a_counter_written_from_what_was_read_loses_some(person_of: PersonOf) -> None:
    open_stage()
    voice = say_publicly(person_of("moderator"))
    people = [person_of("resident") for _number in range(8)]
    everybody_has_read = threading.Barrier(len(people))

    def naively(person: Any) -> None:
        seen = Voice.objects.get(pk=voice.pk).support_count
        everybody_has_read.wait()
        Support.objects.create(voice=voice, person=person, at=NOW)
        Voice.objects.filter(pk=voice.pk).update(support_count=seen + 1)

    all_at_once(people, naively)
    assert count() == (1, 8)
    assert [(drift.support_count, drift.supports) for drift in voice_drift()] == [(1, 8)]
