"""The command ``opinion``: real files in, one result out; bad files name every bad row."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from stadtgespraech.cli.main import main
from stadtgespraech.engines.opinion import lower_bound
from tests.engines.opinion.conversations import NAMES, real_file

LONG = "participant,statement,vote\n"


def write(folder: Path, text: str, name: str = "votes.csv") -> str:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return str(file)


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    code = main(["opinion", *arguments, "--json"])
    printed = capsys.readouterr()
    assert (code, printed.err) == (0, "")
    result: dict[str, Any] = json.loads(printed.out)
    return result


@pytest.fixture
def two_sectors(tmp_path: Path) -> list[str]:
    """Ten people each of council and society; a and b are voted on by all, c by too few."""
    rows = []
    for number in range(10):
        rows += [f"r{number},a,1", f"r{number},b,{1 if number < 5 else -1}"]
        rows += [f"z{number},a,{1 if number else 0}", f"z{number},b,1"]
    rows += ["r0,c,1", "z0,c,1"]
    votes = write(tmp_path, LONG + "\n".join(rows))
    sectors = "\n".join(
        f"{letter}{number},{name}" for letter, name in (("r", "Rat"), ("z", "Stadt")) for number in range(10)
    )
    return [votes, "--sectors", write(tmp_path, "participant,sector\n" + sectors, "sectors.csv")]


def test_sectors_decide(two_sectors: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    result = run(capsys, *two_sectors)
    assert [result[key] for key in ("participants", "statements", "votes", "strata")] == [20, 3, 42, "sectors"]
    first, second = result["consensus"]
    nine_of_nine, five_of_ten = (float(lower_bound(*pair)) for pair in ((9.0, 0.0), (5.0, 5.0)))
    assert (first["statement"], first["weakest"]) == ("a", "Stadt")
    assert first["bound"] == pytest.approx(nine_of_nine, abs=1e-11)
    assert first["agreement"] == {"Rat": 1.0, "Stadt": 1.0}
    assert first["pass_share"] == {"Rat": 0.0, "Stadt": 0.1}
    assert first["votes"]["Stadt"] == {"agree": 9, "pass": 1, "disagree": 0}
    assert (second["statement"], second["weakest"]) == ("b", "Rat")
    assert second["bound"] == pytest.approx(five_of_ten, abs=1e-11)
    assert [one["statement"] for one in result["not_enough_votes"]] == ["c"]
    apart = result["divisive_sectors"][0]
    assert (apart["statement"], apart["most"], apart["least"]) == ("b", "Stadt", "Rat")
    assert {one["statement"]: one["enough_votes"] for one in result["gic"]} == {"a": True, "b": True, "c": False}
    assert result["sectors"] == {"Rat": {"participants": 10}, "Stadt": {"participants": 10}}


def test_equal_weights_are_no_weights_and_others_lower_what_is_certain(
    two_sectors: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = [f"{letter}{number}" for letter in "rz" for number in range(10)]
    equal = write(tmp_path, "participant,weight\n" + "\n".join(f"{name},2.5" for name in names), "equal.csv")
    plain, same = run(capsys, *two_sectors), run(capsys, *two_sectors, "--weights", equal)
    for one, two in zip(plain["consensus"], same["consensus"], strict=True):
        assert two["bound"] == pytest.approx(one["bound"], abs=1e-11)
    uneven = write(
        tmp_path,
        "participant,weight\n" + "\n".join(f"{name},{1 + 8 * (name[1] == '1')}" for name in names),
        "uneven.csv",
    )
    other = run(capsys, *two_sectors, "--weights", uneven)
    assert other["consensus"][0]["bound"] < plain["consensus"][0]["bound"]
    assert [one["unweighted_bound"] for one in other["consensus"]] == [one["bound"] for one in plain["consensus"]]
    assert other["sectors"]["Rat"]["effective_participants"] == pytest.approx(18**2 / 90)


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_real_conversations_run_end_to_end(name: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file, comments = real_file(name), real_file(name, "comments.csv")
    result = run(capsys, str(file), "--runs", "5")
    with file.open(encoding="utf-8") as text:
        rows = list(csv.DictReader(text))
    statements = [column for column in rows[0] if column.isdigit()]
    cast = [(row["participant"], one, row[one]) for row in rows for one in statements if row[one]]
    assert [result[key] for key in ("participants", "statements", "votes")] == [len(rows), len(statements), len(cast)]
    assert len(result["consensus"]) + len(result["not_enough_votes"]) == len(statements)
    assert sum(result["groups"]) == sum(one["group"] is not None for one in result["people"])
    for entry in result["consensus"]:
        assert entry["bound"] == min(entry["bounds"].values()) == entry["bounds"][entry["weakest"]]
    bounds = [entry["bound"] for entry in result["consensus"]]
    assert bounds == sorted(bounds, reverse=True)
    # The same votes as rows give the same result.
    long = write(tmp_path, LONG + "\n".join(",".join(row) for row in cast))
    again = run(capsys, long, "--runs", "5")
    assert [one["bound"] for one in again["consensus"]] == bounds
    # Texts appear; what is moderated out has no rank.
    told = run(capsys, str(file), "--statements", str(comments), "--runs", "0")
    with comments.open(encoding="utf-8") as text:
        out = {row["comment-id"] for row in csv.DictReader(text) if row["moderated"] == "-1"}
    ranked = [one["statement"] for one in told["consensus"] + told["not_enough_votes"]]
    assert set(ranked) == set(statements) - out
    assert all(one["text"] for one in told["consensus"])


def test_in_words(two_sectors: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["opinion", *two_sectors]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:5] == [
        "20 participants, 3 statements, 42 votes",
        "Groups: keine stabilen Gruppen",
        "",
        "Consensus (over sectors; the weakest decides; at least this share agrees, 90 % sure):",
        "   86%  a",
    ]
    assert "Not enough votes for a verdict: 1 statements" in lines


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        (
            LONG + "p,a,1\np,b,2\n,a,1\np,a\nq,a,1\np,a,-1\n",
            [
                "line 3: the vote '2' on statement 'b' must be 1 (agree), 0 (pass) or -1 (disagree).",
                "line 4: participant and statement must both be filled in.",
                "line 5: 2 cells instead of the header's 3; check separators and quotation marks.",
                "line 7: participant 'p' has voted on statement 'a' on line 2 already; keep one vote.",
            ],
        ),
        (
            "participant,n-votes,0,1\np,2,1,x\nq,1,,\np,1,1,\n,,,1\n",
            [
                "line 2: the vote 'x' on statement '1' must be 1 (agree), 0 (pass) or -1 (disagree).",
                "line 4: participant 'p' stands on line 2 already; keep one row.",
                "line 5: the participant is missing.",
            ],
        ),
        (
            "participant,vote\np,1\n",
            ["line 1: the column 'statement' is missing; there are 'participant', 'vote'."],
        ),
        ("participant,0,0\np,1,1\n", ["line 1: the statement '0' has more than one column."]),
        (LONG, ["line 1: there is not a single vote in this file."]),
        ("", ["line 1: the header is missing; the first line names the columns."]),
        (
            LONG + '"p\nq",a,7\n',
            ["line 2: the vote '7' on statement 'a' must be 1 (agree), 0 (pass) or -1 (disagree)."],
        ),
    ],
)
def test_every_bad_row_is_named_and_nothing_computed(
    text: str, sentences: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(tmp_path, text)
    assert main(["opinion", file, "--json"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.splitlines() == [*(f"{file}, {sentence}" for sentence in sentences), "Nothing was computed."]


def test_participants_without_a_sector_or_a_weight_are_named(
    two_sectors: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    votes = two_sectors[0]
    sectors = write(tmp_path, "participant,sector\n" + "".join(f"r{n},Rat\n" for n in range(10)), "some.csv")
    assert main(["opinion", votes, "--sectors", sectors]) == 2
    error = capsys.readouterr().err.splitlines()
    assert error[0] == f"{sectors}: participant 'z0' (line 4 of the votes) has no sector; add a row."
    assert len(error) == 11
    weights = write(tmp_path, "participant,weight\nr0,-1\nr1,many\nr1,2\n", "weights.csv")
    assert main(["opinion", votes, "--weights", weights]) == 2
    assert (
        capsys.readouterr().err.splitlines()[0]
        == f"{weights}, line 4: participant 'r1' stands on line 3 already; keep one."
    )
    weights = write(tmp_path, "participant,weight\nr0,-1\nr1,many\n", "weights.csv")
    assert main(["opinion", votes, "--weights", weights]) == 2
    assert capsys.readouterr().err.splitlines()[:2] == [
        f"{weights}, line 2: the weight '-1' must be a positive number with a decimal point.",
        f"{weights}, line 3: the weight 'many' must be a positive number with a decimal point.",
    ]


def test_a_file_in_another_encoding_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "votes.csv"
    file.write_bytes(LONG.encode() + "p,a,1\nMüller,a,1\n".encode("latin-1"))
    assert main(["opinion", str(file)]) == 2
    assert capsys.readouterr().err.splitlines()[0] == f"{file}, line 3: this is not UTF-8; save the file as UTF-8."
