"""Pages of the strategy: each is one query or one action, then a template."""

from stadtgespraech.apps.strategy.views.fields import change_field, field, fields, set_sponsor, set_workshop
from stadtgespraech.apps.strategy.views.goals import change_goal, goal, goals
from stadtgespraech.apps.strategy.views.matrix import matrix, matrix_file, set_involvement
from stadtgespraech.apps.strategy.views.milestones import (
    add_milestone,
    change_milestone,
    reach_milestone,
    remove_milestone,
)
from stadtgespraech.apps.strategy.views.projects import (
    add_project,
    archive_project,
    change_project,
    project,
    projects,
    report_project,
    restore_project,
)

__all__ = [
    "add_milestone",
    "add_project",
    "archive_project",
    "change_field",
    "change_goal",
    "change_milestone",
    "change_project",
    "field",
    "fields",
    "goal",
    "goals",
    "matrix",
    "matrix_file",
    "project",
    "projects",
    "reach_milestone",
    "remove_milestone",
    "report_project",
    "restore_project",
    "set_involvement",
    "set_sponsor",
    "set_workshop",
]
