"""What a confirmed target picture means for the strategy: a goal, a goal it supports, a project that takes it up."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from stadtgespraech.apps.pictures.models import Picture
from stadtgespraech.apps.strategy.actions.goals import new_goal
from stadtgespraech.apps.strategy.models import BECOMES, SUPPORTS, TAKEN_UP_BY, Goal, Project
from stadtgespraech.apps.strategy.queries.from_pictures import links_to_goals, links_to_projects
from stadtgespraech.core import access, journal, thread
from stadtgespraech.core.errors import BadInput, Conflict
from stadtgespraech.core.locking import locked


class NotConfirmed(BadInput):
    """Only what the conference has confirmed becomes strategy."""

    code = "not-confirmed"
    message = _("Nur ein bestätigtes Zielbild kann zu einem Ziel werden oder ein Ziel stützen.")


class GoalAlready(Conflict):
    """Somebody else was faster: the picture became a goal already."""

    code = "goal-already"
    message = _("Aus diesem Bild ist schon ein Ziel geworden. Es wurde nichts angelegt.")


class AlreadyConnected(Conflict):
    """The picture and the goal belong together already."""

    code = "already-connected"
    message = _("Dieses Bild gehört schon zu diesem Ziel.")


class TakenUpAlready(Conflict):
    """The project takes the picture up already."""

    code = "taken-up-already"
    message = _("Dieses Projekt greift das Bild schon auf.")


class NotConnected(Conflict):
    """There is nothing to take apart."""

    code = "not-connected"
    message = _("Beides gehört nicht (mehr) zusammen.")


@transaction.atomic
def make_goal(*, picture: Picture, values: dict[str, Any], reason: str, by: Any, now: datetime) -> Goal:
    """Make a new goal of a confirmed target picture.

    Args:
        values: field name → value of the goal, at least ``name``.
        reason: why; stays at the link.
    Raises:
        NotAllowed: ``by`` does not work in the strategy office.
        NotConfirmed: a starting picture, or one that the conference has not confirmed.
        GoalAlready: it became a goal before.
    """
    access.require(by, "strategy.add_goal")
    picture = _confirmed(picture)
    if links_to_goals(picture).filter(relation=BECOMES).exists():
        raise GoalAlready
    goal = new_goal(values, by=by, is_example=picture.is_example)
    thread.put(goal, at=now)
    thread.connect(picture, BECOMES, goal, by=by, at=now, reason=reason)
    journal.record("goal.made_of_picture", subject=goal, by=by, at=now, picture=picture)
    return goal


@transaction.atomic
def support_goal(*, picture: Picture, goal: Goal, reason: str, by: Any, now: datetime) -> Goal:
    """Say that a confirmed target picture supports a goal that is there already.

    Raises:
        NotAllowed: ``by`` does not work in the strategy office.
        NotConfirmed: see :func:`make_goal`.
        AlreadyConnected: it became this goal, or supports it already.
    """
    access.require(by, "strategy.connect_picture", goal)
    picture = _confirmed(picture)
    if links_to_goals(picture).filter(target__object_id=goal.pk).exists():
        raise AlreadyConnected
    thread.connect(picture, SUPPORTS, goal, by=by, at=now, reason=reason)
    journal.record("goal.supported", subject=goal, by=by, at=now, picture=picture)
    return goal


@transaction.atomic
def take_up_picture(*, picture: Picture, project: Project, reason: str, by: Any, now: datetime) -> Project:
    """Say that a project takes up a confirmed target picture; so it serves the project's field and goal as well.

    Without it the thread of a voice ends at the goal: a goal gathers much that has nothing to do with this picture.

    Raises:
        NotAllowed: ``by`` does not work in the strategy office.
        NotConfirmed: see :func:`make_goal`.
        TakenUpAlready: this project takes it up already.
    """
    access.require(by, "strategy.connect_picture", project)
    picture = _confirmed(picture)
    if links_to_projects(picture).filter(target__object_id=project.pk).exists():
        raise TakenUpAlready
    field, goal = project.field, project.field.goal
    if not links_to_goals(picture).filter(target__object_id=goal.pk).exists():
        thread.connect(picture, SUPPORTS, goal, by=by, at=now, reason=reason)
    thread.connect(picture, SUPPORTS, field, by=by, at=now, reason=reason)
    thread.connect(picture, TAKEN_UP_BY, project, by=by, at=now, reason=reason)
    journal.record("project.took_up_picture", subject=project, by=by, at=now, picture=picture)
    return project


@transaction.atomic
def put_down_picture(*, picture: Picture, project: Project, reason: str, by: Any, now: datetime) -> Project:
    """Take a picture and a project apart again. The goal stays supported; the field, where another project needs it.

    Args:
        reason: why; stands in the public journal.
    Raises:
        NotAllowed: ``by`` does not work in the strategy office.
        NotConnected: they do not belong together.
    """
    access.require(by, "strategy.connect_picture", project)
    picture = locked(picture)
    if not thread.disconnect(picture, TAKEN_UP_BY, project):
        raise NotConnected
    left = links_to_projects(picture).order_by().values("target__object_id")
    if not Project.objects.filter(pk__in=left, field_id=project.field_id).exists():
        thread.disconnect(picture, SUPPORTS, project.field)
    journal.record("project.put_down_picture", subject=project, by=by, at=now, picture=picture, reason=reason)
    return project


@transaction.atomic
def release_picture(*, picture: Picture, goal: Goal, reason: str, by: Any, now: datetime) -> Goal:
    """Take a picture and a goal apart again; both stay.

    Args:
        reason: why; stands in the public journal, because the link that held the first one is gone.

    Raises:
        NotAllowed: ``by`` does not work in the strategy office.
        NotConnected: they do not belong together.
    """
    access.require(by, "strategy.connect_picture", goal)
    picture = locked(picture)
    released = [relation for relation in (BECOMES, SUPPORTS) if thread.disconnect(picture, relation, goal)]
    if not released:
        raise NotConnected
    facts: dict[str, Any] = {"picture": picture, "relation": released[0], "reason": reason}
    journal.record("goal.picture_released", subject=goal, by=by, at=now, **facts)
    return goal


def _confirmed(picture: Picture) -> Picture:
    # The picture's row is the lock: two editors can't make two goals of it.
    picture = locked(picture)
    if (picture.kind, picture.state) != (Picture.Kind.TARGET, Picture.State.CONFIRMED) or picture.archived_at:
        raise NotConfirmed
    return picture
