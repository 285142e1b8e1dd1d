"""The strategy for machines: goals, fields, projects, measure packages, milestones, involvements, references."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _
from ninja import Router

from stadtgespraech.apps.strategy import schemas
from stadtgespraech.apps.strategy.models import Field, Goal, Involvement, MeasurePackage, Milestone, Project, Reference
from stadtgespraech.core.web.data_sets import DataSet, current, offer

router = Router()


def goal_rows(person: Any) -> QuerySet[Goal]:
    return current(Goal, person).prefetch_related(Prefetch("fields", queryset=current(Field, person)), "references")


def field_rows(person: Any) -> QuerySet[Field]:
    return current(Field, person).select_related("goal", "sponsor_unit").prefetch_related("workshops", "references")


def project_rows(person: Any) -> QuerySet[Project]:
    return current(Project, person).select_related("field__goal", "unit")


def package_rows(person: Any) -> QuerySet[MeasurePackage]:
    projects = Prefetch("projects", queryset=current(Project, person))
    return current(MeasurePackage, person).select_related("goal").prefetch_related(projects)


def milestone_rows(person: Any) -> QuerySet[Milestone]:
    return Milestone.objects.filter(project__in=current(Project, person)).select_related("project")


def involvement_rows(person: Any) -> QuerySet[Involvement]:
    return Involvement.objects.filter(field__in=current(Field, person)).select_related("field", "unit")


def one_field_rows(person: Any) -> QuerySet[Field]:
    return field_rows(person).prefetch_related(
        Prefetch("involvements", queryset=involvement_rows(person)),
        Prefetch("projects", queryset=current(Project, person)),
    )


def one_project_rows(person: Any) -> QuerySet[Project]:
    return project_rows(person).prefetch_related(Prefetch("milestones", queryset=milestone_rows(person)))


offer(
    router,
    DataSet(
        name="goals",
        app="strategy",
        summary="Strategic goals",
        title=_("Ziele"),
        description=_("Die strategischen Ziele der Stadt mit ihren Handlungsfeldern."),
        item=schemas.GoalOut,
        rows=goal_rows,
    ),
    filters=schemas.GoalListing,
    one="goal",
    single=schemas.GoalOut,
    single_summary="A goal",
)
offer(
    router,
    DataSet(
        name="fields",
        app="strategy",
        summary="Fields of action of the goals",
        title=_("Handlungsfelder"),
        description=_("Die strategischen Handlungsfelder mit Patenschaft und Stand der Workshops."),
        item=schemas.FieldOut,
        rows=field_rows,
    ),
    filters=schemas.FieldListing,
    one="field",
    single=schemas.FieldWithInvolvements,
    single_rows=one_field_rows,
    single_summary="A field with the units involved and its projects",
)
offer(
    router,
    DataSet(
        name="projects",
        app="strategy",
        summary="Projects and measures of the fields",
        title=_("Projekte"),
        description=_("Die Projekte und Maßnahmen der Handlungsfelder."),
        item=schemas.ProjectOut,
        rows=project_rows,
    ),
    filters=schemas.ProjectListing,
    one="project",
    single=schemas.ProjectWithMilestones,
    single_rows=one_project_rows,
    single_summary="A project with its milestones",
)
offer(
    router,
    DataSet(
        name="measure-packages",
        app="strategy",
        summary="Measure packages: projects of a goal by time horizon",
        title=_("Maßnahmenpakete"),
        description=_("Welche Projekte eines Ziels kurz-, mittel- und langfristig zusammengehören."),
        item=schemas.PackageOut,
        rows=package_rows,
    ),
    filters=schemas.PackageListing,
    one="measure_package",
    single=schemas.PackageOut,
    single_summary="A measure package",
)
offer(
    router,
    DataSet(
        name="milestones",
        app="strategy",
        summary="Milestones of the projects",
        title=_("Meilensteine"),
        description=_("Die Schritte der Projekte: wann fällig, wann erreicht."),
        item=schemas.MilestoneOut,
        rows=milestone_rows,
    ),
    filters=schemas.MilestoneListing,
)
offer(
    router,
    DataSet(
        name="involvements",
        app="strategy",
        summary="Involvement matrix: which unit leads or takes part in which field",
        title=_("Beteiligungsmatrix"),
        description=_(
            "Welcher Fachbereich in welchem Handlungsfeld führend (F), beteiligt (B) oder bei Bedarf beteiligt ((B)) ist."
        ),
        item=schemas.InvolvementOut,
        rows=involvement_rows,
    ),
    filters=schemas.InvolvementListing,
)
offer(
    router,
    DataSet(
        name="references",
        app="strategy",
        summary="Vocabulary that goals and fields refer to",
        title=_("Bezüge"),
        description=_("Die Nachhaltigkeitsziele der Vereinten Nationen und die Prinzipien der Neuen Leipzig-Charta."),
        item=schemas.ReferenceOut,
        rows=lambda person: Reference.objects.all(),
    ),
    filters=schemas.ReferenceListing,
)
