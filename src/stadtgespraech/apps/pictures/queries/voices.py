"""The voices of pictures: which stand behind one, and which could become part of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from stadtgespraech.apps.pictures.models import LEADS_TO, MERGED_INTO, Picture
from stadtgespraech.apps.voices.models import Voice
from stadtgespraech.core import access, thread
from stadtgespraech.core.thread import Behind, count_behind, ids_behind
from stadtgespraech.core.thread.models import Link

# A voice stands behind a picture that it was merged into, behind the picture that this one was merged into, and behind
# the target picture that grew out of it.
BEHIND = Behind("voice", of="picture", over=[MERGED_INTO, LEADS_TO])
# What stands in the address for voices without a topic or district.
NONE = "ohne"


@dataclass(frozen=True)
class VoiceSelection:
    """What the voices on the merging page are narrowed to; slugs, "" for everything.

    Attributes:
        topic, district: a slug, or ``ohne`` for those that have none.
        channel: a ``Voice.Channel``.
        merged: ``nirgends`` for voices that are part of no picture yet.
        voice: the slug of one voice.
    """

    words: str = ""
    topic: str = ""
    district: str = ""
    channel: str = ""
    merged: str = ""
    voice: str = ""


def parts_of(picture: Picture) -> list[Picture]:
    """The picture and all that were merged into it, directly or over others (one statement)."""
    sql = """
        WITH RECURSIVE part(id) AS (
            SELECT CAST(%s AS bigint)
            UNION
            SELECT merged.id FROM pictures_picture merged JOIN part ON merged.merged_into_id = part.id
        )
        SELECT picture.* FROM pictures_picture picture JOIN part ON part.id = picture.id
    """
    return list(Picture.objects.raw(sql, [picture.pk]))


def voices_behind(picture: Picture) -> QuerySet[Voice]:
    """The published voices behind a picture. The same for everybody who may see the picture."""
    return access.visible(Voice, to=None).filter(pk__in=ids_behind(picture, BEHIND))


def unanswered_voices(picture: Picture) -> QuerySet[Voice]:
    """The published voices behind a picture that the city has not answered yet."""
    return voices_behind(picture).filter(answer=None)


def with_voice_count(pictures: QuerySet[Picture]) -> QuerySet[Picture]:
    """Pictures with ``voice_count``: how many voices stand behind each, counted as :func:`voices_behind` does."""
    return pictures.annotate(voice_count=count_behind(BEHIND))


def _links(voice: OuterRef) -> QuerySet[Link]:
    return Link.objects.filter(relation=MERGED_INTO, source__kind="voice", source__object_id=voice)


def unmerged() -> QuerySet[Voice]:
    """Published voices that are part of no picture yet."""
    return access.visible(Voice, to=None).filter(~Exists(_links(OuterRef("pk"))))


def _narrowed(rows: QuerySet[Voice], only: VoiceSelection) -> QuerySet[Voice]:
    if only.words:
        found = thread.search(only.words, seen_by=None, kind="voice").order_by().values("object_id")
        rows = rows.filter(pk__in=found)
    for name, slug in (("topic", only.topic), ("district", only.district)):
        if slug == NONE:
            rows = rows.filter(**{name: None})
        elif slug:
            rows = rows.filter(**{f"{name}__slug": slug})
    if only.channel:
        rows = rows.filter(channel=only.channel)
    if only.voice:
        rows = rows.filter(slug=only.voice)
    return rows.select_related("topic", "district").order_by("-support_count", "-given_at", "-pk")


def to_merge(picture: Picture, *, only: VoiceSelection) -> QuerySet[Voice]:
    """Published voices that are not yet part of the picture, those with most support first.

    Each has ``is_elsewhere``: whether it is part of another picture.
    """
    rows = access.visible(Voice, to=None).exclude(pk__in=_own_ids(picture))
    if only.merged:
        rows = rows.filter(~Exists(_links(OuterRef("pk"))))
    return _narrowed(rows, only).annotate(is_elsewhere=Exists(_links(OuterRef("pk"))))


def own_voices(picture: Picture, *, only: VoiceSelection = VoiceSelection()) -> QuerySet[Voice]:
    """Voices that are part of the picture itself or of one that was merged into it, whatever became of them since."""
    return _narrowed(Voice.objects.filter(pk__in=_own_ids(picture)), only)


def _own_ids(picture: Picture) -> QuerySet[Link, Any]:
    links = Link.objects.filter(
        relation=MERGED_INTO,
        source__kind="voice",
        target__kind="picture",
        target__object_id__in=[part.pk for part in parts_of(picture)],
    )
    return links.values("source__object_id")
