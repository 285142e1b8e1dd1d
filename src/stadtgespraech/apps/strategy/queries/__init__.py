"""Reading the strategy: rows a person may see, in a fixed number of statements."""

from stadtgespraech.apps.strategy.queries.from_pictures import (
    goals_to_support,
    links_to_goals,
    links_to_projects,
    projects_to_take_up,
)
from stadtgespraech.apps.strategy.queries.goals_and_fields import (
    FieldFilter,
    fields,
    fields_in_full,
    goals_with_fields,
    lead_of,
    names_of_fields,
    sponsor_for,
    sponsors,
    workshop_in_words,
)
from stadtgespraech.apps.strategy.queries.matrix import Matrix, MatrixFilter, UnitRow, matrix, units
from stadtgespraech.apps.strategy.queries.packages import (
    packages_in_full,
    packages_of_goal,
    packages_of_project,
    projects_for,
)
from stadtgespraech.apps.strategy.queries.projects import (
    ProjectFilter,
    projects,
    projects_in_full,
    steps_of,
)

__all__ = [
    "FieldFilter",
    "Matrix",
    "MatrixFilter",
    "ProjectFilter",
    "UnitRow",
    "fields",
    "fields_in_full",
    "goals_to_support",
    "goals_with_fields",
    "lead_of",
    "links_to_goals",
    "links_to_projects",
    "matrix",
    "names_of_fields",
    "packages_in_full",
    "packages_of_goal",
    "packages_of_project",
    "projects",
    "projects_for",
    "projects_in_full",
    "projects_to_take_up",
    "sponsor_for",
    "sponsors",
    "steps_of",
    "units",
    "workshop_in_words",
]
