"""What the strategy office and the units type in, good and bad."""

from __future__ import annotations

import html as markup
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stadtgespraech.apps.strategy.models import Field, Goal, Milestone, Project
from stadtgespraech.core.errors import ChangedMeanwhile
from tests.apps.strategy.conftest import Strategy
from tests.apps.strategy.test_actions import cells, journal

pytestmark = pytest.mark.slow

ClientOf = Callable[[Any], Client]


def opened(client: Client, path: str) -> dict[str, Any]:
    """What a browser would send back, had nobody typed anything."""
    response = client.get(path)
    assert response.status_code == 200, path
    form = response.context["form"]
    data: dict[str, Any] = {}
    for bound in form:
        widget, value = bound.field.widget, bound.value()
        if hasattr(widget, "widgets_names"):
            parts = widget.decompress(value) if not isinstance(value, list) else value
            for name, part in zip(widget.widgets_names, parts, strict=True):
                data[f"{bound.html_name}{name}"] = part or ""
        elif value is None or value is False:
            continue
        elif value is True:
            data[bound.html_name] = "on"
        else:
            data[bound.html_name] = [str(part) for part in value] if isinstance(value, list) else str(value)
    return data


def errors(response: Any) -> list[str]:
    """The sentences of the summary, without the labels of their fields."""
    summary = response.content.decode().partition("error-summary")[2].partition("</ul>")[0]
    texts = [
        markup.unescape(re.sub(r"<[^>]*>", "", item))
        for item in re.findall(r"<li>(.*?)</li>", summary, flags=re.DOTALL)
    ]
    return [text.rpartition(" – ")[2] for text in texts]


PAGES = [
    ("/ziele/zieht-an/bearbeiten/", {"name_de": "Dortmund leuchtet"}, "/ziele/zieht-an/"),
    ("/handlungsfelder/wohnen/bearbeiten/", {"summary_de": "Mehr Wohnungen."}, "/handlungsfelder/wohnen/"),
    ("/handlungsfelder/wohnen/patenschaft/", {"sponsor_unit": ""}, "/handlungsfelder/wohnen/"),
    (
        "/handlungsfelder/wohnen/workshop/",
        {"workshop_days": "25.02.2022, 14.03.2022", "workshop_state": "held"},
        "/handlungsfelder/wohnen/",
    ),
    ("/projekte/wohnungsbau/bearbeiten/", {"is_strategic": ""}, "/projekte/wohnungsbau/"),
    ("/projekte/wohnungsbau/stand/", {"state": "running"}, "/projekte/wohnungsbau/"),
    ("/projekte/wohnungsbau/archivieren/", {}, "/projekte/wohnungsbau/"),
    ("/projekte/wohnungsbau/meilensteine/neu/", {"name_de": "Richtfest", "due": "1.9.2026"}, "/projekte/wohnungsbau/"),
    ("/projekte/wohnungsbau/meilensteine/{step}/", {"due": "2026-09-01"}, "/projekte/wohnungsbau/"),
    ("/projekte/wohnungsbau/meilensteine/{step}/erreicht/", {"reached": "01.02.2026"}, "/projekte/wohnungsbau/"),
    ("/projekte/wohnungsbau/meilensteine/{step}/entfernen/", {}, "/projekte/wohnungsbau/"),
    ("/beteiligung/wohnen/amt-66/", {"role": "B"}, "/beteiligung/?fachbereich=amt-66"),
]


def at(path: str, strategy: Strategy) -> str:
    return path.format(step=strategy.milestone.pk)


@pytest.mark.parametrize(("path", "typed", "target"), PAGES)
def test_a_form_saves_and_leads_back(
    strategy: Strategy, office: Any, client_of: ClientOf, path: str, typed: dict[str, str], target: str
) -> None:
    client = client_of(office)
    path = at(path, strategy)
    response = client.post(path, {**opened(client, path), **typed})
    assert (response.status_code, response.get("Location")) == (302, target), errors(response)
    assert len(journal()) == 1
    assert "Gespeichert" in client.get(target).content.decode() or "archiv" in path or "entfernen" in path


