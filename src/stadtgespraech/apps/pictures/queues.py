"""What of pictures waits for the editors."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from stadtgespraech.apps.pictures import queries
from stadtgespraech.core import access
from stadtgespraech.core.web import queues
from stadtgespraech.core.web.queues import Queue

# State in the address → what waits, in the order in which somebody looks at it.
_STATES = {
    queries.OBJECTED: ngettext_lazy(
        "Bei einem Bild widerspricht ein Bereich", "Bei %(n)s Bildern widerspricht ein Bereich", "n"
    ),
    queries.AGREED: ngettext_lazy(
        "Ein Bild ist abgestimmt und noch nicht bestätigt",
        "%(n)s Bilder sind abgestimmt und noch nicht bestätigt",
        "n",
    ),
    queries.OPEN: ngettext_lazy("Einem Bild fehlt noch Zustimmung", "%(n)s Bildern fehlt noch Zustimmung", "n"),
    "draft": ngettext_lazy("Ein Bild ist noch ein Entwurf", "%(n)s Bilder sind noch Entwürfe", "n"),
}


def of_editors(person: Any, now: datetime) -> Iterator[Queue]:
    """Pictures on their way to a confirmation, and voices that are part of none."""
    if not access.may(person, "pictures.merge_voices"):
        return
    page = reverse("pictures:pictures")
    for state, words in _STATES.items():
        yield Queue(queries.pictures_in_state(state, seen_by=person), words, f"{page}?stand={state}")
    yield Queue(
        queries.unmerged(),
        ngettext_lazy("Eine Stimme ist noch in keinem Bild", "%(n)s Stimmen sind noch in keinem Bild", "n"),
        page,
    )


def register() -> None:
    """Show them at the workplace."""
    queues.register(_("Bilder"), of_editors, order=40)
