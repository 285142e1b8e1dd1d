"""Counters that differ from the rows they count."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from stadtgespraech.apps.voices.models import Comment, Support, Voice


@dataclass(frozen=True)
class VoiceDrift:
    """A voice whose counters are wrong, with what they should be."""

    pk: int
    slug: str
    supports: int
    comments: int
    support_count: int
    comment_count: int


@dataclass(frozen=True)
class CommentDrift:
    """A comment whose number of replies is wrong."""

    pk: int
    slug: str
    replies: int
    reply_count: int


def _number(rows: QuerySet[Support] | QuerySet[Comment], key: str) -> Coalesce:
    counted = rows.filter(**{key: OuterRef("pk")}).order_by().values(key).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def voice_drift(*, lock: bool = False) -> list[VoiceDrift]:
    """Voices whose numbers of supports or published comments differ from the tables (one statement)."""
    published = Comment.objects.filter(state=Comment.State.PUBLISHED)
    rows = Voice.objects.select_for_update(of=("self",)) if lock else Voice.objects.all()
    rows = rows.annotate(supports_=_number(Support.objects.all(), "voice"), comments_=_number(published, "voice"))
    wrong = rows.exclude(support_count=F("supports_"), comment_count=F("comments_")).order_by("pk")
    return [
        VoiceDrift(row.pk, row.slug, row.supports_, row.comments_, row.support_count, row.comment_count)
        for row in wrong
    ]


def comment_drift(*, lock: bool = False) -> list[CommentDrift]:
    """Comments whose number of published replies differs from the table (one statement)."""
    published = Comment.objects.filter(state=Comment.State.PUBLISHED)
    rows = Comment.objects.select_for_update(of=("self",)) if lock else Comment.objects.all()
    wrong = rows.annotate(replies_=_number(published, "parent")).exclude(reply_count=F("replies_"))
    return [
        CommentDrift(row.pk, row.voice.slug, row.replies_, row.reply_count)
        for row in wrong.select_related("voice").order_by("pk")
    ]
