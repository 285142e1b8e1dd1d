"""Changing what lies before the council: one action per decision, each with its journal entry."""

from stadtgespraech.apps.council.actions.consultations import (
    add_consultation,
    change_consultation,
    defer_consultation,
    refer_consultation,
    remove_consultation,
    set_result,
)
from stadtgespraech.apps.council.actions.follow_ups import add_follow_up, change_follow_up, report_follow_up
from stadtgespraech.apps.council.actions.papers import change_paper, draft_paper, set_sources, submit_paper
from stadtgespraech.apps.council.actions.refusals import NotYet, SameDayTwice
from stadtgespraech.apps.council.actions.resolutions import change_resolution, measure_again, withdraw_resolution

__all__ = [
    "NotYet",
    "SameDayTwice",
    "add_consultation",
    "add_follow_up",
    "change_consultation",
    "change_follow_up",
    "change_paper",
    "change_resolution",
    "defer_consultation",
    "draft_paper",
    "measure_again",
    "refer_consultation",
    "remove_consultation",
    "report_follow_up",
    "set_result",
    "set_sources",
    "submit_paper",
    "withdraw_resolution",
]
