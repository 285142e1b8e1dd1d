"""Data sets: what the site gives away, declared once per table in an app's api.py.

One declaration makes the list and the single object in the API, the downloads and the entry in the catalogue,
so that all of them show the same rows to the same people.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django.apps import apps
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from ninja import Query, Router, Schema

from stadtgespraech.core import access
from stadtgespraech.core.web.addresses import absolute
from stadtgespraech.core.web.api_values import Listing, Problem, narrowed
from stadtgespraech.core.web.cursor import slice_of

T = TypeVar("T")
Rows = Callable[[Any], QuerySet[Any]]
ERRORS: dict[Any, Any] = {frozenset({400, 404}): Problem}


class Page(Schema, Generic[T]):
    """Some rows of a list, and where to find the next ones."""

    items: list[T]
    next: str | None
    total: int


@dataclass(frozen=True)
class DataSet:
    """A table that anybody may have.

    Attributes:
        name: in the API's address and in file names, English plural, e.g. ``budget-lines``.
        app: the app that owns it.
        summary: what it is, in English, for the API's description.
        title, description: what it is, for the catalogue.
        item: one row as the API gives it out.
        rows: person → the rows they may see, current ones only, with everything joined that ``item`` needs.
    """

    name: str
    app: str
    summary: str
    title: Any
    description: Any
    item: type[Schema]
    rows: Rows


_data_sets: dict[str, DataSet] = {}


def data_sets() -> list[DataSet]:
    """Every data set, in the order of the apps, then in that of their declarations."""
    place = {label: position for position, label in enumerate(apps.app_configs)}
    return sorted(_data_sets.values(), key=lambda one: place[one.app])


def current(model: type[Model], person: Any) -> QuerySet[Any]:
    """The rows of a model that this person may see and that are not archived."""
    rows: QuerySet[Any] = access.visible(model, to=person)
    is_archivable = any(field.name == "archived_at" for field in model._meta.get_fields())
    return rows.filter(archived_at=None) if is_archivable else rows


def page_of(
    request: HttpRequest, rows: QuerySet[Any], parameters: Listing, *, order: tuple[str, ...] = ("pk",)
) -> dict[str, Any]:
    """One page of a list, as :class:`Page` wants it."""
    found = slice_of(rows, cursor=parameters.cursor, limit=parameters.limit, order=order)
    following = None
    if found.next:
        given = {name: value for name, value in request.GET.items() if name != "cursor"}
        following = absolute(f"{request.path}?{urlencode({**given, 'cursor': found.next})}")
    return {"items": found.rows, "next": following, "total": found.total}


def offer(
    router: Router,
    data_set: DataSet,
    *,
    filters: type[Listing] = Listing,
    one: str = "",
    single: type[Schema] | None = None,
    single_rows: Rows | None = None,
    single_summary: str = "",
) -> None:
    """Give a data set away: ``GET /name``, and ``GET /name/{slug}`` where ``single`` says what one object looks like.

    Args:
        filters: the only parameters that the list takes.
        one: what a single object is called, e.g. ``goal``.
        single_rows: like ``data_set.rows`` with what ``single`` needs on top.
    """
    if data_set.name in _data_sets:
        raise ValueError(f"The data set {data_set.name!r} is offered already.")
    _data_sets[data_set.name] = data_set
    word = data_set.name.replace("-", "_")

    def list_rows(request: HttpRequest, parameters: Any) -> dict[str, Any]:
        rows = data_set.rows(access.person_of(request))
        return page_of(request, narrowed(rows, parameters), parameters)

    query: Any = Query
    list_rows.__annotations__["parameters"] = query[filters]
    router.get(
        f"/{data_set.name}",
        response={200: Page[data_set.item], **ERRORS},  # type: ignore[name-defined]
        operation_id=f"list_{word}",
        url_name=f"list_{word}",
        summary=data_set.summary,
    )(list_rows)

    if single is None:
        return

    def get_row(request: HttpRequest, slug: str) -> Any:
        person = access.person_of(request)
        rows = (single_rows or data_set.rows)(person)
        return access.get(rows.model, to=person, rows=rows, slug=slug)

    router.get(
        f"/{data_set.name}/{{slug:slug}}",
        response={200: single, **ERRORS},
        operation_id=f"get_{one}",
        url_name=f"get_{one}",
        summary=single_summary or f"One of: {data_set.summary}",
    )(get_row)
