"""The console command."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from stadtgespraech.cli.main import main, own_commands

CONSOLE = Path(sys.executable).parent / "stadtgespraech"


def test_our_commands_have_one_line_each() -> None:
    commands = own_commands()
    assert {
        "demo",
        "demo-logins",
        "compile-messages",
        "work",
        "outbox",
        "load",
        "verify-journal",
        "recount-thread",
    } <= commands.keys()
    assert [name for name, line in commands.items() if not line or "_" in name] == []


def test_without_a_command_ours_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    listed = [line.split()[0] for line in capsys.readouterr().out.splitlines() if line.startswith("  ")]
    assert listed == list(own_commands())


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["fly"], 2, "There is no command 'fly'. `stadtgespraech` lists them."),
        (["verify-journal", "--head", "nowhere.json"], 1, "nowhere.json: not a head written by journal-head"),
        (["work", "--poll", "soon"], 1, "Error: argument --poll: invalid float value: 'soon'"),
        (["outbox", "--send-again", "nothing"], 1, "There is no unclear or failed mail with the key 'nothing'."),
    ],
)
@pytest.mark.django_db
def test_an_error_is_one_sentence(
    arguments: list[str], code: int, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == code
    error = capsys.readouterr().err.strip()
    assert (error.startswith(sentence), "\n" in error) == (True, False), error


@pytest.mark.slow
def test_a_database_without_tables_is_explained(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "STADTGESPRAECH_DATA_DIR": str(tmp_path),
        "STADTGESPRAECH_DATABASE": f"sqlite:///{tmp_path}/empty.sqlite3",
    }
    done = subprocess.run([CONSOLE, "journal-head"], env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.strip()) == (
        1,
        "The database refused: no such table: journal_journalentry. Is it prepared? (stadtgespraech migrate)",
    )


@pytest.mark.slow
def test_a_wrong_setting_is_explained(tmp_path: Path) -> None:
    environment = {**os.environ, "STADTGESPRAECH_DATA_DIR": str(tmp_path), "STADTGESPRAECH_DATABASE": "mysql://x"}
    done = subprocess.run([CONSOLE, "migrate"], env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.strip().split(";")[0]) == (1, "STADTGESPRAECH_DATABASE is 'mysql://x'")
