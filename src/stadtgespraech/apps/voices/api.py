"""Voices for machines."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, CharField, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Router

from stadtgespraech.apps.voices import queries, schemas
from stadtgespraech.apps.voices.models import Voice
from stadtgespraech.core.web.data_sets import DataSet, offer

router = Router()


def voice_rows(person: Any) -> QuerySet[Voice]:
    """Public voices, the same for everybody: not even one's own that nobody has read yet."""
    rows = queries.voices(seen_by=person, today=timezone.localdate()).select_related(
        "topic", "district", "answer", "stage", "format", "event"
    )
    words = [When(answer_state=state, then=Value(word)) for state, word in schemas.ANSWERED.items()]
    return rows.annotate(answered=Case(*words, output_field=CharField()))


offer(
    router,
    DataSet(
        name="voices",
        app="voices",
        summary="Voices: what people say, on every channel, and how far the answer is",
        title=_("Stimmen"),
        description=_("Was Menschen sagen, in ihren eigenen Worten, mit Weg, Thema, Bezirk und Stand der Antwort."),
        item=schemas.VoiceOut,
        rows=voice_rows,
    ),
    filters=schemas.VoiceListing,
    one="voice",
    single=schemas.VoiceOut,
    single_summary="A voice",
)
