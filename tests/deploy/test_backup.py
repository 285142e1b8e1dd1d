"""The scripts that back up a site and prove that the backup is whole."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from stadtgespraech.core import journal
from tests.cluster import find_binaries

PROJECT_ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def environment(subprocess_environment: dict[str, str]) -> dict[str, str]:
    """A site with a decision in its journal and an uploaded file."""
    if connection.vendor == "postgresql" and shutil.which("pg_dump") is None:
        subprocess_environment["PATH"] = f"{find_binaries()}{os.pathsep}{os.environ['PATH']}"
    uploads = Path(subprocess_environment["STADTGESPRAECH_DATA_DIR"]) / "uploads"
    uploads.mkdir(parents=True)
    (uploads / "paper.txt").write_text("paper")
    (uploads / "voices").mkdir()
    (uploads / "voices" / "0a1b.jpg").write_bytes(b"a picture that came with a voice")
    with transaction.atomic():
        journal.record("test.happened", subject=None, by=None, at=timezone.now())
    return {**subprocess_environment, "CONSOLE": str(Path(sys.executable).parent / "stadtgespraech")}


def script(name: str, folder: Path, environment: dict[str, str]) -> tuple[int, str]:
    command = [PROJECT_ROOT / "deploy" / name, folder]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def back_up(folder: Path, environment: dict[str, str]) -> Path:
    code, output = script("backup", folder, environment)
    assert code == 0, output
    return folder / "newest"


def renew_sums(backup: Path) -> None:
    files = sorted(path for path in backup.iterdir() if path.name != "SHA256SUMS")
    (backup / "SHA256SUMS").write_text(
        "".join(f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in files)
    )


def databases() -> set[str]:
    if connection.vendor != "postgresql":
        return set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE 'stadtgespraech_drill%%'")
        return {row[0] for row in cursor.fetchall()}


def test_a_backup_is_restored_and_found_whole(environment: dict[str, str], tmp_path: Path) -> None:
    backup = back_up(tmp_path / "backups", environment)
    dump = "database.dump" if connection.vendor == "postgresql" else "database.sqlite3"
    assert sorted(path.name for path in backup.iterdir()) == ["SHA256SUMS", dump, "head.json", "uploads.tar"]
    with tarfile.open(backup / "uploads.tar") as archive:
        picture = archive.extractfile("uploads/voices/0a1b.jpg")
        assert picture is not None and picture.read() == b"a picture that came with a voice"
    code, output = script("restore-drill", backup, environment)
    assert (code, "The backup is whole" in output, "1 entries" in output, databases()) == (0, True, True, set()), output


@pytest.mark.parametrize("file", ["head.json", "uploads.tar", "database"])
def test_a_damaged_backup_is_refused_and_the_file_named(environment: dict[str, str], tmp_path: Path, file: str) -> None:
    backup = back_up(tmp_path / "backups", environment)
    (damaged,) = backup.glob(f"{file}*")
    content = bytearray(damaged.read_bytes())
    content[len(content) // 2] ^= 1
    damaged.write_bytes(content)
    code, output = script("restore-drill", backup, environment)
    assert (code, f"{damaged.name}: FAILED" in output) == (1, True), output


def test_a_backup_whose_journal_lost_its_end_is_refused(environment: dict[str, str], tmp_path: Path) -> None:
    backup = back_up(tmp_path / "backups", environment)
    head: dict[str, Any] = json.loads((backup / "head.json").read_text())
    (backup / "head.json").write_text(json.dumps(head | {"seq": head["seq"] + 1}))
    renew_sums(backup)
    code, output = script("restore-drill", backup, environment)
    assert (code, "the journal ends at 1" in output, databases()) == (1, True, set()), output


def test_a_backup_that_fails_leaves_no_half_one(environment: dict[str, str], tmp_path: Path) -> None:
    broken = environment | {"STADTGESPRAECH_DATABASE": "sqlite:////nowhere/at/all.sqlite3"}
    code, _output = script("backup", tmp_path / "backups", broken)
    assert (code != 0, list((tmp_path / "backups").iterdir())) == (True, [])
