"""Sending voices to units, and units taking them on."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest

from stadtgespraech.apps.voices import actions, sponsors
from stadtgespraech.apps.voices.models import Voice
from stadtgespraech.core.errors import BadInput, Conflict, NotAllowed
from stadtgespraech.core.jobs.models import OutgoingMail
from stadtgespraech.core.journal.models import JournalEntry
from stadtgespraech.core.thread.models import Node
from stadtgespraech.core.thread.recount import drift
from tests.apps.voices.waiting import NOW, routed, unit, voice
from tests.conftest import PersonOf

pytestmark = pytest.mark.django_db
DUE = date(2026, 4, 13)


def journalled() -> list[tuple[str, dict[str, Any]]]:
    return [(entry.kind, json.loads(entry.body).get("facts", {})) for entry in JournalEntry.objects.order_by("seq")]


@pytest.mark.parametrize("role", ["strategy_office", "moderator"])
def test_routing_starts_the_clock_and_tells_the_unit(role: str, person_of: PersonOf) -> None:
    housing = unit()
    person_of("unit", unit=housing, email="wohnen@example.org")
    person_of("unit", unit=unit("Grünflächenamt"))
    sent = routed(housing, by=person_of(role))
    sent.refresh_from_db()
    assert (sent.unit, sent.routed_at, sent.due_on, sent.sponsor_unit) == (housing, NOW, DUE, None)
    assert journalled() == [
        ("voice.routed", {"unit": housing.slug, "due_on": "2026-04-13", "sponsor": "strategy_office"})
    ]
    mail = OutgoingMail.objects.get()
    assert mail.to == "wohnen@example.org"
    assert "antworten Sie bis 13. April 2026" in mail.body
    assert f"/stimmen/{sent.slug}/" in mail.body


@pytest.mark.parametrize("role", ["resident", "unit", "sponsor", "council", "administrator", "visitor"])
def test_others_route_nothing(role: str, person_of: PersonOf) -> None:
    with pytest.raises(NotAllowed):
        actions.route_voice(voice=voice(), unit=unit(), by=person_of(role), now=NOW)
    assert journalled() == []


@pytest.mark.parametrize("state", [Voice.State.PENDING, Voice.State.REJECTED, Voice.State.WITHDRAWN])
def test_only_what_is_published_has_a_deadline(state: str, person_of: PersonOf) -> None:
    with pytest.raises(BadInput):
        routed(unit(), by=person_of("strategy_office"), state=state)


def test_the_term_is_a_setting(settings: Any, person_of: PersonOf) -> None:
    settings.ANSWER_DAYS = 10
    assert routed(unit(), by=person_of("strategy_office")).due_on == date(2026, 3, 12)


def test_sending_on_keeps_the_day_and_asks_for_a_new_confirmation(person_of: PersonOf) -> None:
    office, first, second = person_of("strategy_office"), unit(), unit("Grünflächenamt")
    sent = routed(first, by=office)
    actions.acknowledge_voice(voice=sent, by=person_of("unit", unit=first), now=NOW, words="Wir prüfen es.")
    later = NOW + timedelta(days=20)
    moved = actions.route_voice(voice=sent, unit=second, by=office, now=later, reason="Es geht um Bäume.")
    assert (moved.unit, moved.routed_at, moved.due_on) == (second, later, DUE)
    assert (moved.acknowledged_at, moved.acknowledgement) == (None, "")
    assert journalled()[-1] == (
        "voice.rerouted",
        {
            "before": first.slug,
            "unit": second.slug,
            "due_on": "2026-04-13",
            "sponsor": "strategy_office",
            "reason": "Es geht um Bäume.",
        },
    )
    assert drift() == []


def test_routing_twice_alike_changes_nothing(person_of: PersonOf) -> None:
    office, housing = person_of("strategy_office"), unit()
    person_of("unit", unit=housing)
    sent = routed(housing, by=office)
    actions.route_voice(voice=sent, unit=housing, by=office, now=NOW + timedelta(days=1))
    assert (len(journalled()), OutgoingMail.objects.count()) == (1, 1)


def test_a_deadline_in_the_past_is_refused(person_of: PersonOf) -> None:
    with pytest.raises(BadInput):
        actions.route_voice(
            voice=voice(), unit=unit(), by=person_of("strategy_office"), now=NOW, due_on=date(2026, 3, 1)
        )


def test_upper_apps_suggest_the_sponsor(monkeypatch: pytest.MonkeyPatch, person_of: PersonOf) -> None:
    housing, office = unit(), unit("Dezernat")
    monkeypatch.setattr(sponsors, "_suggestions", [])
    sponsors.register(lambda voice, to: None)
    sponsors.register(lambda voice, to: office if to == housing else None)
    by = person_of("strategy_office")
    assert routed(housing, by=by).sponsor_unit == office
    assert routed(unit(), by=by).sponsor_unit is None
    chosen = actions.route_voice(voice=voice(), unit=housing, sponsor_unit=housing, by=by, now=NOW)
    assert chosen.sponsor_unit == housing


def test_the_unit_in_charge_confirms_and_followers_can_read_it(person_of: PersonOf) -> None:
    housing = unit()
    sent = routed(housing, by=person_of("strategy_office"))
    member = person_of("unit", unit=housing)
    done = actions.acknowledge_voice(voice=sent, by=member, now=NOW, words=" Wir prüfen es. ")
    assert (done.acknowledged_at, done.acknowledgement) == (NOW, "Wir prüfen es.")
    assert str(Node.objects.get(kind="voice").sentence) == (
        "Amt für Wohnen hat die Stimme angenommen und antwortet bis 13. April 2026."
    )
    with pytest.raises(Conflict):
        actions.acknowledge_voice(voice=sent, by=member, now=NOW)
    assert [kind for kind, _facts in journalled()] == ["voice.routed", "voice.acknowledged"]
    assert drift() == []


def test_another_unit_confirms_nothing(person_of: PersonOf) -> None:
    sent = routed(unit(), by=person_of("strategy_office"))
    for person in (person_of("unit", unit=unit("Andere")), person_of("moderator"), person_of("resident"), None):
        with pytest.raises(NotAllowed):
            actions.acknowledge_voice(voice=sent, by=person, now=NOW)


def test_what_nobody_was_sent_can_not_be_confirmed(person_of: PersonOf) -> None:
    with pytest.raises(Conflict):
        actions.acknowledge_voice(voice=voice(), by=person_of("strategy_office"), now=NOW)


def test_an_answered_voice_is_not_sent_on(person_of: PersonOf) -> None:
    office = person_of("strategy_office")
    sent = routed(unit(), by=office)
    actions.answer_voice(voice=sent, disposition="adopted", text="Ja.", by=office, now=NOW)
    with pytest.raises(Conflict):
        actions.route_voice(voice=sent, unit=unit(), by=office, now=NOW)
    with pytest.raises(Conflict):
        actions.acknowledge_voice(voice=sent, by=office, now=NOW)
