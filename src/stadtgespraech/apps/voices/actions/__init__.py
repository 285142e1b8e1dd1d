"""Changing voices and what hangs on them."""

from stadtgespraech.apps.voices.actions.attaching import add_picture, delete_pictures, remove_picture
from stadtgespraech.apps.voices.actions.commenting import (
    delete_comment,
    forget_commenter,
    hide_comment,
    show_comment,
    write_comment,
)
from stadtgespraech.apps.voices.actions.complaining import close_complaint, complain, forget_complainant
from stadtgespraech.apps.voices.actions.entering import enter_voice
from stadtgespraech.apps.voices.actions.erasing import forget_author, remove_voice
from stadtgespraech.apps.voices.actions.importing import import_voices, publish_imported, refuse_imported
from stadtgespraech.apps.voices.actions.moderating import publish_voice, refuse_voice, sort_voice
from stadtgespraech.apps.voices.actions.recounting import repair_counters
from stadtgespraech.apps.voices.actions.submitting import Closed, new_slug, submit_voice
from stadtgespraech.apps.voices.actions.supporting import support_voice, unsupport_voice
from stadtgespraech.apps.voices.actions.withdrawing import withdraw_voice

__all__ = [
    "Closed",
    "add_picture",
    "close_complaint",
    "complain",
    "delete_comment",
    "delete_pictures",
    "enter_voice",
    "forget_author",
    "forget_commenter",
    "forget_complainant",
    "hide_comment",
    "import_voices",
    "new_slug",
    "publish_imported",
    "publish_voice",
    "refuse_imported",
    "refuse_voice",
    "remove_picture",
    "remove_voice",
    "repair_counters",
    "show_comment",
    "sort_voice",
    "submit_voice",
    "support_voice",
    "unsupport_voice",
    "withdraw_voice",
    "write_comment",
]
