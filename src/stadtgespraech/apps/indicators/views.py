"""Pages of the indicators."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stadtgespraech.apps.indicators import actions, columns, forms, queries
from stadtgespraech.apps.indicators.importing import VALUES
from stadtgespraech.apps.indicators.models import Indicator, Value
from stadtgespraech.core import access, thread
from stadtgespraech.core.charts import LineChart, Picture, Point, picture_of
from stadtgespraech.core.errors import NotFound
from stadtgespraech.core.tables import FORMATS, export
from stadtgespraech.core.tables.views import preview_page, upload_page
from stadtgespraech.core.web.editing import editing, form_view


def _crumbs(indicator: Indicator | None = None) -> list[tuple[Any, str]]:
    crumbs: list[tuple[Any, str]] = [(_("Kennzahlen"), reverse("indicators:indicators"))]
    return [*crumbs, (indicator.name, _url(indicator))] if indicator else crumbs


def _url(indicator: Indicator) -> str:
    return reverse("indicators:indicator", kwargs={"slug": indicator.slug})


def _formats(route: str, query: str = "", **kwargs: Any) -> list[tuple[str, str]]:
    return [(name.upper(), reverse(route, kwargs={"format": name, **kwargs}) + query) for name in FORMATS]


# -- Reading ---------------------------------------------------------------------------------------


@require_safe
def indicators(request: HttpRequest) -> HttpResponse:
    person = access.person_of(request)
    form = forms.FilterForm(request.GET, choices=forms.FilterForm.choices_for(person))
    rows = queries.for_a_list(queries.indicators(seen_by=person, only=form.filter()), with_field=True)
    page = Paginator(rows, 25).get_page(request.GET.get("seite"))
    found = queries.standings(page.object_list)
    given = request.GET.copy()
    given.pop("seite", None)
    context = {
        "filter": form.to_show(),
        "is_filtered": form.filter() != queries.Filter(),
        "page": page,
        "standings": found,
        "page_has_examples": any(one.is_example for one in found),
        "downloads": _formats("indicators:download_list", f"?{given.urlencode()}" if given else ""),
        "may_report": access.may(person, "indicators.report_value"),
    }
    return render(request, "indicators/indicators.html", context)


@require_safe
def download_list(request: HttpRequest, format: str) -> HttpResponseBase:
    person = access.person_of(request)
    only = forms.FilterForm(request.GET, choices=forms.FilterForm.choices_for(person)).filter()
    rows = queries.with_series(queries.indicators(seen_by=person, only=only))
    return export(rows, columns.list_columns(), format=format, name="kennzahlen", example=columns.is_example)


@require_safe
def indicator(request: HttpRequest, slug: str) -> HttpResponse:
    person = access.person_of(request)
    rows = queries.with_series(
        access.visible(Indicator, to=person).select_related("field__goal", "project", "reporting_unit")
    )
    found = access.get(Indicator, to=person, rows=rows, slug=slug)
    standing = queries.standing(found)
    context = {
        "crumbs": _crumbs(),
        "indicator": found,
        "standing": standing,
        "chart": _chart(standing),
        "values": [_value_row(standing, value) for value in reversed(standing.values)],
        "earlier": [_value_row(standing, value) for value in queries.earlier_versions(found)[:50]],
        "all_examples": standing.is_all_example,
        "targets": [_value_row(standing, target) for target in standing.targets],
        "units": queries.reporting_units(found),
        "origins": thread.origins(found, seen_by=person),
        "downloads": _formats("indicators:download_values", slug=slug),
        "page_has_examples": found.is_example or standing.is_example,
        "may_report": access.may(person, "indicators.report_value", found),
        "may_change": access.may(person, "indicators.change_indicator", found),
        "may_change_target": access.may(person, "indicators.change_target", found),
    }
    return render(request, "indicators/indicator.html", context)


def _value_row(standing: queries.Standing, value: Any) -> dict[str, Any]:
    # Years are names, not amounts: without this the page would write 2.026.
    return {"row": value, "year": str(value.year), "shown": standing.shown(value.value)}


def _chart(standing: queries.Standing) -> Picture | None:
    if len(standing.values) < 2:
        return None
    chart = LineChart(
        title=str(standing.indicator.name),
        unit=standing.indicator.unit_of_measure,
        language=(get_language() or "de").split("-")[0],
        values=tuple(
            Point(value.year, value.value, value.quality == Value.Quality.MEASURED) for value in standing.values
        ),
        targets=tuple(Point(year, value) for year, value in standing.path),
        is_example=standing.is_example,
    )
    return picture_of(chart, description=_("Liniendiagramm. %(sentence)s") % {"sentence": standing.sentence})


@require_safe
def download_values(request: HttpRequest, slug: str, format: str) -> HttpResponseBase:
    found = access.get(Indicator, to=access.person_of(request), slug=slug)
    rows = found.values.select_related("indicator", "unit").order_by("year", "reported_at")
    name = f"kennzahl-{found.slug}"
    return export(rows, columns.value_columns(), format=format, name=name, example=lambda row: row.is_example)


# -- Reporting -------------------------------------------------------------------------------------


@require_safe
def reporting(request: HttpRequest) -> HttpResponse:
    """What this person reports, and what is still missing."""
    person, now = access.person_of(request), timezone.now()
    access.require(person, "indicators.report_value")
    page = Paginator(queries.for_a_list(queries.reportable(person)), 50).get_page(request.GET.get("seite"))
    waiting = set(queries.to_report(person, now=now).order_by().values_list("pk", flat=True))
    context = {
        "page": page,
        "standings": [(one, one.indicator.pk in waiting) for one in queries.standings(page.object_list)],
        "waiting": len(waiting),
        "year": str(timezone.localdate(now).year - 1),
        "templates": _formats("indicators:download_template"),
    }
    return render(request, "indicators/reporting.html", context)


@editing
def report_value(request: HttpRequest, slug: str) -> HttpResponse:
    person, now = access.person_of(request), timezone.now()
    found = access.get(Indicator, to=person, slug=slug)
    access.require(person, "indicators.report_value", found)
    form = forms.ValueForm(request.POST or None, indicator=found, initial=_known_value(request, found))

    def submit(values: dict[str, Any]) -> str:
        actions.report_value(indicator=found, entry=actions.Entry(**values), by=person, now=now)
        return _url(found)

    return form_view(
        request,
        form=form,
        submit=submit,
        title=_("Wert melden"),
        lead=str(found.name),
        button=_("Wert melden"),
        back=_url(found),
    )


def _known_value(request: HttpRequest, indicator: Indicator) -> dict[str, Any]:
    """For a correction the form shows what is there; otherwise it asks for the last full year."""
    asked = request.GET.get("jahr", "")
    value = (
        indicator.values.filter(year=int(asked), replaced_at=None).first()
        if asked.isdecimal() and len(asked) == 4
        else None
    )
    if value is None:
        return {"year": timezone.localdate().year - 1}
    return {name: getattr(value, name) for name in ("year", "value", "quality", "source", "note")}


@require_safe
def download_template(request: HttpRequest, format: str) -> HttpResponseBase:
    person = access.person_of(request)
    access.require(person, "indicators.import_values")
    table = columns.template_columns(timezone.localdate().year - 1)
    return export(queries.reportable(person), table, format=format, name="werte-melden")


@editing
def upload_values(request: HttpRequest) -> HttpResponse:
    access.require(access.person_of(request), "indicators.import_values")
    return upload_page(
        request,
        VALUES,
        preview_url="indicators:preview_values",
        title=_("Werte aus einer Datei melden"),
        lead=_("Für viele Werte auf einmal: Vorlage ausfüllen, prüfen lassen, bestätigen."),
        back=reverse("indicators:reporting"),
        templates=_formats("indicators:download_template"),
    )


@editing
def preview_values(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    access.require(access.person_of(request), "indicators.import_values")
    return preview_page(
        request,
        VALUES,
        key=key,
        title=_("Werte prüfen und übernehmen"),
        back=reverse("indicators:reporting"),
        upload=reverse("indicators:upload_values"),
    )


# -- Editing ---------------------------------------------------------------------------------------


@editing
def change_indicator(request: HttpRequest, slug: str) -> HttpResponse:
    person, now = access.person_of(request), timezone.now()
    found = access.get(Indicator, to=person, slug=slug)
    access.require(person, "indicators.change_indicator", found)

    def submit(values: dict[str, Any]) -> str:
        actions.change_indicator(indicator=found, changes=values, by=person, now=now)
        return _url(found)

    return form_view(
        request,
        form=forms.IndicatorForm(request.POST or None, instance=found, person=person),
        submit=submit,
        title=_("Steckbrief bearbeiten"),
        lead=str(found.name),
        back=_url(found),
    )


@editing
def set_target(request: HttpRequest, slug: str) -> HttpResponse:
    person, now = access.person_of(request), timezone.now()
    found = access.get(Indicator, to=person, slug=slug)
    access.require(person, "indicators.change_target", found)

    def submit(values: dict[str, Any]) -> str:
        actions.set_target(indicator=found, **values, by=person, now=now)
        return _url(found)

    return form_view(
        request,
        form=forms.TargetForm(request.POST or None, indicator=found),
        submit=submit,
        title=_("Zielwert festlegen"),
        lead=str(found.name),
        button=_("Zielwert speichern"),
        back=_url(found),
    )


@editing
def remove_target(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    person, now = access.person_of(request), timezone.now()
    found = access.get(Indicator, to=person, slug=slug)
    access.require(person, "indicators.change_target", found)
    if request.method != "POST" and not found.targets.filter(year=year).exists():
        raise NotFound

    def submit(_values: dict[str, Any]) -> str:
        actions.remove_target(indicator=found, year=year, by=person, now=now)
        return _url(found)

    return form_view(
        request,
        form=forms.RemoveTargetForm(request.POST if request.method == "POST" else None),
        submit=submit,
        title=_("Zielwert von %(year)s entfernen?") % {"year": year},
        lead=str(found.name),
        button=_("Zielwert entfernen"),
        back=_url(found),
    )
