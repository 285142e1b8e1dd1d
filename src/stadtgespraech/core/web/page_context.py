"""What the page template needs on every page. Lazy where it asks the database."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.encoding import iri_to_uri
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, override

from stadtgespraech.core.access import person_of, sees_internal
from stadtgespraech.core.journal.writing import head
from stadtgespraech.core.web import navigation
from stadtgespraech.core.web.city import city

_HEAD = "web.journal_head"
# Seconds; nothing that pages keep is kept for less.
HEAD_KEPT = 10


def page(request: HttpRequest) -> dict[str, Any]:
    """Context of web/page.html."""
    person = person_of(request)
    other = "en" if (get_language() or "de").startswith("de") else "de"
    return {
        "person": person,
        "city": city(),
        "navigation": navigation.entries(request, "main", person),
        "staff_navigation": navigation.entries(request, "staff", person) if sees_internal(person) or person else [],
        "footer_links": navigation.entries(request, "footer", person),
        "other_language": {
            "code": other,
            "label": "English" if other == "en" else "Deutsch",
            "url": in_language(request, other),
        },
        "journal_head": SimpleLazyObject(_journal_head),
        "is_demo": settings.DEMO,
    }


def in_language(request: HttpRequest, language: str) -> str:
    """The address of the open page in another language; the page's own where it has none there.

    Django's ``translate_url`` would look through all addresses of the site for what the request already knows.
    """
    match = request.resolver_match
    if match is None:
        return request.get_full_path()
    try:
        with override(language):
            path = reverse(match.view_name, args=match.args, kwargs=match.kwargs)
    except NoReverseMatch:
        return request.get_full_path()
    query = request.META.get("QUERY_STRING", "")
    return iri_to_uri(f"{path}?{query}" if query else path)


def _journal_head() -> dict[str, Any]:
    """The newest entry, kept for some seconds in each process: it stands at the foot of every page."""
    newest: dict[str, Any] = cache.get_or_set(_HEAD, head, HEAD_KEPT) or head()
    return {**newest, "short": f"{newest['hash'][:4]}…{newest['hash'][-4:]}"}
