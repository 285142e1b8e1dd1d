"""Voices for machines."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Router

from stadtgespraech.apps.people.models import Unit
from stadtgespraech.apps.voices import schemas
from stadtgespraech.apps.voices.queries.deadlines import rates_by_unit
from stadtgespraech.core.web.data_sets import DataSet, offer

router = Router()


def answer_rate_rows(person: Any) -> QuerySet[Unit]:
    """Current units that had to answer by today."""
    return rates_by_unit(seen_by=person, today=timezone.localdate()).filter(archived_at=None)


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
