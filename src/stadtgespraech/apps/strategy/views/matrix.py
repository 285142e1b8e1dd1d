"""The involvement matrix as a table, as lists and as a file."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stadtgespraech.apps.people.models import Unit
from stadtgespraech.apps.strategy import actions, queries
from stadtgespraech.apps.strategy.forms import InvolvementForm, MatrixFilterForm
from stadtgespraech.apps.strategy.models import Field, Involvement
from stadtgespraech.apps.strategy.queries.matrix import Cell, UnitRow, by_number
from stadtgespraech.apps.strategy.views.ways import to_goals
from stadtgespraech.core import access
from stadtgespraech.core.errors import NotFound
from stadtgespraech.core.tables import Column, export
from stadtgespraech.core.web.editing import editing, form_view


@require_safe
def matrix(request: HttpRequest) -> HttpResponse:
    """Who takes part in what: the whole table, or one unit, field or role of it."""
    person = access.person_of(request)
    form = MatrixFilterForm(request.GET)
    fields = access.visible(Field, to=person).filter(archived_at=None).order_by("goal__order", "order", "slug")
    units = sorted(queries.units(), key=by_number)
    form.offer("fachbereich", [(unit.slug, f"{unit.number} {unit.name}") for unit in units], _("alle Fachbereiche"))
    form.offer("handlungsfeld", [(field.slug, str(field.name)) for field in fields], _("alle Handlungsfelder"))
    form.offer("rolle", [(role.value, role.label) for role in Involvement.Role], _("alle Rollen"))
    only = queries.MatrixFilter(**form.chosen())
    found = queries.matrix(seen_by=person, only=only)
    # One unit or one field reads better as a list; so does everything on a phone.
    as_list = request.GET.get("ansicht") == "liste" or bool(only.unit or only.field)
    chosen = {name: value for name, value in form.initial.items() if value}
    context = {
        "crumbs": to_goals(),
        "filter": form,
        "only": only,
        "is_filtered": only != queries.MatrixFilter(),
        "matrix": found,
        "as_list": as_list,
        "table_address": f"?{urlencode({**chosen, 'ansicht': 'tabelle'})}",
        "list_address": f"?{urlencode({**chosen, 'ansicht': 'liste'})}",
        "groups": _groups(found, only, everything=access.may(person, "strategy.change_involvement")),
        "may_change": access.may(person, "strategy.change_involvement"),
    }
    return render(request, "strategy/matrix.html", context)


def _groups(found: queries.Matrix, only: queries.MatrixFilter, *, everything: bool) -> list[tuple[str, list[Cell]]]:
    """The cells of one unit or field by role; who may change them sees the empty ones, too."""
    if only.unit and found.rows:
        cells: Sequence[Cell] = found.rows[0].cells
    elif only.field and found.columns:
        cells = found.columns[0].cells
    else:
        return []
    groups = [(str(role.label), [cell for cell in cells if cell.role == role.value]) for role in Involvement.Role]
    if everything:
        groups.append((_("nicht beteiligt"), [cell for cell in cells if not cell.role]))
    return [(label, members) for label, members in groups if members]


@require_safe
def matrix_file(request: HttpRequest, format: str) -> HttpResponseBase:
    """The whole matrix as CSV or XLSX, with sums."""
    found = queries.matrix(seen_by=access.person_of(request))

    def column(place: int, field: Field) -> Column:
        return Column(field.name, lambda row: row.cells[place].role)

    columns: list[Column] = [
        Column(_("Nummer"), lambda row: row.unit.number, width=8),
        Column(_("Fachbereich"), lambda row: row.unit.name, width=32),
        *(column(place, column_.field) for place, column_ in enumerate(found.columns)),
        Column(_("führend"), lambda row: row.sums.leading, width=10),
        Column(_("beteiligt"), lambda row: row.sums.involved, width=10),
        Column(_("bei Bedarf beteiligt"), lambda row: row.sums.if_needed, width=18),
    ]
    rows: list[UnitRow] = found.rows
    return export(rows, columns, format=format, name="beteiligungsmatrix")


@editing
def set_involvement(request: HttpRequest, field: str, unit: str) -> HttpResponse:
    """One cell of the matrix."""
    person = access.person_of(request)
    of_field = access.get(Field, to=person, slug=field)
    access.require(person, "strategy.change_involvement", of_field)
    of_unit = queries.units().filter(slug=unit).first()
    if of_unit is None:
        raise NotFound

    def submit(role: str) -> str:
        actions.set_involvement(field=of_field, unit=of_unit, role=role, by=person, now=timezone.now())
        _say_saved(request, of_field, of_unit)
        return f"{reverse('strategy:matrix')}?{urlencode({'fachbereich': unit})}"

    return form_view(
        request,
        form=InvolvementForm(request.POST or None, instance=of_field, unit=of_unit),
        submit=lambda values: submit(values["role"]),
        title=_("Beteiligung ändern"),
        lead=_("%(unit)s im Handlungsfeld %(field)s") % {"unit": of_unit.name, "field": of_field.name},
        back=f"{reverse('strategy:matrix')}?{urlencode({'fachbereich': unit})}",
    )


def _say_saved(request: HttpRequest, field: Field, unit: Unit) -> None:
    leading = field.involvements.filter(role=Involvement.Role.LEADING)
    names = [str(cell.unit.name) for cell in leading.select_related("unit")]
    if len(names) > 1:
        messages.warning(
            request,
            _("Gespeichert. %(field)s hat jetzt mehrere federführende Fachbereiche: %(names)s.")
            % {"field": field.name, "names": ", ".join(names)},
        )
    elif not names:
        messages.warning(request, _("Gespeichert. %(field)s hat jetzt keine Federführung.") % {"field": field.name})
    else:
        messages.success(request, _("Gespeichert."))
