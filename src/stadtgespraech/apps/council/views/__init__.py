"""Pages of what lies before the council: each is one query or one action, then a template."""

from stadtgespraech.apps.council.views.consultations import (
    add_consultation,
    change_consultation,
    defer_consultation,
    refer_consultation,
    remove_consultation,
    set_result,
    without_result,
)
from stadtgespraech.apps.council.views.drafting import change_paper, draft_paper, set_sources, submit_paper
from stadtgespraech.apps.council.views.follow_ups import (
    add_follow_up,
    change_follow_up,
    download_follow_ups,
    follow_ups,
    report_follow_up,
)
from stadtgespraech.apps.council.views.papers import (
    bodies,
    body,
    download_budget,
    download_consultations,
    download_papers,
    paper,
    papers,
)
from stadtgespraech.apps.council.views.resolutions import (
    change_resolution,
    download_resolutions,
    resolution,
    resolutions,
    withdraw_resolution,
)

__all__ = [
    "add_consultation",
    "add_follow_up",
    "bodies",
    "body",
    "change_consultation",
    "change_follow_up",
    "change_paper",
    "change_resolution",
    "defer_consultation",
    "download_budget",
    "download_consultations",
    "download_follow_ups",
    "download_papers",
    "download_resolutions",
    "draft_paper",
    "follow_ups",
    "paper",
    "papers",
    "refer_consultation",
    "remove_consultation",
    "report_follow_up",
    "resolution",
    "resolutions",
    "set_result",
    "set_sources",
    "submit_paper",
    "withdraw_resolution",
    "without_result",
]
