"""How goals, fields and projects hang on the red thread."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from stadtgespraech.apps.strategy.models import Field, Goal, Project
from stadtgespraech.core import thread
from stadtgespraech.core.thread import LinkFacts, NodeFacts


def describe_goal(goal: Goal) -> NodeFacts:
    return NodeFacts(goal.name, goal.get_absolute_url(), summary=goal.summary, is_example=goal.is_example)


def describe_field(field: Field) -> NodeFacts:
    return NodeFacts(field.name, field.get_absolute_url(), summary=field.summary, is_example=field.is_example)


def links_of_field(field: Field) -> Iterable[LinkFacts]:
    yield LinkFacts(field.goal, "divided_into", field)


def describe_project(project: Project) -> NodeFacts:
    state = "done" if project.state == Project.State.DONE else "next"
    return NodeFacts(
        project.name, project.get_absolute_url(), summary=project.summary, state=state, is_example=project.is_example
    )


def links_of_project(project: Project) -> Iterable[LinkFacts]:
    yield LinkFacts(project.field, "implemented_by", project)


thread.register("goal", Goal, label=_("Ziel"), plural=_("Ziele"), describe=describe_goal)
thread.register(
    "field", Field, label=_("Handlungsfeld"), plural=_("Handlungsfelder"), describe=describe_field, links=links_of_field
)
thread.register(
    "project", Project, label=_("Projekt"), plural=_("Projekte"), describe=describe_project, links=links_of_project
)
