"""What a paper came from, and what measures it: read from the thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from stadtgespraech.apps.council.models import MEASURED_BY, PROPOSED_IN, Paper, Resolution
from stadtgespraech.apps.indicators.models import Indicator
from stadtgespraech.apps.pictures.models import Picture
from stadtgespraech.apps.strategy.models import Project
from stadtgespraech.core import access
from stadtgespraech.core.languages import Translated, in_every_language
from stadtgespraech.core.thread.models import Link

KINDS: dict[str, type[Picture] | type[Project]] = {"picture": Picture, "project": Project}


def links_to_paper(paper: Paper) -> QuerySet[Link]:
    """The links from pictures and projects to a paper, each with its source's node, in their order."""
    return (
        Link.objects.filter(
            target__kind="paper", target__object_id=paper.pk, relation=PROPOSED_IN, source__kind__in=list(KINDS)
        )
        .select_related("source")
        .order_by("source__kind", "pk")
    )


def source_objects(paper: Paper) -> list[Picture | Project]:
    """The pictures and projects themselves (three statements)."""
    found = list(links_to_paper(paper).values_list("source__kind", "source__object_id"))
    objects: list[Picture | Project] = []
    for kind, model in KINDS.items():
        ids = [pk for name, pk in found if name == kind]
        objects += model._default_manager.filter(pk__in=ids).order_by("pk") if ids else []
    return objects


def indicators_of_sources(paper: Paper) -> QuerySet[Indicator]:
    """What measures the projects that a paper is about."""
    projects = links_to_paper(paper).filter(source__kind="project").order_by().values("source__object_id")
    return Indicator.objects.filter(project__in=projects, archived_at=None).order_by("pk")


def measures_of(resolution: Resolution) -> QuerySet[Indicator]:
    """The indicators that are linked with a resolution."""
    links = Link.objects.filter(
        source__kind="resolution",
        source__object_id=resolution.pk,
        relation=MEASURED_BY,
        target__kind="indicator",
    )
    return Indicator.objects.filter(pk__in=links.values("target__object_id")).order_by("pk")


def resolutions_to_measure(indicator: Indicator) -> QuerySet[Resolution]:
    """The resolutions that an indicator measures, and those that it should measure."""
    linked = Link.objects.filter(
        source__kind="resolution", relation=MEASURED_BY, target__kind="indicator", target__object_id=indicator.pk
    )
    # An indicator that measures no project has no papers either: no node has the key 0.
    papers = Link.objects.filter(
        source__kind="project",
        source__object_id=indicator.project_id or 0,
        relation=PROPOSED_IN,
        target__kind="paper",
    )
    return Resolution.objects.filter(
        Q(pk__in=linked.values("source__object_id")) | Q(paper__in=papers.values("target__object_id"))
    ).order_by("pk")


def pictures_to_propose(*, seen_by: Any) -> QuerySet[Picture]:
    """Pictures that a paper can be about: what the conference has confirmed."""
    rows = access.visible(Picture, to=seen_by).filter(state=Picture.State.CONFIRMED, archived_at=None)
    return rows.order_by("-kind", "slug")


def projects_to_propose(*, seen_by: Any) -> QuerySet[Project]:
    """Projects that a paper can be about: those that are neither done nor stopped."""
    rows = access.visible(Project, to=seen_by).filter(archived_at=None)
    rows = rows.exclude(state__in=[Project.State.DONE, Project.State.STOPPED])
    return rows.select_related("field").order_by("field__goal__order", "field__order", "-is_strategic", "order", "slug")


@dataclass(frozen=True)
class FirstWords:
    """What a new draft says before anybody has written in it."""

    title: Translated
    summary: Translated
    proposal: Translated


def first_words(sources: Sequence[Picture | Project]) -> FirstWords:
    """Title, summary and proposal of a draft, taken from what it is about."""
    return FirstWords(
        title=in_every_language(lambda: _name(sources[0])) if sources else Translated(),
        summary=in_every_language(lambda: "\n\n".join(_paragraph(source) for source in sources)),
        proposal=in_every_language(lambda: _proposal(sources)),
    )


def _name(source: Picture | Project) -> str:
    return str(source.title if isinstance(source, Picture) else source.name)


def _paragraph(source: Picture | Project) -> str:
    text = source.text if isinstance(source, Picture) else source.summary or source.description
    return f"**{_name(source)}**\n\n{text}".strip()


def _proposal(sources: Sequence[Picture | Project]) -> str:
    points = [
        (
            _("Der Rat macht sich das Bild „%(name)s“ zu eigen und beauftragt die Verwaltung, danach zu handeln.")
            if isinstance(source, Picture)
            else _("Der Rat beauftragt die Verwaltung, das Projekt „%(name)s“ umzusetzen.")
        )
        % {"name": _name(source)}
        for source in sources
    ]
    return points[0] if len(points) == 1 else "\n".join(f"{number}. {point}" for number, point in enumerate(points, 1))
