"""The age of values, measured by their own rhythm, whatever it is."""

from __future__ import annotations

import numpy as np
import pytest

from stadtgespraech.engines.scoring import Panel, freshness
from tests.engines.scoring.portfolios import NAN, plain


@pytest.mark.parametrize(
    ("interval", "lag", "today", "age", "state"),
    [
        # The last value is of 2024: it ended at 2025.0.
        (1, 0.5, 2025.2, -0.3, "fresh"),
        (1, 0.5, 2026.5, 1.0, "fresh"),
        (1, 0.5, 2026.6, 1.1, "overdue"),
        (1, 0.5, 2027.5, 2.0, "overdue"),
        (1, 0.5, 2027.6, 2.1, "expired"),
        (3, 0.5, 2027.6, 0.7, "fresh"),
        (1 / 12, 0, 2025.1, 1.2, "overdue"),
        (1 / 12, 0, 2025.5, 6.0, "expired"),
    ],
)
def test_a_value_ages_in_its_own_intervals(interval: float, lag: float, today: float, age: float, state: str) -> None:
    panel = Panel.of([[1, 2]], first_year=2023)
    found = freshness([plain(interval=interval, lag=lag)], panel, today=today)
    assert (found.age[0], found.state[0]) == (pytest.approx(age), state)
    assert (found.counts[0], found.carried_forward[0]) == (state != "expired", state == "overdue")


def test_without_a_value_there_is_no_age() -> None:
    found = freshness([plain()], Panel.of([[NAN]], first_year=2023), today=2026.0)
    assert (np.isnan(found.age[0]), found.state[0], found.counts[0]) == (True, "no-values", False)
