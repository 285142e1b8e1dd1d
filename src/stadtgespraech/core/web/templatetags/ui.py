"""`{% load ui %}`: every component of the look. The list with examples stands in core/web/README.md."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import uuid4

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.template import Context
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from stadtgespraech.core.languages import Translated
from stadtgespraech.core.text import markdown_to_html
from stadtgespraech.core.web.addresses import localized
from stadtgespraech.core.web.boxes import boxes as boxes_of
from stadtgespraech.core.web.templatetags import drawing, formatting
from stadtgespraech.core.web.templatetags.fields import field_view, first_id

register = template.Library()

LIGHTS = {
    "better": gettext_lazy("wird besser"),
    "flat": gettext_lazy("tritt auf der Stelle"),
    "behind": gettext_lazy("hinter dem Zielpfad"),
    "on_track": gettext_lazy("auf dem Zielpfad"),
    "none": gettext_lazy("noch keine Werte gemeldet"),
}
STATES = {
    "done": "",
    "here": pgettext_lazy("station", "Sie sind hier"),
    "next": pgettext_lazy("station", "kommt noch"),
}
STAGES = {
    "done": gettext_lazy("abgeschlossen"),
    "now": gettext_lazy("läuft gerade"),
    "next": gettext_lazy("kommt noch"),
}
# kind → what it is called, and KERN's class (written whole: the build keeps only classes it can read).
ALERTS = {
    "info": (gettext_lazy("Hinweis"), "kern-alert kern-alert--info"),
    "success": (gettext_lazy("Erfolg"), "kern-alert kern-alert--success"),
    "warning": (gettext_lazy("Achtung"), "kern-alert kern-alert--warning"),
    "danger": (gettext_lazy("Fehler"), "kern-alert kern-alert--danger"),
}

BUTTONS = {
    "primary": "kern-btn kern-btn--primary",
    "thread": "kern-btn kern-btn--primary kern-btn--thread",
    "secondary": "kern-btn kern-btn--secondary",
    "tertiary": "kern-btn kern-btn--tertiary",
    "danger": "kern-btn kern-btn--secondary kern-btn--danger",
}


def _render(context: Context, name: str, values: dict[str, Any]) -> SafeString:
    """Render one of our component templates, without running the context processors again."""
    engine = context.template.engine if context.template is not None else template.Engine.get_default()
    return engine.get_template(f"web/ui/{name}.html").render(context.new(values))


# -- Drawings --------------------------------------------------------------------------------------


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """One of our icons. Without a label it is decoration and silent."""
    css = "icon icon--arrow" if name in ("arrow", "back") else "icon"
    if label:
        return format_html(
            '<svg class="{}" viewBox="0 0 24 24" role="img" aria-label="{}"><path d="{}"/></svg>',
            css,
            label,
            drawing.ICONS[name],
        )
    return format_html(
        '<svg class="{}" viewBox="0 0 24 24" aria-hidden="true"><path d="{}"/></svg>', css, drawing.ICONS[name]
    )


@register.simple_tag
def light(state: str, text: str = "") -> SafeString:
    """How an indicator, field or goal stands: a shape and a word."""
    state = state if state in LIGHTS else "none"
    return format_html(
        '<span class="light light--{}">{}<span>{}</span></span>', state, _SHAPES[state], text or LIGHTS[state]
    )


def _shape(path: str, is_solid: bool) -> SafeString:
    css = "icon icon--solid" if is_solid else "icon"
    return format_html('<svg class="{}" viewBox="0 0 24 24" aria-hidden="true"><path d="{}"/></svg>', css, path)


# Drawn once: there are lists with a light in every row.
_SHAPES = {state: _shape(path, is_solid) for state, (path, is_solid) in drawing.LIGHTS.items()}


@register.simple_tag
def sparkline(values: Sequence[float | int | None], label: str = "") -> SafeString | str:
    """A tiny line; the page says the same in words or in a table. Nothing for fewer than two values."""
    line = drawing.sparkline(values)
    if line is None:
        return ""
    known = [value for value in values if value is not None]
    text = label or _("Verlauf von %(first)s bis %(last)s") % {
        "first": formatting.number(known[0]),
        "last": formatting.number(known[-1]),
    }
    return format_html(
        '<svg class="sparkline" viewBox="-3 -3 106 30" preserveAspectRatio="none" role="img" aria-label="{}">'
        '<polyline points="{}" vector-effect="non-scaling-stroke"/></svg>',
        text,
        line.points,
    )


# -- Page parts ------------------------------------------------------------------------------------


@register.inclusion_tag("web/ui/page_head.html")
def page_head(title: Any, kind: Any = "", lead: Any = "", example: Any = False) -> dict[str, Any]:
    """Kind, title and the one sentence a resident can repeat. ``example``: True or the text of the note."""
    return {"title": title, "kind": kind, "lead": lead, "example": example, "example_text": _example_text(example)}


@register.inclusion_tag("web/ui/breadcrumbs.html")
def breadcrumbs(items: Iterable[Any]) -> dict[str, Any]:
    """The way here: pairs (label, url), without the page itself."""
    return {
        "items": [(item[0], item[1]) if isinstance(item, (tuple, list)) else (item.label, item.url) for item in items]
    }


@register.simple_block_tag(takes_context=True)
def card(
    context: Context,
    content: str,
    title: Any = "",
    href: str = "",
    kind: Any = "",
    example: Any = False,
    level: int = 3,
) -> SafeString:
    """A card; with ``href`` the whole card leads there."""
    return _render(
        context,
        "card",
        {
            "title": title,
            "href": href,
            "kind": kind,
            "example": example,
            "heading": f"h{int(level)}",
            "content": content,
        },
    )


@register.simple_block_tag(takes_context=True)
def panel(context: Context, content: str, title: Any = "", level: int = 2) -> SafeString:
    """A quiet box for what belongs beside the main text."""
    return _render(context, "panel", {"title": title, "heading": f"h{int(level)}", "content": content})


@register.simple_block_tag(takes_context=True)
def alert(context: Context, content: str, kind: str = "info", title: Any = "") -> SafeString:
    """A message: info, success, warning or danger. The kind is said in words, too."""
    kind = {"error": "danger", "debug": "info"}.get(kind, kind)
    kind = kind if kind in ALERTS else "info"
    kind_label, css = ALERTS[kind]
    return _render(
        context,
        "alert",
        {
            "kind": kind,
            "kind_label": kind_label,
            "css": css,
            "title": title,
            "content": content if content.strip() else "",
        },
    )


@register.simple_tag
def example_note(text: Any = "") -> SafeString:
    """Says that what stands here is made up."""
    return format_html(
        '<p class="example-note"><b>{}</b><span>{}</span></p>', _("Beispiel"), text or _example_text(True)
    )


@register.simple_tag
def example_mark() -> SafeString:
    """The short form of the note, inside a line."""
    return format_html('<span class="example-mark">{}</span>', _("Beispiel"))


def _example_text(example: Any) -> str:
    return (
        str(example)
        if example and example is not True
        else _("Diese Angaben sind erfunden. Sie zeigen, wie die Seite mit echten Daten aussieht.")
    )


@register.simple_tag
def tag(text: Any) -> SafeString:
    """A short attribute."""
    return format_html('<span class="tag">{}</span>', text)


@register.simple_block_tag
def facts(content: str) -> SafeString:
    """A list of facts; inside it only `{% fact %}`."""
    return format_html('<dl class="facts">{}</dl>', content)


@register.simple_block_tag
def fact(content: str, label: Any) -> SafeString:
    """One fact: what it is, and its value."""
    return format_html("<div><dt>{}</dt><dd>{}</dd></div>", label, content)


@register.simple_block_tag(takes_context=True)
def data_table(
    context: Context,
    content: str,
    caption: Any,
    dense: bool = False,
    sticky: bool = False,
    stacked: bool = False,
    filter: bool = False,
) -> SafeString:
    """A table that scrolls in itself. ``sticky`` keeps its first column, ``filter`` offers a search field (with script).

    ``stacked`` sets the cells of a row under each other on a phone; each ``td`` then says in ``data-label`` what it is,
    and one with ``data-empty`` is left out there.
    """
    shapes = {"dense": dense, "sticky": sticky, "stacked": stacked}
    css = " ".join(["table", *(f"table--{shape}" for shape, wanted in shapes.items() if wanted)])
    ident = f"table-{slugify(str(caption)) or 'data'}"[:60]
    return _render(
        context, "data_table", {"caption": caption, "css": css, "id": ident, "filter": filter, "content": content}
    )


@register.inclusion_tag("web/ui/pagination.html", takes_context=True)
def pagination(context: Context, page: Page[Any], parameter: str = "seite") -> dict[str, Any]:
    """Previous and next page; the rest of the query string stays."""
    return {
        "page": page,
        "parameter": parameter,
        "request": context.get("request"),
        "query": _query(context, parameter),
    }


def _query(context: Context, parameter: str) -> str:
    request = context.get("request")
    if request is None:
        return ""
    query = request.GET.copy()
    query.pop(parameter, None)
    return f"{query.urlencode()}&" if query else ""


@register.simple_tag
def quotation(text: Any, source: Any = "") -> SafeString:
    """Somebody's own words, large."""
    below = format_html("<footer>{}</footer>", source) if source else ""
    return format_html('<blockquote class="quotation"><p>{}</p>{}</blockquote>', text, below)


