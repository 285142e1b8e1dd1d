"""A small pool in files, and the command."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stadtgespraech.cli.draw import main

QUOTAS = "feature,value,min,max\nsex,w,3,5\nsex,m,3,5\nage,young,3,5\nage,old,3,5\n"
SOURCE = "dice=73914402557381902645"
Command = Callable[..., tuple[int, Any, str]]


def people_csv(count: int = 24) -> str:
    rows = [f"t{number},{'wm'[number % 2]},{'young' if number % 3 else 'old'},{number // 2}" for number in range(count)]
    return "id,sex,age,home\n" + "\n".join(rows) + "\n"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "Q.csv").write_text(QUOTAS, encoding="utf-8")
    (tmp_path / "P.csv").write_text(people_csv(), encoding="utf-8")
    return tmp_path


@pytest.fixture
def draw(capsys: pytest.CaptureFixture[str]) -> Command:
    """``draw("check", …)`` → exit code, JSON (None if nothing was printed), standard error."""

    def run(*arguments: object) -> tuple[int, Any, str]:
        code = main([*map(str, arguments), "--json"])
        out, err = capsys.readouterr()
        return code, json.loads(out) if out else None, err

    return run


@pytest.fixture
def panel(files: Path, draw: Command) -> Callable[..., Path]:
    """``panel("--panels", 100)`` commits to a draw and returns its folder."""

    def make(*options: object, name: str = "draw") -> Path:
        folder = files / name
        given = ["--people", files / "P.csv", "--quotas", files / "Q.csv", "--size", 8, "--out", folder]
        code, _, err = draw("panel", *given, *options)
        assert (code, err) == (0, "")
        return folder

    return make