@pytest.mark.parametrize(("path", "typed", "target"), PAGES)
def test_english_forms_lead_back_to_english_pages(
    strategy: Strategy, office: Any, client_of: ClientOf, path: str, typed: dict[str, str], target: str
) -> None:
    client = client_of(office)
    path = f"/en{at(path, strategy)}"
    assert client.post(path, {**opened(client, path), **typed}).get("Location") == f"/en{target}"


@pytest.mark.parametrize("path", [path for path, _typed, _target in PAGES] + ["/projekte/neu/"])
def test_forms_open_only_to_those_who_may(
    strategy: Strategy, person_of: Callable[..., Any], client_of: ClientOf, path: str
) -> None:
    path = at(path, strategy)
    assert Client().get(path).status_code == 302
    assert client_of(person_of("resident")).get(path).status_code == 403
    assert client_of(person_of("resident")).post(path, {"name_de": "x"}).status_code == 403
    assert Client().post(path, {}).status_code == 403
    assert journal() == []


def test_a_unit_reports_on_its_own_project_only(strategy: Strategy, housing_clerk: Any, client_of: ClientOf) -> None:
    client = client_of(housing_clerk)
    assert client.get("/projekte/wohnungsbau/stand/").status_code == 200
    assert client.get("/projekte/radbruecke/stand/").status_code == 403
    assert client.get("/projekte/wohnungsbau/bearbeiten/").status_code == 403
    page = client.get("/projekte/wohnungsbau/").content.decode()
    assert ("Stand melden" in page, "Projekt bearbeiten" in page, "Archivieren" in page) == (True, False, False)


@pytest.mark.parametrize(
    "path",
    [
        "/ziele/gibt-es-nicht/",
        "/ziele/gibt-es-nicht/bearbeiten/",
        "/handlungsfelder/x/workshop/",
        "/projekte/x/",
        "/projekte/wohnungsbau/meilensteine/999999/",
        "/projekte/wohnungsbau/meilensteine/99999999999999999999999/erreicht/",
        "/projekte/radbruecke/meilensteine/{step}/",
        "/beteiligung/wohnen/x/",
        "/beteiligung/x/amt-66/",
        "/beteiligung/wohnen/amt-gbii/",
    ],
)
def test_what_is_not_there_is_not_there(strategy: Strategy, office: Any, client_of: ClientOf, path: str) -> None:
    assert client_of(office).get(at(path, strategy)).status_code == 404


def test_a_project_is_added_to_the_field_one_came_from(strategy: Strategy, office: Any, client_of: ClientOf) -> None:
    client = client_of(office)
    data = opened(client, "/projekte/neu/?feld=schulen")
    assert data["field"] == str(strategy.schools.pk)
    response = client.post("/projekte/neu/", {**data, "name_de": "Lernhaus"})
    assert response.get("Location") == "/projekte/lernhaus/"
    # The back button and an impatient finger.
    assert client.post("/projekte/neu/", {**data, "name_de": "Lernhaus"}).get("Location") == "/projekte/lernhaus/"
    assert Project.objects.filter(slug__startswith="lernhaus").count() == 1


@pytest.mark.parametrize(
    ("path", "typed", "sentences"),
    [
        ("/ziele/zieht-an/bearbeiten/", {"name_de": ""}, ["Bitte füllen Sie dieses Feld auf Deutsch aus."]),
        (
            "/projekte/wohnungsbau/meilensteine/neu/",
            {"name_de": "Fest", "due": "31.02.2026"},
            ["„31.02.2026“ ist kein Datum."],
        ),
        (
            "/projekte/wohnungsbau/meilensteine/neu/",
            {"name_de": "Fest", "due": "01.01.0226"},
            ["Das Jahr 226 kann nicht stimmen. Bitte prüfen Sie das Datum."],
        ),
        (
            "/projekte/wohnungsbau/meilensteine/{step}/erreicht/",
            {"reached": "01.01.2099"},
            ["Ein Meilenstein kann nicht in der Zukunft erreicht worden sein. Bitte prüfen Sie den Tag."],
        ),
        (
            "/handlungsfelder/wohnen/workshop/",
            {"workshop_days": "1.1.2026", "workshop_state": "to-be-determined"},
            ["Solange der Termin nicht feststeht, gibt es keine Tage. Bitte ändern Sie Stand oder Tage."],
        ),
        (
            "/handlungsfelder/wohnen/workshop/",
            {"workshop_days": ", ".join(f"{day}.1.2026" for day in range(1, 25))},
            ["Bitte geben Sie höchstens 20 Tage an."],
        ),
    ],
)
def test_a_mistake_is_named_and_nothing_typed_is_lost(
    strategy: Strategy, office: Any, client_of: ClientOf, path: str, typed: dict[str, str], sentences: list[str]
) -> None:
    client = client_of(office)
    path = at(path, strategy)
    response = client.post(path, {**opened(client, path), **typed})
    assert response.status_code in (400, 422)
    found = errors(response)
    assert [next((text for text in found if text.startswith(wanted)), found) for wanted in sentences] == found
    page = markup.unescape(response.content.decode())
    assert all(value in page for value in typed.values())
    assert journal() == []


