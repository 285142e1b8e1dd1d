"""Limits count in the database, exactly, and say nothing about who was counted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client, RequestFactory

from stadtgespraech.apps.people import limits
from stadtgespraech.apps.people.models import Attempts, Person
from stadtgespraech.core.errors import TooMany
from tests.apps.people.signing_in import enter_password, totp

Make = Callable[..., Person]
NOW = datetime(2026, 5, 14, 10, 0, tzinfo=UTC)
THREE = limits.Limit("test", 3, timedelta(minutes=10))
pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_one_too_many_is_refused_until_the_next_span() -> None:
    assert [limits.take(THREE, "a", now=NOW) for _attempt in range(4)] == [True, True, True, False]
    assert limits.take(THREE, "b", now=NOW) is True
    assert limits.take(THREE, " A", now=NOW) is False  # the same person, written differently
    assert limits.take(THREE, "a", now=NOW + timedelta(minutes=10)) is True
    with pytest.raises(TooMany):
        limits.require(THREE, "a", now=NOW)


def test_a_restart_forgets_nothing() -> None:
    for _attempt in range(3):
        limits.take(THREE, "a", now=NOW)
    cache.clear()
    assert limits.take(THREE, "a", now=NOW) is False


def test_what_succeeded_is_given_back() -> None:
    for _attempt in range(5):
        assert limits.take(THREE, "a", now=NOW)
        limits.give_back(THREE, "a", now=NOW)
    assert limits.take(THREE, "a", now=NOW) is True


def test_who_was_counted_cannot_be_read() -> None:
    limits.take(THREE, "person@example.org", now=NOW)
    row = Attempts.objects.get()
    assert ("person" in row.key, len(row.key)) == (False, 64)


def test_once_means_once_and_is_forgotten_later() -> None:
    ask = [limits.once("code 1", now=NOW + timedelta(minutes=m), within=timedelta(minutes=5)) for m in (0, 1, 4, 6)]
    assert ask == [True, False, False, True]
    assert limits.delete_old(now=NOW + timedelta(hours=1)) == 1


@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_counted_exactly() -> None:
    start, taken = Barrier(8), []

    def attempt() -> None:
        start.wait()
        taken.append(limits.take(THREE, "a", now=NOW))
        connection.close()

    threads = [Thread(target=attempt) for _thread in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == [False] * 5 + [True] * 3


@pytest.mark.parametrize(
    ("remote", "forwarded", "proxies", "expected"),
    [
        ("203.0.113.9", "", 0, "203.0.113.9"),
        ("203.0.113.9", "198.51.100.1", 0, "203.0.113.9"),
        ("10.0.0.1", "198.51.100.1", 1, "198.51.100.1"),
        ("10.0.0.1", "1.2.3.4, 198.51.100.1", 1, "198.51.100.1"),
        ("10.0.0.1", "198.51.100.1", 2, "10.0.0.1"),
        ("2001:db8:1:2:3:4:5:6", "", 0, "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", "", 0, "203.0.113.9"),
        ("", "", 0, "unknown"),
        ("10.0.0.1", "nonsense", 1, "unknown"),
    ],
)
def test_where_a_request_comes_from(settings: object, remote: str, forwarded: str, proxies: int, expected: str) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies  # type: ignore[attr-defined]
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    assert limits.connection_of(RequestFactory().get("/", REMOTE_ADDR=remote, **headers)) == expected


@pytest.mark.usefixtures("one_span")
def test_ten_wrong_passwords_close_an_account_from_everywhere_but_no_other(client: Client, staff: Make) -> None:
    staff()
    staff("council", email="other@example.org")
    statuses = [enter_password(client, "staff@example.org", "falsch").status_code for _attempt in range(11)]
    assert statuses == [422] * 10 + [429]
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    assert "zu viele Versuche" in enter_password(elsewhere, "staff@example.org").content.decode()
    assert enter_password(elsewhere, "other@example.org").status_code == 302


def test_signing_in_rightly_is_never_counted(client: Client, staff: Make) -> None:
    staff()
    for _attempt in range(12):
        assert enter_password(Client(), "staff@example.org").status_code == 302
    enter_password(client, "staff@example.org")
    assert client.post("/anmelden/zweiter-faktor/", {"code": totp()}).status_code == 302
