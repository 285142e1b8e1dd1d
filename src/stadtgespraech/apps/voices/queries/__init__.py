"""What can be asked about voices. One module per subject."""

from stadtgespraech.apps.voices.queries.attaching import pictures_of, voice_for_pictures
from stadtgespraech.apps.voices.queries.commenting import comment_of, comments_of, place_of, replies_to, row_of
from stadtgespraech.apps.voices.queries.complaining import open_complaints
from stadtgespraech.apps.voices.queries.importing import waiting_by_source, waiting_from

__all__ = [
    "comment_of",
    "comments_of",
    "open_complaints",
    "pictures_of",
    "place_of",
    "replies_to",
    "row_of",
    "voice_for_pictures",
    "waiting_by_source",
    "waiting_from",
]
