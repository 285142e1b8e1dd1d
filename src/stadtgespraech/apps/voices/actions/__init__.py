"""What can be done with voices. One module per subject."""

from stadtgespraech.apps.voices.actions.attaching import add_picture, delete_pictures, remove_picture
from stadtgespraech.apps.voices.actions.commenting import delete_comment, hide_comment, show_comment, write_comment
from stadtgespraech.apps.voices.actions.complaining import close_complaint, complain
from stadtgespraech.apps.voices.actions.importing import import_voices, publish_imported, refuse_imported

__all__ = [
    "add_picture",
    "close_complaint",
    "complain",
    "delete_comment",
    "delete_pictures",
    "hide_comment",
    "import_voices",
    "publish_imported",
    "refuse_imported",
    "remove_picture",
    "show_comment",
    "write_comment",
]
