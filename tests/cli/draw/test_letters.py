"""Letters: strata, one ordered list each, follow-up rounds that only continue it."""

from __future__ import annotations

import csv
import json
import math
from collections import Counter
from pathlib import Path

import pytest

from stadtgespraech.engines.sortition import Stream
from tests.cli.draw.conftest import SOURCE, Command


@pytest.fixture
def register(tmp_path: Path) -> Path:
    rows = [f"r{number},{'Nord' if number % 4 else 'Süd'},{16 + number % 60}" for number in range(400)]
    (tmp_path / "R.csv").write_text("id,bezirk,alter\n" + "\n".join(rows) + "\n", encoding="utf-8")
    (tmp_path / "S.csv").write_text("bezirk,factor\nNord,1\nSüd,3\n", encoding="utf-8")
    return tmp_path


def commit(register: Path, draw: Command, *options: object, name: str = "letters") -> tuple[int, dict, str]:
    given = ["--register", register / "R.csv", "--strata", register / "S.csv", "--out", register / name]
    return draw("letters", *given, "--size", 40, "--reserve", 60, *options)


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_letters_are_stratified_ordered_and_verifiable(register: Path, draw: Command) -> None:
    code, report, _ = commit(register, draw)
    assert code == 0
    assert report["strata"] == [
        {"name": "Nord", "people": 300, "letters": 20, "reserve": 32},
        {"name": "Süd", "people": 100, "letters": 20, "reserve": 28},
    ]
    assert (report["min_probability"], report["max_probability"]) == (20 / 300, 20 / 100)
    folder = register / "letters"
    assert draw("open", folder, "--source", SOURCE)[0] == 0
    drawn, letters = read(folder / "drawn.csv"), read(folder / "private" / "letters.csv")
    for stratum, chance, length in (("0", "0.066666667", 52), ("1", "0.200000000", 48)):
        own = [row for row in drawn if row["stratum"] == stratum]
        assert [int(row["position"]) for row in own] == list(range(1, length + 1))
        assert {row["probability"] for row in own} == {chance}
    assert [row["ticket"] for row in letters] == [row["ticket"] for row in drawn]
    assert Counter(row["round"] for row in letters) == {"letter": 40, "reserve": 60}
    assert len({row["id"] for row in letters}) == 100
    assert draw("verify", folder)[1] == {
        "ok": True,
        "facts": [f"commitment {report['commitment']}", "order of 100 letters and reserves"],
        "notes": ["The sources of randomness were not committed to."],
        "problems": [],
    }


def test_the_public_part_holds_nobody(register: Path, draw: Command) -> None:
    commit(register, draw)
    folder = register / "letters"
    public = b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())
    assert not any(f"r{number},".encode() in public or f'"r{number}"'.encode() in public for number in range(100, 400))


def test_a_draw_of_letters_is_opened_once(register: Path, draw: Command) -> None:
    commit(register, draw)
    folder = register / "letters"
    assert draw("open", folder, "--digits", "187")[0] == 2
    assert draw("open", folder, "--source", SOURCE)[0] == 0
    code, _, err = draw("open", folder, "--source", f"{SOURCE}0")
    assert (code, "never repeated" in err) == (2, True)


@pytest.mark.parametrize("name", ["drawn.csv", "tickets.csv", "private/register.jsonl", "rules.json"])
def test_a_changed_list_is_found(name: str, register: Path, draw: Command) -> None:
    commit(register, draw)
    folder = register / "letters"
    draw("open", folder, "--source", SOURCE)
    data = bytearray((folder / name).read_bytes())
    data[len(data) // 2] ^= 1
    (folder / name).write_bytes(data)
    assert draw("verify", folder)[0] == 2


@pytest.mark.parametrize(
    ("register_text", "strata_text", "what"),
    [
        ("id,bezirk\nr1,Nord\nr2,West\n", None, "R.csv, line 3: no stratum fits West"),
        ("id,bezirk\nr1,Nord\nr1,Nord\n", None, "R.csv, line 3: the id 'r1' stands in an earlier line"),
        ("id,bezirk\nr1,Nord\n", None, "40 letters, but only 1 people"),
        ("id,ort\nr1,Nord\n", None, "R.csv, line 1: there is no column 'bezirk'"),
        ("id,bezirk\n", None, "R.csv, line 1: there is nobody"),
        ("", None, "R.csv, line 1: the file is empty"),
        (None, "bezirk,factor\nNord,1\nnord,2\n", "S.csv, line 3: this stratum stands here twice"),
        (None, "bezirk,factor\nNord,viel\n", "S.csv, line 2: the factor must be a number"),
        (None, "bezirk,factor\nNord,-1\n", "S.csv, line 2: the factor must be a number"),
        (None, "factor\n1\n", "S.csv, line 1: there is no column"),
    ],
)
def test_bad_registers_are_refused(
    register_text: str | None, strata_text: str | None, what: str, register: Path, draw: Command
) -> None:
    if register_text is not None:
        (register / "R.csv").write_text(register_text, encoding="utf-8")
    if strata_text is not None:
        (register / "S.csv").write_text(strata_text, encoding="utf-8")
    code, printed, err = commit(register, draw)
    assert (code, printed, err.count("\n")) == (2, None, 1)
    assert what in err
    assert not (register / "letters").exists()


def test_strata_may_name_one_feature_or_anything(register: Path, draw: Command) -> None:
    (register / "S.csv").write_text("feature,value\nbezirk,Nord\nbezirk,*\n", encoding="utf-8")
    assert [own["people"] for own in commit(register, draw)[1]["strata"]] == [300, 100]


@pytest.mark.slow
def test_everybody_in_a_stratum_gets_a_letter_equally_often() -> None:
    """Chi-square over 10,000 draws of 3 of 12, in two strata; 5 sigma of the hypergeometric variance."""
    for stratum in range(2):
        counts = [0] * 12
        for number in range(10_000):
            for index in Stream(json.dumps(number).encode().ljust(32), f"letters-{stratum}").first(12, 3):
                counts[index] += 1
        variance = 10_000 * (3 / 12) * (9 / 12)
        chi_square = sum((own - 2500) ** 2 / variance for own in counts) * 11 / 12
        assert abs(chi_square - 11) < 5 * math.sqrt(22)
