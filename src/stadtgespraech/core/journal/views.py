"""The journal's public pages: the newest head, the entries, and the program to check them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from stadtgespraech.core.journal import verifier as verifier_file
from stadtgespraech.core.journal.check import entries_in_order
from stadtgespraech.core.journal.models import JournalEntry
from stadtgespraech.core.journal.names import described
from stadtgespraech.core.journal.writing import head, plain


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Newest head and the entries, newest first."""
    page = Paginator(JournalEntry.objects.order_by("-seq"), 25).get_page(request.GET.get("seite"))
    return render(
        request,
        "journal/overview.html",
        {"head": head(), "page": page, "entries": [described(entry) for entry in page.object_list]},
    )


@require_safe
def download(request: HttpRequest) -> StreamingHttpResponse:
    """The whole journal as JSON lines. It holds no personal data, so everybody may have it."""

    def lines() -> Iterator[str]:
        for entry in entries_in_order():
            yield json.dumps(entry, ensure_ascii=False) + "\n"

    response = StreamingHttpResponse(lines(), content_type="application/jsonl; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="journal.jsonl"'
    return response


@require_safe
def verifier(request: HttpRequest) -> HttpResponse:
    """The checking program itself: one file, nothing but Python."""
    source = Path(str(verifier_file.__file__)).read_text(encoding="utf-8")
    return HttpResponse(
        source,
        content_type="text/x-python; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="pruefe_protokoll.py"'},
    )


@require_safe
def newest_head(request: HttpRequest) -> JsonResponse:
    return JsonResponse(plain(head()))
