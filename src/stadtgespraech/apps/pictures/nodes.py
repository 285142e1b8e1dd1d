"""How pictures hang on the red thread."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stadtgespraech.apps.pictures.models import Picture
from stadtgespraech.core import thread
from stadtgespraech.core.languages import in_every_language
from stadtgespraech.core.thread import NodeFacts


def sentence_of(picture: Picture) -> str:
    """What became of a voice that is part of this picture, in plain words."""
    words = {"kind": picture.get_kind_display(), "title": picture.title}
    if picture.state == Picture.State.CONFIRMED:
        return _("Sie ist Teil des Bildes „%(title)s“ (%(kind)s), dem alle Bereiche zugestimmt haben.") % words
    return _("Sie ist Teil des Bildes „%(title)s“ (%(kind)s).") % words


def describe_picture(picture: Picture) -> NodeFacts:
    return NodeFacts(
        picture.title,
        picture.get_absolute_url(),
        summary=picture.text,
        note=in_every_language(lambda: f"{picture.get_kind_display()} · {picture.get_state_display()}"),
        sentence=in_every_language(lambda: sentence_of(picture)),
        state="done" if picture.state == Picture.State.CONFIRMED else "next",
        visibility="internal" if picture.state == Picture.State.DRAFT else "public",
        is_example=picture.is_example,
        on=picture.confirmed_at.date() if picture.confirmed_at else None,
    )


thread.register(
    "picture", Picture, label=gettext_lazy("Bild"), plural=gettext_lazy("Bilder"), describe=describe_picture
)
