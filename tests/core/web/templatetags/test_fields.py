"""Form fields: label, hint, error and control belong together, whatever the widget."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from stadtgespraech.core.web.samples import SampleForm, samples


@pytest.fixture(autouse=True)
def _german() -> Iterator[None]:
    with translation.override("de"):
        yield


class Elements(HTMLParser):
    """All elements with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def all(self, *tags: str) -> list[dict[str, str | None]]:
        return [attrs for tag, attrs in self.found if tag in tags]


def drawn(form: forms.Form) -> str:
    return Template("{% error_summary form %}{% form_fields form %}").render(Context({"form": form}))


@pytest.mark.parametrize("form", [SampleForm(), samples()["faulty_form"]], ids=["empty", "faulty"])
def test_every_control_has_a_label_and_every_reference_a_target(form: forms.Form) -> None:
    elements = Elements(drawn(form))
    ids = [attrs["id"] for _tag, attrs in elements.found if "id" in attrs]
    assert len(ids) == len(set(ids))
    controls = [
        str(attrs["id"]) for attrs in elements.all("input", "select", "textarea") if attrs.get("type") != "hidden"
    ]
    assert sorted(str(attrs["for"]) for attrs in elements.all("label")) == sorted(controls)
    described = " ".join(
        attrs["aria-describedby"] or "" for _tag, attrs in elements.found if "aria-describedby" in attrs
    )
    assert set(described.split()) <= set(ids)
    links = {(attrs["href"] or "")[1:] for attrs in elements.all("a")}
    assert links <= set(ids)


def test_a_field_says_what_is_wrong_beside_it_and_in_the_summary() -> None:
    form = SampleForm({"value": "viel"})
    html = drawn(form)
    control = next(attrs for attrs in Elements(html).all("input") if attrs.get("name") == "value")
    assert (control["value"], control["aria-invalid"], control["aria-describedby"]) == (
        "viel",
        "true",
        "id_value_error",
    )
    summary = re.findall(r'<a href="#id_value">([^<]+)</a>', html)
    assert summary == [f"Wert in Prozent – {form.errors['value'][0]}"]


def test_nothing_typed_is_cut_off_or_lost() -> None:
    html = drawn(samples()["faulty_form"])
    assert "maxlength" not in html
    assert "x" * 520 in html
    assert 'value="gestern"' in html
    assert 'value="Housing"' in html


def test_a_text_in_several_languages_has_a_label_for_each() -> None:
    html = drawn(SampleForm())
    assert re.search(r'<legend class="kern-label">Name</legend>', html)
    assert re.findall(r'for="id_names_(\d)">([^<]+)<', html) == [("0", "Deutsch"), ("1", "Englisch")]
    fields = {attrs["name"]: attrs["lang"] for attrs in Elements(html).all("input") if "lang" in attrs}
    assert fields == {"names_de": "de", "names_en": "en"}


def test_only_optional_fields_are_marked() -> None:
    html = re.sub(r"\s+", " ", drawn(SampleForm()))
    marked = re.findall(r'>([^<>]+) <span class="kern-label__optional">', html)
    assert marked == ["Wert in Prozent", "Gültig ab", "Themen", "Datei"]


def test_radio_buttons_and_boxes_are_told_apart() -> None:
    elements = Elements(drawn(SampleForm()))
    kinds = {
        (attrs["type"], attrs["class"]) for attrs in elements.all("input") if attrs.get("type") in ("radio", "checkbox")
    }
    assert kinds == {("radio", "kern-form-check__radio"), ("checkbox", "kern-form-check__checkbox")}


class Secret(forms.Form):
    key = forms.CharField(widget=forms.HiddenInput)
    name = forms.CharField(label="Name")

    def clean(self) -> None:
        raise forms.ValidationError("Beides zusammen geht nicht.")


def test_errors_without_a_visible_field_stand_in_the_summary_without_a_link() -> None:
    html = Template("{% error_summary form %}").render(Context({"form": Secret({"name": "Ada"})}))
    assert "<b>Beides zusammen geht nicht.</b>" in html
    assert "href" not in html
