"""``stadtgespraech score``: reads series, says verdicts and what does not fit, refuses nonsense by line."""

from __future__ import annotations

import csv
import json
import re
import textwrap
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stadtgespraech.cli.main import main

PUBLISHED = Path(__file__).resolve().parents[3] / "shared" / "data" / "indicators" / "canada-progress.csv"
HEAD = "indicator,series,base_value,base_year,current_value,current_year,direction,limit,sign,target,target_year"
HARD = """
1,zero base,0,2015,5,2020,1,,,10,2030
1,zero target,10,2015,5,2020,-1,,,0,2030
1,sign change,-10,2015,5,2020,1,,,10,2030
2,single value,5,2020,5,2020,1,,,10,2030
2,no current value,5,2020,,,1,,,10,2030
2,nothing,,,,,1,,,,
3,constant,5,2015,5,2020,1,,,10,2030
3,no target,5,2015,6,2020,1,,,,
4,ceiling,7.8,2015,13.5,2020,-1,,,10,2030
5,open,5,2015,6,2020,0,,,10,2030
6,reversed,5,2020,6,2015,1,,,10,2030
7,no target year,5,2015,6,2020,1,,,10,
7,missing year,5,,6,2020,1,,,10,2030
"""


@pytest.fixture
def score(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """``score(text, "--method", "path")`` is the JSON that the command prints."""

    def run(text: str, *options: str) -> Any:
        file = tmp_path / "series.csv"
        file.write_text(text, encoding="utf-8")
        assert main(["score", str(file), "--json", *options]) == 0, capsys.readouterr().err
        return json.loads(capsys.readouterr().out)

    return run


def test_the_published_series_are_scored_as_published(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], score: Any
) -> None:
    if not PUBLISHED.exists():
        pytest.skip("the published data are not on this machine")
    with PUBLISHED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    bare = tmp_path / "bare.csv"
    with bare.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, HEAD.split(","), extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    assert main(["score", str(bare), "--method", "growth", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["series"]
    assert found == [
        {
            "indicator": row["indicator"],
            "series": row["series"],
            "progress_value": pytest.approx(float(row["progress_value"]), abs=1e-6) if row["progress_value"] else None,
            "score": pytest.approx(float(row["score"]), abs=1e-3) if row["score"] else None,
            "status": row["status"],
        }
        for row in rows
    ]


def test_hard_series_have_a_defined_result_by_growth(score: Any) -> None:
    found = score(HEAD + HARD)
    assert found["method"] == "growth"
    verdicts = {one["series"]: (one["progress_value"], one["score"], one["status"]) for one in found["series"]}
    nothing = (None, None, "not_available")
    assert verdicts == {
        "zero base": nothing,
        "zero target": nothing,
        "sign change": nothing,
        "single value": nothing,
        "no current value": nothing,
        "nothing": nothing,
        "constant": (0.0, -2.5, "limited_progress"),
        "no target": (pytest.approx(0.037137, abs=1e-6), 5.0, "substantial_progress"),
        "ceiling": (pytest.approx(-6.942744, abs=1e-6), -5.0, "deterioration"),
        "open": nothing,
        "reversed": nothing,
        "no target year": nothing,
        "missing year": nothing,
    }


def test_what_has_no_number_has_a_reason_among_the_findings(score: Any) -> None:
    found = score(HEAD + HARD, "--language", "en")
    reasons = {one["series"]: (one["code"], one["text"]) for one in found["findings"]}
    without = [one["series"] for one in found["series"] if one["progress_value"] is None]
    assert set(without) <= set(reasons)
    assert reasons["zero base"] == ("zero-base", "there is no growth rate from 0")
    assert [reasons[name][0] for name in without] == [
        "zero-base",
        "zero-target",
        "sign-change",
        "one-value",
        "one-value",
        "no-values",
        "direction-open",
        "years-reversed",
        "target-without-year",
        "year-missing",
    ]


def test_hard_series_have_a_defined_result_on_the_path(score: Any) -> None:
    found = score(HEAD + HARD, "--method", "path", "--language", "en")
    verdicts = {one["series"]: (one["progress_value"], one["score"], one["status"]) for one in found["series"]}
    assert verdicts == {
        "zero base": (pytest.approx(1.5), 50.0, "on-track"),
        "zero target": (pytest.approx(1.5), 50.0, "on-track"),
        "sign change": (pytest.approx(2.25), 75.0, "on-track"),
        "single value": (None, None, "one-value"),
        "no current value": (None, None, "one-value"),
        "nothing": (None, None, "no-values"),
        "constant": (0.0, 0.0, "behind"),
        "no target": (None, None, "better"),
        "ceiling": (None, 0.0, "behind"),
        "open": (None, None, "direction-open"),
        "reversed": (None, None, "years-reversed"),
        "no target year": (None, None, "target-without-year"),
        "missing year": (None, None, "year-missing"),
    }
    assert [(one["line"], one["series"], one["code"]) for one in found["findings"]] == [
        (7, "nothing", "no-target"),
        (9, "no target", "no-target"),
        (10, "ceiling", "target-already-met"),
        (11, "open", "direction-open"),
        (12, "reversed", "years-reversed"),
        (13, "no target year", "target-without-year"),
        (14, "missing year", "year-missing"),
    ]
    assert found["findings"][2]["text"] == (
        "The target 10 was already met by the baseline 7.8. Is it a value to hold, or is the direction wrong?"
    )


def test_a_target_to_hold_can_be_said(score: Any) -> None:
    text = f"{HEAD},target_type\n1,floor,58,2015,57,2020,1,,,50,,hold\n1,broken,58,2015,46,2020,1,,,50,,hold\n"
    found = score(text, "--method", "path")
    assert [(one["score"], one["status"]) for one in found["series"]] == [(100.0, "on-track"), (50.0, "behind")]
    assert found["findings"] == []


def test_a_german_spreadsheet_is_understood(score: Any) -> None:
    head = HEAD.replace(",", ";")
    found = score(f"\ufeff{head}\n1;Radwege;10,5;2015;21;2020;up;;;;\n1;Radwege;10,5;2015;21;2020;up;;;;\n")
    assert [one["progress_value"] for one in found["series"]] == [pytest.approx(2**0.2 - 1)] * 2
    assert [(one["line"], one["code"]) for one in found["findings"]] == [
        (2, "duplicate-series"),
        (3, "duplicate-series"),
    ]


def test_people_read_lights_what_would_flip_them_and_findings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "series.csv"
    file.write_text(
        f"{HEAD}\n1,Radwege,100,2020,120,2025,1,,,200,2030\n"
        "1,Lärm,7.8,2015,13.5,2020,-1,,,10,2030\n1,Null,0,2015,5,2020,1,,,,\n",
        encoding="utf-8",
    )
    assert main(["score", str(file), "--method", "path"]) == 0
    assert capsys.readouterr().out == (
        "Anteil am Zielpfad und Punkte (0 bis 100)\n\n"
        "       0,4       20  Radwege: ▼ hinter dem Zielpfad\n"
        "                     ▲ auf dem Zielpfad wäre es, wenn „Radwege“ von 120 auf mindestens 150 stiege.\n"
        "         –        0  Lärm: ▼ hinter dem Zielpfad\n"
        "                     ▲ auf dem Zielpfad wäre es, wenn „Lärm“ von 13,5 auf höchstens 10 fiele.\n"
        "         –        –  Null: ▲ wird besser (kein Ziel festgelegt)\n"
        "\nZu prüfen\n"
        "  Lärm: Das Ziel 10 war mit dem Ausgangswert 7,8 schon erreicht. Ist es ein Wert, der gehalten werden soll, "
        "oder stimmt die Richtung nicht?\n"
    )
    assert main(["score", str(file), "--language", "en"]) == 0
    assert capsys.readouterr().out.splitlines()[-4:-3] == [
        "         –        –  Null: ◌ no verdict (there is no growth rate from 0)"
    ]


def test_the_example_of_the_handbook_prints_what_the_handbook_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    handbook = Path(__file__).resolve().parents[2] / "docs" / "handbuch" / "kennzahlen-bewerten.md"
    blocks = re.findall(r"\n\n((?: {4}.*\n|\n(?= {4}))+)", handbook.read_text(encoding="utf-8"))
    table, wanted = (textwrap.dedent(block) for block in blocks)
    file = tmp_path / "reihen.csv"
    file.write_text(table, encoding="utf-8")
    assert main(["score", str(file), "--method", "path"]) == 0
    assert capsys.readouterr().out.strip() == wanted.strip()


GOOD = "1,a,1,2015,2,2020,1,,,,"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", ": the first line lacks the columns indicator, series, base_value,"),
        ("indicator,series\n1,a\n", ": the first line lacks the columns base_value, base_year,"),
        (f"{HEAD}\n", ": there are no series under the first line."),
        (
            f"{HEAD}\n{GOOD}\n1,b,x,2015,2,2020,1,,,,\n",
            ", line 3: base_value is 'x', not a number. Nothing was scored.",
        ),
        (f"{HEAD}\n1,b,nan,2015,2,2020,1,,,,\n", ", line 2: base_value is 'nan', not a number."),
        (f"{HEAD}\n1,b,1e999,2015,2,2020,1,,,,\n", ", line 2: base_value is '1e999', not a number."),
        (f"{HEAD}\n1,b,1,2015.5,2,2020,1,,,,\n", ", line 2: base_year is 2015.5, not a whole year from 1800 to 2200."),
        (f"{HEAD}\n1,b,1,2015,2,2020,both,,,,\n", ", line 2: direction is 'both', not 1, -1 or 0."),
        (f"{HEAD}\n1,b,1,2015,2,2020,1,0,,,\n", ", line 2: limit is 0, not above zero."),
        (f"{HEAD}\n,,1,2015,2,2020,1,,,,\n", ", line 2: neither indicator nor series is named."),
        (f"{HEAD}\n1,b,1,2015\n", ", line 2: not as many cells as the first line has."),
        (f"{HEAD}\n{GOOD},9\n", ", line 2: not as many cells as the first line has."),
        (f'{HEAD}\n1,"b,1,2015,2,2020,1,,,,\n', ", line 2: not readable as CSV (unexpected end of data)."),
        (
            f"{HEAD}\n" + "1,b,x,2015,2,2020,1,,,,\n" * 9,
            "".join(f"{'; ' if line > 2 else ', '}line {line}: base_value is 'x', not a number" for line in (2, 3, 4))
            + " and 6 more. Nothing was scored.",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(
    text: str, sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "series.csv"
    file.write_text(text, encoding="utf-8")
    assert main(["score", str(file)]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith(f"{file}{sentence}"), printed.err
    assert printed.err.count("\n") == 1


def test_other_files_are_refused_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "series.csv"
    file.write_bytes(HEAD.encode() + b"\n1,L\xe4rm,1,2015,2,2020,1,,,,\n")
    assert [main(["score", str(one)]) for one in (file, tmp_path / "nowhere.csv", tmp_path)] == [1, 1, 1]
    assert capsys.readouterr().err.splitlines() == [
        f"{file}: not a text in UTF-8; save the table as CSV in UTF-8.",
        f"{tmp_path / 'nowhere.csv'}: No such file or directory.",
        f"{tmp_path}: Is a directory.",
    ]


cells = st.sampled_from(["", "0", "-0", "1", "-1", "1e-300", "1e300", "7.25", "-3.5"])
years = st.sampled_from(["2015", "2016", "2024", "1800", "2200"])


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.tuples(
            cells,
            years,
            cells,
            years,
            st.sampled_from(["1", "-1", "0", ""]),
            cells,
            st.sampled_from(["", "2016", "2030"]),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_whatever_stands_in_readable_cells_no_series_is_dropped(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, ...]]
) -> None:
    from stadtgespraech.cli.score import as_json, by_growth, by_path, check
    from stadtgespraech.cli.series_rows import read_series

    file = tmp_path_factory.getbasetemp() / "any.csv"
    lines = [
        f"1,s{number},{base},{base_year},{current},{current_year},{direction},,,{target},{target_year}"
        for number, (base, base_year, current, current_year, direction, target, target_year) in enumerate(rows)
    ]
    file.write_text("\n".join([HEAD, *lines]), encoding="utf-8")
    read = read_series(file)
    for scored in (by_growth(read), by_path(read)):
        printed = as_json(scored, check(read, language="de"), method="any", language="de")
        assert [one["series"] for one in printed["series"]] == [f"s{number}" for number in range(len(rows))]
        assert json.dumps(printed, allow_nan=False)
        assert all(one["status"] for one in printed["series"])
