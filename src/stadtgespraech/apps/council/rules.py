"""Who may see and change council papers."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from stadtgespraech.apps.council.models import Body, Paper
from stadtgespraech.core import access


def not_archived(person: Any) -> Q:
    """Everybody sees what is current; the strategy office also sees the archive."""
    return Q() if "strategy_office" in access.roles_of(person) else Q(archived_at=None)


def public_papers(person: Any) -> Q:
    """Papers that are not public are seen by the administration and the council."""
    may_see_all = access.sees_internal(person) or "council" in access.roles_of(person)
    return not_archived(person) & (Q() if may_see_all else Q(is_public=True))


access.visibility(Body, not_archived)
access.visibility(Paper, public_papers)

_offices = access.has_role("strategy_office", "committee_office")
access.permission("council.change_paper", _offices)
access.permission("council.add_consultation", _offices)
access.permission("council.set_result", _offices)
access.permission("council.remove_consultation", _offices)