def test_two_people_open_the_same_goal_and_the_second_is_warned(
    strategy: Strategy, person_of: Callable[..., Any], client_of: ClientOf
) -> None:
    path = "/ziele/zieht-an/bearbeiten/"
    first, second = client_of(person_of("strategy_office")), client_of(person_of("strategy_office"))
    mine, theirs = opened(first, path), opened(second, path)
    assert second.post(path, {**theirs, "name_de": "Ihre Fassung"}).status_code == 302

    refused = first.post(path, {**mine, "name_de": "Meine Fassung", "source": "S. 1"})
    assert refused.status_code == 409
    assert errors(refused) == [
        str(ChangedMeanwhile.message),
        "Inzwischen steht hier: de: Ihre Fassung; en: Dortmund attracts",
    ]
    assert 'value="Meine Fassung"' in refused.content.decode()
    goal = Goal.objects.get(slug="zieht-an")
    assert (goal.name["de"], goal.source) == ("Ihre Fassung", "")

    seen = re.search(r'name="seen" value="([^"]*)"', refused.content.decode())
    assert seen is not None
    again = first.post(path, {**mine, "name_de": "Meine Fassung", "source": "S. 1", "seen": seen[1]})
    assert again.status_code == 302
    goal.refresh_from_db()
    assert (goal.name["de"], goal.source) == ("Meine Fassung", "S. 1")


@pytest.mark.parametrize(
    ("path", "first", "second", "sentence"),
    [
        (
            "/handlungsfelder/verkehrswende/workshop/",
            {"workshop_days": "1.1.2020"},
            {"workshop_days": ""},
            "Inzwischen steht hier: 1. Januar 2020",
        ),
        ("/beteiligung/schulen/amt-66/", {"role": "F"}, {"role": "B"}, "Inzwischen steht hier: führend"),
        ("/beteiligung/wohnen/amt-64/", {"role": ""}, {"role": "B"}, "Inzwischen steht hier: nicht beteiligt"),
        (
            "/projekte/wohnungsbau/stand/",
            {"state": "done"},
            {"state": "running"},
            "Inzwischen steht hier: abgeschlossen",
        ),
        (
            "/projekte/wohnungsbau/meilensteine/{step}/",
            {"due": "1.5.2026"},
            {"due": "1.6.2026"},
            "Inzwischen steht hier: 1. Mai 2026",
        ),
    ],
)
def test_everything_that_can_be_edited_is_protected(
    strategy: Strategy,
    office: Any,
    client_of: ClientOf,
    path: str,
    first: dict[str, str],
    second: dict[str, str],
    sentence: str,
) -> None:
    client = client_of(office)
    path = at(path, strategy)
    data, stale = opened(client, path), opened(client, path)
    assert client.post(path, {**data, **first}).status_code == 302
    refused = client.post(path, {**stale, **second})
    assert (refused.status_code, errors(refused)[1:]) == (409, [sentence])
    assert len(journal()) == 1


