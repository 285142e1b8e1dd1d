"""Changing the strategy: one action per decision, each with its journal entry."""

from stadtgespraech.apps.strategy.actions.fields import change_field, set_sponsor, set_workshop
from stadtgespraech.apps.strategy.actions.from_pictures import (
    make_goal,
    put_down_picture,
    release_picture,
    support_goal,
    take_up_picture,
)
from stadtgespraech.apps.strategy.actions.goals import add_goal, archive_goal, change_goal, restore_goal
from stadtgespraech.apps.strategy.actions.involvements import set_involvement
from stadtgespraech.apps.strategy.actions.milestones import (
    add_milestone,
    change_milestone,
    reach_milestone,
    remove_milestone,
)
from stadtgespraech.apps.strategy.actions.packages import (
    add_package,
    archive_package,
    change_package,
    restore_package,
)
from stadtgespraech.apps.strategy.actions.projects import (
    add_project,
    archive_project,
    change_project,
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
    "make_goal",
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
