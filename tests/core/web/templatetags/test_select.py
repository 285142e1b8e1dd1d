"""A select of ours is Django's, drawn faster."""

from __future__ import annotations

import pytest
from django import forms
from django.test.html import parse_html

from stadtgespraech.core.web.templatetags.fields import SELECT, field_view


class Sample(forms.Form):
    optional = forms.ChoiceField(
        choices=[("", "alle"), ("x", 'X & <b> "x"'), ("y", "Y")], required=False, help_text="Hinweis"
    )
    typed = forms.TypedChoiceField(choices=[(1, "eins"), (2, "zwei")], initial=2, coerce=int)
    grouped = forms.ChoiceField(choices=[("Gruppe", [("1", "eins"), ("2", "zwei")])])
    unknown = forms.NullBooleanField()


@pytest.mark.parametrize(
    "data", [None, {"optional": "x", "typed": "1", "grouped": "2"}, {"optional": "neu", "typed": ""}]
)
@pytest.mark.parametrize("name", ["optional", "typed", "grouped", "unknown"])
def test_a_select_is_drawn_as_django_draws_it(name: str, data: dict[str, str] | None) -> None:
    bound = Sample(data)[name]
    described = {"optional": "id_optional_helptext"}.get(name)
    if bound.errors:
        described = " ".join(filter(None, [f"id_{name}_error", described]))
    attrs = {"class": SELECT, "aria-describedby": described, "aria-invalid": "true" if bound.errors else None}
    by_django = bound.as_widget(attrs={key: value for key, value in attrs.items() if value})
    assert parse_html(str(field_view(bound).control)) == parse_html(str(by_django))
