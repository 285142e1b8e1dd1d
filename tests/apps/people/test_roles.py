"""The technical administration gives and ends roles; every look at people is logged."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.utils import timezone

from stadtgespraech.apps.people import actions
from stadtgespraech.apps.people.models import Person, RoleAssignment, Unit
from stadtgespraech.core.access.models import AccessLogEntry
from stadtgespraech.core.errors import BadInput, Conflict, NotAllowed
from stadtgespraech.core.journal.models import JournalEntry
from stadtgespraech.core.journal.writing import facts_of
from tests.apps.people.signing_in import newest_mail, totp

Make = Callable[..., Person]
NOW = datetime(2026, 5, 14, 10, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def unit(db: None) -> Unit:
    return Unit.objects.create(slug="wohnen", number="64", name={"de": "Wohnen"})


@pytest.fixture
def administrator(person_of: Any) -> Person:
    person: Person = person_of("administrator", email="admin@example.org")
    return person


@pytest.fixture
def office(administrator: Person, client_of: Any) -> Client:
    client: Client = client_of(administrator)
    return client


def held(person: Person) -> list[tuple[str, str | None]]:
    rows = RoleAssignment.objects.filter(person=person, ended_at=None).select_related("unit").order_by("role")
    return [(row.role, row.unit.number if row.unit else None) for row in rows]


def newest_entry() -> dict[str, Any]:
    body = facts_of(JournalEntry.objects.order_by("-seq")[0])
    return {"kind": body["kind"], "by": body.get("by"), "subject": body["subject"], "facts": body.get("facts")}


def test_inviting_somebody_new_makes_an_account_and_sends_the_way_in(
    office: Client, unit: Unit, client: Client
) -> None:
    form = {"email": "New@example.org", "role": "unit", "unit": unit.pk}
    answer = office.post("/personen/neu/", form)
    person = Person.objects.get(email="new@example.org")
    assert (answer["Location"], held(person)) == (f"/personen/{person.pk}/", [("unit", "64")])
    assert newest_entry() == {
        "kind": "role.given",
        "by": {"roles": ["administrator"], "units": []},
        "subject": {"type": "people.person"},
        "facts": {"role": "unit", "unit": "64"},
    }
    mail = newest_mail("new@example.org")
    assert "„Fachbereich“" in mail.body
    link = mail.body.split("http://localhost:8000")[1].split()[0]
    password = "der erste Satz für mich"
    client.post(client.get(link)["Location"], {"password1": password, "password2": password})
    first = client.post("/anmelden/passwort/", {"login": "new@example.org", "password": password})
    assert first["Location"] == "/konto/anlegen/code/"  # is the address really theirs?


def test_several_roles_at_once(office: Client, unit: Unit, resident: Make) -> None:
    person = resident("a@example.org")
    for form in ({"role": "council"}, {"role": "jury"}, {"role": "sponsor", "unit": unit.pk}):
        assert office.post(f"/personen/{person.pk}/aufgabe/", form).status_code == 302
    assert held(person) == [("council", None), ("jury", None), ("sponsor", "64")]
    assert Person.objects.get(pk=person.pk).roles == {"council", "jury", "sponsor"}


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"role": "unit"}, "Diese Aufgabe gilt für einen Fachbereich."),
        ({"role": "council", "unit": "UNIT"}, "Diese Aufgabe gilt für die ganze Stadt."),
        ({"role": "jury"}, "Diese Person hat diese Aufgabe schon."),
        ({"role": "auditor"}, "Wer die Auslosung leitet, darf sie nicht prüfen."),
        ({"role": "king"}, "Fehler:"),
        ({"role": ""}, "Bitte wählen Sie eine Aufgabe."),
        ({"role": "unit", "unit": "999999999999999999999"}, "Fehler:"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_sentence(
    office: Client, unit: Unit, person_of: Any, form: dict[str, str], sentence: str
) -> None:
    person = person_of("jury", "draw_officer")
    data = {name: str(unit.pk) if value == "UNIT" else value for name, value in form.items()}
    answer = office.post(f"/personen/{person.pk}/aufgabe/", data)
    assert (answer.status_code in (400, 409, 422), sentence in answer.content.decode()) == (True, True)
    assert (held(person), JournalEntry.objects.count()) == ([("draw_officer", None), ("jury", None)], 0)


def test_ending_a_role_counts_at_once_and_only_once(office: Client, administrator: Person, person_of: Any) -> None:
    person = person_of("council")
    assignment = RoleAssignment.objects.get(person=person)
    path = f"/personen/{person.pk}/aufgaben/{assignment.pk}/beenden/"
    assert office.get(path).status_code == 200
    assert office.post(path)["Location"] == f"/personen/{person.pk}/"
    assert (held(person), newest_entry()["kind"], newest_entry()["facts"]) == (
        [],
        "role.ended",
        {"role": "council", "unit": None},
    )
    assert office.post(path).status_code == 404
    actions.end_role(assignment=assignment, by=administrator, now=NOW)
    assert JournalEntry.objects.count() == 1


def test_a_role_can_be_given_again_after_it_ended(administrator: Person, person_of: Any) -> None:
    person = person_of("council")
    actions.end_role(assignment=RoleAssignment.objects.get(person=person), by=administrator, now=NOW)
    actions.give_role(person=person, role="council", unit=None, by=administrator, now=NOW)
    with pytest.raises(Conflict):
        actions.give_role(person=person, role="council", unit=None, by=administrator, now=NOW)
    assert held(person) == [("council", None)]


def test_blocking_and_unblocking(office: Client, person_of: Any) -> None:
    person = person_of("council")
    assert office.post(f"/personen/{person.pk}/sperren/").status_code == 302
    assert office.post(f"/personen/{person.pk}/sperren/").status_code == 302
    assert "Dieses Konto ist gesperrt." in office.get(f"/personen/{person.pk}/").content.decode()
    assert office.post(f"/personen/{person.pk}/entsperren/").status_code == 302
    assert list(JournalEntry.objects.order_by("seq").values_list("kind", flat=True)) == [
        "person.blocked",
        "person.unblocked",
    ]
    assert Person.objects.get(pk=person.pk).is_active is True


def test_the_last_administrator_can_neither_go_nor_be_blocked(office: Client, administrator: Person) -> None:
    assignment = RoleAssignment.objects.get(person=administrator)
    for path in (f"aufgaben/{assignment.pk}/beenden/", "sperren/"):
        answer = office.post(f"/personen/{administrator.pk}/{path}")
        assert (answer.status_code, "Das ist die letzte Person" in answer.content.decode()) == (400, True)
    assert held(administrator) == [("administrator", None)]
    with pytest.raises(BadInput):
        actions.block_person(person=administrator, by=administrator, now=NOW)


def test_a_blocked_administrator_does_not_count(administrator: Person, person_of: Any) -> None:
    person_of("administrator", is_active=False)
    with pytest.raises(BadInput):
        actions.end_role(assignment=RoleAssignment.objects.get(person=administrator), by=administrator, now=NOW)


def test_every_look_at_people_is_logged(office: Client, administrator: Person, person_of: Any) -> None:
    person = person_of("council")
    office.get("/personen/")
    office.get(f"/personen/{person.pk}/")
    rows = AccessLogEntry.objects.order_by("pk").values_list("kind", "person_id", "route", "reason")
    assert list(rows) == [
        ("personal-data-read", administrator.pk, "people:people", "list of people"),
        ("personal-data-read", administrator.pk, "people:person", f"person {person.pk}"),
    ]


@pytest.mark.parametrize("roles", ["visitor", "resident", "strategy_office", "council"])
def test_nobody_else_gets_in(person_of: Any, client_of: Any, administrator: Person, roles: str) -> None:
    client = client_of(person_of(roles))
    paths = ["/personen/", "/personen/neu/"]
    paths += [f"/personen/{administrator.pk}/{path}" for path in ("", "aufgabe/", "sperren/", "zweiter-faktor/")]
    expected = 302 if roles == "visitor" else 403
    assert [client.get(path).status_code for path in paths] == [expected] * len(paths)
    assert [client.post(path).status_code for path in paths[1:2]] == [403]
    assert "admin@example.org" not in client.get("/").content.decode()


def test_the_actions_refuse_by_themselves(person_of: Any) -> None:
    office, person = person_of("strategy_office"), person_of("council")
    assignment = RoleAssignment.objects.get(person=person)
    attempts: list[Callable[[], object]] = [
        lambda: actions.invite_person(email="x@example.org", role="council", unit=None, by=office, now=NOW),
        lambda: actions.give_role(person=office, role="administrator", unit=None, by=office, now=NOW),
        lambda: actions.end_role(assignment=assignment, by=office, now=NOW),
        lambda: actions.block_person(person=person, by=office, now=NOW),
        lambda: actions.unblock_person(person=person, by=office, now=NOW),
        lambda: actions.reset_second_factor(person=person, by=office, now=NOW),
    ]
    for attempt in attempts:
        with pytest.raises(NotAllowed):
            attempt()
    assert (JournalEntry.objects.count(), Person.objects.count()) == (0, 2)


def test_the_list_is_searched_by_address_name_and_role(office: Client, resident: Make, person_of: Any) -> None:
    resident("uebermut@example.org", display_name="Jutta Übermut")
    person_of("council", email="rat@example.org")

    def found(query: str) -> list[str]:
        return [person.email for person in office.get(f"/personen/?{query}").context["people"]]

    assert found("q=übermut") == found("q=JUTTA UEBERMUT") == ["uebermut@example.org"]
    assert found("aufgabe=council") == ["rat@example.org"]
    assert found("q=niemand") == []
    assert found("aufgabe=king") == ["admin@example.org", "rat@example.org", "uebermut@example.org"]


def test_the_first_administrator_comes_from_the_shell(client: Client, db: None) -> None:
    out = StringIO()
    call_command("create_administrator", "First@example.org", stdout=out)
    person = Person.objects.get()
    assert (person.email, held(person), newest_entry()["by"]) == ("first@example.org", [("administrator", None)], None)
    link = next(line for line in out.getvalue().splitlines() if line.startswith("http"))
    form = client.get(link.removeprefix("http://localhost:8000"))["Location"]
    password = "der allererste Satz"
    client.post(form, {"password1": password, "password2": password})
    assert client.post("/anmelden/passwort/", {"login": "first@example.org", "password": password})["Location"] == (
        "/arbeitsplatz/"
    )
    page = client.get("/mein-bereich/", follow=True)
    assert page.redirect_chain == [("/konto/zweiter-faktor/einrichten/", 302)]
    client.post("/konto/zweiter-faktor/einrichten/", {"code": totp(page.context["form"].secret)})
    assert client.get("/personen/").status_code == 200


def test_asking_the_shell_again_gives_a_new_link_and_no_second_role(db: None) -> None:
    for _time in range(2):
        call_command("create_administrator", "first@example.org", stdout=StringIO())
    assert (Person.objects.count(), RoleAssignment.objects.count(), JournalEntry.objects.count()) == (1, 1, 1)
    with pytest.raises(CommandError, match="is no mail address"):
        call_command("create_administrator", "nonsense", stdout=StringIO())


def test_a_form_sent_twice_gives_one_role(office: Client, resident: Make) -> None:
    person = resident("a@example.org")
    form = {"role": "council", "submission_key": "6f1c6d3e-0000-4000-8000-000000000001"}
    answers = [office.post(f"/personen/{person.pk}/aufgabe/", form) for _time in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert (held(person), JournalEntry.objects.count()) == ([("council", None)], 1)
    assert timezone.now() > RoleAssignment.objects.get(person=person).started_at


def test_the_mail_speaks_the_readers_language(administrator: Person, resident: Make) -> None:
    person = resident("a@example.org", language="en")
    actions.give_role(person=person, role="council", unit=None, by=administrator, now=NOW)
    assert "http://localhost:8000/en/konto/passwort/neu/" in newest_mail("a@example.org").body
