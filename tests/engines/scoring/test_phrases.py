"""Words: German and English, with the reader's numbers, true after rounding."""

from __future__ import annotations

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from stadtgespraech.apps.indicators.lights import CODES
from stadtgespraech.engines.scoring import Flip, Kind, flip_sentences, light_words, number
from stadtgespraech.engines.scoring.aggregate import GROUP_LIGHTS
from stadtgespraech.engines.scoring.phrases import FLIPS, LIGHTS, METHODS

NAMES = ["Wohnungen", "Radwege"]


def test_the_words_are_those_of_the_indicator_pages() -> None:
    """So that the pages can take these over."""
    shapes = {"better": "▲", "on_track": "▲", "flat": "▬", "behind": "▼", "none": "◌"}
    with translation.override("de"):
        pages = {code: f"{shapes[state]} {text}" for code, (state, text) in CODES.items()}
    assert {code: light_words(code, language="de") for code in pages} == pages


def test_every_light_has_a_shape_and_two_languages() -> None:
    for shape, german, english in LIGHTS.values():
        assert shape in "▲▬▼◌"
        assert german and english and german != english
    assert set(GROUP_LIGHTS) <= set(LIGHTS)
    for german, english in [*FLIPS.values(), *METHODS.values()]:
        assert german and english and german != english


@pytest.mark.parametrize(
    ("flip", "german", "english"),
    [
        (
            Flip(kind=Kind.VALUE, light="mostly-good", child=0, now=0.5, needed=0.712344, is_better=True, rises=True),
            "▲ überwiegend auf gutem Weg wäre es, wenn „Wohnungen“ von 50 auf mindestens 71,24 stiege.",
            "It would be ▲ mostly on a good way if “Wohnungen” rose from 50 to at least 71.24.",
        ),
        (
            Flip(kind=Kind.VALUE, light="mixed", child=1, now=1830, needed=1212.3, is_value=True),
            "▬ teils, teils wäre es, wenn „Radwege“ von 1.830 unter 1.212 fiele.",
            "It would be ▬ mixed if “Radwege” fell from 1,830 to below 1,212.",
        ),
        (
            Flip(kind=Kind.VALUE, light="on-track", child=0, now=12, needed=9.87654, is_better=True, is_value=True),
            "▲ auf dem Zielpfad wäre es, wenn „Wohnungen“ von 12 auf höchstens 9,876 fiele.",
            "It would be ▲ on the target path if “Wohnungen” fell from 12 to at most 9.876.",
        ),
        (
            Flip(kind=Kind.WEIGHT, light="mixed", child=1, now=2, needed=5, rises=True),
            "▬ teils, teils wäre es, wenn „Radwege“ mehr als 2,5-mal so viel zählte wie jetzt.",
            "It would be ▬ mixed if “Radwege” counted more than 2.5 times as much as now.",
        ),
        (
            Flip(kind=Kind.WEIGHT, light="mixed", child=1, now=2, needed=0.5),
            "▬ teils, teils wäre es, wenn „Radwege“ weniger als das 0,25-Fache von jetzt zählte.",
            "It would be ▬ mixed if “Radwege” counted less than 0.25 times as much as now.",
        ),
        (
            Flip(kind=Kind.METHOD, light="mixed", now=1, needed=0),
            "▬ teils, teils wäre es mit dem geometrischen Mittel.",
            "It would be ▬ mixed with the geometric mean.",
        ),
        (
            Flip(kind=Kind.EXCLUSION, light="mostly-behind", child=0),
            "▼ überwiegend im Rückstand wäre es ohne „Wohnungen“.",
            "It would be ▼ mostly behind without “Wohnungen”.",
        ),
    ],
)
def test_a_flip_is_said_in_a_sentence(flip: Flip, german: str, english: str) -> None:
    assert flip_sentences([flip], names=NAMES, language="de") == [german]
    assert flip_sentences([flip], names=NAMES, language="en") == [english]


def test_at_most_so_many_sentences_per_kind_and_one_if_nothing_flips() -> None:
    many = [Flip(kind=Kind.EXCLUSION, light="mixed", child=child % 2) for child in range(9)]
    assert len(flip_sentences(many, names=NAMES, language="de")) == 3
    assert flip_sentences([], names=NAMES, language="en")[0].startswith("No other light would come from")


@pytest.mark.parametrize(
    ("value", "german", "english"),
    [
        (1234567.8, "1.234.568", "1,234,568"),
        (46.5, "46,5", "46.5"),
        (0.00123456, "0,001235", "0.001235"),
        (-3.0, "−3", "−3"),
        (0.0, "0", "0"),
        (-0.0, "0", "0"),
        (float("nan"), "–", "–"),
        (1.23456e-300, "1,235e-300", "1.235e-300"),
        (-2e20, "-2,000e+20", "-2.000e+20"),
    ],
)
def test_numbers_are_written_for_the_reader(value: float, german: str, english: str) -> None:
    assert (number(value, language="de"), number(value, language="en")) == (german, english)


@given(st.floats(-1e9, 1e9).filter(lambda value: value == 0 or abs(value) > 1e-6), st.floats(-1e9, 1e9))
def test_a_needed_number_is_never_rounded_towards_the_present(needed: float, now: float) -> None:
    said = float(number(needed, language="en", away_from=now).replace(",", "").replace("−", "-"))
    assert (said - needed) * (needed - now) >= -1e-12 * abs(needed) * abs(needed - now)
    assert said == pytest.approx(needed, rel=2e-3)


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="no words in 'fr', only in de and en"):
        light_words("mixed", language="fr")
