""" "Wer steht dahinter?": how many voices, on which ways, from which formats, sectors and districts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stadtgespraech.apps.pictures.models import Picture
from stadtgespraech.apps.pictures.queries.voices import voices_behind
from stadtgespraech.apps.voices.models import Voice
from stadtgespraech.core.languages import Translated
from stadtgespraech.core.web.templatetags.formatting import number


@dataclass(frozen=True)
class Share:
    """How many voices came on one way, from one district and so on. ``name`` is "" where nobody noted it."""

    name: str
    number: int


@dataclass(frozen=True)
class Standing:
    """Who stands behind a picture.

    Attributes:
        total: number of voices.
        supporters: how often they were supported, taken together.
        channels, formats, sectors, districts: their shares, largest first, what nobody noted last.
    """

    total: int
    supporters: int
    channels: tuple[Share, ...]
    formats: tuple[Share, ...]
    sectors: tuple[Share, ...]
    districts: tuple[Share, ...]

    @property
    def groups(self) -> list[tuple[str, tuple[Share, ...]]]:
        """The four ways to divide them, with their headings."""
        return [
            (_("Auf welchem Weg?"), self.channels),
            (_("In welchem Format?"), self.formats),
            (_("Aus welchem Bereich?"), self.sectors),
            (_("Aus welchem Stadtbezirk?"), self.districts),
        ]

    @property
    def sentence(self) -> str:
        """The table in words, honest about what is not known."""
        if not self.total:
            return _("Noch ist keine Stimme Teil dieses Bildes.")
        first = ngettext(
            "Hinter diesem Bild steht eine Stimme.", "Hinter diesem Bild stehen %(total)s Stimmen.", self.total
        ) % {"total": number(self.total)}
        parts = [first]
        if self.total > 1:
            way = self.channels[0]
            parts.append(
                _("Am häufigsten kamen sie auf diesem Weg: %(way)s (%(number)s).")
                % {"way": way.name, "number": number(way.number)}
            )
        unknown = [
            _("kein %(what)s") % {"what": what} + f" ({number(shares[-1].number)})"
            for what, shares in (
                (_("Format"), self.formats),
                (_("Bereich"), self.sectors),
                (_("Stadtbezirk"), self.districts),
            )
            if shares and not shares[-1].name
        ]
        if unknown:
            parts.append(_("Nicht bei jeder Stimme ist alles notiert: %(what)s.") % {"what": ", ".join(unknown)})
        return " ".join(parts)


def standing_behind(picture: Picture) -> Standing:
    """Count the voices behind a picture (one grouped statement).

    A voice counts for its own sector, or for that of the format in which it was said.
    """
    rows = (
        voices_behind(picture)
        .order_by()
        .values_list(
            "channel",
            "format__name",
            Coalesce("sector__name", "format__sector__name"),
            "district__name",
        )
        .annotate(Count("pk"), Sum("support_count"))
    )
    counts: tuple[Counter[str], ...] = (Counter(), Counter(), Counter(), Counter())
    total = supporters = 0
    ways = dict(Voice.Channel.choices)
    for channel, format_, sector, district, count, supports in rows:
        total += count
        supporters += supports or 0
        names = (str(ways.get(channel, channel)), _name(format_), _name(sector), district or "")
        for counter, name in zip(counts, names, strict=True):
            counter[name] += count
    shares = [_shares(counter.items()) for counter in counts]
    return Standing(total, supporters, shares[0], shares[1], shares[2], shares[3])


def _name(text: Any) -> str:
    return str(Translated.of(text))


def _shares(counts: Iterable[tuple[str, int]]) -> tuple[Share, ...]:
    ordered = sorted(counts, key=lambda pair: (not pair[0], -pair[1], pair[0]))
    return tuple(Share(name, count) for name, count in ordered)