@register.inclusion_tag("web/ui/empty_state.html")
def empty_state(title: Any, text: Any = "", href: str = "", label: Any = "") -> dict[str, Any]:
    """Nothing here yet: says so, and what to do."""
    return {"title": title, "text": text, "href": href, "label": label}


@register.simple_tag
def button_link(href: str, label: Any, kind: str = "primary") -> SafeString:
    """A link that looks like a button; ``thread`` only for the one that leads onto the thread."""
    return format_html('<a class="{}" href="{}"><span class="kern-label">{}</span></a>', BUTTONS[kind], href, label)


@register.simple_tag(takes_context=True)
def language_link(context: Context) -> SafeString | str:
    """The same page in the other language."""
    other = context.get("other_language")
    if not other:
        return ""
    url, code, label = (
        other[key] if isinstance(other, dict) else getattr(other, key) for key in ("url", "code", "label")
    )
    return format_html(
        '<a href="{0}" hreflang="{1}" lang="{1}" rel="alternate">'
        '<span class="tools__word">{2}</span><span class="tools__code" aria-hidden="true">{1}</span></a>',
        url,
        code,
        label,
    )


# -- The thread ------------------------------------------------------------------------------------


@register.inclusion_tag("web/ui/thread.html")
def thread(stations: Iterable[Any], label: Any = "", words: bool = False) -> dict[str, Any]:
    """The red thread through stations (``core.thread.Station`` or anything with its attributes).

    With ``words`` each station says its plain sentence instead of its name.

    Neighbours of the same kind and state share a station: they hang side by side, not one behind the other.
    """
    by_kind = (list(group) for _label, group in groupby(stations, key=lambda station: station.kind_label))
    in_order = (station for group in by_kind for station in sorted(group, key=_place))
    groups = groupby(in_order, key=lambda station: (station.kind_label, *_place(station)))
    rows: list[dict[str, Any]] = []
    for (kind_label, *_where), group in groups:
        stations_of_row = list(group)
        state = stations_of_row[0].state
        rows.append(
            {"kind_label": kind_label, "state": state, "word": STATES.get(state, ""), "stations": stations_of_row}
        )
    for row, following in zip(rows, [*rows, None][1:], strict=True):
        # What leads to something that is still to come is dotted, too.
        row["open"] = following is not None and following["state"] == "next"
        row["tail"] = following is None and row["state"] != "done"
        row["several"] = len(row["stations"]) > 1
        row["count"] = sum(getattr(station, "count", 1) for station in row["stations"])
        row["plural"] = getattr(row["stations"][0], "kind_plural", "")
    return {"rows": rows, "label": label, "words": words}


