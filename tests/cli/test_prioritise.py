"""The command ``prioritise``."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from stadtgespraech.cli.main import main


def write(folder: Path, text: str, name: str = "ballots.csv") -> str:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return str(file)


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    code = main(["prioritise", *arguments, "--json"])
    printed = capsys.readouterr()
    assert (code, printed.err) == (0, "")
    result: dict[str, Any] = json.loads(printed.out)
    return result


LONG = "ballot,option\n1,Park\n1,Rad\n2,Park\n2,Rad\n3,Park\n3,Rad\n4,Park\n4,Rad\n5,Chor\n6,Chor\n"
WIDE = "ballot;Park;Rad;Chor\n1;1;1;\n2;1;1;0\n3;1;1;\n4;1;1;\n5;;;1\n6;;;1\n"


@pytest.mark.parametrize("text", [LONG, WIDE])
def test_a_third_of_the_ballots_decides_about_a_third_of_the_seats(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    result = run(capsys, write(tmp_path, text), "--seats", "3")
    assert result["chosen"] == ["Park", "Rad", "Chor"]
    assert [winner["price_per_point"] for winner in result["winners"]] == ["1/4", "1/4", "1/2"]
    assert result["winners"][2]["paid_by"] == [{"ballot": "5", "paid": "1/2"}, {"ballot": "6", "paid": "1/2"}]
    assert [result[key] for key in ("ballots", "options", "spent", "share_per_ballot")] == [6, 3, "3", "1/2"]
    two = run(capsys, write(tmp_path, text), "--seats", "2", "--completion", "none")
    assert two["chosen"] == ["Park"]


def test_points_and_costs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ballots = write(tmp_path, "voter,project,points\na,Park,5\na,Rad,1\nb,Rad,4\nc,Rad,0\n")
    costs = write(tmp_path, "option,cost\nPark,2.50\nRad,3\n", "costs.csv")
    result = run(capsys, ballots, "--costs", costs, "--budget", "9.9", "--completion", "none")
    assert result["chosen"] == ["Park", "Rad"]
    for winner in result["winners"]:
        assert sum(Fraction(one["paid"]) for one in winner["paid_by"]) == Fraction(winner["cost"])


def test_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["prioritise", write(tmp_path, LONG), "--seats", "3"]) == 0
    assert capsys.readouterr().out.splitlines()[:4] == [
        "6 ballots, 3 options, budget 3",
        "",
        "  1. Park: 4 points from 4 ballots, paid by 4",
        "  2. Rad: 4 points from 4 ballots, paid by 4",
    ]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        (
            "ballot,option,points\n1,a,2\n1,a,3\n,a,1\n2,b,-1\n3,b,x\n4,b\n",
            [
                "line 3: ballot '1' names option 'a' on line 2 already; keep one.",
                "line 4: ballot and option must both be filled in.",
                "line 5: '-1' for option 'b' must be a whole number from 0 to 1000000.",
                "line 6: 'x' for option 'b' must be a whole number from 0 to 1000000.",
                "line 7: 2 cells instead of the header's 3; check separators and quotation marks.",
            ],
        ),
        (
            "ballot,a,b\n1,1,0\n1,0,1\n,1,1\n",
            ["line 3: ballot '1' stands on line 2 already; keep one row.", "line 4: the ballot has no name."],
        ),
        ("name,a\n1,1\n", ["line 1: one column must be named 'ballot' (or 'voter'); there are name, a."]),
        ("ballot,a\n1,0\n2,\n", ["line 1: nobody supports anything in this file."]),
    ],
)
def test_every_bad_row_is_named(
    text: str, sentences: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(tmp_path, text)
    assert main(["prioritise", file, "--seats", "2", "--json"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.splitlines() == [*(f"{file}, {sentence}" for sentence in sentences), "Nothing was computed."]


def test_costs_must_be_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ballots = write(tmp_path, LONG)
    costs = write(tmp_path, "option,cost\nPark,0\nRad,1e3\n", "costs.csv")
    assert main(["prioritise", ballots, "--costs", costs, "--budget", "5"]) == 2
    assert capsys.readouterr().err.splitlines()[:2] == [
        f"{costs}, line 2: the cost '0' must be a positive number with a decimal point.",
        f"{costs}, line 3: the cost '1e3' must be a positive number with a decimal point.",
    ]
    costs = write(tmp_path, "option,cost\nPark,1\nRad,1\n", "costs.csv")
    assert main(["prioritise", ballots, "--costs", costs, "--budget", "5"]) == 2
    assert capsys.readouterr().err.splitlines()[0] == f"{costs}: option 'Chor' has no cost; add a row."


@pytest.mark.parametrize("arguments", [[], ["--seats", "2", "--budget", "3"], ["--budget", "3"], ["--seats", "-1"]])
def test_options_that_contradict_each_other_are_refused(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["prioritise", write(tmp_path, LONG), *arguments])
    assert stopped.value.code == 2
    assert "stadtgespraech prioritise: error:" in capsys.readouterr().err
