"""Comments as pages show them: by position, a page at a time, in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _

from stadtgespraech.apps.voices.models import Comment, Voice
from stadtgespraech.core import access
from stadtgespraech.core.errors import BadInput, NotFound
from stadtgespraech.core.web.cursor import decode, encode

PAGE = 20
REPLIES_SHOWN = 3
State = Comment.State


@dataclass(frozen=True)
class CommentRow:
    """A comment as this reader may see it.

    Attributes:
        number: its key; part of its address and anchor.
        name: who said it, in words; "" where that is gone.
        is_office: said in the name of an office.
        text: "" where this reader may not read it.
        why: says why there is no text, or who else can't read it; "" for an ordinary comment.
        reason: of the moderation, for those who may know it.
        replies: the first of them.
        more: whether there are more than those.
        reply_count: published ones.
    """

    number: int
    name: str
    is_office: bool
    given_at: datetime
    text: str
    why: str
    reason: str
    is_hidden: bool
    is_public: bool
    is_mine: bool
    is_example: bool
    parent_number: int | None
    reply_count: int = 0
    replies: list[CommentRow] = field(default_factory=list)
    more: bool = False


@dataclass(frozen=True)
class CommentPage:
    """Some comments of a list.

    Attributes:
        next: cursor of what follows; "" at the end.
        is_start: whether it begins with the first one.
    """

    rows: list[CommentRow]
    next: str = ""
    is_start: bool = True
    newest_first: bool = False


def comments_of(
    voice: Voice, *, seen_by: Any, cursor: str = "", newest_first: bool = False, limit: int = PAGE
) -> CommentPage:
    """A page of the comments on a voice, each with its first replies (two statements).

    The voice must come from :func:`access.get`. Comments that are hidden or deleted keep their place, without text.
    """
    page, following = _page(
        Comment.objects.filter(voice=voice, parent=None), cursor, newest_first=newest_first, limit=limit
    )
    replies = _first_replies(page) if page else {}
    moderates = access.may(seen_by, "voices.hide_comment")
    rows = []
    for comment in page:
        answers = replies.get(comment.pk, [])
        shown = [_row(answer, seen_by, moderates) for answer in answers[:REPLIES_SHOWN]]
        rows.append(_row(comment, seen_by, moderates, replies=shown, more=len(answers) > REPLIES_SHOWN))
    return CommentPage(rows, following, is_start=not cursor, newest_first=newest_first)


def replies_to(comment: Comment, *, seen_by: Any, cursor: str = "") -> CommentPage:
    """A page of the replies to one comment, oldest first (one statement)."""
    page, following = _page(Comment.objects.filter(voice_id=comment.voice_id, parent=comment), cursor)
    moderates = access.may(seen_by, "voices.hide_comment")
    return CommentPage([_row(reply, seen_by, moderates) for reply in page], following, is_start=not cursor)


def comment_of(voice: Voice, number: int) -> Comment:
    """One comment on a voice, in whatever state: to be shown as :func:`row_of`, which leaves out what is hidden.

    Raises:
        NotFound: there is none of this number on this voice.
    """
    found = None
    if number < 2**63:
        found = Comment.objects.select_related("unit").filter(voice=voice, pk=number).first()
    if found is None:
        raise NotFound
    return found


def row_of(comment: Comment, *, seen_by: Any) -> CommentRow:
    """One comment as this reader may see it."""
    return _row(comment, seen_by, access.may(seen_by, "voices.hide_comment"))


def place_of(comment: Comment) -> str:
    """Cursor of the page that begins with this comment."""
    return encode((comment.pk - 1,))


def _page(
    rows: QuerySet[Comment], cursor: str, *, newest_first: bool = False, limit: int = PAGE
) -> tuple[list[Comment], str]:
    """The rows after a cursor, and the cursor of what follows. A cursor that nobody gave out means the beginning."""
    ordered = rows.select_related("unit").order_by("-pk" if newest_first else "pk")
    if cursor:
        try:
            (place,) = decode(cursor, length=1)
        except BadInput:
            pass
        else:
            ordered = ordered.filter(pk__lt=place) if newest_first else ordered.filter(pk__gt=place)
    found = list(ordered[: limit + 1])
    return found[:limit], encode((found[limit - 1].pk,)) if len(found) > limit else ""


def _first_replies(comments: Iterable[Comment]) -> dict[int, list[Comment]]:
    """Comment → its first replies, one more than are shown."""
    numbered = Comment.objects.filter(parent__in=[comment.pk for comment in comments]).annotate(
        place=Window(RowNumber(), partition_by=F("parent"), order_by=F("pk").asc())
    )
    found: dict[int, list[Comment]] = {}
    for reply in numbered.filter(place__lte=REPLIES_SHOWN + 1).select_related("unit").order_by("pk"):
        found.setdefault(reply.parent_id or 0, []).append(reply)
    return found


def _row(
    comment: Comment, seen_by: Any, moderates: bool, *, replies: list[CommentRow] | None = None, more: bool = False
) -> CommentRow:
    is_mine = seen_by is not None and comment.author_id == seen_by.pk
    is_hidden = comment.state == State.HIDDEN
    may_read = comment.state == State.PUBLISHED or (is_hidden and (is_mine or moderates))
    return CommentRow(
        number=comment.pk,
        name=_name_of(comment) if may_read else "",
        is_office=comment.unit_id is not None and may_read,
        given_at=comment.given_at,
        text=comment.text if may_read else "",
        why=_why(comment, may_read),
        reason=comment.hidden_reason if is_hidden and may_read else "",
        is_hidden=is_hidden,
        is_public=comment.state == State.PUBLISHED,
        is_mine=is_mine,
        is_example=comment.is_example,
        parent_number=comment.parent_id,
        reply_count=comment.reply_count,
        replies=replies or [],
        more=more,
    )


def _name_of(comment: Comment) -> str:
    if comment.unit is not None:
        return str(comment.unit.name)
    if comment.author_erased:
        return _("gelöschtes Konto")
    return comment.signed_as or _("Einwohnerin oder Einwohner")


def _why(comment: Comment, may_read: bool) -> str:
    if comment.state == State.DELETED:
        return _("Dieser Kommentar wurde gelöscht.")
    if comment.state == State.HIDDEN:
        if may_read:
            return _("Ausgeblendet. Nur wer das geschrieben hat und die Moderation sehen diesen Text.")
        return _("Dieser Kommentar wurde von der Moderation ausgeblendet.")
    return ""
