"""Pages of the house itself: search and the style page."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from stadtgespraech.core import access, thread
from stadtgespraech.core.web import searching
from stadtgespraech.core.web.samples import samples


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Search over every object on the thread that the person may see; a kind alone lists all of it."""
    person = access.person_of(request)
    words = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    kind = request.GET.get("art", "")
    kind = kind if kind in thread.kinds() else ""
    asked = bool(words or kind)
    page = Paginator(thread.search(words, seen_by=person, kind=kind), 20).get_page(request.GET.get("seite"))
    context = {
        "words": words,
        "kind": kind,
        "numbers": searching.numbers_by_kind(words, seen_by=person),
        "asked": asked,
        "page": page,
        "results": searching.results(page.object_list, words) if asked else [],
        "alone": searching.single_words(words, seen_by=person) if asked and not page.object_list else [],
    }
    return render(request, "web/search.html", context)


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Every component of the look in every state, for those who build pages."""
    access.require(access.person_of(request), "web.see_components")
    return render(request, "web/components.html", samples())
