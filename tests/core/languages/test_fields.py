"""Texts in several languages in tables and forms."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stadtgespraech.apps.strategy.models import Goal
from stadtgespraech.core.languages import Translated
from stadtgespraech.core.languages.fields import TranslatedFormField


class TextForm(forms.Form):
    name = TranslatedFormField(max_length=10)
    note = TranslatedFormField(max_length=10, long=True, required=False)


def cleaned(**data: str) -> tuple[dict[str, Any], dict[str, list[str]]]:
    form = TextForm(data)
    form.is_valid()
    return form.cleaned_data, {name: [str(error) for error in errors] for name, errors in form.errors.items()}


def test_each_language_has_its_own_input() -> None:
    html = str(TextForm(initial={"name": Translated(de="Wohnen")})["name"])
    assert ('name="name_de" value="Wohnen"' in html, 'name="name_en"' in html, 'lang="en"' in html) == (
        True,
        True,
        True,
    )


def test_only_the_language_of_the_site_is_required() -> None:
    assert cleaned(name_de=" Wohnen ", name_en="") == ({"name": {"de": "Wohnen"}, "note": {}}, {})


@pytest.mark.parametrize("data", [{}, {"name_en": "Housing"}, {"name_de": "   "}])
def test_without_german_it_says_what_is_missing(data: dict[str, str]) -> None:
    assert cleaned(**data)[1] == {"name": ["Bitte füllen Sie dieses Feld auf Deutsch aus."]}


def test_a_text_that_is_too_long_says_how_long_it_may_be() -> None:
    (problem,) = cleaned(name_de="x" * 11)[1]["name"]
    assert "10" in problem


def test_line_breaks_of_browsers_are_no_change() -> None:
    values, _errors = cleaned(name_de="a", note_de="eins\r\nzwei")
    assert values["note"] == {"de": "eins\nzwei"}


@pytest.mark.parametrize(
    ("data", "changed"),
    [
        ({"name_de": "Wohnen", "name_en": ""}, False),
        ({"name_de": " Wohnen "}, False),
        ({"name_de": "Wohnen", "name_en": "Housing"}, True),
        ({"name_de": ""}, True),
    ],
)
def test_changed_or_not(data: dict[str, str], changed: bool) -> None:
    form = TextForm(data, initial={"name": Translated(de="Wohnen")})
    assert ("name" in form.changed_data) == changed


written = st.text(alphabet=st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), min_size=1)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.dictionaries(st.sampled_from(["de", "en"]), written))
def test_the_database_gives_back_what_it_got(db: None, texts: dict[str, str]) -> None:
    goal = Goal.objects.create(slug="g", name=Translated(texts))
    stored = Goal.objects.get(pk=goal.pk).name
    goal.delete()
    assert (stored, type(stored)) == (texts, Translated)


def test_plain_texts_and_dicts_are_stored_as_translations(db: None) -> None:
    goal = Goal.objects.create(slug="g", name="Wohnen", summary={"de": "Satz", "en": ""})
    goal.refresh_from_db()
    assert (goal.name, goal.summary) == ({"de": "Wohnen"}, {"de": "Satz"})
