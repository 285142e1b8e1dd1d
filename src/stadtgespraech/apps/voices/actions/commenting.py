"""Saying something to a voice, hiding it, taking it back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stadtgespraech.apps.dialogue.models import Stage
from stadtgespraech.apps.dialogue.queries import open_stage
from stadtgespraech.apps.people.models import Unit
from stadtgespraech.apps.voices.models import Comment, Voice
from stadtgespraech.core import access, jobs, journal
from stadtgespraech.core.errors import Conflict

State = Comment.State


class CommentsClosed(Conflict):
    """No open stage allows comments."""

    code = "comments-closed"
    message = gettext_lazy("Zurzeit kann man Stimmen nicht kommentieren.")


class NothingToCommentOn(Conflict):
    """The voice is not public (any more), or the comment that was to be answered is gone."""

    code = "nothing-to-comment-on"
    message = gettext_lazy("Das, worauf Sie antworten wollten, ist nicht mehr öffentlich.")


@transaction.atomic
def write_comment(
    *,
    voice: Voice,
    text: str,
    parent: Comment | None = None,
    unit: Unit | None = None,
    by: Any,
    now: datetime,
) -> Comment:
    """Say something to a voice, or to a comment on it.

    Args:
        parent: the comment that is answered. An answer to an answer stands beside it: two levels, no more.
        unit: the office in whose name it is said; its name is shown instead of the person's.
    Raises:
        SignInFirst: visitors.
        NotAllowed: ``by`` does not work for this unit.
        CommentsClosed: no open stage allows comments.
        NothingToCommentOn: the voice or the comment was taken away meanwhile.
    """
    access.require(by, "voices.write_comment", voice)
    if unit is not None:
        access.require(by, "voices.comment_as_unit", unit)
    if open_stage(Stage.Opens.COMMENTS) is None:
        raise CommentsClosed
    is_public = {"pk": voice.pk, "state": Voice.State.PUBLISHED, "archived_at": None}
    if not Voice.objects.select_for_update().filter(**is_public).exists():
        raise NothingToCommentOn
    top = _top_of(parent, voice) if parent is not None else None
    comment = Comment.objects.create(
        voice=voice,
        parent=top,
        author=by,
        signed_as="" if unit is not None else by.display_name,
        unit=unit,
        text=text,
        given_at=now,
        is_example=voice.is_example or by.is_example,
    )
    count(comment, 1)
    journal.record("comment.written", subject=comment, by=by, at=now, example=comment.is_example, voice=voice)
    return comment


def _top_of(parent: Comment, voice: Voice) -> Comment:
    """The comment at the top of the thread in which ``parent`` stands."""
    top = Comment.objects.select_for_update().filter(pk=parent.parent_id or parent.pk, voice=voice).first()
    answered = Comment.objects.filter(pk=parent.pk, state=State.PUBLISHED).exists()
    # Of a thread whose first comment is gone the rest can still be answered.
    if top is None or not answered:
        raise NothingToCommentOn
    return top


def count(comment: Comment, change: int) -> None:
    """Bring both counters up to date, in the database: two at once add up."""
    Voice.objects.filter(pk=comment.voice_id).update(comment_count=F("comment_count") + change)
    if comment.parent_id is not None:
        Comment.objects.filter(pk=comment.parent_id).update(reply_count=F("reply_count") + change)


@transaction.atomic
def hide_comment(*, comment: Comment, reason: str, by: Any, now: datetime) -> Comment:
    """Take a comment out of the public, and tell its author why.

    Raises:
        NotAllowed: ``by`` does not moderate.
        Conflict: it is hidden or deleted already.
    """
    access.require(by, "voices.hide_comment", comment)
    if not _move(comment, State.PUBLISHED, State.HIDDEN, hidden_reason=reason):
        raise Conflict(_("Dieser Kommentar ist schon ausgeblendet oder gelöscht."))
    count(comment, -1)
    comment.complaints.filter(closed_at=None).update(closed_at=now)
    _tell_author(comment, now=now)
    journal.record(
        "comment.hidden", subject=comment, by=by, at=now, example=comment.is_example, private={"reason": reason}
    )
    return comment


@transaction.atomic
def show_comment(*, comment: Comment, by: Any, now: datetime) -> Comment:
    """Take a hiding back.

    Raises:
        NotAllowed: ``by`` does not moderate.
        Conflict: it is not hidden.
    """
    access.require(by, "voices.show_comment", comment)
    if not _move(comment, State.HIDDEN, State.PUBLISHED, hidden_reason=""):
        raise Conflict(_("Dieser Kommentar ist nicht ausgeblendet."))
    count(comment, 1)
    journal.record("comment.shown", subject=comment, by=by, at=now, example=comment.is_example)
    return comment


@transaction.atomic
def delete_comment(*, comment: Comment, by: Any, now: datetime) -> Comment:
    """Take one's own words back: text and name are erased, the place in the thread stays.

    Raises:
        NotAllowed: somebody else wrote it.
        Conflict: it is deleted already.
    """
    access.require(by, "voices.delete_comment", comment)
    erased = {"text": "", "signed_as": "", "hidden_reason": "", "author": None}
    was_public = _move(comment, State.PUBLISHED, State.DELETED, **erased)
    if not was_public and not _move(comment, State.HIDDEN, State.DELETED, **erased):
        raise Conflict(_("Dieser Kommentar ist schon gelöscht."))
    if was_public:
        count(comment, -1)
    comment.complaints.filter(closed_at=None).update(closed_at=now)
    journal.record("comment.deleted", subject=comment, by=by, at=now, example=comment.is_example)
    return comment


def _move(comment: Comment, before: str, after: str, **columns: Any) -> bool:
    """Change the state if it is what we think it is; of two at once one wins."""
    moved = Comment.objects.filter(pk=comment.pk, state=before).update(state=after, **columns)
    if moved:
        comment.refresh_from_db()
    return bool(moved)


def _tell_author(comment: Comment, *, now: datetime) -> None:
    author = comment.author
    if author is None or comment.unit_id is not None:
        return
    with translation.override(author.language):
        page = reverse("voices:comment", kwargs={"slug": comment.voice.slug, "pk": comment.pk})
        jobs.send_mail(
            key=f"comment-{comment.pk}-hidden-{now.timestamp():.0f}",
            to=author.email,
            subject=_("Ihr Kommentar wurde ausgeblendet"),
            body=_(
                "Die Moderation hat Ihren Kommentar zur Stimme „%(title)s“ ausgeblendet. Nur Sie und die Moderation "
                "sehen ihn noch.\n\nDer Grund:\n%(reason)s\n\nHier steht Ihr Kommentar: %(address)s"
            )
            % {
                "title": comment.voice.title,
                "reason": comment.hidden_reason,
                "address": f"{settings.SITE_URL.rstrip('/')}{page}",
            },
            now=now,
        )


def forget_commenter(person: Any, now: datetime) -> None:
    """Somebody deletes their account: what they said stays under "gelöschtes Konto"; what was hidden goes."""
    theirs = Comment.objects.filter(author=person)
    theirs.filter(state=State.HIDDEN).update(state=State.DELETED, text="", hidden_reason="")
    theirs.update(author=None, author_erased=True, signed_as="")
