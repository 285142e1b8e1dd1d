"""Reading voices and what hangs on them, one module per subject."""

from stadtgespraech.apps.voices.queries.attaching import picture_numbers, pictures_of, voice_for_pictures
from stadtgespraech.apps.voices.queries.commenting import comment_of, comments_of, place_of, replies_to, row_of
from stadtgespraech.apps.voices.queries.complaining import open_complaints
from stadtgespraech.apps.voices.queries.importing import waiting_by_source, waiting_from
from stadtgespraech.apps.voices.queries.listing import (
    AnswerState,
    Sort,
    VoiceFilter,
    newest_of_topic,
    number_of_voices,
    own_voices,
    similar_voices,
    voice_with_facts,
    voices,
    with_card,
)
from stadtgespraech.apps.voices.queries.moderating import lately_entered, waiting, waiting_like
from stadtgespraech.apps.voices.queries.receipts import Receipt, Step, receipt_of, slug_in
from stadtgespraech.apps.voices.queries.speaking import entry_choices, invitations, opened_for, opens
from stadtgespraech.apps.voices.queries.supporting import supports
from stadtgespraech.apps.voices.queries.telling import addressed, days_to_answer, nothing_yet

__all__ = [
    "AnswerState",
    "Receipt",
    "Sort",
    "Step",
    "VoiceFilter",
    "addressed",
    "comment_of",
    "comments_of",
    "days_to_answer",
    "entry_choices",
    "invitations",
    "lately_entered",
    "newest_of_topic",
    "nothing_yet",
    "number_of_voices",
    "open_complaints",
    "opened_for",
    "opens",
    "own_voices",
    "picture_numbers",
    "pictures_of",
    "place_of",
    "receipt_of",
    "replies_to",
    "row_of",
    "similar_voices",
    "slug_in",
    "supports",
    "voice_for_pictures",
    "voice_with_facts",
    "voices",
    "waiting",
    "waiting_by_source",
    "waiting_from",
    "waiting_like",
    "with_card",
]