def _place(station: Any) -> tuple[int, int]:
    """What came before this place, the place itself, what came after; what is done before what is still to come."""
    positions = ("before", "here", "after")
    position = getattr(station, "position", "here" if station.state == "here" else "")
    rank = positions.index(position) if position in positions else positions.index("here")
    return rank, list(STATES).index(station.state)


@register.inclusion_tag("web/ui/stages.html")
def stages(stages: Iterable[Any], label: Any = "") -> dict[str, Any]:
    """The stages of the dialogue as one way; the current one is filled."""
    rows = [{"stage": stage, "state": _attribute(stage, "state", "next")} for stage in stages]
    for row, following in zip(rows, [*rows, None][1:], strict=True):
        row["open"] = following is not None and following["state"] == "next"
        row["word"] = _attribute(row["stage"], "word", "") or STAGES[row["state"]]
    return {"rows": rows, "label": label}


@register.inclusion_tag("web/ui/chain.html")
def chain() -> dict[str, Any]:
    """The nine links of the thread in words, drawn as the sign of the site."""
    return {}


@register.inclusion_tag("web/ui/news.html")
def news(items: Iterable[Any]) -> dict[str, Any]:
    """What happened lately (items with at, text, url), newest first, on the thread."""
    return {"items": list(items)}


@register.inclusion_tag("web/ui/news_item.html")
def news_item(at: date | datetime, text: Any, url: str = "") -> dict[str, Any]:
    """One piece of news."""
    return {"at": at, "text": text, "url": url}


