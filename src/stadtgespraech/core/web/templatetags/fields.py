"""What the field template needs to know about a bound form field, whatever its widget."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.forms.boundfield import BoundField, BoundWidget
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

INPUT = "kern-form-input__input"
SELECT = "kern-form-input__select"


@dataclass(frozen=True)
class Part:
    """One control with a label of its own: a choice, or one language of a text."""

    id: str
    label: Any
    control: SafeString
    limit: int | None = None


@dataclass(frozen=True)
class FieldView:
    """A field as the template draws it.

    Attributes:
        shape: ``input``, ``select``, ``check`` (one box), ``choices`` (radio buttons or boxes) or ``parts``
            (several inputs under one legend). The last two are fieldsets.
        limit: longest text the field accepts, where it is worth counting.
    """

    bound: BoundField
    shape: str
    id: str
    control: SafeString | str = ""
    parts: list[Part] = field(default_factory=list)
    limit: int | None = None

    @property
    def hint_id(self) -> str:
        return f"{self.bound.auto_id}_helptext" if self.bound.help_text else ""

    @property
    def error_id(self) -> str:
        return f"{self.bound.auto_id}_error" if self.bound.errors else ""

    @property
    def described_by(self) -> str:
        return _described_by(self.bound, self.limit)


def first_id(bound: BoundField) -> str:
    """Id of the control that a link to this field goes to."""
    widget = bound.field.widget
    several = isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple, forms.MultiWidget))
    return f"{bound.auto_id}_0" if several else bound.id_for_label or bound.auto_id


def field_view(bound: BoundField) -> FieldView:
    """Describe a visible field."""
    widget = bound.field.widget
    if isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
        return FieldView(bound, "choices", bound.auto_id, parts=_choices(bound))
    if isinstance(widget, forms.MultiWidget):
        return FieldView(bound, "parts", bound.auto_id, parts=_parts(bound, widget))
    limit = _limit(bound.field) if isinstance(widget, forms.Textarea) else None
    css, shape = INPUT, "input"
    if isinstance(widget, forms.CheckboxInput):
        css, shape = "kern-form-check__checkbox", "check"
    elif isinstance(widget, forms.Select):
        css, shape = SELECT, "select"
    # No maxlength: it cuts off what is pasted without a word. The form says what is too long.
    attrs = {**_described(bound, limit), "class": css, "maxlength": False}
    return FieldView(
        bound,
        shape,
        first_id(bound),
        control=_select(bound, attrs) if type(widget) is forms.Select else bound.as_widget(attrs=attrs),
        limit=limit,
    )


def _select(bound: BoundField, attrs: dict[str, Any]) -> SafeString:
    """What Django draws with one template per option, in a fifth of the time: there are lists of a hundred units."""
    widget: Any = bound.field.widget
    choices = list(widget.choices)
    if any(isinstance(label, (list, tuple)) for _value, label in choices):
        return bound.as_widget(attrs=attrs)  # groups of options are rare and stay Django's work
    own = bound.build_widget_attrs({"id": bound.auto_id, **attrs}, widget)
    chosen = widget.format_value(bound.value())[:1]
    options = format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        (
            (str(value), SafeString(" selected" if str(value) in chosen else ""), label)
            for value, label in (("" if value is None else value, label) for value, label in choices)
        ),
    )
    head = flatatt({"name": bound.html_name, **widget.build_attrs(widget.attrs, own)})
    return format_html("<select{}>{}</select>", head, options)


def _limit(form_field: forms.Field) -> int | None:
    limit = getattr(form_field, "max_length", None)
    return limit if isinstance(limit, int) and limit >= 100 else None


def _described_by(bound: BoundField, limit: int | None) -> str:
    ids = [
        f"{bound.auto_id}_error" if bound.errors else "",
        f"{bound.auto_id}_helptext" if bound.help_text else "",
        f"{bound.auto_id}_limit" if limit else "",
    ]
    return " ".join(filter(None, ids))


def _described(bound: BoundField, limit: int | None = None) -> dict[str, Any]:
    attrs = {"aria-describedby": _described_by(bound, limit) or None, "aria-invalid": "true" if bound.errors else None}
    return {name: value for name, value in attrs.items() if value}


def _choices(bound: BoundField) -> list[Part]:
    widget = bound.field.widget
    # CheckboxSelectMultiple is a RadioSelect to Django.
    several = isinstance(widget, forms.CheckboxSelectMultiple)
    css = "kern-form-check__checkbox" if several else "kern-form-check__radio"
    attrs = bound.build_widget_attrs({"id": bound.auto_id, "class": css}, widget)
    # The legend carries hint and error for the whole group.
    attrs.pop("aria-describedby", None)
    choices = [
        BoundWidget(widget, data, bound.form.renderer)
        for data in widget.subwidgets(bound.html_name, bound.value(), attrs=attrs)
    ]
    return [Part(choice.id_for_label, choice.choice_label, choice.tag()) for choice in choices]


def _parts(bound: BoundField, widget: forms.MultiWidget) -> list[Part]:
    attrs = bound.build_widget_attrs({"id": bound.auto_id}, widget)
    attrs.pop("aria-describedby", None)
    subfields = getattr(bound.field, "fields", [])
    parts = []
    for position, data in enumerate(widget.get_context(bound.html_name, bound.value(), attrs)["widget"]["subwidgets"]):
        form_field = subfields[position] if position < len(subfields) else None
        data["attrs"] = {
            name: value for name, value in data["attrs"].items() if name not in ("required", "maxlength")
        } | {"class": INPUT}
        limit = (
            _limit(form_field) if form_field is not None and data["template_name"].endswith("textarea.html") else None
        )
        if limit:
            data["attrs"]["aria-describedby"] = f"{data['attrs']['id']}_limit"
        control = BoundWidget(widget, data, bound.form.renderer).tag()
        label = getattr(form_field, "label", None) or data["attrs"].get("aria-label") or bound.label
        parts.append(Part(data["attrs"]["id"], label, control, limit))
    return parts
