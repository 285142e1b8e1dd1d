"""The button on every object's page, and the way to one's own follows."""

from __future__ import annotations

from typing import Any

from stadtgespraech.apps.following import queries
from stadtgespraech.core.thread import kind_of
from stadtgespraech.core.web import boxes

# The pages of the chain, named by their apps.
SLOTS = (
    "voices.voice.aside",
    "pictures.picture",
    "strategy.goal.aside",
    "strategy.field.aside",
    "strategy.project.aside",
    "indicators.indicator",
    "council.paper.aside",
)


def of_object(obj: Any, person: Any) -> boxes.Box:
    """Follow it, or no longer (no statement for visitors, one for everybody else)."""
    if obj.archived_at is not None:
        return None
    mine = queries.own_follow(obj, person) if person is not None else None
    return "following/boxes/follow.html", {"kind": kind_of(obj).name, "slug": obj.slug, "mine": mine}


def of_account(_account: Any, person: Any) -> boxes.Box:
    return "following/boxes/account.html", {"number": queries.follows_of(person).count()}


def register() -> None:
    """Fill the slots."""
    for slot in SLOTS:
        boxes.register(slot, of_object, order=80)
    boxes.register("people.my_page", of_account, order=20)
