"""Which goals a picture became or supports, and which projects take it up."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from stadtgespraech.apps.pictures.models import Picture
from stadtgespraech.apps.strategy.models import BECOMES, SUPPORTS, TAKEN_UP_BY, Goal, Project
from stadtgespraech.core import access
from stadtgespraech.core.thread.models import Link


def links_to_goals(picture: Picture) -> QuerySet[Link]:
    """The links from a picture to goals, oldest first, each with its goal's node."""
    return (
        Link.objects.filter(
            source__kind="picture",
            source__object_id=picture.pk,
            relation__in=[BECOMES, SUPPORTS],
            target__kind="goal",
        )
        .select_related("target")
        .order_by("at", "pk")
    )


def links_to_projects(picture: Picture) -> QuerySet[Link]:
    """The links from a picture to the projects that take it up, oldest first, each with its project's node."""
    rows = Link.objects.filter(
        source__kind="picture", source__object_id=picture.pk, relation=TAKEN_UP_BY, target__kind="project"
    )
    return rows.select_related("target").order_by("at", "pk")


def projects_to_take_up(picture: Picture, *, seen_by: Any) -> QuerySet[Project]:
    """The current projects that do not take this picture up yet, in the order of the strategy."""
    connected = links_to_projects(picture).order_by().values("target__object_id")
    rows = access.visible(Project, to=seen_by).filter(archived_at=None).exclude(pk__in=connected)
    return rows.select_related("field").order_by("field__goal__order", "field__order", "order", "slug")


def goals_to_support(picture: Picture, *, seen_by: Any) -> QuerySet[Goal]:
    """The current goals that have nothing to do with this picture yet."""
    connected = links_to_goals(picture).order_by().values("target__object_id")
    return access.visible(Goal, to=seen_by).filter(archived_at=None).exclude(pk__in=connected)
