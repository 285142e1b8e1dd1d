"""The command ``similar``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from stadtgespraech.cli.main import main

TABLE = """id,content
1,Der Radweg an der Hohen Straße ist zu schmal.
2,Mehr Bäume in der Innenstadt
3,"An der Hohen Straße ist der Radweg
zu schmal"
4,Mehr Baeume in die Innenstadt!
5,Der Bus kommt zu spät.
"""


def write(folder: Path, text: str) -> str:
    file = folder / "texts.csv"
    file.write_text(text, encoding="utf-8")
    return str(file)


def test_pairs_and_clusters(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["similar", write(tmp_path, TABLE), "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["texts"] == 5
    assert {(pair["first"]["line"], pair["second"]["line"]) for pair in result["pairs"]} == {(2, 4), (3, 6)}
    for pair in result["pairs"]:
        for side in ("first", "second"):
            text = pair[side]["text"]
            assert [text[start:end] for start, end in pair[side]["shared"]]
    assert [[one["line"] for one in cluster] for cluster in result["clusters"]] == [[2, 4], [3, 6]]


def test_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["similar", write(tmp_path, TABLE), "--most", "1"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == (
        "5 texts, 2 pairs with a similarity of at least 0.6, 2 clusters."
        " Similar words are not the same opinion: read both."
    )
    assert lines[3:5] == [
        "  line 2: Der [Radweg] an der [Hohen] [Straße] ist zu [schmal].",
        "  line 4: An der [Hohen] [Straße] ist der [Radweg] zu [schmal]",
    ] or lines[3].startswith("  line 3")


@pytest.mark.parametrize(
    ("text", "options", "sentence"),
    [
        ("id,text\n1,a\n", [], "line 1: the column 'content' is missing; there are 'id', 'text'."),
        ("id,text\n1\n", ["--text", "text"], "line 2: 1 cells instead of the header's 2"),
        ("id,text\n", ["--text", "text"], "line 1: there is not a single text in this file."),
        ('id,content\n1,"a\n', [], "line 2: unexpected end of data; check the quotation marks from here on."),
    ],
)
def test_bad_rows_are_named(
    text: str, options: list[str], sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(tmp_path, text)
    assert main(["similar", file, *options]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith(f"{file}, {sentence}")
