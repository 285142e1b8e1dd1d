"""Changing the dialogue: one action per decision, each with its journal entry."""

from stadtgespraech.apps.dialogue.actions.process import (
    add_event,
    add_timeline_entry,
    add_topic,
    archive_topic,
    cancel_event,
    change_event,
    change_format,
    change_stage,
    change_timeline_entry,
    change_topic,
    restore_topic,
)
from stadtgespraech.apps.dialogue.actions.registering import (
    NoWayToAnswer,
    RegistrationClosed,
    cancel_registration,
    delete_old_registrations,
    forget_registrations,
    register,
)

__all__ = [
    "NoWayToAnswer",
    "RegistrationClosed",
    "add_event",
    "add_timeline_entry",
    "add_topic",
    "archive_topic",
    "cancel_event",
    "cancel_registration",
    "change_event",
    "change_format",
    "change_stage",
    "change_timeline_entry",
    "change_topic",
    "delete_old_registrations",
    "forget_registrations",
    "register",
    "restore_topic",
]
