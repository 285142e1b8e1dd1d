"""Changing voices and what hangs on them, one module per subject."""

from stadtgespraech.apps.voices.actions.answering import (
    AlreadyAnswered,
    answer_voice,
    answer_voices,
    correct_answer,
    tell_answer,
)
from stadtgespraech.apps.voices.actions.attaching import add_picture, delete_pictures, remove_picture
from stadtgespraech.apps.voices.actions.commenting import delete_comment, hide_comment, show_comment, write_comment
from stadtgespraech.apps.voices.actions.complaining import close_complaint, complain
from stadtgespraech.apps.voices.actions.entering import enter_voice
from stadtgespraech.apps.voices.actions.erasing import forget_author, remove_voice
from stadtgespraech.apps.voices.actions.escalating import escalate_overdue
from stadtgespraech.apps.voices.actions.importing import import_voices, publish_imported, refuse_imported
from stadtgespraech.apps.voices.actions.minuting import record_minutes
from stadtgespraech.apps.voices.actions.moderating import publish_voice, refuse_voice, sort_voice
from stadtgespraech.apps.voices.actions.recounting import repair_counters
from stadtgespraech.apps.voices.actions.routing import acknowledge_voice, route_voice
from stadtgespraech.apps.voices.actions.submitting import Closed, new_slug, submit_voice
from stadtgespraech.apps.voices.actions.supporting import support_voice, unsupport_voice
from stadtgespraech.apps.voices.actions.withdrawing import withdraw_voice

__all__ = [
    "AlreadyAnswered",
    "Closed",
    "acknowledge_voice",
    "add_picture",
    "answer_voice",
    "answer_voices",
    "close_complaint",
    "complain",
    "correct_answer",
    "delete_comment",
    "delete_pictures",
    "enter_voice",
    "escalate_overdue",
    "forget_author",
    "hide_comment",
    "import_voices",
    "new_slug",
    "publish_imported",
    "publish_voice",
    "record_minutes",
    "refuse_imported",
    "refuse_voice",
    "remove_picture",
    "remove_voice",
    "repair_counters",
    "route_voice",
    "show_comment",
    "sort_voice",
    "submit_voice",
    "support_voice",
    "tell_answer",
    "unsupport_voice",
    "withdraw_voice",
    "write_comment",
]
