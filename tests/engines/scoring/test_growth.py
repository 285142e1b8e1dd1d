"""The growth-rate method: Canada's published verdicts, and a defined result where a rate does not exist."""

from __future__ import annotations

import csv
import math
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stadtgespraech.engines.scoring import Course, Direction, Hold, Point, Reach, courses, growth, value_for_next_status
from tests.engines.scoring.portfolios import END_2015, NAN, plain, yearly

PUBLISHED = Path(__file__).resolve().parents[4] / "shared" / "data" / "indicators" / "canada-progress.csv"
ORDER = ["deterioration", "limited_progress", "moderate_progress", "substantial_progress", "target_achieved"]


def course(**columns: object) -> Course:
    facts = {
        "base": 10.0,
        "base_year": 2015,
        "current": 12.0,
        "current_year": 2020,
        "direction": 1,
        "target": NAN,
        "target_year": 2030,
        "limit": NAN,
    }
    return Course.of(**{**facts, **columns})


@pytest.fixture(scope="module")
def published() -> list[dict[str, str]]:
    if not PUBLISHED.exists():
        pytest.skip("the published data are not on this machine")
    with PUBLISHED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def course_of(rows: list[dict[str, str]]) -> Course:
    def column(name: str) -> list[float]:
        return [float(row[name] or "nan") for row in rows]

    return Course.of(
        base=column("base_value"),
        current=column("current_value"),
        **{name: column(name) for name in ("base_year", "current_year", "direction", "target", "target_year", "limit")},
    )


def test_every_published_series_of_canada_is_reproduced(published: list[dict[str, str]]) -> None:
    found = growth(course_of(published))
    assert len(published) >= 53
    assert found.status.tolist() == [row["status"] for row in published]
    for name, numbers, tolerance in (("progress_value", found.progress_value, 1e-6), ("score", found.score, 1e-3)):
        wanted = np.array([float(row[name] or "nan") for row in published])
        np.testing.assert_allclose(numbers, wanted, rtol=0, atol=tolerance, equal_nan=True, err_msg=name)


def test_the_next_status_begins_exactly_where_it_says(published: list[dict[str, str]]) -> None:
    given_course = course_of(published)
    verdict = growth(given_course)
    needed = value_for_next_status(given_course, verdict)
    asked = np.flatnonzero(np.isfinite(needed))
    assert len(asked) > 35
    nudge = given_course.direction * np.abs(needed) * 1e-9
    reached = growth(replace(given_course, current=needed + nudge)).status
    missed = growth(replace(given_course, current=needed - nudge)).status
    for place in asked:
        before = ORDER.index(verdict.status[place])
        assert ORDER.index(reached[place]) > before
        assert ORDER.index(missed[place]) <= before


@pytest.mark.parametrize(
    ("columns", "status", "score", "reason"),
    [
        ({"current": NAN, "base": NAN}, "not_available", None, "no-values"),
        ({"current": NAN}, "not_available", None, "one-value"),
        ({"current_year": 2015}, "not_available", None, "one-value"),
        ({"current_year": 2014}, "not_available", None, "years-reversed"),
        ({"direction": 0}, "not_available", None, "direction-open"),
        ({"base": 0.0}, "not_available", None, "zero-base"),
        ({"base": 0.0, "target": 12.0}, "target_achieved", 5.0, "zero-base"),
        ({"current": -1.0}, "not_available", None, "sign-change"),
        ({"target": 0.0, "direction": -1}, "not_available", None, "zero-target"),
        ({"target": 0.0, "direction": -1, "current": 0.0}, "target_achieved", 5.0, "zero-target"),
        ({"target": -5.0, "direction": -1}, "not_available", None, "target-sign-change"),
        ({"target": 10.0, "direction": -1}, "not_available", None, "target-equals-base"),
        ({"target": 10.0}, "target_achieved", 5.0, "target-equals-base"),
        ({"target": 20.0, "target_year": NAN}, "not_available", None, "target-without-year"),
        ({"target": 20.0, "target_year": 2015}, "not_available", None, "target-without-year"),
        # A constant series, and one that falls to nothing, have a rate.
        ({"current": 10.0}, "limited_progress", -2.5, ""),
        ({"current": 0.0}, "deterioration", -5.0, ""),
        # At its natural limit, keeping the value is all that can be asked for.
        ({"base": 100.0, "current": 100.0, "limit": 100}, "substantial_progress", 5.0, ""),
        ({"base": 100.0, "current": 99.0, "limit": 100}, "deterioration", -2.751006, ""),
    ],
)
def test_what_has_no_growth_rate_has_a_reason(
    columns: dict[str, float], status: str, score: float | None, reason: str
) -> None:
    found = growth(course(**columns))
    assert (found.status[0], found.reason[0]) == (status, reason)
    assert found.score[0] == pytest.approx(NAN if score is None else score, abs=1e-6, nan_ok=True)


def test_a_smaller_deficit_is_an_improvement() -> None:
    """The rate of a negative value counts its distance from zero: −10 to −5 is a growth where more is better."""
    found = growth(course(base=[-10.0, -10.0], current=[-5.0, -20.0]))
    assert found.status.tolist() == ["substantial_progress", "deterioration"]


def test_growth_starts_at_the_baseline_or_after_a_change_of_definition() -> None:
    base = Point(END_2015, 50.0)
    many = [
        plain(baseline=base, unit="%"),
        plain(baseline=base, breaks=(date(2021, 1, 1),)),
        plain(target=Hold(limit=3, is_floor=True)),
        plain(target=Reach(value=9, due=date(2030, 12, 31)), direction=Direction.UP),
    ]
    panel = yearly(4.0, 5.0, 6.0)
    found = courses(many, type(panel).of(np.repeat(panel.values, 4, axis=0), first_year=2020))
    np.testing.assert_array_equal(found.base, [50, 5, 4, 4])
    np.testing.assert_array_equal(found.base_year, [2016, 2022, 2021, 2021])
    np.testing.assert_array_equal(found.target, [NAN, NAN, NAN, 9])
    np.testing.assert_array_equal(found.limit, [100, NAN, NAN, NAN])


positive = st.floats(0.01, 1e6)


@settings(deadline=None)
@given(
    base=positive,
    current=positive,
    better=st.floats(1.0, 3.0),
    target=st.one_of(st.just(NAN), positive),
    sign=st.sampled_from([1, -1]),
    limit=st.sampled_from([NAN, 100.0]),
)
def test_a_better_value_never_lowers_a_score(
    base: float, current: float, better: float, target: float, sign: int, limit: float
) -> None:
    improved = current * better**sign
    found = growth(course(base=base, current=[current, improved], direction=sign, target=target, limit=limit))
    if not np.isnan(found.score).any():
        assert found.score[1] >= found.score[0] - 1e-4  # The published functions meet to four digits only.
        assert ORDER.index(found.status[1]) >= ORDER.index(found.status[0])
    assert math.isnan(found.score[1]) == math.isnan(found.score[0]) or found.status[1] == "target_achieved"


@settings(deadline=None)
@given(base=positive, current=positive, target=positive, scale=st.floats(1e-3, 1e3), sign=st.sampled_from([1, -1]))
def test_the_unit_changes_nothing(base: float, current: float, target: float, scale: float, sign: int) -> None:
    one = growth(course(base=base, current=current, target=target, direction=sign))
    other = growth(course(base=base * scale, current=current * scale, target=target * scale, direction=sign))
    np.testing.assert_allclose(one.progress_value, other.progress_value, rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(one.score, other.score, rtol=1e-5, atol=1e-6)
