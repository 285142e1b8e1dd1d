"""Changing voices, by subject."""

from stadtgespraech.apps.voices.actions.answering import (
    AlreadyAnswered,
    answer_voice,
    answer_voices,
    correct_answer,
    tell_answer,
)
from stadtgespraech.apps.voices.actions.escalating import escalate_overdue
from stadtgespraech.apps.voices.actions.routing import acknowledge_voice, route_voice

__all__ = [
    "AlreadyAnswered",
    "acknowledge_voice",
    "answer_voice",
    "answer_voices",
    "correct_answer",
    "escalate_overdue",
    "route_voice",
    "tell_answer",
]
