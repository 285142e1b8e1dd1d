"""The cells of the involvement matrix."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stadtgespraech.apps.people.models import Unit
from stadtgespraech.apps.strategy.models import Field, Involvement
from stadtgespraech.core import access, journal
from stadtgespraech.core.errors import BadInput
from stadtgespraech.core.locking import locked


@transaction.atomic
def set_involvement(*, field: Field, unit: Unit, role: str, by: Any, now: datetime) -> Involvement | None:
    """Say how a unit takes part in a field; "" means: not at all. Two leading units are allowed.

    Raises:
        NotAllowed: ``by`` does not work in the strategy office.
        BadInput: an unknown role, or an office that has no row in the matrix.
    """
    access.require(by, "strategy.change_involvement", field)
    if role and role not in Involvement.Role.values:
        raise BadInput(_("Diese Rolle gibt es nicht. Bitte wählen Sie führend, beteiligt oder bei Bedarf beteiligt."))
    if unit.kind != Unit.Kind.UNIT:
        raise BadInput(_("In der Beteiligungsmatrix stehen Fachbereiche, keine anderen Stellen."))
    # The field's row is the lock for all cells of its column.
    field = locked(field)
    cell = Involvement.objects.filter(field=field, unit=unit).first()
    before = cell.role if cell else ""
    if before == role:
        return cell
    if cell and not role:
        cell.delete()
        cell = None
    elif cell:
        cell.role = role
        cell.save(update_fields=["role"])
    else:
        cell = Involvement.objects.create(field=field, unit=unit, role=role)
    journal.record("involvement.changed", subject=field, by=by, at=now, unit=unit.number, before=before, role=role)
    return cell
