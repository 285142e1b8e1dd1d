"""Random damage to a pack: it is either refused with problems, or good enough to load."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from stadtgespraech.apps.packs.actions import load_pack
from stadtgespraech.apps.packs.checking import open_pack
from stadtgespraech.apps.packs.problems import PackInvalid
from stadtgespraech.core.errors import Conflict

pytestmark = pytest.mark.slow

TINYTOWN = Path(__file__).parent / "tinytown"
FILES = sorted(path.relative_to(TINYTOWN) for path in TINYTOWN.rglob("*.*"))
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
# What people mistype, and what a parser may trip over.
SCRAPS = [
    *("", ":", "- ", "{", "]", '"', "'", "&a", "*a", "<<: ", "---\n", "%", ",", ";", "\t", "ä", "🌳"),
    *("null", "~", "2025-02-30", "-1", "1e999", ".nan", "!!python/object:os.system"),
]


@st.composite
def damage(draw: st.DrawFn) -> tuple[Path, str]:
    """A file and its damaged text."""
    name = draw(st.sampled_from(FILES))
    lines = (TINYTOWN / name).read_text(encoding="utf-8").split("\n")
    for _step in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(lines) - 1))
        line = lines[at]
        cut = draw(st.integers(0, len(line)))
        scrap = draw(st.sampled_from(SCRAPS) | st.text(max_size=5))
        lines[at : at + 1] = draw(
            st.sampled_from(
                [
                    [],
                    [line, line],
                    [line[:cut] + scrap + line[cut:]],
                    [line[:cut] + scrap],
                    [f"  {line}"],
                    [line.lstrip()],
                ]
            )
        )
        lines = lines or [""]
    return name, "\n".join(lines)


class Undo(Exception):
    pass


@pytest.mark.django_db
@settings(max_examples=150, deadline=None)
@given(damage())
def test_damage_is_refused_with_problems_or_harmless(damaged: tuple[Path, str]) -> None:
    name, text = damaged
    with TemporaryDirectory() as folder:
        town = Path(shutil.copytree(TINYTOWN, Path(folder) / "town"))
        (town / name).write_bytes(text.encode("utf-8", "surrogatepass"))
        try:
            pack = open_pack(town)
        except PackInvalid as refused:
            assert all(problem.what and problem.to_do and problem.file for problem in refused.problems)
            return
        with pytest.raises((Undo, Conflict)), transaction.atomic():
            loaded = load_pack(pack=pack, now=NOW)
            assert load_pack(pack=pack, now=NOW).nothing_new, loaded
            raise Undo
