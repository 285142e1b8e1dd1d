"""Pages of the house itself: search and the style page."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from stadtgespraech.core import access, thread
from stadtgespraech.core.web.samples import samples


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Search over every object on the thread that the person may see."""
    words = request.GET.get("q", "").strip()[:200]
    kind = request.GET.get("art", "")
    kinds = thread.kinds()
    found = (
        thread.search(words, seen_by=access.person_of(request), kind=kind if kind in kinds else "") if words else None
    )
    page = Paginator(found, 20).get_page(request.GET.get("seite")) if found is not None else None
    results = [{"node": node, "kind": kinds[node.kind]} for node in page.object_list] if page else []
    return render(
        request,
        "web/search.html",
        {"words": words, "kind": kind, "kinds": kinds.values(), "page": page, "results": results},
    )


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Every component of the look in every state, for those who build pages."""
    access.require(access.person_of(request), "web.see_components")
    return render(request, "web/components.html", samples())
