"""An uploaded table is seen by the one who uploaded it, and by nobody else."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from stadtgespraech.core import access
from stadtgespraech.core.tables.models import ImportPreview


def own(person: Any) -> Q:
    return Q(person_id=person.pk) if person is not None else Q(pk__in=[])


access.visibility(ImportPreview, own)
