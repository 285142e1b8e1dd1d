"""What the sectors say to the current version of a picture."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _

from stadtgespraech.apps.dialogue.models import Sector, Stage
from stadtgespraech.apps.pictures.models import Agreement, Picture
from stadtgespraech.core.web.templatetags.formatting import day

AGREEING = frozenset({Agreement.Stance.AGREES, Agreement.Stance.WITH_CHANGE})

_SHAPES: dict[str, str] = {
    Agreement.Stance.AGREES: "check",
    Agreement.Stance.WITH_CHANGE: "edit",
    Agreement.Stance.OBJECTS: "danger",
}


@dataclass(frozen=True)
class Said:
    """What one sector says: a station of the thread.

    Attributes:
        agreement: None as long as it says nothing.
        earlier: what it said to the newest earlier version, where it has not spoken about this one.
    """

    sector: Sector
    agreement: Agreement | None
    earlier: Agreement | None

    @property
    def agrees(self) -> bool:
        return self.agreement is not None and self.agreement.stance in AGREEING

    @property
    def objects(self) -> bool:
        return self.agreement is not None and not self.agrees

    @property
    def state(self) -> str:
        """How it is drawn: an objection and silence are still to come."""
        return "done" if self.agrees else "next"

    @property
    def shape(self) -> str:
        """Name of the icon: form and word say it, not colour."""
        return _SHAPES[self.agreement.stance] if self.agreement else "clock"

    @property
    def word(self) -> str:
        return str(self.agreement.get_stance_display()) if self.agreement else _("hat sich noch nicht geäußert")

    @property
    def where(self) -> str:
        """When and how it was said, in words."""
        if self.agreement is None:
            return ""
        at = {"day": day(self.agreement.at)}
        if self.agreement.event is None:
            return _("schriftlich, eingetragen am %(day)s") % at
        return _("bei „%(event)s“, eingetragen am %(day)s") % {**at, "event": self.agreement.event.name}


@dataclass(frozen=True)
class Agreed:
    """The agreement of all sectors on the current version."""

    said: tuple[Said, ...]

    @property
    def is_complete(self) -> bool:
        """Whether every sector agrees; where no sector is entered, nobody has agreed."""
        return bool(self.said) and all(one.agrees for one in self.said)

    @property
    def objections(self) -> int:
        return sum(one.objects for one in self.said)

    @property
    def wishes(self) -> list[Said]:
        """Sectors that agree and wish a change."""
        return [
            one
            for one in self.said
            if one.agreement is not None and one.agreement.stance == Agreement.Stance.WITH_CHANGE
        ]

    @property
    def number(self) -> int:
        return sum(one.agrees for one in self.said)

    @property
    def sentence(self) -> str:
        """How the agreement stands, in one sentence."""
        words = {"number": self.number, "all": len(self.said)}
        if not self.said:
            return _("Es sind noch keine Bereiche eingetragen, deren Zustimmung zählt.")
        if self.objections:
            names = [str(one.sector.name) for one in self.said if one.objects]
            return _("%(names)s: Widerspruch. %(number)d von %(all)d Bereichen stimmen zu.") % {
                **words,
                "names": _(" und ").join(names),
            }
        if self.is_complete:
            return _("Alle %(all)d Bereiche stimmen dieser Fassung zu.") % words
        return _("%(number)d von %(all)d Bereichen stimmen dieser Fassung zu.") % words


def agreement_of(picture: Picture) -> Agreed:
    """What each sector says to the current version, in the order of the sectors (two statements)."""
    sectors = list(Sector.objects.order_by("order", "slug"))
    rows = Agreement.objects.filter(picture=picture).select_related("event").order_by("version")
    return agreement_from(picture, sectors, rows)


def agreement_from(picture: Picture, sectors: Iterable[Sector], rows: Iterable[Agreement]) -> Agreed:
    """The same from rows that somebody has read already."""
    newest: dict[int, Agreement] = {row.sector_id: row for row in sorted(rows, key=lambda row: row.version)}
    said = []
    for sector in sectors:
        row = newest.get(sector.pk)
        is_current = row is not None and row.version == picture.version
        said.append(Said(sector, row if is_current else None, None if is_current else row))
    return Agreed(tuple(said))


def open_now() -> frozenset[str]:
    """What the open stages let people do, as values of ``Stage.Opens`` (one statement)."""
    stages = Stage.objects.filter(state=Stage.State.OPEN, archived_at=None)
    return frozenset(what for opens in stages.values_list("opens", flat=True) for what in opens)


def with_agreement(pictures: QuerySet[Picture]) -> QuerySet[Any]:
    """Pictures with ``agreed`` and ``objections``: how many sectors say what to the current version."""
    current = Q(agreements__version=F("version"))
    return pictures.annotate(
        agreed=Count("agreements", filter=current & Q(agreements__stance__in=sorted(AGREEING))),
        objections=Count("agreements", filter=current & Q(agreements__stance=Agreement.Stance.OBJECTS)),
    )
