"""Changing pictures: one action per decision, each with its journal entry."""

from stadtgespraech.apps.pictures.actions.agreeing import (
    AgreementClosed,
    ConfirmationClosed,
    NotAgreed,
    confirm_picture,
    record_agreement,
    withdraw_agreement,
)
from stadtgespraech.apps.pictures.actions.answering import answer_all_voices
from stadtgespraech.apps.pictures.actions.growing import grow_target_picture, set_starting_pictures
from stadtgespraech.apps.pictures.actions.merging import (
    merge_pictures,
    merge_voices,
    separate_pictures,
    split_picture,
    take_out_voice,
    take_out_voices,
)
from stadtgespraech.apps.pictures.actions.writing import (
    archive_picture,
    change_picture,
    create_picture,
    open_agreement,
    restore_picture,
)

__all__ = [
    "AgreementClosed",
    "ConfirmationClosed",
    "NotAgreed",
    "answer_all_voices",
    "archive_picture",
    "change_picture",
    "confirm_picture",
    "create_picture",
    "grow_target_picture",
    "merge_pictures",
    "merge_voices",
    "open_agreement",
    "record_agreement",
    "restore_picture",
    "separate_pictures",
    "set_starting_pictures",
    "split_picture",
    "take_out_voice",
    "take_out_voices",
    "withdraw_agreement",
]
