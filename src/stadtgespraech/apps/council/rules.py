"""Who may see and change what lies before the council."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from rules.predicates import predicate

from stadtgespraech.apps.council.models import Body, FollowUp, Paper, Resolution
from stadtgespraech.core import access

# Who prepares papers and keeps their results.
OFFICES = frozenset({"strategy_office", "committee_office"})


def not_archived(person: Any) -> Q:
    """Everybody sees what is current; the strategy office also sees the archive."""
    return Q() if "strategy_office" in access.roles_of(person) else Q(archived_at=None)


def visible_papers(person: Any) -> Q:
    """Drafts are seen by the offices and the unit that submits them; papers that are not public also by the council."""
    roles = access.roles_of(person)
    if roles & OFFICES:
        return not_archived(person)
    submitted = Q(state=Paper.State.SUBMITTED)
    if "council" not in roles:
        submitted &= Q(is_public=True)
    return not_archived(person) & (submitted | Q(unit_id__in=sorted(access.units_of(person))))


def visible_resolutions(person: Any) -> Q:
    """Those on papers that the person may see; what was taken back only for the offices."""
    current = Q() if access.roles_of(person) & OFFICES else Q(archived_at=None)
    return current & Q(paper__in=access.visible(Paper, to=person).values("pk"))


def of_visible_resolutions(person: Any) -> Q:
    return Q(resolution__in=access.visible(Resolution, to=person).values("pk"))


access.visibility(Body, not_archived)
access.visibility(Paper, visible_papers)
access.visibility(Resolution, visible_resolutions)
access.visibility(FollowUp, of_visible_resolutions)


@predicate
def invents_nothing(person: Any, about: Paper | Resolution | FollowUp | None = None) -> bool:
    """Example logins enter results for example papers only: what is real gets no invented result."""
    return about is None or about.is_example or not getattr(person, "is_example", False)


@predicate
def writes_this_draft(person: Any, paper: Paper | None = None) -> bool:
    """A unit writes its own drafts, until the offices have submitted them. Without a paper: whether it may begin one."""
    if "unit" not in access.roles_of(person):
        return False
    units = access.units_of(person)
    return bool(units) if paper is None else paper.state == Paper.State.DRAFT and paper.unit_id in units


@predicate
def has_to_do_it(person: Any, follow_up: FollowUp | None = None) -> bool:
    """The follow-up item is the business of the person's own unit."""
    return follow_up is not None and follow_up.unit_id in access.units_of(person)


_offices = access.has_role(*OFFICES)
access.permission("council.draft_paper", _offices | writes_this_draft)
access.permission("council.change_paper", _offices | writes_this_draft)
access.permission("council.submit_paper", _offices)
access.permission("council.add_consultation", _offices)
access.permission("council.set_result", _offices & invents_nothing)
access.permission("council.remove_consultation", _offices & invents_nothing)
access.permission("council.change_resolution", _offices & invents_nothing)
access.permission("council.add_follow_up", _offices & invents_nothing)
access.permission("council.change_follow_up", _offices & invents_nothing)
access.permission("council.report_follow_up", (_offices | (access.has_role("unit") & has_to_do_it)) & invents_nothing)
