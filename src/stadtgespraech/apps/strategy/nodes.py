"""How goals, fields and projects hang on the red thread."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from stadtgespraech.apps.strategy.models import Field, Goal, MeasurePackage, Milestone, Project
from stadtgespraech.core import thread
from stadtgespraech.core.languages import in_every_language
from stadtgespraech.core.thread import LinkFacts, NodeFacts


def describe_goal(goal: Goal) -> NodeFacts:
    return NodeFacts(
        goal.name,
        goal.get_absolute_url(),
        summary=goal.summary,
        # A picture may have become the goal, or support one that was there before: true for both.
        sentence=in_every_language(lambda: gettext("Sie trägt zum Ziel „%(name)s“ bei.") % {"name": goal.name}),
        is_example=goal.is_example,
    )


def describe_field(field: Field) -> NodeFacts:
    return NodeFacts(
        field.name,
        field.get_absolute_url(),
        summary=field.summary,
        sentence=in_every_language(
            lambda: gettext("Die Stadt arbeitet daran im Handlungsfeld „%(name)s“.") % {"name": field.name}
        ),
        is_example=field.is_example,
    )


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


def sentence_of_project(project: Project) -> str:
    """What the project means for a voice, as far as anybody has said how far it is."""
    match project.state:
        case Project.State.PLANNED:
            text = gettext("Das Projekt „%(name)s“ soll es umsetzen.")
        case Project.State.RUNNING:
            text = gettext("Das Projekt „%(name)s“ setzt es um.")
        case Project.State.DONE:
            text = gettext("Das Projekt „%(name)s“ dazu ist abgeschlossen.")
        case Project.State.STOPPED:
            text = gettext("Das Projekt „%(name)s“ dazu wurde eingestellt.")
        case _unknown:
            text = gettext("Das Projekt „%(name)s“ gehört dazu.")
    return text % {"name": project.name}


def describe_project(project: Project) -> NodeFacts:
    return NodeFacts(
        project.name,
        project.get_absolute_url(),
        summary=project.summary,
        note=in_every_language(lambda: progress_of(project)),
        sentence=in_every_language(lambda: sentence_of_project(project)),
        state="next" if project.state == Project.State.PLANNED else "done",
        is_example=project.is_example,
    )


def links_of_project(project: Project) -> Iterable[LinkFacts]:
    yield LinkFacts(project.field, "implemented_by", project)


def sentence_of_package(package: MeasurePackage) -> str:
    words = {"name": package.name, "horizon": package.get_horizon_display()}
    return gettext("Dazu gehört das Maßnahmenpaket „%(name)s“ (%(horizon)s).") % words


def describe_package(package: MeasurePackage) -> NodeFacts:
    return NodeFacts(
        package.name,
        package.get_absolute_url(),
        summary=package.summary,
        note=in_every_language(package.get_horizon_display),
        sentence=in_every_language(lambda: sentence_of_package(package)),
        is_example=package.is_example,
    )


def links_of_package(package: MeasurePackage) -> Iterable[LinkFacts]:
    yield LinkFacts(package.goal, "planned_in", package)
    for project in package.projects.all():
        yield LinkFacts(package, "implemented_by", project)


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
thread.register(
    "package",
    MeasurePackage,
    label=_("Maßnahmenpaket"),
    plural=_("Maßnahmenpakete"),
    describe=describe_package,
    links=links_of_package,
    reads=("goal", "projects"),
)
