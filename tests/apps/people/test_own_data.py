"""Everybody gets what the database holds about them, and can have it erased."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from stadtgespraech.apps.people import actions, own_data
from stadtgespraech.apps.people.models import Person, PersonSession
from stadtgespraech.core import jobs, journal
from stadtgespraech.core.access import log
from stadtgespraech.core.errors import BadInput, NotAllowed
from stadtgespraech.core.jobs.models import OutgoingMail
from stadtgespraech.core.journal.check import verify_database
from stadtgespraech.core.journal.models import JournalEntry, JournalSalt
from tests.apps.people.signing_in import SECRET, sign_in_by_code, sign_in_fully

Make = Callable[..., Person]
NOW = datetime(2026, 5, 14, 10, tzinfo=UTC)
ADDRESS, NAME = "wilhelmine.beispiel@example.org", "Wilhelmine von Testhausen"
pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def everywhere(*words: str) -> dict[str, list[str]]:
    """Tables and columns in which one of these words stands, over the whole database."""
    found: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            columns = [column.name for column in connection.introspection.get_table_description(cursor, table)]
            quoted = ", ".join(map(connection.ops.quote_name, columns))
            cursor.execute(f"SELECT {quoted} FROM {table}")
            for row in cursor.fetchall():
                for column, value in zip(columns, row, strict=True):
                    if any(word.lower() in str(value).lower() for word in words):
                        found.setdefault(table, []).append(column)
    return found


def sessions_naming(*words: str) -> int:
    """Sessions hold their data packed; this looks into them."""
    texts = [json.dumps(session.get_decoded()).lower() for session in PersonSession.objects.all()]
    return sum(any(word.lower() in text for word in words) for text in texts)


def test_the_export_holds_everything_and_no_secret(client: Client, staff: Make) -> None:
    person = staff("administrator", email=ADDRESS, display_name=NAME)
    sign_in_fully(client, ADDRESS)
    client.get("/personen/")
    jobs.send_mail(key="k", to=ADDRESS, subject="Hallo", body="Guten Tag", now=NOW)
    answer = client.get("/mein-bereich/meine-daten.json")
    assert (answer.status_code, answer["Content-Disposition"], answer["Cache-Control"]) == (
        200,
        'attachment; filename="meine-daten.json"',
        "max-age=0, no-cache, no-store, must-revalidate, private",
    )
    data = json.loads(answer.content)
    assert {name for name in data if not isinstance(data[name], list) or data[name]} == {
        "account",
        "access.accesslogentry.person",
        "account.emailaddress.user",
        "people.roleassignment.person",
        "mails",
        "second_factor",
        "sessions",
    }
    assert data["account"]["email"] == ADDRESS
    assert data["mails"] == [{"at": NOW.isoformat(), "subject": "Hallo", "body": "Guten Tag"}]
    assert [part["role"] for part in data["people.roleassignment.person"]] == ["administrator"]
    text = answer.content.decode()
    secrets = [person.password, SECRET, *(session.session_key for session in PersonSession.objects.all())]
    assert [secret for secret in secrets if secret in text] == []


def test_the_export_holds_nothing_of_others(client: Client, resident: Make) -> None:
    resident("other@example.org", display_name="Jemand anders")
    resident(ADDRESS)
    sign_in_by_code(client, ADDRESS)
    text = client.get("/mein-bereich/meine-daten.json").content.decode()
    assert ("other@example.org" in text, "Jemand anders" in text) == (False, False)


def test_every_table_that_points_to_people_is_exported_or_hidden_on_purpose() -> None:
    pointing = {
        model._meta.label_lower
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.related_model is Person
    }
    exported = {relation.related_model._meta.label_lower for relation in own_data._relations()}
    assert pointing == exported
    assert {name for name, columns in own_data._hidden.items() if columns is None} == {
        "mfa.authenticator",
        "journal.journalsalt",
        "account.emailconfirmation",
    }


def test_two_parts_of_the_same_name_are_refused() -> None:
    with pytest.raises(ValueError, match="mails"):
        own_data.register("mails", lambda person: [])


def test_deleting_an_account_leaves_neither_address_nor_name_anywhere(client: Client, staff: Make) -> None:
    keeper = staff("administrator", email="keeper@example.org")
    person = staff("strategy_office", email=ADDRESS, display_name=NAME)
    sign_in_fully(client, ADDRESS)
    # Traces of every kind: a mail, a change with private data, a look into their data, a second browser on its way in.
    jobs.send_mail(key="k", to=ADDRESS.upper(), subject=f"Guten Tag, {NAME}", body=ADDRESS, now=NOW)
    actions.change_account(person=person, changes={"language": "en"}, by=person, now=NOW)
    actions.give_role(person=person, role="council", unit=None, by=keeper, now=NOW)
    with transaction.atomic():
        journal.record("test.thing", subject=None, by=person, at=NOW, private={"email": ADDRESS})
    log.personal_data_read(by=person, at=NOW, route="people:people", reason="list of people")
    Client().post("/anmelden/passwort/", {"login": ADDRESS, "password": "ein Satz den nur ich kenne"})
    Client().post("/konto/anlegen/", {"email": ADDRESS})
    sign_in_again = Client()
    sign_in_again.force_login(person, backend="stadtgespraech.apps.people.login.PersonBackend")
    assert set(everywhere(ADDRESS, NAME)) == {"account_emailaddress", "jobs_outgoingmail", "people_person"}
    assert sessions_naming(ADDRESS) == 2
    pk = person.pk

    actions.delete_account(person=person, by=person, now=timezone.now())

    assert everywhere(ADDRESS, NAME, "wilhelmine") == {}
    assert (sessions_naming(ADDRESS), PersonSession.objects.filter(person_id=pk).count()) == (0, 0)
    assert sign_in_again.get("/").wsgi_request.user.is_authenticated is False
    assert JournalSalt.objects.filter(owner_id=pk).count() == 0
    # What they did stays, as their office's decision, and still adds up.
    assert list(JournalEntry.objects.order_by("seq").values_list("kind", flat=True)) == [
        "account.changed",
        "role.given",
        "test.thing",
        "account.deleted",
    ]
    assert verify_database().problems == []


def test_nobody_can_show_afterwards_whose_account_an_entry_was_about(staff: Make, resident: Make) -> None:
    keeper = staff("administrator", email="keeper@example.org")
    person = resident(ADDRESS)
    actions.give_role(person=person, role="council", unit=None, by=keeper, now=NOW)
    assert sorted(JournalSalt.objects.values_list("name", "owner_id")) == sorted(
        [("by", keeper.pk), ("subject", person.pk)]
    )
    actions.delete_account(person=person, by=person, now=NOW)
    assert list(JournalSalt.objects.values_list("name", "owner_id")) == [("by", keeper.pk)]


def test_the_page_asks_once_more_and_works_without_script(client: Client, resident: Make) -> None:
    resident(ADDRESS, display_name=NAME)
    sign_in_by_code(client, ADDRESS)
    assert client.get("/mein-bereich/loeschen/").status_code == 200
    unsure = client.post("/mein-bereich/loeschen/", {})
    assert (unsure.status_code, Person.objects.count()) == (422, 1)
    answer = client.post("/mein-bereich/loeschen/", {"sure": "on"}, follow=True)
    assert (answer.status_code, answer.redirect_chain[-1][0]) == (200, "/konto/geloescht/")
    assert (Person.objects.count(), everywhere(ADDRESS, NAME), sessions_naming(ADDRESS, NAME)) == (0, {}, 0)
    assert answer.wsgi_request.user.is_authenticated is False


def test_nobody_deletes_somebody_else(resident: Make, staff: Make) -> None:
    administrator = staff("administrator")
    person = resident(ADDRESS)
    with pytest.raises(NotAllowed):
        actions.delete_account(person=person, by=administrator, now=NOW)
    assert Person.objects.filter(email=ADDRESS).exists()


def test_the_last_administrator_stays(staff: Make) -> None:
    person = staff("administrator")
    with pytest.raises(BadInput):
        actions.delete_account(person=person, by=person, now=NOW)
    assert Person.objects.count() == 1


def test_an_address_that_nobody_confirmed_is_forgotten(client: Client, resident: Make) -> None:
    resident("kept@example.org")
    client.post("/konto/anlegen/", {"email": ADDRESS})
    assert actions.delete_unconfirmed_accounts(now=timezone.now()) == 0
    assert actions.delete_unconfirmed_accounts(now=timezone.now() + timedelta(days=3)) == 1
    assert (everywhere(ADDRESS), list(Person.objects.values_list("email", flat=True))) == ({}, ["kept@example.org"])
    assert OutgoingMail.objects.filter(erased_at=None).count() == 0


def test_changing_name_and_language(client: Client, resident: Make) -> None:
    person: Any = resident(ADDRESS)
    sign_in_by_code(client, ADDRESS)
    answer = client.post("/mein-bereich/bearbeiten/", {"display_name": " Übermut ", "language": "en"})
    assert answer["Location"] == "/en/mein-bereich/"
    person.refresh_from_db()
    assert (person.display_name, person.language, person.search_text) == ("Übermut", "en", f"{ADDRESS}\nuebermut")
    wrong = client.post("/mein-bereich/bearbeiten/", {"display_name": "x" * 81, "language": "xx"})
    assert (wrong.status_code, "x" * 81 in wrong.content.decode()) == (422, True)