def _attribute(thing: Any, name: str, default: Any) -> Any:
    return thing.get(name, default) if isinstance(thing, dict) else getattr(thing, name, default)


# -- Forms -----------------------------------------------------------------------------------------


@register.inclusion_tag("web/ui/error_summary.html")
def error_summary(form: BaseForm | None) -> dict[str, Any]:
    """All errors of a form on top, each a link to its field. Nothing for a form without errors."""
    problems: list[tuple[str, Any, Any]] = []
    if form is not None and form.is_bound:
        problems += [("", "", error) for error in form.non_field_errors()]
        for bound in form:
            target = "" if bound.is_hidden else f"#{first_id(bound)}"
            problems += [(target, bound.label, error) for error in bound.errors]
    return {"problems": problems}


@register.inclusion_tag("web/ui/field.html")
def form_field(field: BoundField) -> dict[str, Any]:
    """One field with label, hint and error, whatever its widget."""
    if field.is_hidden:
        return {"hidden": field.as_widget()}
    return {"view": field_view(field), "field": field}


@register.inclusion_tag("web/ui/fields.html")
def form_fields(form: BaseForm) -> dict[str, Any]:
    """All fields of a form in their order, hidden ones included."""
    return {"form": form}


@register.simple_tag
def submit(label: Any, kind: str = "primary", name: str = "", value: str = "") -> SafeString:
    """The button that sends a form."""
    sends = format_html(' name="{}" value="{}"', name, value) if name else ""
    return format_html(
        '<button class="{}" type="submit"{}><span class="kern-label">{}</span></button>', BUTTONS[kind], sends, label
    )


@register.simple_tag(takes_context=True)
def button_form(context: Context, href: str, label: Any, kind: str = "secondary") -> SafeString:
    """A form of one button. It carries a key of its own, so that a double click acts once."""
    values = {"href": href, "label": label, "kind": kind, "key": uuid4(), "csrf_token": context.get("csrf_token")}
    return _render(context, "button_form", values)


# -- What other apps add ---------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def boxes(context: Context, slot: str, obj: Any) -> SafeString | str:
    """What upper apps put on this page (see core/web/boxes.py)."""
    engine = context.template.engine if context.template is not None else template.Engine.get_default()
    parts = []
    for name, values in boxes_of(slot, obj, context.get("person")):
        with context.push(**values):
            parts.append((engine.get_template(name).render(context),))
    return format_html_join("", "{}", parts)


# -- Filters ---------------------------------------------------------------------------------------


@register.filter
def markdown(text: Any) -> SafeString | str:
    """Markdown as safe HTML, set as running text. A text that there is only in another language says which."""
    if not text:
        return ""
    return format_html('<div class="prose"{}>{}</div>', _other_language(text), markdown_to_html(str(text)))


@register.filter
def spoken(text: Any) -> SafeString | str:
    """A text for the reader; where there is none in their language, screen readers are told which it is in."""
    language = _other_language(text)
    return format_html("<span{}>{}</span>", language, str(text)) if language else conditional_escape(text)


def _other_language(text: Any) -> SafeString | str:
    """A ``lang`` attribute if this text is not in the page's language."""
    if not isinstance(text, Translated):
        return ""
    page = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
    own = text.language_of(page)
    return format_html(' lang="{}"', own) if own != page else ""


register.filter(formatting.number)
register.filter(formatting.euro)
register.filter(formatting.day)
register.filter(formatting.effort)
register.filter(localized)