def test_two_leads_are_saved_and_mentioned(strategy: Strategy, office: Any, client_of: ClientOf) -> None:
    client = client_of(office)
    path = "/beteiligung/wohnen/amt-66/"
    page = client.post(path, {**opened(client, path), "role": "F"}, follow=True).content.decode()
    assert "Wohnen hat jetzt mehrere federführende Fachbereiche: Amt für Wohnen, Tiefbauamt." in page
    path = "/beteiligung/wohnen/amt-64/"
    client.post(path, {**opened(client, path), "role": ""})
    path = "/beteiligung/wohnen/amt-66/"
    page = client.post(path, {**opened(client, path), "role": ""}, follow=True).content.decode()
    assert "Wohnen hat jetzt keine Federführung." in page
    assert cells() == {("64", "verkehrswende", "B")}


def test_saving_without_typing_changes_nothing(strategy: Strategy, office: Any, client_of: ClientOf) -> None:
    client = client_of(office)
    Field.objects.filter(slug="wohnen").update(description={"de": "Eins\nzwei", "en": "One\ntwo"})
    strategy.goal.references.add(strategy.term)
    does_something = ("entfernen/", "archivieren/", "neu/", "erreicht/")
    for path in (at(path, strategy) for path, _typed, _target in PAGES if not path.endswith(does_something)):
        data = {
            name: value.replace("\n", "\r\n") if isinstance(value, str) else value
            for name, value in opened(client, path).items()
        }
        assert client.post(path, data).status_code == 302, path
    assert journal() == []


nasty = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [
            "",
            " ",
            "\x00",
            "-1",
            "0",
            "9" * 30,
            "1e9",
            "2026-13-45",
            "31.12.2026",
            "NaN",
            "x" * 25_000,
            "<script>",
            "🂡" * 400,
        ]
    ),
    st.lists(st.sampled_from(["1", "x", "9" * 40, "\x00", ""]), max_size=3),
)
FORMS = [*[path for path, _typed, _target in PAGES], "/projekte/neu/"]
NAMES = [
    "name_de", "name_en", "summary_de", "description_de", "source", "references", "goal", "indicator_note_de",
    "sponsor_unit", "sponsor_vacant", "workshop_state", "workshop_note_de", "workshop_days", "field", "unit", "state",
    "is_strategic", "due", "reached", "role", "seen", "submission_key",
]  # fmt: skip


@pytest.mark.parametrize("path", FORMS)
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(typed=st.dictionaries(st.sampled_from(NAMES), nasty, max_size=8))
def test_whatever_is_typed_is_saved_whole_or_refused_in_words(
    strategy: Strategy, office: Any, client_of: ClientOf, path: str, typed: dict[str, Any]
) -> None:
    client = client_of(office)
    path = at(path, strategy)
    with transaction.atomic():
        before = (len(journal()), state())
        # A browser always sends its token.
        response = client.post(path, {"csrfmiddlewaretoken": "x", **typed})
        if response.status_code == 302:
            # One entry, or nothing to say because nothing changed.
            assert len(journal()) - before[0] == (0 if state() == before[1] else 1)
        else:
            assert response.status_code in (400, 409, 422)
            assert errors(response) != []
            assert (len(journal()), state()) == before
        transaction.set_rollback(True)


def state() -> list[Any]:
    """Everything of the strategy that a form can change."""
    return [
        *(list(model.objects.order_by("pk").values()) for model in (Goal, Field, Project, Milestone)),
        sorted(Goal.references.through.objects.values_list("goal", "reference")),
        sorted(Field.references.through.objects.values_list("field", "reference")),
        sorted(cells()),
        sorted(Field.objects.values_list("slug", "workshops__on").exclude(workshops=None)),
    ]


def test_the_days_of_a_workshop_are_read_as_people_write_them(
    strategy: Strategy, office: Any, client_of: ClientOf
) -> None:
    client = client_of(office)
    path = "/handlungsfelder/schulen/workshop/"
    client.post(path, {**opened(client, path), "workshop_days": "2026-05-02; 1.5.2026,\n01.05.2026 ,"})
    assert list(strategy.schools.workshops.values_list("on", flat=True)) == [date(2026, 5, 1), date(2026, 5, 2)]
    assert opened(client, path)["workshop_days"] == "01.05.2026, 02.05.2026"
