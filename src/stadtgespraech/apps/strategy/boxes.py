"""What the strategy adds to the pages of pictures."""

from __future__ import annotations

from typing import Any

from stadtgespraech.apps.pictures.models import Picture
from stadtgespraech.apps.strategy import queries
from stadtgespraech.apps.strategy.models import BECOMES
from stadtgespraech.core import access
from stadtgespraech.core.web import boxes


def of_picture(picture: Picture, person: Any) -> boxes.Box:
    """For the strategy office: what a confirmed target picture means for goals and projects, and what can be done."""
    if picture.kind != Picture.Kind.TARGET or picture.state != Picture.State.CONFIRMED:
        return None
    if not access.may(person, "strategy.connect_picture"):
        return None
    links = list(queries.links_to_goals(picture))
    context = {
        "picture": picture,
        "links": links,
        "projects": list(queries.links_to_projects(picture)),
        "is_goal": any(link.relation == BECOMES for link in links),
    }
    return "strategy/boxes/picture.html", context


def register() -> None:
    """Fill the slots."""
    boxes.register("pictures.picture.office", of_picture, order=30)
