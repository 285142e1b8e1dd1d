"""Units for machines. People are never given out."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from ninja import Router

from stadtgespraech.apps.people.models import Unit
from stadtgespraech.apps.people.schemas import UnitListing, UnitOut
from stadtgespraech.core.web.data_sets import DataSet, current, offer

router = Router()


def unit_rows(person: Any) -> QuerySet[Unit]:
    return current(Unit, person)


offer(
    router,
    DataSet(
        name="units",
        app="people",
        summary="Units and offices of the administration",
        title=_("Fachbereiche und Stellen"),
        description=_("Die Fachbereiche der Verwaltung und die Stellen, die Vorlagen und Patenschaften nennen."),
        item=UnitOut,
        rows=unit_rows,
    ),
    filters=UnitListing,
    one="unit",
    single=UnitOut,
    single_summary="A unit or office",
)
