"""Voices as tables."""

from __future__ import annotations

from django.utils.translation import gettext as _

from stadtgespraech.apps.voices.models import Voice
from stadtgespraech.core.tables import Column


def import_template() -> list[Column]:
    """Columns of the file that is filled in and sent back; its row (a day) shows how."""
    return [
        Column(_("Quelle"), lambda day: _("Bürgerwerkstatt 2026"), 30),
        Column(_("Nummer"), lambda day: "1"),
        Column(_("Titel"), lambda day: _("Mehr Bänke am Markt"), 40),
        Column(_("Text"), lambda day: _("Am Markt kann man sich nirgends hinsetzen."), 60),
        Column(_("Thema"), lambda day: "", 30),
        Column(_("Stadtbezirk"), lambda day: "", 30),
        Column(_("Weg"), lambda day: str(Voice.Channel.PAPER.label)),
        Column(_("Datum"), lambda day: f"{day:%d.%m.%Y}"),
    ]
