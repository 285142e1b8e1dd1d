"""Fixtures for all tests.

STADTGESPRAECH_DATABASE chooses the database: nothing means SQLite; a PostgreSQL address means a cluster whose
superuser we are (``./do test`` makes one).
"""

from __future__ import annotations

import os
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, sync_playwright

from stadtgespraech.apps.people.models import Person, RoleAssignment, Unit
from tests.chromium import find_chromium, launch_options
from tests.database import PostgresDatabase, SqliteDatabase, restore_after_tests_that_commit
from tests.running_site import Site, filled_postgres_database, prepared_data, running_site

PROJECT_ROOT = Path(__file__).resolve().parents[1]
MARKED_BY_FOLDER = {"e2e": "browser", "proof": "proof"}
# Fixtures of tests that are to run on both databases.
USES_DATABASE = {"db", "transactional_db", "django_db_setup", "site_database"}
PersonOf = Callable[..., Person | None]
# Set before anything below is read: some modules hash a password once for all their people.
settings.PASSWORD_HASHERS = ["tests.hashing.QuickArgon2"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The folder says what kind of test it is; what touches no database need not run on both."""
    for item in items:
        marker = MARKED_BY_FOLDER.get(item.path.relative_to(PROJECT_ROOT / "tests").parts[0])
        if marker:
            item.add_marker(marker)
        fixtures = set(getattr(item, "fixturenames", ()))
        if not fixtures & USES_DATABASE and item.get_closest_marker("django_db") is None:
            item.add_marker("no_database")
    # The longest test first: at the end one process would wait for the other.
    items.sort(key=lambda item: item.path.name != "test_query_counts.py")


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> Iterator[SqliteDatabase | PostgresDatabase]:
    """One migrated database per test process."""
    with django_db_blocker.unblock():
        name = f"{worker_id}_{os.getpid()}"
        sqlite = connection.vendor == "sqlite"
        database = SqliteDatabase(tmp_path_factory.mktemp("database")) if sqlite else PostgresDatabase(name)
        restore_after_tests_that_commit(database)
    yield database
    with django_db_blocker.unblock():
        database.drop()


@pytest.fixture(scope="session", autouse=True)
def _own_files(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Uploads of tests do not end up in var/, and pages render before the assets are built."""
    from django.core.files.storage import storages

    backends: Any = storages.backends
    backends["default"]["OPTIONS"]["location"] = tmp_path_factory.mktemp("uploads")
    backends["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STATIC_ROOT = tmp_path_factory.mktemp("static")


@pytest.fixture
def subprocess_environment(transactional_db: None, django_db_setup: Any, tmp_path: Path) -> dict[str, str]:
    """Environment for a program of ours that is to use this test's database (for tests that commit)."""
    return {
        **os.environ,
        "STADTGESPRAECH_DATABASE": django_db_setup.address,
        "STADTGESPRAECH_DATA_DIR": str(tmp_path / "data"),
        "STADTGESPRAECH_SECRET_KEY": "only-for-tests",
    }


@pytest.fixture
def person_of(db: None) -> PersonOf:
    """``person_of("unit", unit=...)`` makes a person with these roles; ``person_of("resident")`` one without,
    ``person_of("visitor")`` is None."""

    def make(*roles: str, unit: Unit | None = None, **fields: Any) -> Person | None:
        if roles == ("visitor",):
            return None
        person = Person.objects.create_user(
            email=fields.pop("email", f"{'-'.join(roles)}-{uuid.uuid4().hex[:8]}@example.org"), **fields
        )
        for role in roles:
            if role != "resident":
                RoleAssignment.objects.create(person=person, role=role, unit=unit, started_at=timezone.now())
        return person

    return make


def show_both_factors(client: Client, person: Person) -> None:
    """Make the client's session what it is after password and second factor (see apps/people/middleware.py)."""
    session = client.session
    session["account_authentication_methods"] = [
        {"method": method, "at": time.time()} for method in ("password", "mfa")
    ]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()


@pytest.fixture
def client_of() -> Callable[[Person | None], Client]:
    """``client_of(person)`` is a test client signed in as this person; ``client_of(None)`` a visitor's."""

    def sign_in(person: Person | None) -> Client:
        client = Client()
        if person is not None:
            client.force_login(person, backend="stadtgespraech.apps.people.login.PersonBackend")
            if person.is_staff_member:
                show_both_factors(client, person)
        return client

    return sign_in


@pytest.fixture(scope="session")
def prepared_site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Data of Dortmund with examples, made once per run and shared by its processes."""
    folder = tmp_path_factory.getbasetemp()
    return prepared_data(folder if worker_id == "master" else folder.parent)


@pytest.fixture(scope="session")
def site(prepared_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The real site, one per test process; ``site.url``, ``site.logins["unit"]``."""
    with running_site(prepared_site, tmp_path_factory.mktemp("site")) as running:
        yield running


@pytest.fixture
def site_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Settings for ``running_site``, so that the site runs on the database that the tests run on."""
    cluster = os.environ.get("STADTGESPRAECH_DATABASE", "")
    if not cluster.startswith("postgres"):
        yield {}
        return
    with filled_postgres_database(cluster, tmp_path_factory.mktemp("filled")) as address:
        yield {"STADTGESPRAECH_DATABASE": address}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real Chromium. One per module: while it runs, Django refuses to talk to a database in this process."""
    program = find_chromium()
    if program is None:
        pytest.skip("Chromium is missing")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=launch_options())
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    """A fresh page of somebody who has never been here: German, light, 1280 × 800."""
    context = browser.new_context(base_url=site.url, locale="de-DE", viewport={"width": 1280, "height": 800})
    yield context.new_page()
    context.close()


@pytest.fixture
def one_span() -> None:
    """For tests that use up a limit by the real clock: wait if the next quarter of an hour is about to begin."""
    left = 900 - time.time() % 900
    if left < 45:
        time.sleep(left)
