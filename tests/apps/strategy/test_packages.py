"""Measure packages: projects of a goal, soon or later."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from stadtgespraech.apps.strategy import actions
from stadtgespraech.apps.strategy.actions.packages import ForeignProject
from stadtgespraech.apps.strategy.models import MeasurePackage, Project
from stadtgespraech.core import thread
from stadtgespraech.core.languages import Translated
from stadtgespraech.core.thread.models import Link
from stadtgespraech.core.thread.recount import drift
from stadtgespraech.core.thread.weaving import node_of
from tests.apps.strategy.conftest import NOW, Strategy
from tests.apps.strategy.test_actions import journal


def values(strategy: Strategy, **more: Any) -> dict[str, Any]:
    return {
        "goal": strategy.goal,
        "name": Translated(de="Sofort wohnen", en="Homes now"),
        "horizon": "short",
        "projects": [strategy.plan],
        **more,
    }


@pytest.fixture
def package(strategy: Strategy, office: Any) -> MeasurePackage:
    return actions.add_package(values=values(strategy), by=office, now=NOW)


def links() -> set[tuple[str, str, str]]:
    rows = Link.objects.filter(source__kind__in=["goal", "package"], target__kind__in=["package", "project"])
    return {(link.source.slug, link.relation, link.target.slug) for link in rows}


def test_a_package_hangs_between_goal_and_projects(package: MeasurePackage, strategy: Strategy) -> None:
    assert journal() == [
        ("package.added", "sofort-wohnen", {"goal": "zieht-an", "horizon": "short", "projects": ["wohnungsbau"]})
    ]
    assert links() == {
        ("zieht-an", "planned_in", "sofort-wohnen"),
        ("sofort-wohnen", "implemented_by", "wohnungsbau"),
    }
    node = node_of(package)
    assert (node.note["de"], node.sentence["de"]) == (
        "kurzfristig",
        "Dazu gehört das Maßnahmenpaket „Sofort wohnen“ (kurzfristig).",
    )
    assert [station.title for station in thread.origins(package, seen_by=None)] == [
        "Dortmund zieht an",
        "Sofort wohnen",
    ]
    assert [station.title for station in thread.outcomes(package, seen_by=None)] == ["Sofort wohnen", "Wohnungsbau"]
    assert drift() == []


def test_a_change_moves_the_thread(package: MeasurePackage, strategy: Strategy, office: Any) -> None:
    changes = {"horizon": "long", "projects": [strategy.bridge], "name": package.name}
    for _ in range(2):
        actions.change_package(package=package, changes=changes, by=office, now=NOW)
    assert links() == {
        ("zieht-an", "planned_in", "sofort-wohnen"),
        ("sofort-wohnen", "implemented_by", "radbruecke"),
    }
    assert journal()[1:] == [
        ("package.changed", "sofort-wohnen", {"fields": ["horizon", "projects"], "horizon": "long"})
    ]
    assert drift() == []


def test_projects_of_another_goal_stay_out_unless_they_moved_there(
    package: MeasurePackage, strategy: Strategy, office: Any
) -> None:
    foreign = Project.objects.create(slug="mensa", field=strategy.schools, name=Translated(de="Mensa"))
    with pytest.raises(ForeignProject):
        actions.add_package(values=values(strategy, projects=[foreign]), by=office, now=NOW)
    with pytest.raises(ForeignProject):
        actions.change_package(package=package, changes={"projects": [foreign]}, by=office, now=NOW)
    Project.objects.filter(pk=strategy.plan.pk).update(field=strategy.schools)
    moved = Project.objects.get(pk=strategy.plan.pk)
    actions.change_package(package=package, changes={"projects": [moved], "horizon": "long"}, by=office, now=NOW)
    assert list(package.projects.all()) == [moved]


def test_an_archived_package_leaves_the_goals_page_and_keeps_its_own(
    package: MeasurePackage, office: Any, client_of: Callable[..., Client]
) -> None:
    assert "Sofort wohnen" in Client().get("/ziele/zieht-an/").content.decode()
    actions.archive_package(package=package, by=office, now=NOW)
    assert "Sofort wohnen" not in Client().get("/ziele/zieht-an/").content.decode()
    assert Client().get("/massnahmenpakete/sofort-wohnen/").status_code == 404
    assert client_of(office).get("/massnahmenpakete/sofort-wohnen/").status_code == 200
    actions.restore_package(package=package, by=office, now=NOW)
    assert Client().get("/massnahmenpakete/sofort-wohnen/").status_code == 200


def test_the_pages_make_and_change_a_package(strategy: Strategy, office: Any, client_of: Callable[..., Client]) -> None:
    client = client_of(office)
    form = client.get("/ziele/zieht-an/massnahmenpakete/neu/").content.decode()
    assert "Wohnungsbau" in form and "Radbrücke" in form
    sent = {"name_de": "Bald", "horizon": "middle", "projects": [strategy.plan.pk, strategy.bridge.pk]}
    assert client.post("/ziele/zieht-an/massnahmenpakete/neu/", sent).headers["Location"] == "/massnahmenpakete/bald/"
    assert client.post("/massnahmenpakete/bald/bearbeiten/", {**sent, "horizon": "long"}).status_code == 302
    page = " ".join(Client().get("/ziele/zieht-an/").content.decode().split())
    assert "<h3>Langfristig</h3>" in page and "Bald" in page and "2 Projekte" in page
    assert "Bald" in Client().get("/projekte/wohnungsbau/").content.decode()
    missing = client.post("/ziele/zieht-an/massnahmenpakete/neu/", {"name_de": ""})
    assert missing.status_code == 422


def test_the_api_gives_packages_away(package: MeasurePackage) -> None:
    found = Client().get("/api/v1/measure-packages?horizon=short").json()
    assert [(row["slug"], row["goal"], row["projects"]) for row in found["items"]] == [
        ("sofort-wohnen", "zieht-an", ["wohnungsbau"])
    ]
    assert Client().get("/api/v1/measure-packages?horizon=long").json()["total"] == 0
    assert Client().get("/api/v1/measure-packages/sofort-wohnen").json()["horizon"] == "short"


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("planned", "Das Projekt „Wohnungsbau“ soll es umsetzen."),
        ("running", "Das Projekt „Wohnungsbau“ setzt es um."),
        ("done", "Das Projekt „Wohnungsbau“ dazu ist abgeschlossen."),
        ("stopped", "Das Projekt „Wohnungsbau“ dazu wurde eingestellt."),
        ("", "Das Projekt „Wohnungsbau“ gehört dazu."),
    ],
)
def test_a_project_says_what_it_is_in_every_state(strategy: Strategy, office: Any, state: str, sentence: str) -> None:
    Project.objects.update(state="planned" if state != "planned" else "")
    actions.report_project(project=strategy.plan, state=state, by=office, now=NOW)
    assert node_of(strategy.plan).sentence["de"] == sentence


def test_a_field_says_that_the_city_works_on_it(strategy: Strategy) -> None:
    assert node_of(strategy.housing).sentence["de"] == "Die Stadt arbeitet daran im Handlungsfeld „Wohnen“."
