"""Reading voices and what hangs on them."""

from stadtgespraech.apps.voices.queries.listing import (
    AnswerState,
    Sort,
    VoiceFilter,
    newest_of_topic,
    own_voices,
    similar_voices,
    voice_with_facts,
    voices,
)
from stadtgespraech.apps.voices.queries.moderating import lately_entered, waiting, waiting_like, waiting_since
from stadtgespraech.apps.voices.queries.receipts import Receipt, Step, receipt_of, slug_in
from stadtgespraech.apps.voices.queries.speaking import entry_choices, invitations, opens
from stadtgespraech.apps.voices.queries.supporting import supports
from stadtgespraech.apps.voices.queries.telling import Telling, telling

__all__ = [
    "AnswerState",
    "Receipt",
    "Sort",
    "Step",
    "Telling",
    "VoiceFilter",
    "entry_choices",
    "invitations",
    "lately_entered",
    "newest_of_topic",
    "opens",
    "own_voices",
    "receipt_of",
    "similar_voices",
    "slug_in",
    "supports",
    "telling",
    "voice_with_facts",
    "voices",
    "waiting",
    "waiting_like",
    "waiting_since",
]
