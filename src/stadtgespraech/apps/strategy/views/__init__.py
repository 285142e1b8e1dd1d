"""Pages of the strategy: each is one query or one action, then a template."""

from stadtgespraech.apps.strategy.views.fields import change_field, field, fields, set_sponsor, set_workshop
from stadtgespraech.apps.strategy.views.from_pictures import (
    make_goal,
    put_down_picture,
    release_picture,
    support_goal,
    take_up_picture,
)
from stadtgespraech.apps.strategy.views.goals import add_goal, archive_goal, change_goal, goal, goals, restore_goal
from stadtgespraech.apps.strategy.views.matrix import matrix, matrix_file, set_involvement
from stadtgespraech.apps.strategy.views.milestones import (
    add_milestone,
    change_milestone,
    reach_milestone,
    remove_milestone,
)
from stadtgespraech.apps.strategy.views.packages import (
    add_package,
    archive_package,
    change_package,
    package,
    restore_package,
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
    "add_goal",
    "add_milestone",
    "add_package",
    "add_project",
    "archive_goal",
    "archive_package",
    "archive_project",
    "change_field",
    "change_goal",
    "change_milestone",
    "change_package",
    "change_project",
    "field",
    "fields",
    "goal",
    "goals",
    "make_goal",
    "matrix",
    "matrix_file",
    "package",
    "project",
    "projects",
    "put_down_picture",
    "reach_milestone",
    "release_picture",
    "remove_milestone",
    "report_project",
    "restore_goal",
    "restore_package",
    "restore_project",
    "set_involvement",
    "set_sponsor",
    "set_workshop",
    "support_goal",
    "take_up_picture",
]
