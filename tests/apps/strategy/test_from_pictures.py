"""A confirmed target picture becomes a goal or supports one, and both can be taken apart again."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from stadtgespraech.apps.people.models import Person, RoleAssignment
from stadtgespraech.apps.pictures.models import Picture
from stadtgespraech.apps.strategy import actions
from stadtgespraech.apps.strategy.actions.from_pictures import (
    AlreadyConnected,
    GoalAlready,
    NotConfirmed,
    NotConnected,
    TakenUpAlready,
)
from stadtgespraech.apps.strategy.actions.goals import StillInUse, new_goal
from stadtgespraech.apps.strategy.models import BECOMES, Goal
from stadtgespraech.apps.strategy.queries import links_to_goals
from stadtgespraech.core import thread
from stadtgespraech.core.languages import Translated
from stadtgespraech.core.thread.models import Link
from stadtgespraech.core.thread.recount import drift
from stadtgespraech.core.thread.weaving import node_of
from stadtgespraech.core.web.boxes import boxes
from tests.apps.strategy.conftest import NOW, Strategy
from tests.apps.strategy.test_actions import journal

VALUES = {"name": Translated(de="Sicher unterwegs", en="Safely on the way"), "summary": Translated(de="Alle.")}


def links() -> list[tuple[str, str, str, str]]:
    rows = Link.objects.filter(source__kind="picture").order_by("pk")
    return [(link.source.slug, link.relation, link.target.slug, link.reason) for link in rows]


def test_a_picture_becomes_a_goal_behind_the_others(picture: Picture, office: Any) -> None:
    goal = actions.make_goal(picture=picture, values=dict(VALUES), reason="So beschlossen.", by=office, now=NOW)
    assert (goal.slug, goal.order, goal.is_example) == ("sicher-unterwegs", 12, False)
    assert links() == [("stadt-der-wege", "becomes", "sicher-unterwegs", "So beschlossen.")]
    assert journal() == [("goal.made_of_picture", "sicher-unterwegs", {"picture": "stadt-der-wege"})]
    assert [station.title for station in thread.origins(goal, seen_by=None)] == [
        "Alle kommen sicher an",
        "Sicher unterwegs",
    ]
    assert node_of(goal).sentence["de"] == "Sie trägt zum Ziel „Sicher unterwegs“ bei."
    assert drift() == []


def test_a_picture_becomes_one_goal_only(picture: Picture, office: Any) -> None:
    actions.make_goal(picture=picture, values=dict(VALUES), reason="x", by=office, now=NOW)
    with pytest.raises(GoalAlready):
        actions.make_goal(picture=picture, values=dict(VALUES), reason="x", by=office, now=NOW)
    assert (Goal.objects.count(), len(journal())) == (3, 1)


def test_what_is_made_of_an_example_is_an_example(picture: Picture, office: Any) -> None:
    Picture.objects.update(is_example=True)
    goal = actions.make_goal(picture=picture, values=dict(VALUES), reason="x", by=office, now=NOW)
    assert (goal.is_example, node_of(goal).is_example) == (True, True)


def test_a_picture_supports_goals_that_are_there(picture: Picture, strategy: Strategy, office: Any) -> None:
    for goal in (strategy.goal, strategy.other_goal):
        actions.support_goal(picture=picture, goal=goal, reason="Passt.", by=office, now=NOW)
    with pytest.raises(AlreadyConnected):
        actions.support_goal(picture=picture, goal=strategy.goal, reason="Passt.", by=office, now=NOW)
    assert [link[1:3] for link in links()] == [("supports", "zieht-an"), ("supports", "lernt")]
    assert [kind for kind, _subject, _facts in journal()] == ["goal.supported"] * 2
    reached = [one.url.split("/")[2] for one in thread.outcomes(picture, seen_by=None)]
    assert reached == ["stadt-der-wege", "zieht-an", "lernt"], "not all that the goals gather"


def test_a_project_takes_a_picture_up_and_only_its_own_part_of_the_goal_follows(
    picture: Picture, strategy: Strategy, office: Any
) -> None:
    project = strategy.plan
    actions.take_up_picture(picture=picture, project=project, reason="Baut die Wege.", by=office, now=NOW)
    with pytest.raises(TakenUpAlready):
        actions.take_up_picture(picture=picture, project=project, reason="x", by=office, now=NOW)
    expected = {
        ("supports", project.field.goal.slug),
        ("supports", project.field.slug),
        ("taken_up_by", project.slug),
    }
    assert {link[1:3] for link in links()} == expected
    reached = {one.kind: one.count for one in thread.outcomes(picture, seen_by=None)}
    assert {kind: reached[kind] for kind in ("goal", "field", "project")} == {"goal": 1, "field": 1, "project": 1}
    assert "Alle kommen sicher an" in [one.title for one in thread.origins(project, seen_by=None)]
    assert journal() == [("project.took_up_picture", project.slug, {"picture": "stadt-der-wege"})]
    actions.put_down_picture(picture=picture, project=project, reason="Verwechselt.", by=office, now=NOW)
    with pytest.raises(NotConnected):
        actions.put_down_picture(picture=picture, project=project, reason="x", by=office, now=NOW)
    assert {link[1:3] for link in links()} == {("supports", project.field.goal.slug)}


def test_taking_them_apart_says_why_and_leaves_both(picture: Picture, strategy: Strategy, office: Any) -> None:
    actions.support_goal(picture=picture, goal=strategy.goal, reason="Passt.", by=office, now=NOW)
    actions.release_picture(picture=picture, goal=strategy.goal, reason="Verwechselt.", by=office, now=NOW)
    with pytest.raises(NotConnected):
        actions.release_picture(picture=picture, goal=strategy.goal, reason="Verwechselt.", by=office, now=NOW)
    assert links() == []
    facts = {"picture": "stadt-der-wege", "relation": "supports", "reason": "Verwechselt."}
    assert journal()[1:] == [("goal.picture_released", "zieht-an", facts)]
    actions.support_goal(picture=picture, goal=strategy.goal, reason="Doch.", by=office, now=NOW)
    assert links() == [("stadt-der-wege", "supports", "zieht-an", "Doch.")]


@pytest.mark.parametrize(
    "change", [{"kind": "starting"}, {"state": "draft"}, {"state": "discussed"}, {"archived_at": NOW}]
)
def test_only_a_confirmed_target_picture_becomes_strategy(
    picture: Picture, strategy: Strategy, office: Any, change: dict[str, Any]
) -> None:
    Picture.objects.update(**change)
    with pytest.raises(NotConfirmed):
        actions.make_goal(picture=picture, values=dict(VALUES), reason="x", by=office, now=NOW)
    with pytest.raises(NotConfirmed):
        actions.support_goal(picture=picture, goal=strategy.goal, reason="x", by=office, now=NOW)
    assert (links(), journal(), Goal.objects.count()) == ([], [], 2)


def test_the_box_on_a_picture_offers_both_ways(picture: Picture, strategy: Strategy, person_of: Any) -> None:
    def box(person: Any) -> list[dict[str, Any]]:
        found = boxes("pictures.picture.office", picture, person)
        return [context for template, context in found if template == "strategy/boxes/picture.html"]

    office = person_of("strategy_office")
    assert [box(person_of(role)) for role in ("resident", "unit", "moderator", "visitor")] == [[], [], [], []]
    [context] = box(office)
    assert (context["is_goal"], list(context["links"])) == (False, [])
    goal = actions.make_goal(picture=picture, values=dict(VALUES), reason="x", by=office, now=NOW)
    [context] = box(office)
    assert (context["is_goal"], [link.target.slug for link in context["links"]]) == (True, [goal.slug])
    Picture.objects.update(state="discussed")
    picture.refresh_from_db()
    assert box(office) == []


def test_the_pages_make_a_goal_support_one_and_release_it(
    picture: Picture, strategy: Strategy, office: Any, client_of: Callable[..., Client]
) -> None:
    client = client_of(office)
    page = client.get("/ziele/aus-bild/stadt-der-wege/").content.decode()
    assert "Alle kommen sicher an" in page and "Zu Fuß, mit dem Rad und im Bus." in page
    sent = {"name_de": "Sicher unterwegs", "summary_de": "Alle.", "description_de": "", "reason": "So beschlossen."}
    response = client.post("/ziele/aus-bild/stadt-der-wege/", sent)
    assert (response.status_code, response.headers["Location"]) == (302, "/ziele/sicher-unterwegs/")
    refused = client.post("/ziele/aus-bild/stadt-der-wege/", sent)
    assert (refused.status_code, "schon ein Ziel geworden" in refused.content.decode()) == (409, True)
    response = client.post("/ziele/aus-bild/stadt-der-wege/zuordnen/", {"goal": strategy.goal.pk, "reason": "Passt."})
    assert response.headers["Location"] == "/ziele/zieht-an/"
    response = client.post("/ziele/zieht-an/bilder/stadt-der-wege/loesen/", {"reason": "Verwechselt."})
    assert response.headers["Location"] == "/bilder/stadt-der-wege/"
    assert [link[1:3] for link in links()] == [("becomes", "sicher-unterwegs")]


def test_a_goal_is_added_changed_and_archived_on_the_site(
    strategy: Strategy, office: Any, client_of: Callable[..., Client]
) -> None:
    client = client_of(office)
    response = client.post("/ziele/neu/", {"name_de": "Neu", "references": [strategy.term.pk]})
    assert response.headers["Location"] == "/ziele/neu-2/"  # "neu" is the page for new goals
    goal = Goal.objects.get(slug="neu-2")
    assert list(goal.references.all()) == [strategy.term]
    assert client.post("/ziele/neu-2/archivieren/", {"sent": "1"}).status_code == 302
    assert "Neu</" not in client.get("/ziele/").content.decode()
    assert (client.get("/ziele/neu-2/").status_code, Client().get("/ziele/neu-2/").status_code) == (200, 404)
    assert client.post("/ziele/neu-2/wiederaufnehmen/", {"sent": "1"}).status_code == 302
    assert [kind for kind, _subject, _facts in journal()] == ["goal.added", "goal.archived", "goal.restored"]


def test_a_goal_that_is_worked_on_is_not_archived(strategy: Strategy, office: Any) -> None:
    with pytest.raises(StillInUse):
        actions.archive_goal(goal=strategy.goal, by=office, now=NOW)
    assert journal() == []


# -- Two people at once ----------------------------------------------------------------------------


def two_at_once(work: Callable[[int], Any]) -> list[BaseException]:
    """Run ``work(0)`` and ``work(1)`` in threads with connections of their own; returns what went wrong."""
    wrong: list[BaseException] = []

    def run(number: int) -> None:
        try:
            work(number)
        except BaseException as error:
            wrong.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return wrong


@pytest.fixture
def committed(transactional_db: None) -> tuple[Picture, Person]:
    confirmed: dict[str, Any] = {"state": "confirmed", "confirmed_at": NOW, "confirmed_version": 1}
    made = Picture.objects.create(slug="bild", kind="target", title=Translated(de="Bild"), **confirmed)
    person = Person.objects.create_user("buero@example.org")
    RoleAssignment.objects.create(person=person, role="strategy_office", started_at=NOW)
    thread.put(made, at=NOW)
    return made, person


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_who_make_a_goal_of_one_picture_make_one(committed: tuple[Picture, Person]) -> None:
    picture, person = committed
    start = threading.Barrier(2)

    def work(number: int) -> None:
        start.wait()
        actions.make_goal(
            picture=picture, values={"name": Translated(de=f"Ziel {number}")}, reason="x", by=person, now=NOW
        )

    [refusal] = two_at_once(work)
    assert isinstance(refusal, GoalAlready)
    assert (Goal.objects.count(), len(links()), len(journal())) == (1, 1, 1)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_there_are_two(committed: tuple[Picture, Person]) -> None:
    """The control: both look before either has written."""
    picture, person = committed
    both_have_looked = threading.Barrier(2)

    def work(number: int) -> None:
        assert not links_to_goals(picture).filter(relation=BECOMES).exists()
        both_have_looked.wait()
        with transaction.atomic():
            goal = new_goal({"name": Translated(de=f"Ziel {number}")}, by=person)
            thread.put(goal, at=NOW)
            thread.connect(picture, BECOMES, goal, by=person, at=NOW)

    assert two_at_once(work) == []
    assert len(links()) == 2
