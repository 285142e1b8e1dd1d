"""Findings: what does not fit together is named, once, with its numbers."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings

from stadtgespraech.engines.scoring import (
    Direction,
    Hold,
    Indicator,
    Panel,
    PathShape,
    Point,
    Reach,
    finding_sentence,
    findings,
)
from stadtgespraech.engines.scoring.findings import CODES
from stadtgespraech.engines.scoring.phrases import FINDINGS
from tests.engines.scoring.portfolios import END_2020, END_2030, NAN, indicators, plain, reach, series, yearly

QUIET = [10.0, 11, 12, 13, 14, 15, 16]


def found(one: Indicator, *values: float) -> list[tuple[object, ...]]:
    return [
        (finding.code, finding.value, finding.other, finding.year)
        for finding in findings([one], yearly(*values) if values else yearly(NAN))
    ]


@pytest.mark.parametrize(
    ("one", "values", "wanted"),
    [
        (reach(100), QUIET, []),
        # Facts.
        (reach(50, base=58.2), [], [("target-already-met", 58.2, 50, -1)]),
        (reach(50, base=50), [], [("target-already-met", 50, 50, -1)]),
        (plain(target=Hold(limit=5, is_floor=False)), [], [("direction-against-target", 5, NAN, -1)]),
        (
            reach(100, shape=PathShape.POINTS, milestones=(Point(date(2025, 12, 31), -20),)),
            [],
            [("direction-against-target", 100, NAN, -1)],
        ),
        (
            plain(target=Reach(value=5, due=END_2030), direction=Direction.OPEN),
            [],
            [("direction-open", NAN, NAN, -1)],
        ),
        (plain(goalposts=(9, 1)), [], [("goalposts-against-direction", 9, 1, -1)]),
        (reach(10, base=-10, shape=PathShape.GEOMETRIC), [], [("path-through-zero", -10, 10, -1)]),
        (reach(10, base=0, shape=PathShape.GEOMETRIC), [], [("path-through-zero", 0, 10, -1)]),
        (plain(unit="%", lower=0, upper=1), [], [("unit-against-bounds", 1, 100, -1)]),
        (reach(120, base=50, upper=100), [], [("target-out-of-bounds", 120, 100, -1)]),
        (
            plain(baseline=Point(END_2020, 3), breaks=(date(2022, 1, 1),)),
            [],
            [("baseline-before-break", 3, NAN, 2020)],
        ),
        # Values.
        (
            plain(lower=0, upper=100),
            [50, -1, 101],
            [("value-out-of-bounds", -1, 0, 2021), ("value-out-of-bounds", 101, 100, 2022)],
        ),
        (plain(unit="%", lower=0, upper=100), [0.4, 0.5], [("share-instead-of-percent", 0.5, NAN, -1)]),
        (plain(unit="%", lower=0, upper=100), [0, 0], []),
        (plain(), [1, NAN, NAN, 2], [("missing-period", NAN, NAN, 2021)]),
        (plain(interval=3), [1, NAN, NAN, 2], []),
        (plain(), [10, 11, 12, 13, 54, 55, 56], [("jump", 41, 54, 2024)]),
        (plain(), [10, 10, 10, 10, 10, 10, 25], [("jump", 15, 25, 2026)]),
        (plain(), [10, 10, 10, 10, 10, 10, 10], []),
        (plain(), [10, 11, 12, 13, 54], []),
        # Among changes of 1 to 3, one of 10 lies beyond five robust standard deviations, one of 9 does not.
        (plain(), [100, 101, 104, 106, 107, 110, 112, 122], [("jump", 10, 122, 2027)]),
        (plain(), [100, 101, 104, 106, 107, 110, 112, 121], []),
        # A change of definition explains the jump.
        (
            plain(breaks=(date(2024, 1, 1),)),
            [10, 11, 12, 13, 54, 55, 56, 57],
            [("definition-break", NAN, NAN, 2024)],
        ),
    ],
)
def test_what_does_not_fit_is_found(one: Indicator, values: list[float], wanted: list[tuple[object, ...]]) -> None:
    got = found(one, *values)
    assert [row[0] for row in got] == [row[0] for row in wanted]
    np.testing.assert_array_equal([row[1:] for row in got], [row[1:] for row in wanted])


def test_a_period_that_was_given_twice_is_found() -> None:
    panel, repeated = Panel.from_rows(
        indicator=[0, 0, 0, 0], year=[2020, 2020, 2021, 2021], value=[1, 1, 2, 3], indicators=1
    )
    got = findings([plain()], panel, repeated=repeated)
    assert [(one.code, one.year, one.period) for one in got] == [
        ("duplicate-period", 2020, 1),
        ("conflicting-period", 2021, 1),
    ]


def test_a_jump_in_a_monthly_series_is_one_finding() -> None:
    """A lasting shift differs from the year before for twelve months."""
    months = np.arange(84)
    values = 100 + months / 12 + 5 * np.sin(months * np.pi / 6) + 60 * (months >= 50)
    got = findings([plain(interval=1 / 12)], Panel.of([values], first_year=2019, per_year=12))
    assert [(one.code, one.year, one.period) for one in got] == [("jump", 2023, 3)]
    assert finding_sentence(got[0], language="en", per_year=12).startswith("In 2023/3 the value changes by 61 to ")


@settings(deadline=None)
@given(indicators(), series())
def test_every_finding_has_words_in_both_languages(one: Indicator, values: list[float]) -> None:
    for finding in findings([one], yearly(*values)):
        german, english = (finding_sentence(finding, language=language) for language in ("de", "en"))
        assert german != english
        assert "{" not in german + english
        assert "nan" not in german + english


def test_every_code_has_words_and_every_word_a_code() -> None:
    assert set(FINDINGS) == set(CODES)
