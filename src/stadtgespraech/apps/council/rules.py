"""Who may see and change council papers."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from stadtgespraech.apps.council.models import Body, Paper
from stadtgespraech.core import access


def not_archived(person: Any) -> Q:
    """Everybody sees what is current; the strategy office also sees the archive."""
    return Q() if "strategy_office" in access.roles_of(person) else Q(archived_at=None)


# Who works with every paper, public or not.
_READS_ALL = {"strategy_office", "committee_office", "council"}


def public_papers(person: Any) -> Q:
    """Papers that are not public are seen by the two offices, the council, and the unit that submits them."""
    if access.roles_of(person) & _READS_ALL:
        return not_archived(person)
    return not_archived(person) & (Q(is_public=True) | Q(unit_id__in=sorted(access.units_of(person))))


access.visibility(Body, not_archived)
access.visibility(Paper, public_papers)

_offices = access.has_role("strategy_office", "committee_office")
access.permission("council.change_paper", _offices)
access.permission("council.add_consultation", _offices)
access.permission("council.set_result", _offices)
access.permission("council.remove_consultation", _offices)
