"""Beginning and ceasing to follow, and telling followers what is new."""

from stadtgespraech.apps.following.actions.following import (
    change_pace,
    confirm_follow,
    follow,
    follow_as_guest,
    forget_address,
    forget_unconfirmed,
    unfollow,
    unfollow_everything,
)
from stadtgespraech.apps.following.actions.telling import tell_news

__all__ = [
    "change_pace",
    "confirm_follow",
    "follow",
    "follow_as_guest",
    "forget_address",
    "forget_unconfirmed",
    "tell_news",
    "unfollow",
    "unfollow_everything",
]
