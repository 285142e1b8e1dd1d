"""The API over a tiny city."""

from __future__ import annotations

import pytest

from tests import sample_city


@pytest.fixture
def city(db: None) -> sample_city.City:
    return sample_city.build()
