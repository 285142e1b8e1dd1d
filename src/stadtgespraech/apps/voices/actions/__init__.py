"""Changing voices and what hangs on them."""

from stadtgespraech.apps.voices.actions.answering import (
    AlreadyAnswered,
    answer_voice,
    answer_voices,
    correct_answer,
    tell_answer,
)
from stadtgespraech.apps.voices.actions.entering import enter_voice
from stadtgespraech.apps.voices.actions.erasing import forget_author, remove_voice
from stadtgespraech.apps.voices.actions.escalating import escalate_overdue
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
    "answer_voice",
    "answer_voices",
    "correct_answer",
    "enter_voice",
    "escalate_overdue",
    "forget_author",
    "new_slug",
    "publish_voice",
    "refuse_voice",
    "remove_voice",
    "repair_counters",
    "route_voice",
    "sort_voice",
    "submit_voice",
    "support_voice",
    "tell_answer",
    "unsupport_voice",
    "withdraw_voice",
]
