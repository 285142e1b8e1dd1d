"""Reading pages and barrier reports."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.db.models import Q, QuerySet

from stadtgespraech.apps.pages.models import BarrierReport, Page
from stadtgespraech.core import access
from stadtgespraech.core.languages import Translated

_LEGAL_LINKS = "pages.legal_links"


def legal_links() -> list[tuple[Translated, str]]:
    """Title and address of the pages that stand in every footer; kept for a minute in each process."""
    links: list[tuple[Translated, str]] | None = cache.get(_LEGAL_LINKS)
    if links is None:
        rows = access.visible(Page, to=None).filter(is_legal=True)
        links = [(page.title, page.get_absolute_url()) for page in rows]
        cache.set(_LEGAL_LINKS, links, 60)
    return links


def pages(*, seen_by: Any) -> QuerySet[Page]:
    """Current pages, in the city's order."""
    return access.visible(Page, to=seen_by).filter(archived_at=None)


def forget_legal_links() -> None:
    """After a page has changed."""
    cache.delete(_LEGAL_LINKS)


def reports_naming(person: Any) -> QuerySet[BarrierReport]:
    """Reports whose text or contact holds this person's address: no account is needed to write one."""
    address = person.email
    return BarrierReport.objects.filter(Q(contact__icontains=address) | Q(text__icontains=address))


def open_barrier_reports(*, seen_by: Any) -> QuerySet[BarrierReport]:
    """Reports that nobody has closed yet, newest first."""
    return access.visible(BarrierReport, to=seen_by).filter(closed_at=None)
