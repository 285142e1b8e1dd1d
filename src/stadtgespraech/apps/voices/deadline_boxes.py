"""What the clock puts on pages: the answer and the way to it, and what waits for whom."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from stadtgespraech.apps.people.models import Unit
from stadtgespraech.apps.voices.models import Voice
from stadtgespraech.apps.voices.queries import deadlines as queries
from stadtgespraech.core import access
from stadtgespraech.core.web import boxes


def answer_of(voice: Voice, person: Any) -> boxes.Box:
    """The city's answer, at eye level with the voice, and what it was before (one statement, if it is joined).

    Who sees the voice sees its answer.
    """
    found = getattr(voice, "answer", None)
    if found is None:
        return None
    may_correct = access.may(person, "voices.correct_answer", voice)
    context = {"answer": found, "before": list(found.earlier.all()), "voice": voice, "may_correct": may_correct}
    return "voices/boxes/answer.html", context


def clock_of(voice: Voice, _person: Any) -> boxes.Box:
    """The way to the answer, for voices that somebody answers (one statement where nothing is joined)."""
    if voice.state != Voice.State.PUBLISHED:
        return None
    clock = queries.clock_of(voice, today=timezone.localdate())
    return "voices/boxes/clock.html", {"clock": clock, "voice": voice}


def what_offices_do(voice: Voice, person: Any) -> boxes.Box:
    """Route, acknowledge, answer: what this person can do now."""
    if voice.state != Voice.State.PUBLISHED or getattr(voice, "answer", None) is not None:
        return None
    may_answer = access.may(person, "voices.answer_voice", voice)
    context = {
        "voice": voice,
        "may_route": access.may(person, "voices.route_voice", voice),
        "may_answer": may_answer,
        "may_acknowledge": may_answer and voice.unit_id is not None and voice.acknowledged_at is None,
    }
    return ("voices/boxes/clock_office.html", context) if context["may_route"] or may_answer else None


def of_unit(unit: Unit, person: Any) -> boxes.Box:
    """How often the unit answers in time; for those who may see it also what waits there (two statements)."""
    today = timezone.localdate()
    rate = queries.rate_of(unit, seen_by=person, today=today)
    is_theirs = access.may(person, "voices.route_voice") or unit.pk in access.units_of(person)
    load = None
    if is_theirs and access.may(person, "voices.see_deadlines"):
        load = queries.workload(seen_by=person, today=today, unit=unit.slug)
    if rate is None and not (load and load.waiting):
        return None
    return "voices/boxes/unit.html", {"unit": unit, "rate": rate, "load": load}


def register() -> None:
    """Fill the slots."""
    boxes.register("voices.voice.top", answer_of, order=10)
    boxes.register("voices.voice.aside", clock_of, order=20)
    boxes.register("voices.voice.office", what_offices_do, order=20)
    boxes.register("people.unit", of_unit, order=20)
