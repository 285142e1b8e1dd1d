"""A wrong pack: every mistake with file, line, sentence and what to do."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.utils import translation

from stadtgespraech.apps.packs.checking import open_pack
from stadtgespraech.apps.packs.problems import PackInvalid, Problem

pytestmark = pytest.mark.slow

TINYTOWN = Path(__file__).parent / "tinytown"
DORTMUND = Path(__file__).parents[3] / "cities" / "dortmund"


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """A copy of the tiny pack to break."""
    return Path(shutil.copytree(TINYTOWN, tmp_path / "tinytown"))


def problems_of(path: Path) -> list[Problem]:
    with pytest.raises(PackInvalid) as refused:
        open_pack(path)
    return refused.value.problems


def break_it(path: Path, case: dict[str, Any]) -> None:
    file = path / case["file"]
    if "remove" in case:
        file.unlink()
    elif "write" in case:
        file.write_bytes(case["write"].encode("latin-1") * case.get("times", 1))
    else:
        text = file.read_text(encoding="utf-8")
        assert case["replace"] in text, f"{file} does not hold {case['replace']!r}"
        file.write_text(text.replace(case["replace"], case["by"], 1), encoding="utf-8")


BROKEN = yaml.safe_load((Path(__file__).parent / "broken.yaml").read_text(encoding="utf-8"))
DRAUSSEN = "strategy/1-draussen.yaml"
LINDE = "council/01-linde.yaml"


@pytest.mark.parametrize("case", BROKEN, ids=[case["case"] for case in BROKEN])
def test_a_mistake_is_named_with_file_line_and_what_to_do(town: Path, case: dict[str, Any]) -> None:
    break_it(town, case)

    assert case["expect"] in [str(problem) for problem in problems_of(town)]


def test_every_mistake_is_reported_at_once_in_the_order_of_files_and_lines(town: Path) -> None:
    break_it(town, {"file": DRAUSSEN, "replace": "direction: up", "by": "direction: hoch"})
    break_it(town, {"file": "sponsors.csv", "replace": "dorfplatz,R1", "by": "dorfplatz,Q9"})
    break_it(town, {"file": LINDE, "replace": "weight: 60", "by": "weight: 61"})
    break_it(town, {"file": LINDE, "replace": "date: 2025-01-10", "by": "date: 2025-13-10"})

    # The broken goal and paper are not asked for what they define, so that one mistake is one message.
    assert [(problem.file, problem.line, problem.code) for problem in problems_of(town)] == [
        (LINDE, 4, "not-a-day"),
        ("sponsors.csv", 2, "unknown-unit"),
        (DRAUSSEN, 21, "not-a-choice"),
    ]


def test_the_number_of_mistakes_is_said_once_and_that_nothing_changed(town: Path) -> None:
    break_it(town, {"file": "units.csv", "remove": True})

    with pytest.raises(PackInvalid) as refused:
        open_pack(town)

    assert str(refused.value) == "Das Stadtpaket hat 1 Fehler. Es wurde nichts geändert."


def test_a_folder_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    assert [str(problem) for problem in problems_of(tmp_path / "nowhere")] == [
        f"{tmp_path}/nowhere: Diesen Ordner gibt es nicht. Nennen Sie den Ordner, in dem pack.yaml liegt."
    ]


@pytest.mark.parametrize("path", [TINYTOWN, DORTMUND], ids=["tinytown", "dortmund"])
def test_good_packs_pass(path: Path) -> None:
    assert open_pack(path).path == path


def test_messages_follow_the_readers_language_where_a_translation_exists(town: Path) -> None:
    break_it(town, {"file": "units.csv", "remove": True})

    with translation.override("en"):
        problems = problems_of(town)

    assert [problem.code for problem in problems] == ["missing-file"]
