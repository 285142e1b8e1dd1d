"""Voices as a table."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from stadtgespraech.apps.voices.models import Voice
from stadtgespraech.apps.voices.queries import AnswerState
from stadtgespraech.core.tables import Column
from stadtgespraech.core.web.api_values import page_address


def voice_columns() -> list[Column]:
    """What a card shows, without the name: who signed has signed here, not in every copy of the table."""
    return [
        Column(_("Quittung"), lambda row: row.receipt, 12),
        Column(_("In einem Satz"), lambda row: row.title, 60),
        Column(_("Stimme"), lambda row: row.text, 80),
        Column(_("Thema"), lambda row: row.topic.name if row.topic else "", 24),
        Column(_("Stadtbezirk"), lambda row: row.district.name if row.district else ""),
        Column(_("Weg"), Voice.get_channel_display),
        Column(_("Gesagt am"), lambda row: timezone.localdate(row.given_at)),
        Column(_("Unterstützung"), lambda row: row.support_count),
        Column(_("Stand der Antwort"), lambda row: AnswerState(row.answer_state).label),
        Column(pgettext("voices", "Antwort"), _disposition, 30),
        Column(_("Seite"), lambda row: page_address(row.get_absolute_url()), 40),
    ]


def _disposition(row: Voice) -> str:
    answer = getattr(row, "answer", None)
    return str(answer.get_disposition_display()) if answer is not None else ""
