"""Voices for machines."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, CharField, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Router

from stadtgespraech.apps.people.models import Unit
from stadtgespraech.apps.voices import queries, schemas
from stadtgespraech.apps.voices.models import Voice
from stadtgespraech.apps.voices.queries.deadlines import rates_by_unit
from stadtgespraech.core.web.data_sets import DataSet, offer

router = Router()


def voice_rows(person: Any) -> QuerySet[Voice]:
    """Public voices, the same for everybody: not even one's own that nobody has read yet."""
    rows = queries.voices(seen_by=person, today=timezone.localdate()).select_related(
        "topic", "district", "answer", "stage", "format", "event"
    )
    words = [When(answer_state=state, then=Value(word)) for state, word in schemas.ANSWERED.items()]
    return rows.annotate(answered=Case(*words, output_field=CharField()))


def answer_rate_rows(person: Any) -> QuerySet[Unit]:
    """Current units that had to answer by today."""
    return rates_by_unit(seen_by=person, today=timezone.localdate()).filter(archived_at=None)


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

offer(
    router,
    DataSet(
        name="answer-rates",
        app="voices",
        summary="How often units answered voices in time",
        title=_("Antwortquote"),
        description=_("Wie oft die Stellen der Stadt Stimmen rechtzeitig beantwortet haben."),
        item=schemas.AnswerRateOut,
        rows=answer_rate_rows,
    ),
)
