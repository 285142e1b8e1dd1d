"""One text in several languages."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.translation import gettext as _
from django.utils.translation import override

from stadtgespraech.core.languages import Translated, in_every_language

BOTH = Translated(de="Wohnen", en="Housing")


@pytest.mark.parametrize(
    ("text", "language", "said", "written_in"),
    [
        (BOTH, "de", "Wohnen", "de"),
        (BOTH, "en", "Housing", "en"),
        (BOTH, "fr", "Wohnen", "de"),
        (Translated(de="Wohnen"), "en", "Wohnen", "de"),
        (Translated(en="Housing"), "de", "Housing", "en"),
        (Translated(de="", en="Housing"), "de", "Housing", "en"),
        (Translated(), "en", "", "en"),
    ],
)
def test_the_reader_gets_their_language_or_what_there_is(
    text: Translated, language: str, said: str, written_in: str
) -> None:
    assert (text.in_language(language), text.language_of(language)) == (said, written_in)


def test_it_prints_in_the_language_of_the_page() -> None:
    with override("en"):
        assert f"{BOTH}" == "Housing"
    with override("en-gb"):
        assert str(BOTH) == "Housing"
    with override("de"):
        assert str(BOTH) == "Wohnen"
    with override(None):
        assert str(BOTH) == "Wohnen"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, {}),
        ("", {}),
        ("Wohnen", {"de": "Wohnen"}),
        ({"de": "Wohnen", "en": ""}, {"de": "Wohnen"}),
        ({"de": None}, {}),
        (BOTH, {"de": "Wohnen", "en": "Housing"}),
    ],
)
def test_made_from_what_there_is(value: Any, expected: dict[str, str]) -> None:
    made = Translated.of(value)
    assert (made, type(made), bool(made)) == (expected, Translated, bool(expected))


def test_a_sentence_of_ours_in_every_language() -> None:
    with override("en"):
        said = in_every_language(lambda: _("Ziele"))
    assert said["de"] == "Ziele"
    # The same sentence twice would claim to be English.
    assert said.get("en") != "Ziele"
    assert in_every_language(lambda: "") == {}
