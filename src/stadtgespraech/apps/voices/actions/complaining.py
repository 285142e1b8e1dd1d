"""Saying that a text breaks the rules, and dealing with it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stadtgespraech.apps.voices.actions.commenting import hide_comment
from stadtgespraech.apps.voices.actions.moderating import refuse_voice
from stadtgespraech.apps.voices.models import Comment, Complaint, Voice
from stadtgespraech.core import access, journal
from stadtgespraech.core.errors import BadInput, Conflict

# Closed complaints can name people and have done their work.
KEPT_AFTER_CLOSING = timedelta(days=90)


@transaction.atomic
def complain(*, voice: Voice, comment: Comment | None = None, reason: str, by: Any, now: datetime) -> Complaint:
    """Say that a voice, or a comment on it, breaks the rules. Anybody may.

    Raises:
        Conflict: what the complaint is about is not public any more.
    """
    access.require(by, "voices.complain", voice)
    is_public = voice.state == Voice.State.PUBLISHED
    if comment is not None:
        is_public &= comment.voice_id == voice.pk and comment.state == Comment.State.PUBLISHED
    if not is_public:
        raise Conflict(_("Dieser Text ist nicht mehr öffentlich. Eine Meldung ist nicht mehr nötig."))
    complaint = Complaint.objects.create(voice=voice, comment=comment, by=by, reason=reason, at=now)
    journal.record("complaint.made", subject=complaint, by=by, at=now, voice=voice, about=_about(complaint))
    return complaint


@transaction.atomic
def close_complaint(
    *, complaint: Complaint, hide: bool, reason: str = "", refusal: str = "", by: Any, now: datetime
) -> int:
    """Decide on a complaint, and with it on all others about the same text.

    Args:
        hide: take the text out of the public: hide the comment, or refuse the voice.
        reason: a sentence to the author; a comment is not hidden without.
        refusal: for a voice, one of ``Voice.Refusal``.
    Returns:
        How many complaints this closed.
    Raises:
        NotAllowed: ``by`` does not moderate.
        BadInput: the text was to be hidden without a reason.
        Conflict: somebody closed it already.
    """
    access.require(by, "voices.close_complaint", complaint)
    if Complaint.objects.select_for_update().get(pk=complaint.pk).closed_at is not None:
        raise Conflict(_("Diese Meldung ist schon abgeschlossen."))
    same_text: dict[str, Any] = {"voice_id": complaint.voice_id, "comment_id": complaint.comment_id}
    open_ones = Complaint.objects.filter(**same_text, closed_at=None)
    number = open_ones.count()
    if hide:
        _hide(complaint, reason=reason, refusal=refusal, by=by, now=now)
    open_ones.update(closed_at=now)
    journal.record(
        "complaint.closed",
        subject=complaint,
        by=by,
        at=now,
        voice=complaint.voice,
        about=_about(complaint),
        hidden=hide,
        complaints=number,
    )
    return number


def _hide(complaint: Complaint, *, reason: str, refusal: str, by: Any, now: datetime) -> None:
    if complaint.comment is not None:
        if not reason:
            raise BadInput
        hide_comment(comment=complaint.comment, reason=reason, by=by, now=now)
        return
    if refusal not in Voice.Refusal.values:
        raise BadInput
    refuse_voice(voice=complaint.voice, refusal=refusal, note=reason, by=by, now=now)


def _about(complaint: Complaint) -> str:
    return "voice" if complaint.comment_id is None else f"comment {complaint.comment_id}"


@transaction.atomic
def forget_complaints(*, now: datetime) -> int:
    """Delete complaints that were closed long ago."""
    return Complaint.objects.filter(closed_at__lt=now - KEPT_AFTER_CLOSING).delete()[0]


def forget_complainant(person: Any, now: datetime) -> None:
    """Somebody deletes their account: what they complained about is still looked at, but no longer as theirs."""
    Complaint.objects.filter(by=person).exclude(closed_at=None).delete()
    Complaint.objects.filter(by=person).update(by=None)
