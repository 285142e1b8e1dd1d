"""How goals, fields and projects hang on the red thread."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from stadtgespraech.apps.strategy.models import Field, Goal, Milestone, Project
from stadtgespraech.core import thread
from stadtgespraech.core.languages import in_every_language
from stadtgespraech.core.thread import LinkFacts, NodeFacts


def describe_goal(goal: Goal) -> NodeFacts:
    return NodeFacts(goal.name, goal.get_absolute_url(), summary=goal.summary, is_example=goal.is_example)


def describe_field(field: Field) -> NodeFacts:
    return NodeFacts(field.name, field.get_absolute_url(), summary=field.summary, is_example=field.is_example)


def links_of_field(field: Field) -> Iterable[LinkFacts]:
    yield LinkFacts(field.goal, "divided_into", field)


def progress_of(project: Project) -> str:
    """How a project stands in one line, in the current language: "läuft · 3 von 9 Meilensteinen erreicht"."""
    milestones: list[Milestone] = list(project.milestones.all())
    parts = [str(project.get_state_display())] if project.state else []
    if milestones:
        words = ngettext(
            "%(reached)d von %(all)d Meilenstein erreicht",
            "%(reached)d von %(all)d Meilensteinen erreicht",
            len(milestones),
        ) % {"reached": sum(step.reached is not None for step in milestones), "all": len(milestones)}
        made_up = not project.is_example and any(step.is_example for step in milestones)
        parts.append(gettext("%(words)s (Beispiel)") % {"words": words} if made_up else words)
    return " · ".join(parts)


def describe_project(project: Project) -> NodeFacts:
    return NodeFacts(
        project.name,
        project.get_absolute_url(),
        summary=project.summary,
        note=in_every_language(lambda: progress_of(project)),
        state="next" if project.state == Project.State.PLANNED else "done",
        is_example=project.is_example,
    )


def links_of_project(project: Project) -> Iterable[LinkFacts]:
    yield LinkFacts(project.field, "implemented_by", project)


thread.register("goal", Goal, label=_("Ziel"), plural=_("Ziele"), describe=describe_goal)
thread.register(
    "field",
    Field,
    label=_("Handlungsfeld"),
    plural=_("Handlungsfelder"),
    describe=describe_field,
    links=links_of_field,
    reads=("goal",),
)
thread.register(
    "project",
    Project,
    label=_("Projekt"),
    plural=_("Projekte"),
    describe=describe_project,
    links=links_of_project,
    reads=("field", "milestones"),
)
