"""How pictures hang on the red thread."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stadtgespraech.apps.pictures.models import MERGED_INTO, Picture
from stadtgespraech.core import thread
from stadtgespraech.core.languages import in_every_language
from stadtgespraech.core.thread import LinkFacts, NodeFacts


def sentence_of(picture: Picture) -> str:
    """What became of a voice that is part of this picture, in plain words."""
    words = {"title": picture.quotable}
    is_target = picture.kind == Picture.Kind.TARGET
    if picture.state == Picture.State.CONFIRMED:
        if is_target:
            return (
                _(
                    "Sie ist Teil des Zielbilds „%(title)s“. Dem haben alle Bereiche zugestimmt, und die Konferenz hat es bestätigt."
                )
                % words
            )
        return (
            _(
                "Sie ist Teil des Ausgangsbilds „%(title)s“. Dem haben alle Bereiche zugestimmt, und die Konferenz hat es bestätigt."
            )
            % words
        )
    if picture.confirmed_version is not None:
        if is_target:
            return _("Sie ist Teil des Zielbilds „%(title)s“, das gerade überarbeitet und neu abgestimmt wird.") % words
        return _("Sie ist Teil des Ausgangsbilds „%(title)s“, das gerade überarbeitet und neu abgestimmt wird.") % words
    if is_target:
        return _("Sie ist Teil des Zielbilds „%(title)s“, über das die Bereiche der Stadt gerade sprechen.") % words
    return _("Sie ist Teil des Ausgangsbilds „%(title)s“, über das die Bereiche der Stadt gerade sprechen.") % words


def note_of(picture: Picture) -> str:
    """Kind and state in a line."""
    if picture.state == Picture.State.DISCUSSED and picture.confirmed_version is not None:
        anew = _("wird neu abgestimmt")
        return f"{picture.get_kind_display()} · {anew}"
    return f"{picture.get_kind_display()} · {picture.get_state_display()}"


def describe_picture(picture: Picture) -> NodeFacts:
    return NodeFacts(
        picture.title,
        picture.get_absolute_url(),
        summary=picture.text,
        note=in_every_language(lambda: note_of(picture)),
        sentence=in_every_language(lambda: sentence_of(picture)),
        # A picture that is being agreed is there already; what the voices say in it is no plan.
        state="next" if picture.state == Picture.State.DRAFT else "done",
        visibility="internal" if picture.state == Picture.State.DRAFT else "public",
        is_example=picture.is_example,
        on=picture.confirmed_at.date() if picture.confirmed_at else None,
    )


def links_of_picture(picture: Picture) -> Iterable[LinkFacts]:
    """A picture that became part of another one leads its voices there."""
    if picture.merged_into is not None:
        yield LinkFacts(picture, MERGED_INTO, picture.merged_into)


thread.register(
    "picture",
    Picture,
    label=gettext_lazy("Bild"),
    plural=gettext_lazy("Bilder"),
    describe=describe_picture,
    links=links_of_picture,
    reads=("merged_into",),
)
