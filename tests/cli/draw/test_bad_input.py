"""Whatever is wrong with the input: exit code 2, one sentence with file and line, nothing written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.draw.conftest import QUOTAS, Command, people_csv

PEOPLE = people_csv()
CASES = {
    "impossible quotas": (QUOTAS.replace("old,3,5", "old,9,9"), PEOPLE, "Q.csv, line 5", "at least 9"),
    "unknown value": (QUOTAS, PEOPLE.replace("t3,m", "t3,x"), "P.csv, line 5", "'x' is no value of 'sex'"),
    "missing value": (QUOTAS, PEOPLE.replace("t3,m", "t3,"), "P.csv, line 5", "the value of 'sex' is missing"),
    "duplicate id": (QUOTAS, PEOPLE.replace("t3,", "t2,"), "P.csv, line 5", "'t2' stands in line 4 already"),
    "missing id": (QUOTAS, PEOPLE.replace("t3,", ","), "P.csv, line 5", "the id is missing"),
    "id that cannot be written": (QUOTAS, PEOPLE.replace("t3,", '"t,3",'), "P.csv, line 5", "holds a comma"),
    "size over pool": (QUOTAS, people_csv(6), "P.csv", "8 seats, but only 6 people"),
    "empty pool": (QUOTAS, "", "P.csv, line 1", "the file is empty"),
    "empty quotas": ("", PEOPLE, "Q.csv, line 1", "the file is empty"),
    "heading only": (QUOTAS, "id,sex,age\n", "P.csv, line 1", "nothing below the heading"),
    "column missing": (QUOTAS, PEOPLE.replace("age", "alter", 1), "P.csv, line 1", "there is no column 'age'"),
    "column twice": (QUOTAS, PEOPLE.replace("home", "sex", 1), "P.csv, line 1", "'sex' appears twice"),
    "too many cells": (QUOTAS, PEOPLE.replace("t3,m", "t3,m,m"), "P.csv, line 5", "5 cells"),
    "quota heading": (QUOTAS.replace("min", "least"), PEOPLE, "Q.csv, line 1", "the heading must be"),
    "no number": (QUOTAS.replace("w,3", "w,drei"), PEOPLE, "Q.csv, line 2", "whole number from 0, not 'drei'"),
    "negative number": (QUOTAS.replace("w,3", "w,-3"), PEOPLE, "Q.csv, line 2", "not '-3'"),
    "digits of another script": (QUOTAS.replace("w,3", "w,٣"), PEOPLE, "Q.csv, line 2", "whole number"),
    "minimum over maximum": (QUOTAS.replace("w,3,5", "w,6,5"), PEOPLE, "Q.csv, line 2", "larger than the maximum"),
    "quota twice": (QUOTAS + "SEX,W,3,5\n", PEOPLE, "Q.csv, line 6", "has a quota already"),
    "quotation mark": (QUOTAS, PEOPLE.replace("t3,m", 't3,"m'), "P.csv, line 5", "a quotation mark is not closed"),
}


@pytest.mark.parametrize("name", CASES)
def test_bad_files_are_refused(name: str, files: Path, draw: Command) -> None:
    quotas, people, where, what = CASES[name]
    (files / "Q.csv").write_text(quotas, encoding="utf-8")
    (files / "P.csv").write_text(people, encoding="utf-8")
    assert_refused(files, draw, where, what)


@pytest.mark.parametrize(
    ("data", "where"),
    [
        (PEOPLE.replace("t3", "tü").encode("cp1252"), "P.csv, line 5: this is not UTF-8"),
        (PEOPLE.encode("utf-16"), "P.csv, line 1: this is not UTF-8"),
        (PEOPLE.replace("t3", "t\0").encode(), "P.csv, line 5: not a text file"),
    ],
)
def test_wrongly_encoded_files_are_refused(data: bytes, where: str, files: Path, draw: Command) -> None:
    (files / "P.csv").write_bytes(data)
    assert_refused(files, draw, where, "UTF-8")


def assert_refused(files: Path, draw: Command, where: str, what: str) -> None:
    before = sorted(files.iterdir())
    options = ["--people", files / "P.csv", "--quotas", files / "Q.csv", "--size", 8, "--out", files / "draw"]
    code, printed, err = draw("panel", *options)
    assert (code, printed) == (2, None)
    assert where in err
    assert what in err
    assert err.count("\n") == 1
    assert sorted(files.iterdir()) == before


@pytest.mark.parametrize(
    ("options", "what"),
    [
        (["--keep-in", "nobody"], "nobody has the id 'nobody'"),
        (["--keep-in", "t1", "--keep-out", "t1"], "kept in and kept out"),
        (["--household", "street"], "there is no column 'street'"),
        (["--id", "number"], "there is no column 'number'"),
        (["--panels", "0"], "--panels must be"),
        (["--method", "prescribed"], "--wanted COLUMN goes with"),
        (["--wanted", "home", "--method", "leximin"], "--wanted COLUMN goes with"),
        (["--wanted", "sex", "--method", "prescribed"], "must be a number"),
        (["--size", "0"], "at least one seat"),
    ],
)
def test_bad_options_are_refused(options: list[str], what: str, files: Path, draw: Command) -> None:
    given = ["--people", files / "P.csv", "--quotas", files / "Q.csv", "--size", 8, "--out", files / "draw"]
    code, printed, err = draw("panel", *given, *options)
    assert (code, printed, err.count("\n")) == (2, None, 1)
    assert what in err
    assert not (files / "draw").exists()


def test_a_missing_file_and_a_used_folder_are_refused(files: Path, draw: Command) -> None:
    given = ["--people", files / "nobody.csv", "--quotas", files / "Q.csv", "--size", 8]
    assert draw("panel", *given, "--out", files / "draw")[0] == 2
    code, _, err = draw("panel", *given, "--out", files)
    assert (code, "something here already" in err) == (2, True)
    code, _, err = draw("panel", *given, "--out", files / "no" / "folder")
    assert (code, "does not exist" in err) == (2, True)


def test_conventions_of_the_field_are_read(files: Path, draw: Command) -> None:
    """Byte order mark, semicolons, trailing empty columns, other headings, other case and spaces."""
    headings = [
        "feature,value,min,max",
        "category,name,min,max",
        "category,feature,min,max",
        "FeatureName,ValueName,MinQuota,MaxQuota",
    ]
    reports = []
    for heading in headings:
        text = QUOTAS.replace("feature,value,min,max", heading).replace("\n", ",,,\r\n").replace("sex,w", " Sex , W ")
        (files / "Q.csv").write_text("\ufeff" + text, encoding="utf-8", newline="")
        (files / "P.csv").write_text(people_csv().replace(",", ";").replace("young", "YOUNG "), encoding="utf-8")
        code, report, _ = draw("check", "--people", files / "P.csv", "--quotas", files / "Q.csv", "--size", 8)
        reports.append((code, report))
    assert reports == [(0, {"feasible": True, "people": 24, "types": 4, "size": 8})] * 4


def test_ids_come_from_the_usual_columns_or_the_row(files: Path, draw: Command) -> None:
    for column, first in (("id", "t0"), ("nationbuilder_id", "t0"), ("other", "1")):
        (files / "P.csv").write_text(people_csv().replace("id,", f"{column},", 1), encoding="utf-8")
        out = files / column
        draw("panel", "--people", files / "P.csv", "--quotas", files / "Q.csv", "--size", 8, "--out", out)
        assert (out / "probabilities.csv").read_text(encoding="utf-8").splitlines()[1].split(",")[0] == first


def test_check_names_the_conflict_and_the_least_change(files: Path, draw: Command) -> None:
    (files / "Q.csv").write_text(QUOTAS.replace("sex,w,3,5", "sex,w,0,2"), encoding="utf-8")
    code, report, _ = draw("check", "--people", files / "P.csv", "--quotas", files / "Q.csv", "--size", 8)
    assert code == 2
    assert report["conflict"] == ["sex = w: at most 2 (line 2)", "sex = m: at most 5 (line 3)", "seats: at least 8"]
    assert report["irreducible"] is True
    assert report["relaxation"] == ["sex = m: maximum 5 to 6"]
