"""Quotas from shares, table plans, and the composition of a workshop, from file to file."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.draw.conftest import Command


def test_proposed_quotas_can_be_used_at_once(files: Path, draw: Command) -> None:
    (files / "S.csv").write_text('feature,value,share\nsex,w,"51,2 %"\nsex,m,48.8\nage,young,20\nage,old,10\n', "utf-8")
    code, report, _ = draw("quotas", "--shares", files / "S.csv", "--size", 8, "--out", files / "new.csv")
    assert code == 0
    text = (files / "new.csv").read_text(encoding="utf-8")
    assert text == "feature,value,min,max\nsex,w,4,5\nsex,m,3,4\nage,young,5,6\nage,old,2,3\n"
    assert report["quotas"][0] == {"feature": "sex", "value": "w", "min": "4", "max": "5"}
    assert draw("check", "--people", files / "P.csv", "--quotas", files / "new.csv", "--size", 8)[0] == 0


def test_a_table_plan_is_written(files: Path, draw: Command) -> None:
    given = ["--people", files / "P.csv", "--tables", 4, "--rounds", 2, "--unit", "home", "--mix", "sex,age"]
    wishes = ["--pin", "t3=2", "--together", "t4,t9", "--apart", "t5,t8"]
    code, report, _ = draw("tables", *given, *wishes, "--out", files / "plan.csv")
    assert code == 0
    rows = [line.split(",") for line in (files / "plan.csv").read_text(encoding="utf-8").splitlines()]
    assert rows[0] == ["id", "round_1", "round_2"]
    seats = {row[0]: row[1:] for row in rows[1:]}
    assert len(seats) == 24
    assert seats["t3"] == ["2", "2"]
    assert seats["t4"] == seats["t9"]
    assert all(one != other for one, other in zip(seats["t5"], seats["t8"], strict=True))
    assert (report["people"], report["broken"], report["most_meetings"]) == (24, 0, 2)


@pytest.mark.parametrize(
    ("wishes", "what"),
    [
        (["--pin", "t3=9"], "a table from 1 to 4"),
        (["--pin", "t99=1"], "nobody has the id 't99'"),
        (["--apart", "t1"], "name two people"),
        (["--unit", "team"], "there is no column 'team'"),
        (["--together", "t1,t2,t3,t4,t5,t6,t7"], "larger than a table"),
        (["--tables", "0"], "cannot sit at 0 tables"),
    ],
)
def test_bad_wishes_are_refused(wishes: list[str], what: str, files: Path, draw: Command) -> None:
    given = ["--people", files / "P.csv", "--tables", 4, "--rounds", 2, "--out", files / "plan.csv"]
    code, printed, err = draw("tables", *given, *wishes)
    assert (code, printed, err.count("\n")) == (2, None, 1)
    assert what in err
    assert not (files / "plan.csv").exists()


def test_composition_names_who_is_missing(files: Path, draw: Command) -> None:
    (files / "Q.csv").write_text(
        "feature,value,min,max\nsex,w,14,20\nsex,m,0,20\nage,young,0,9\nage,old,0,9\n", "utf-8"
    )
    code, report, _ = draw("composition", "--people", files / "P.csv", "--quotas", files / "Q.csv", "--size", "80-100")
    assert code == 0
    assert report["complete"] is False
    found = [own for own in report["findings"] if own["missing"] or own["surplus"]]
    assert found == [
        {"feature": "people", "value": "all", "present": 24, "missing": 56, "surplus": 0},
        {"feature": "sex", "value": "w", "present": 12, "missing": 2, "surplus": 0},
        {"feature": "age", "value": "young", "present": 16, "missing": 0, "surplus": 7},
    ]
