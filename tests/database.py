"""The database of a test run: migrated once, then copied; put back to its first state after tests that commit."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection, connections
from django.test import TransactionTestCase

from stadtgespraech.core.journal.models import JournalHead
from stadtgespraech.core.journal.verifier import GENESIS
from tests.locks import only_one

PROJECT_ROOT = Path(__file__).resolve().parents[1]
# Filled by Django's own migrations and the same in every test.
KEPT = {"django_migrations", "django_content_type", "auth_permission"}


def schema_digest() -> str:
    """Changes when a migration or a dependency's version does."""
    files = [
        *PROJECT_ROOT.glob("src/**/migrations/*.py"),
        *PROJECT_ROOT.glob("src/**/triggers.py"),
        PROJECT_ROOT / "requirements.lock",
    ]
    return hashlib.sha256(b"".join(file.read_bytes() for file in sorted(files))).hexdigest()[:12]


class SqliteDatabase:
    """A file, copied from a migrated one."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "test.sqlite3"
        # A copy of our own: a run with other migrations clears the shared one away.
        self.template = folder / "template.sqlite3"
        with only_one("sqlite") as shared:
            shutil.copyfile(self._migrated(shared), self.template)
        self.restore()
        self._use(self.file)

    def _migrated(self, shared: Path) -> Path:
        migrated = shared / f"{schema_digest()}.sqlite3"
        if not migrated.exists():
            for old in [*shared.glob("*.sqlite3"), *shared.glob("*.new*")]:
                old.unlink()
            aside = migrated.with_suffix(".new")
            self._use(aside)
            call_command("migrate", verbosity=0)
            connections.close_all()
            aside.rename(migrated)
        return migrated

    def _use(self, file: Path) -> None:
        connections.close_all()
        settings = connection.settings_dict
        settings["NAME"] = str(file)
        # Power cuts are not what tests are about; the real setting is checked in tests/config.
        settings["OPTIONS"]["init_command"] = settings["OPTIONS"]["init_command"].replace(
            "synchronous=FULL", "synchronous=OFF"
        )

    @property
    def address(self) -> str:
        return f"sqlite:///{self.file}"

    def restore(self) -> None:
        """Forget everything that tests wrote."""
        connections.close_all()
        for leftover in self.file.parent.glob(f"{self.file.name}-*"):
            leftover.unlink()
        shutil.copyfile(self.template, self.file)

    def drop(self) -> None:
        connections.close_all()


class PostgresDatabase:
    """A database of a throw-away cluster, made from a migrated one. Needs a superuser."""

    def __init__(self, worker: str) -> None:
        settings = connection.settings_dict
        self.name = f"test_{worker}"
        template = f"template_{schema_digest()}"
        with only_one("postgres"), connection._nodb_cursor() as cursor:
            cursor.execute("SELECT datname FROM pg_database")
            present = {row[0] for row in cursor.fetchall()}
            if template not in present:
                cursor.execute(f"CREATE DATABASE {template}_new")
                self._use(f"{template}_new")
                call_command("migrate", verbosity=0)
                connections.close_all()
                cursor.execute(f"ALTER DATABASE {template}_new RENAME TO {template}")
            cursor.execute(f"DROP DATABASE IF EXISTS {self.name}")
            cursor.execute(f"CREATE DATABASE {self.name} TEMPLATE {template}")
        self._use(self.name)
        self._settings = settings

    def _use(self, name: str) -> None:
        connections.close_all()
        connection.settings_dict["NAME"] = name

    @property
    def address(self) -> str:
        parts = self._settings
        return (
            f"postgres://{parts['USER']}:{parts['PASSWORD']}@localhost:{parts['PORT']}/{self.name}?host={parts['HOST']}"
        )

    def restore(self) -> None:
        """Forget everything that tests wrote. The journal's triggers, which refuse that, do not fire for replicas."""
        names = set(connection.introspection.django_table_names(only_existing=True)) - KEPT
        with connection.cursor() as cursor:
            cursor.execute(
                " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in sorted(names))
            )
            filled = [row[0] for row in cursor.fetchall()]
            cursor.execute("SET session_replication_role = replica")
            if filled:
                cursor.execute(f"TRUNCATE {', '.join(filled)} RESTART IDENTITY CASCADE")
            cursor.execute("SET session_replication_role = origin")
        JournalHead.objects.get_or_create(pk=1, defaults={"seq": 0, "hash": GENESIS})

    def drop(self) -> None:
        connections.close_all()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {self.name} WITH (FORCE)")


def gather_statistics() -> None:
    """What a running site has a minute after a large import. A test's rows are never committed, so autovacuum does not
    see them, and PostgreSQL plans for empty tables: hundreds of rows then take minutes."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def restore_after_tests_that_commit(database: SqliteDatabase | PostgresDatabase) -> None:
    """Replace Django's flush, which the append-only journal refuses."""

    def fixture_teardown(self: TransactionTestCase) -> None:
        database.restore()

    case: Any = TransactionTestCase
    case._fixture_teardown = fixture_teardown
