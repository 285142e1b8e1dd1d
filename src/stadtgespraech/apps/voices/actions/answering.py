"""Answering voices, correcting an answer, and telling those who can only be reached by phone or letter."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stadtgespraech.apps.voices.models import Answer, EarlierAnswer, Voice, VoiceContact
from stadtgespraech.core import access, journal, thread
from stadtgespraech.core.errors import BadInput, Conflict, NotFound

Disposition = Answer.Disposition
# Whoever is told "no" is told why.
NEEDS_A_REASON = frozenset({Disposition.NOT_OURS, Disposition.REJECTED})


class AlreadyAnswered(Conflict):
    """Another answer came first; nothing was changed."""

    code = "already-answered"
    message = gettext_lazy("Diese Stimme ist schon beantwortet. Es wurde nichts gespeichert.")


@transaction.atomic
def answer_voice(*, voice: Voice, disposition: str, text: str, reason: str = "", by: Any, now: datetime) -> Answer:
    """Give the city's answer to a voice and stop its clock.

    Args:
        disposition: one of ``Answer.Disposition``.
        text: Markdown.
        reason: why not; needed where the voice is not taken up.
    Raises:
        NotAllowed: ``by`` works neither for the unit in charge nor for the strategy office.
        BadInput: the voice is not published, a text or the reason is missing.
        AlreadyAnswered: another answer came first; nothing was changed.
    """
    return _answer(_locked([voice]), disposition=disposition, text=text, reason=reason, by=by, now=now)[0]


@transaction.atomic
def answer_voices(
    *, voices: Iterable[Voice], disposition: str, text: str, reason: str = "", by: Any, now: datetime
) -> list[Answer]:
    """Answer many voices with one text, e.g. all that were merged into a picture. One journal entry names them all.

    Those that have an answer keep it; those that are not published are left out.

    Returns:
        The new answers.
    Raises:
        NotAllowed: ``by`` may not answer one of them; then none is answered.
        BadInput: a text or the reason is missing.
        AlreadyAnswered: there is none left to answer, or somebody answered one of them at this very moment.
    """
    voices = _locked(voices)
    answered = set(Answer.objects.filter(voice__in=voices).values_list("voice_id", flat=True))
    waiting = [voice for voice in voices if voice.pk not in answered and voice.state == Voice.State.PUBLISHED]
    if not waiting:
        raise AlreadyAnswered
    return _answer(waiting, disposition=disposition, text=text, reason=reason, by=by, now=now)


def _answer(voices: list[Voice], *, disposition: str, text: str, reason: str, by: Any, now: datetime) -> list[Answer]:
    for voice in voices:
        access.require(by, "voices.answer_voice", voice)
    text, reason = _checked(disposition, text, reason)
    if any(voice.state != Voice.State.PUBLISHED for voice in voices):
        raise BadInput(_("Beantwortet werden kann nur, was veröffentlicht ist."))
    today = timezone.localdate(now)
    rows = [
        Answer(
            voice=voice,
            disposition=disposition,
            text=text,
            reason=reason,
            unit=voice.unit,
            by=by,
            given_at=now,
            in_time=today <= voice.due_on if voice.due_on else None,
            is_example=voice.is_example,
        )
        for voice in voices
    ]
    try:
        with transaction.atomic():
            answers = Answer.objects.bulk_create(rows)
    except IntegrityError:  # the constraint "one answer per voice" decides who was first
        raise AlreadyAnswered from None
    thread.put_many([*voices, *answers], at=now)
    facts: dict[str, Any] = {"disposition": disposition, "reason": reason}
    if len(answers) == 1:
        journal.record("voice.answered", subject=voices[0], by=by, at=now, in_time=answers[0].in_time, **facts)
    else:
        named = [voice.slug for voice in voices]
        example = all(voice.is_example for voice in voices)
        journal.record("voices.answered", subject=None, by=by, at=now, voices=named, example=example, **facts)
    return answers


@transaction.atomic
def correct_answer(
    *, answer: Answer, disposition: str, text: str, reason: str = "", why: str, by: Any, now: datetime
) -> Answer:
    """Correct an answer. What it said before stays readable beside it, with the reason of the correction.

    Args:
        why: what was wrong, for everybody to read.
    Raises:
        NotAllowed: ``by`` works neither for the unit in charge nor for the strategy office.
        BadInput: a text, the reason or the why is missing, or nothing differs.
    """
    answer = Answer.objects.select_for_update(of=("self",)).select_related("voice").get(pk=answer.pk)
    access.require(by, "voices.correct_answer", answer.voice)
    text, reason = _checked(disposition, text, reason)
    if not why.strip():
        raise BadInput(_("Bitte schreiben Sie, warum die Antwort berichtigt wird."))
    if (answer.disposition, answer.text, answer.reason) == (disposition, text, reason):
        raise BadInput(_("An der Antwort hat sich nichts geändert."))
    before = answer.disposition
    EarlierAnswer.objects.create(
        answer=answer, disposition=before, text=answer.text, reason=answer.reason, replaced_at=now, why=why.strip()
    )
    answer.disposition, answer.text, answer.reason, answer.corrected_at = disposition, text, reason, now
    answer.save(update_fields=["disposition", "text", "reason", "corrected_at"])
    thread.put(answer, at=now)
    journal.record(
        "answer.corrected", subject=answer.voice, by=by, at=now, before=before, disposition=disposition, why=why.strip()
    )
    return answer


@transaction.atomic
def tell_answer(*, voice: Voice, by: Any, now: datetime) -> None:
    """Somebody without mail was told the answer by phone or letter: how to reach them is erased.

    Raises:
        NotAllowed: ``by`` works neither for the unit in charge nor for an office that enters voices.
        NotFound: there is no answer yet, or they were told already.
    """
    access.require(by, "voices.tell_answer", voice)
    if not Answer.objects.filter(voice=voice).exists():
        raise NotFound
    if not VoiceContact.objects.filter(voice=voice).delete()[0]:
        raise NotFound
    journal.record("answer.told", subject=voice, by=by, at=now)


def _locked(voices: Iterable[Voice]) -> list[Voice]:
    """The voices as they are stored now: who is in charge until when must not change while somebody answers."""
    wanted = [voice.pk for voice in voices]
    found = Voice.objects.select_for_update(of=("self",)).select_related("unit").in_bulk(wanted)
    return [found[pk] for pk in wanted]


def _checked(disposition: str, text: str, reason: str) -> tuple[str, str]:
    """Text and reason without blanks around them.

    Raises:
        BadInput: something is missing.
    """
    text, reason = text.strip(), reason.strip()
    if disposition not in Disposition.values:
        raise BadInput(_("Bitte wählen Sie ein Ergebnis."))
    if not text:
        raise BadInput(_("Bitte schreiben Sie eine Antwort."))
    if disposition in NEEDS_A_REASON and not reason:
        raise BadInput(_("Bitte begründen Sie, warum die Stimme nicht übernommen wird."))
    return text, reason
