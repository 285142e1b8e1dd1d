"""The city answers: once, with a reason where it says no, and visibly corrected where it was wrong."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, models

from stadtgespraech.apps.pictures.models import MERGED_INTO, Picture
from stadtgespraech.apps.voices import actions
from stadtgespraech.apps.voices.models import Answer, EarlierAnswer, Voice, VoiceContact
from stadtgespraech.core import thread
from stadtgespraech.core.errors import BadInput, NotAllowed, NotFound
from stadtgespraech.core.journal.models import JournalEntry
from stadtgespraech.core.thread.models import Node
from stadtgespraech.core.thread.recount import drift
from tests.apps.voices.waiting import NOW, routed, unit, voice
from tests.conftest import PersonOf


def facts(kind: str) -> list[dict[str, Any]]:
    return [json.loads(entry.body).get("facts", {}) for entry in JournalEntry.objects.filter(kind=kind).order_by("seq")]


@pytest.mark.django_db
def test_the_unit_in_charge_answers_and_the_thread_ends_there(person_of: PersonOf) -> None:
    housing = unit()
    sent = routed(housing, by=person_of("strategy_office"))
    actions.acknowledge_voice(voice=sent, by=person_of("unit", unit=housing), now=NOW)
    given = actions.answer_voice(
        voice=sent, disposition="planned", text=" Im Herbst. ", by=person_of("unit", unit=housing), now=NOW
    )
    assert (given.disposition, given.text, given.unit, given.in_time) == ("planned", "Im Herbst.", housing, True)
    assert facts("voice.answered") == [{"disposition": "planned", "reason": "", "in_time": True}]
    assert [station.kind for station in thread.outcomes(sent, seen_by=None)] == ["voice", "answer"]
    assert str(Node.objects.get(kind="answer").sentence) == "Die Stadt hat geantwortet: Die Stimme ist schon geplant."
    assert not Node.objects.get(kind="voice").sentence  # who will answer is no news any more
    assert drift() == []


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "in_time"), [(42, True), (43, False)])
def test_in_time_means_by_the_end_of_the_last_day(days: int, in_time: bool, person_of: PersonOf) -> None:
    office = person_of("strategy_office")
    sent = routed(unit(), by=office)
    given = actions.answer_voice(
        voice=sent, disposition="adopted", text="Ja.", by=office, now=NOW + timedelta(days=days)
    )
    assert given.in_time is in_time


@pytest.mark.django_db
def test_what_counts_is_stored_and_not_what_a_page_showed(person_of: PersonOf) -> None:
    office, shown, housing = person_of("strategy_office"), voice(), unit()
    actions.route_voice(voice=shown, unit=housing, by=office, now=NOW)
    assert shown.due_on is None  # read before it was sent to anybody
    given = actions.answer_voice(voice=shown, disposition="adopted", text="Ja.", by=office, now=NOW)
    assert (given.unit, given.in_time) == (housing, True)


@pytest.mark.django_db
def test_without_a_clock_an_answer_is_neither_late_nor_in_time(person_of: PersonOf) -> None:
    given = actions.answer_voice(
        voice=voice(), disposition="adopted", text="Ja.", by=person_of("strategy_office"), now=NOW
    )
    assert given.in_time is None


@pytest.mark.django_db
def test_others_answer_nothing(person_of: PersonOf) -> None:
    sent = routed(unit(), by=person_of("strategy_office"))
    for person in (person_of("unit", unit=unit("Andere")), person_of("moderator"), person_of("resident"), None):
        with pytest.raises(NotAllowed):
            actions.answer_voice(voice=sent, disposition="adopted", text="Ja.", by=person, now=NOW)
    assert Answer.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("disposition", "text", "reason", "accepted"),
    [
        ("adopted", "Ja.", "", True),
        ("partly", "Ja.", "", True),
        ("rejected", "Nein.", "", False),
        ("rejected", "Nein.", "  ", False),
        ("rejected", "Nein.", "Zu teuer.", True),
        ("not-ours", "Nein.", "", False),
        ("not-ours", "Nein.", "Das Land entscheidet.", True),
        ("adopted", "  ", "", False),
        ("vielleicht", "Ja.", "", False),
    ],
)
def test_a_no_needs_its_reason(disposition: str, text: str, reason: str, accepted: bool, person_of: PersonOf) -> None:
    values = {"disposition": disposition, "text": text, "reason": reason}
    office, asked = person_of("strategy_office"), voice()
    if accepted:
        assert actions.answer_voice(voice=asked, **values, by=office, now=NOW).reason == reason.strip()
    else:
        with pytest.raises(BadInput):
            actions.answer_voice(voice=asked, **values, by=office, now=NOW)
        assert (Answer.objects.count(), JournalEntry.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_a_second_answer_changes_nothing(person_of: PersonOf) -> None:
    office, asked = person_of("strategy_office"), voice()
    actions.answer_voice(voice=asked, disposition="adopted", text="Ja.", by=office, now=NOW)
    with pytest.raises(actions.AlreadyAnswered):
        actions.answer_voice(voice=asked, disposition="rejected", text="Nein.", reason="Doch.", by=office, now=NOW)
    assert list(Answer.objects.values_list("disposition", "text")) == [("adopted", "Ja.")]
    assert len(facts("voice.answered")) == 1


# -- Two people answer at once ---------------------------------------------------------------------


def race(person_of: PersonOf) -> list[str]:
    """Two offices answer the same voice at the same moment; what each of them was told."""
    asked, office = voice(), person_of("strategy_office")
    start, told = threading.Barrier(2), []

    def answer(text: str) -> None:
        start.wait()
        try:
            actions.answer_voice(voice=asked, disposition="adopted", text=text, by=office, now=NOW)
            told.append("answered")
        except actions.AlreadyAnswered:
            told.append("too late")
        finally:
            connection.close()

    threads = [threading.Thread(target=answer, args=(text,)) for text in ("Ja.", "Ja, gern.")]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return sorted(told)


@pytest.mark.django_db(transaction=True)
def test_of_two_answers_at_once_one_is_given(person_of: PersonOf) -> None:
    assert race(person_of) == ["answered", "too late"]
    assert (Answer.objects.count(), len(facts("voice.answered"))) == (1, 1)


@pytest.fixture
def without_the_constraint(transactional_db: None) -> Iterator[None]:
    """Answers as they would be without "one per voice"."""
    one_per_voice = Answer._meta.get_field("voice")
    any_number = models.ForeignKey(Voice, on_delete=models.CASCADE, related_name="+")
    any_number.set_attributes_from_name("voice")
    any_number.model = Answer
    with connection.schema_editor() as editor:
        editor.alter_field(Answer, one_per_voice, any_number)
    yield
    Answer.objects.all().delete()
    with connection.schema_editor() as editor:
        editor.alter_field(Answer, any_number, one_per_voice)


def test_control_without_the_constraint_both_are_given(without_the_constraint: None, person_of: PersonOf) -> None:
    assert race(person_of) == ["answered", "answered"]
    assert Answer.objects.count() == 2


# -- Many voices, one text -------------------------------------------------------------------------


@pytest.mark.django_db
def test_many_voices_get_one_text_and_keep_what_they_have(person_of: PersonOf) -> None:
    office = person_of("strategy_office")
    answered, pending = voice(), voice(state=Voice.State.PENDING)
    actions.answer_voice(voice=answered, disposition="rejected", text="Nein.", reason="Zu teuer.", by=office, now=NOW)
    waiting = [routed(unit(), by=office), voice(is_example=True)]
    given = actions.answer_voices(
        voices=[answered, pending, *waiting], disposition="partly", text="Zum Teil.", by=office, now=NOW
    )
    assert [(one.voice, one.text, one.in_time, one.is_example) for one in given] == [
        (waiting[0], "Zum Teil.", True, False),
        (waiting[1], "Zum Teil.", None, True),
    ]
    assert Answer.objects.get(voice=answered).text == "Nein."
    assert facts("voices.answered") == [
        {"voices": [one.slug for one in waiting], "disposition": "partly", "reason": ""}
    ]
    assert [station.kind for station in thread.outcomes(waiting[0], seen_by=None)] == ["voice", "answer"]
    with pytest.raises(actions.AlreadyAnswered):
        actions.answer_voices(voices=[answered, *waiting], disposition="partly", text="x", by=office, now=NOW)
    assert drift() == []


@pytest.mark.django_db
def test_a_unit_answers_many_only_if_all_are_theirs(person_of: PersonOf) -> None:
    housing, office = unit(), person_of("strategy_office")
    own, foreign = routed(housing, by=office), routed(unit(), by=office)
    member = person_of("unit", unit=housing)
    with pytest.raises(NotAllowed):
        actions.answer_voices(voices=[own, foreign], disposition="adopted", text="Ja.", by=member, now=NOW)
    assert Answer.objects.count() == 0
    assert len(actions.answer_voices(voices=[own], disposition="adopted", text="Ja.", by=member, now=NOW)) == 1


@pytest.mark.django_db
def test_the_answer_survives_merging_and_taking_out(person_of: PersonOf) -> None:
    office, asked = person_of("strategy_office"), voice()
    picture = Picture.objects.create(slug="bild", kind="target", state="discussed", title={"de": "Bild"})
    thread.put(picture, at=NOW)
    actions.answer_voice(voice=asked, disposition="adopted", text="Ja.", by=office, now=NOW)
    thread.connect(asked, MERGED_INTO, picture, by=office, at=NOW)
    assert [station.kind for station in thread.outcomes(asked, seen_by=None)] == ["voice", "picture", "answer"]
    thread.disconnect(asked, MERGED_INTO, picture)
    assert [station.kind for station in thread.outcomes(asked, seen_by=None)] == ["voice", "answer"]
    assert Answer.objects.get(voice=asked).text == "Ja."


# -- Corrections -----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_correction_keeps_what_was_said(person_of: PersonOf) -> None:
    office = person_of("strategy_office")
    sent = routed(unit(), by=office)
    given = actions.answer_voice(voice=sent, disposition="adopted", text="Ja.", by=office, now=NOW)
    late = NOW + timedelta(days=100)
    actions.correct_answer(
        answer=given,
        disposition="rejected",
        text="Doch nicht.",
        reason="Kein Geld.",
        why="Der Haushalt.",
        by=office,
        now=late,
    )
    given.refresh_from_db()
    assert (given.disposition, given.text, given.corrected_at, given.in_time) == ("rejected", "Doch nicht.", late, True)
    assert list(EarlierAnswer.objects.values_list("disposition", "text", "why", "replaced_at")) == [
        ("adopted", "Ja.", "Der Haushalt.", late)
    ]
    assert facts("answer.corrected") == [{"before": "adopted", "disposition": "rejected", "why": "Der Haushalt."}]
    assert "wird nicht übernommen" in str(Node.objects.get(kind="answer").sentence)
    assert drift() == []


@pytest.mark.django_db
def test_a_correction_says_why_and_changes_something(person_of: PersonOf) -> None:
    office = person_of("strategy_office")
    given = actions.answer_voice(voice=voice(), disposition="adopted", text="Ja.", by=office, now=NOW)
    for values in (
        {"disposition": "adopted", "text": "Ja.", "why": "Nur so."},
        {"disposition": "partly", "text": "Ja.", "why": " "},
        {"disposition": "rejected", "text": "Nein.", "why": "Falsch."},
    ):
        with pytest.raises(BadInput):
            actions.correct_answer(answer=given, **values, by=office, now=NOW)
    with pytest.raises(NotAllowed):
        actions.correct_answer(
            answer=given, disposition="partly", text="x", why="y", by=person_of("moderator"), now=NOW
        )
    assert EarlierAnswer.objects.count() == 0


# -- People without mail ---------------------------------------------------------------------------


@pytest.mark.django_db
def test_who_was_told_by_phone_is_forgotten(person_of: PersonOf) -> None:
    office, asked = person_of("strategy_office"), voice(channel="phone")
    VoiceContact.objects.create(voice=asked, details="0231 123")
    with pytest.raises(NotFound):  # there is nothing to tell yet
        actions.tell_answer(voice=asked, by=office, now=NOW)
    actions.answer_voice(voice=asked, disposition="adopted", text="Ja.", by=office, now=NOW)
    with pytest.raises(NotAllowed):
        actions.tell_answer(voice=asked, by=person_of("resident"), now=NOW)
    actions.tell_answer(voice=asked, by=person_of("moderator"), now=NOW)
    assert VoiceContact.objects.count() == 0
    assert "0231" not in "".join(JournalEntry.objects.values_list("body", flat=True))
    with pytest.raises(NotFound):
        actions.tell_answer(voice=asked, by=office, now=NOW)
