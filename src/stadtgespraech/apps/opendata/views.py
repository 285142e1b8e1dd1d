"""The catalogue, the downloads, and the page that explains the API."""

from __future__ import annotations

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stadtgespraech.apps.opendata import queries, tabling
from stadtgespraech.core.access import person_of
from stadtgespraech.core.tables import FORMATS as TABLE_FORMATS
from stadtgespraech.core.tables import export
from stadtgespraech.core.web.addresses import absolute
from stadtgespraech.core.web.api import description_of_api
from stadtgespraech.core.web.data_sets import DataSet, data_sets

FORMATS = (*TABLE_FORMATS, "json")


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every data set with its number of rows."""
    sets = data_sets()
    counts = queries.row_counts(sets)
    context = {"rows": [{"data_set": one, "count": counts[one.name], "downloads": _downloads(one)} for one in sets]}
    return render(request, "opendata/catalogue.html", context)


@require_safe
def data_set(request: HttpRequest, name: str) -> HttpResponse:
    """What is in a data set, and how to get it."""
    found = queries.data_set(name)
    context = {
        "data_set": found,
        "count": queries.row_counts([found])[found.name],
        "columns": tabling.columns_of(found.item),
        "downloads": _downloads(found),
        "operation_id": f"list_{found.name.replace('-', '_')}",
        "api_path": f"/api/v1/{found.name}",
        "api_address": absolute(f"/api/v1/{found.name}"),
        "crumbs": [(_("Offene Daten"), reverse("opendata:catalogue"))],
    }
    return render(request, "opendata/data_set.html", context)


@require_safe
def download(request: HttpRequest, name: str, format: str) -> HttpResponseBase:
    """The whole data set as a file."""
    found = queries.data_set(name)
    if format == "json":
        response: HttpResponseBase = StreamingHttpResponse(
            queries.as_json(found),
            content_type="application/json; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{found.name}.json"'},
        )
    else:
        response = export(queries.public_rows(found), tabling.table_columns(found.item), format=format, name=found.name)
    # The file is the same for everybody, but nothing that answers a session may be kept by others.
    if person_of(request) is None:
        response.headers["Cache-Control"] = "public, max-age=60"
    return response


@require_safe
def api(request: HttpRequest) -> HttpResponse:
    """Every operation of the API, made from its OpenAPI description."""
    context = {
        "groups": queries.operations(description_of_api()),
        "example_address": absolute("/api/v1/goals?limit=2"),
        "crumbs": [(_("Offene Daten"), reverse("opendata:catalogue"))],
    }
    return render(request, "opendata/api.html", context)


def _downloads(one: DataSet) -> list[tuple[str, str]]:
    return [(format.upper(), reverse("opendata:download", args=[one.name, format])) for format in FORMATS]
