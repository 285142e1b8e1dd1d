"""One answer to all voices of a picture."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from stadtgespraech.apps.pictures.models import Picture
from stadtgespraech.apps.pictures.queries.voices import unanswered_voices
from stadtgespraech.apps.voices.actions import answer_voices
from stadtgespraech.apps.voices.models import Answer
from stadtgespraech.core import access, journal


@transaction.atomic
def answer_all_voices(
    *, picture: Picture, disposition: str, text: str, reason: str = "", by: Any, now: datetime
) -> list[Answer]:
    """Give all voices behind a picture that have no answer yet the same one; who has one keeps it.

    Args:
        disposition: one of ``Answer.Disposition``.
        text: Markdown.
        reason: why not; needed where the voices are not taken up.
    Raises:
        NotAllowed: ``by`` does not work in the strategy office.
        BadInput: a text or the reason is missing; nothing is answered.
        AlreadyAnswered: there is none left to answer.
    """
    access.require(by, "pictures.answer_voices", picture)
    waiting = list(unanswered_voices(picture).select_related("unit").order_by("pk"))
    answers: list[Answer] = answer_voices(
        voices=waiting, disposition=disposition, text=text, reason=reason, by=by, now=now
    )
    journal.record(
        "picture.voices_answered", subject=picture, by=by, at=now, number=len(answers), disposition=disposition
    )
    return answers
