"""Reading pictures: lists, versions, agreement, and who stands behind them."""

from stadtgespraech.apps.pictures.queries.agreement import Agreed, Said, agreement_of, open_now, with_agreement
from stadtgespraech.apps.pictures.queries.reading import (
    AGREED,
    OBJECTED,
    OPEN,
    PictureFilter,
    pictures,
    pictures_in_state,
    pictures_of_voice,
    pictures_to_choose,
    sector_count,
    starting_pictures_of,
)
from stadtgespraech.apps.pictures.queries.standing import Standing, standing_behind
from stadtgespraech.apps.pictures.queries.versions import Change, Version, confirmed_words, versions_of
from stadtgespraech.apps.pictures.queries.voices import (
    VoiceSelection,
    own_voices,
    parts_of,
    to_merge,
    unanswered_voices,
    unmerged,
    voices_behind,
)

__all__ = [
    "AGREED",
    "OBJECTED",
    "OPEN",
    "Agreed",
    "Change",
    "PictureFilter",
    "Said",
    "Standing",
    "Version",
    "VoiceSelection",
    "agreement_of",
    "confirmed_words",
    "open_now",
    "own_voices",
    "parts_of",
    "pictures",
    "pictures_in_state",
    "pictures_of_voice",
    "pictures_to_choose",
    "sector_count",
    "standing_behind",
    "starting_pictures_of",
    "to_merge",
    "unanswered_voices",
    "unmerged",
    "versions_of",
    "voices_behind",
    "with_agreement",
]
