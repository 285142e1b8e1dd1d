"""Pictures for machines: words, versions, agreement, and which voices stand behind them."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _
from ninja import Router

from stadtgespraech.apps.pictures import schemas
from stadtgespraech.apps.pictures.models import MERGED_INTO, Agreement, Picture, PictureVersion
from stadtgespraech.apps.pictures.queries.agreement import with_agreement
from stadtgespraech.apps.pictures.queries.voices import with_voice_count
from stadtgespraech.core.thread.models import Link, Node
from stadtgespraech.core.web.data_sets import DataSet, current, offer

router = Router()


def picture_rows(person: Any) -> QuerySet[Any]:
    agreements = Agreement.objects.select_related("picture", "sector", "event").order_by(
        "version", "sector__order", "pk"
    )
    versions = PictureVersion.objects.order_by("number")
    return (
        with_voice_count(with_agreement(current(Picture, person)))
        .select_related("topic", "confirmed_in")
        .prefetch_related(Prefetch("agreements", agreements), Prefetch("versions", versions))
    )


def part_rows(_person: Any) -> QuerySet[Link]:
    """Links between public voices and public pictures."""
    public = Node.Visibility.PUBLIC
    return Link.objects.filter(
        relation=MERGED_INTO,
        source__kind="voice",
        source__visibility=public,
        source__is_archived=False,
        target__kind="picture",
        target__visibility=public,
    ).select_related("source", "target")


offer(
    router,
    DataSet(
        name="pictures",
        app="pictures",
        summary="Starting and target pictures with versions and agreement",
        title=_("Bilder"),
        description=_(
            "Ausgangs- und Zielbilder mit allen Fassungen, der Zustimmung je Bereich und der Zahl der Stimmen dahinter."
        ),
        item=schemas.PictureOut,
        rows=picture_rows,
    ),
    filters=schemas.PictureListing,
    one="picture",
    single=schemas.PictureOut,
    single_summary="A picture",
)
offer(
    router,
    DataSet(
        name="picture-voices",
        app="pictures",
        summary="Which voices were merged into which pictures",
        title=_("Stimmen in Bildern"),
        description=_("Welche Stimme Teil welches Bildes wurde, wann und warum."),
        item=schemas.PartOut,
        rows=part_rows,
    ),
    filters=schemas.PartListing,
)
