"""Changing voices and what hangs on them."""

from stadtgespraech.apps.voices.actions.entering import enter_voice
from stadtgespraech.apps.voices.actions.erasing import forget_author, remove_voice
from stadtgespraech.apps.voices.actions.moderating import publish_voice, refuse_voice, sort_voice
from stadtgespraech.apps.voices.actions.recounting import repair_counters
from stadtgespraech.apps.voices.actions.submitting import Closed, new_slug, submit_voice
from stadtgespraech.apps.voices.actions.supporting import support_voice, unsupport_voice
from stadtgespraech.apps.voices.actions.withdrawing import withdraw_voice

__all__ = [
    "Closed",
    "enter_voice",
    "forget_author",
    "new_slug",
    "publish_voice",
    "refuse_voice",
    "remove_voice",
    "repair_counters",
    "sort_voice",
    "submit_voice",
    "support_voice",
    "unsupport_voice",
    "withdraw_voice",
]
