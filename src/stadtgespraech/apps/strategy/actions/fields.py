"""Changing fields of action."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stadtgespraech.apps.people.models import Unit
from stadtgespraech.apps.strategy.actions.writing import record_change, write
from stadtgespraech.apps.strategy.models import Field, FieldWorkshop
from stadtgespraech.core import access, journal
from stadtgespraech.core.errors import BadInput
from stadtgespraech.core.languages import Translated
from stadtgespraech.core.locking import locked

Workshop = Field.WorkshopState


@transaction.atomic
def change_field(*, field: Field, changes: dict[str, Any], by: Any, now: datetime) -> Field:
    """Change a field's texts, goal, source or references.

    Args:
        changes: field name → new value; what is equal already is not journalled.
    Raises:
        NotAllowed: ``by`` does not work in the strategy office.
    """
    access.require(by, "strategy.change_field", field)
    field = locked(field)
    record_change(field, write(field, changes), kind="field.changed", by=by, now=now)
    return field


@transaction.atomic
def set_sponsor(*, field: Field, unit: Unit | None, vacant: bool, by: Any, now: datetime) -> Field:
    """Say which office sponsors a field, and whether somebody holds the sponsorship.

    Raises:
        NotAllowed: ``by`` does not work in the strategy office.
    """
    access.require(by, "strategy.change_field", field)
    field = locked(field)
    changed = write(field, {"sponsor_unit": unit, "sponsor_vacant": vacant})
    record_change(field, changed, kind="field.sponsor_changed", by=by, now=now)
    return field


@transaction.atomic
def set_workshop(*, field: Field, state: str, note: Translated, days: list[date], by: Any, now: datetime) -> Field:
    """Say how far the workshop of a field is, and on which days it is or was.

    Raises:
        NotAllowed: ``by`` does not work in the strategy office.
        BadInput: state and days contradict each other.
    """
    access.require(by, "strategy.change_field", field)
    if days and state in (Workshop.TO_BE_DETERMINED, Workshop.BEING_SCHEDULED):
        raise BadInput(_("Solange der Termin nicht feststeht, gibt es keine Tage. Bitte ändern Sie Stand oder Tage."))
    if state == Workshop.HELD and any(day > timezone.localdate(now) for day in days):
        raise BadInput(_("Ein Workshop, der stattgefunden hat, kann nicht in der Zukunft liegen."))
    field = locked(field)
    changed = write(field, {"workshop_state": state, "workshop_note": note})
    before, wanted = set(field.workshops.values_list("on", flat=True)), set(days)
    if before != wanted:
        changed.append("workshop_days")
        field.workshops.filter(on__in=before - wanted).delete()
        FieldWorkshop.objects.bulk_create(FieldWorkshop(field=field, on=day) for day in sorted(wanted - before))
    if changed:
        journal.record(
            "field.workshop_changed", subject=field, by=by, at=now, fields=changed, state=state, days=sorted(wanted)
        )
    return field
