"""Pages of the pictures: each is one query or one action, then a template."""

from stadtgespraech.apps.pictures.views.agreeing import confirm_picture, record_agreement, withdraw_agreement
from stadtgespraech.apps.pictures.views.answering import answer_voices
from stadtgespraech.apps.pictures.views.editing import (
    archive_picture,
    change_picture,
    create_picture,
    grow_target_picture,
    open_agreement,
    restore_picture,
    set_starting_pictures,
)
from stadtgespraech.apps.pictures.views.merging import (
    add_voice,
    merge_pictures,
    merge_voices,
    separate_pictures,
    split_picture,
    take_out_voices,
)
from stadtgespraech.apps.pictures.views.reading import picture, pictures, versions, voices

__all__ = [
    "add_voice",
    "answer_voices",
    "archive_picture",
    "change_picture",
    "confirm_picture",
    "create_picture",
    "grow_target_picture",
    "merge_pictures",
    "merge_voices",
    "open_agreement",
    "picture",
    "pictures",
    "record_agreement",
    "restore_picture",
    "separate_pictures",
    "set_starting_pictures",
    "split_picture",
    "take_out_voices",
    "versions",
    "voices",
    "withdraw_agreement",
]
