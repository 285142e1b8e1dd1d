"""Pictures in lists, on topics and on voices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Count, F, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from stadtgespraech.apps.dialogue.models import Sector
from stadtgespraech.apps.pictures.models import LEADS_TO, MERGED_INTO, Picture
from stadtgespraech.apps.pictures.queries.agreement import with_agreement
from stadtgespraech.apps.pictures.queries.voices import with_voice_count
from stadtgespraech.apps.voices.models import Voice
from stadtgespraech.core import access, thread
from stadtgespraech.core.thread.models import Link

ARCHIVED = "archiv"
# Pictures that are being agreed, told apart by how far that is.
OBJECTED, AGREED, OPEN = "widerspruch", "abgestimmt", "offen"


@dataclass(frozen=True)
class PictureFilter:
    """What a list of pictures is narrowed to; "" for everything.

    Attributes:
        kind: a ``Picture.Kind``.
        state: a ``Picture.State``, ``archiv``, or how far the agreement is: ``widerspruch``, ``abgestimmt``, ``offen``.
    """

    words: str = ""
    topic: str = ""
    kind: str = ""
    state: str = ""


def pictures(*, seen_by: Any, only: PictureFilter = PictureFilter()) -> QuerySet[Any]:
    """Current pictures by topic, with the number of voices behind them and their agreement."""
    rows = access.visible(Picture, to=seen_by).filter(archived_at__isnull=only.state != ARCHIVED)
    if only.words and only.state != ARCHIVED:  # the archive is not in the search
        found = thread.search(only.words, seen_by=seen_by, kind="picture").order_by().values("object_id")
        rows = rows.filter(pk__in=found)
    for lookup, value in (("topic__slug", only.topic), ("kind", only.kind)):
        if value:
            rows = rows.filter(**{lookup: value})
    rows = with_voice_count(with_agreement(rows)).select_related("topic", "merged_into")
    if only.state not in ("", ARCHIVED):
        rows = _in_state(rows, only.state)
    return in_order(rows)


def pictures_in_state(state: str, *, seen_by: Any) -> QuerySet[Any]:
    """The same for one state alone, to be counted."""
    return _in_state(with_agreement(access.visible(Picture, to=seen_by).filter(archived_at=None)), state)


def _in_state(rows: QuerySet[Any], state: str) -> QuerySet[Any]:
    """Of rows with their agreement those in a ``Picture.State``, or those whose agreement is that far."""
    if state not in (OBJECTED, AGREED, OPEN):
        return rows.filter(state=state)
    rows = rows.filter(state=Picture.State.DISCUSSED)
    if state == OBJECTED:
        return rows.filter(objections__gt=0)
    everybody = Sector.objects.order_by().annotate(one=Value(1)).values("one").annotate(number=Count("pk"))
    # Where no sector is entered, nobody has agreed.
    rows = rows.filter(objections=0).annotate(sectors=Coalesce(Subquery(everybody.values("number")), 0))
    is_agreed = Q(sectors__gt=0, agreed=F("sectors"))
    return rows.filter(is_agreed if state == AGREED else ~is_agreed)


def in_order(rows: QuerySet[Any]) -> QuerySet[Any]:
    """By topic, those without one last; starting pictures before target pictures."""
    return rows.order_by(F("topic__order").asc(nulls_last=True), "topic__slug", "kind", "slug")


def pictures_in_full(*, seen_by: Any) -> QuerySet[Picture]:
    """Pictures with what their page shows beside them."""
    return access.visible(Picture, to=seen_by).select_related("topic", "confirmed_in", "merged_into")


def pictures_to_choose(*, seen_by: Any, kind: str = "") -> QuerySet[Picture]:
    """Current pictures for a choice."""
    rows = access.visible(Picture, to=seen_by).filter(archived_at=None)
    return in_order((rows.filter(kind=kind) if kind else rows).select_related("topic"))


def starting_pictures_of(picture: Picture) -> QuerySet[Picture]:
    """The current starting pictures that a target picture grows out of."""
    links = Link.objects.filter(
        relation=LEADS_TO, source__kind="picture", target__kind="picture", target__object_id=picture.pk
    )
    return Picture.objects.filter(archived_at=None, pk__in=links.values("source__object_id")).order_by("slug")


@dataclass(frozen=True)
class PartOf:
    """A picture that a voice is part of.

    Attributes:
        reason: why it was merged.
        over: the picture that it was merged into first, if that became a part of this one.
    """

    picture: Any
    reason: str
    over: Picture | None


def pictures_of_voice(voice: Voice, *, seen_by: Any) -> list[PartOf]:
    """The pictures that a voice is part of, with the number of voices behind each (at most two statements)."""
    reasons, current = _merged_into(voice)
    if not reasons:
        return []
    visible = access.visible(Picture, to=seen_by).filter(pk__in={*current.keys(), *current.values()})
    known = {one.pk: one for one in with_voice_count(visible)}
    found: dict[int, PartOf] = {}
    for first, now in sorted(current.items(), key=lambda pair: pair[0] != pair[1]):
        picture = known.get(now)
        if picture is not None and picture.archived_at is None:
            over = known.get(first) if first != now else None
            found.setdefault(now, PartOf(picture, reasons[first], over))
    return sorted(found.values(), key=lambda part: (part.picture.kind, part.picture.slug))


def _merged_into(voice: Voice) -> tuple[dict[int, str], dict[int, int]]:
    """Picture that the voice was merged into → why, and → the picture that it is part of by now (one statement)."""
    sql = """
        WITH RECURSIVE way(first, reason, id, into_id) AS (
            SELECT picture.id, link.reason, picture.id, picture.merged_into_id
            FROM thread_link link
            JOIN thread_node source ON source.id = link.source_id
            JOIN thread_node target ON target.id = link.target_id
            JOIN pictures_picture picture ON picture.id = target.object_id
            WHERE link.relation = %s AND target.kind = 'picture' AND source.kind = 'voice' AND source.object_id = %s
            UNION
            SELECT way.first, way.reason, picture.id, picture.merged_into_id
            FROM way JOIN pictures_picture picture ON picture.id = way.into_id
        )
        SELECT first, reason, id FROM way WHERE into_id IS NULL
    """
    with connection.cursor() as cursor:
        cursor.execute(sql, [MERGED_INTO, voice.pk])
        rows = cursor.fetchall()
    return {first: reason for first, reason, _now in rows}, {first: now for first, _reason, now in rows}


def sector_count() -> int:
    """How many sectors have to agree."""
    return Sector.objects.count()
