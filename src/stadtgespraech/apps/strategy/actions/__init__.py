"""Changing the strategy: one action per decision, each with its journal entry."""

from stadtgespraech.apps.strategy.actions.fields import change_field, set_sponsor, set_workshop
from stadtgespraech.apps.strategy.actions.goals import change_goal
from stadtgespraech.apps.strategy.actions.involvements import set_involvement
from stadtgespraech.apps.strategy.actions.milestones import (
    add_milestone,
    change_milestone,
    reach_milestone,
    remove_milestone,
)
from stadtgespraech.apps.strategy.actions.projects import (
    add_project,
    archive_project,
    change_project,
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
    "reach_milestone",
    "remove_milestone",
    "report_project",
    "restore_project",
    "set_involvement",
    "set_sponsor",
    "set_workshop",
]
