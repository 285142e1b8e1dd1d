"""Nodes and links are written with the object, and the recount finds what does not fit."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stadtgespraech.apps.people.models import Person
from stadtgespraech.apps.strategy.models import Field, Goal, Project
from stadtgespraech.core import thread
from stadtgespraech.core.errors import Conflict
from stadtgespraech.core.languages import Translated
from stadtgespraech.core.thread.models import Link, Node
from stadtgespraech.core.thread.recount import drift, repair
from stadtgespraech.core.thread.weaving import node_of
from tests.core.thread.weaves import NOW
from tests.counting import statements

pytestmark = pytest.mark.slow

LATER = datetime(2026, 5, 6, tzinfo=UTC)
relaxed = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def strategy(goals: int, fields: list[int], projects: list[int]) -> list[Any]:
    """Goals, fields (each with the place of its goal), projects (each with the place of its field)."""
    for model in (Project, Field, Goal, Link, Node):
        model.objects.all().delete()
    made_goals = [Goal.objects.create(slug=f"g{n}", name=Translated(de=f"Ziel {n}")) for n in range(goals)]
    made_fields = [
        Field.objects.create(
            slug=f"f{n}", goal=made_goals[at % goals], name=Translated(de=f"Feld {n}", en=f"Field {n}")
        )
        for n, at in enumerate(fields)
    ]
    made_projects = [
        Project.objects.create(slug=f"p{n}", field=made_fields[at % len(fields)], name=Translated(de=f"Projekt {n}"))
        for n, at in enumerate(projects if fields else [])
    ]
    return [*made_goals, *made_fields, *made_projects]


def contents() -> tuple[list[Any], list[Any]]:
    nodes = list(Node.objects.order_by("kind", "object_id").values())
    links = list(Link.objects.order_by("source", "relation", "target").values())
    return nodes, links


shapes = st.tuples(st.integers(1, 3), st.lists(st.integers(0, 5), max_size=4), st.lists(st.integers(0, 5), max_size=4))


@relaxed
@given(shape=shapes, order=st.randoms(use_true_random=False))
def test_the_order_does_not_matter_and_putting_twice_changes_nothing(
    db: None, shape: tuple[int, list[int], list[int]], order: Any
) -> None:
    objects = strategy(*shape)
    order.shuffle(objects)
    thread.put_many(objects, at=NOW)
    assert drift() == []
    before = contents()
    thread.put_many(objects, at=LATER)
    for obj in objects:
        thread.put(obj, at=LATER)
    assert contents() == before


def spoil_title(node: Node) -> None:
    Node.objects.filter(pk=node.pk).update(title={"de": "Gefälscht"})


def spoil_search(node: Node) -> None:
    Node.objects.filter(pk=node.pk).update(search_text="nichts")


def spoil_visibility(node: Node) -> None:
    Node.objects.filter(pk=node.pk).update(visibility="internal")


def spoil_address(node: Node) -> None:
    Node.objects.filter(pk=node.pk).update(address="/anderswo/")


def spoil_archive(node: Node) -> None:
    Node.objects.filter(pk=node.pk).update(is_archived=True)


def spoil_existence(node: Node) -> None:
    node.delete()


def add_a_stray_node(node: Node) -> None:
    Node.objects.create(kind=node.kind, object_id=10_000_000, title={}, address="/", changed_at=NOW)


def add_an_unknown_kind(node: Node) -> None:
    Node.objects.create(kind="spuk", object_id=node.object_id, title={}, address="/", changed_at=NOW)


def take_its_links(node: Node) -> None:
    # A node without implied links gets a stray one, so that something is wrong in any case.
    if not Link.objects.filter(follows_from=node).delete()[0]:
        add_a_link(node)


def add_a_link(node: Node) -> None:
    other = Node.objects.exclude(pk=node.pk).first() or Node.objects.create(
        kind="goal", object_id=10_000_001, title={}, address="/", changed_at=NOW
    )
    Link.objects.create(source=other, relation="haunts", target=node, at=NOW, follows_from=node)


def change_its_links(node: Node) -> None:
    if not Link.objects.filter(follows_from=node).update(relation="verdreht"):
        add_a_link(node)


def give_its_links_away(node: Node) -> None:
    """The link is there, but held by a node that does not imply it."""
    other = Node.objects.filter(kind="goal").first()
    if other is None or not Link.objects.filter(follows_from=node).update(follows_from=other):
        add_a_link(node)


SPOILERS = [
    spoil_title,
    spoil_search,
    spoil_visibility,
    spoil_address,
    spoil_archive,
    spoil_existence,
    add_a_stray_node,
    add_an_unknown_kind,
    take_its_links,
    add_a_link,
    change_its_links,
    give_its_links_away,
]


@pytest.mark.parametrize("spoil", SPOILERS)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(shape=shapes, place=st.integers(0, 20))
def test_the_recount_finds_every_drift_and_mends_it(
    db: None, spoil: Any, shape: tuple[int, list[int], list[int]], place: int
) -> None:
    objects = strategy(*shape)
    thread.put_many(objects, at=NOW)
    spoil(node_of(objects[place % len(objects)]))
    assert drift() != []
    repair(at=LATER)
    assert drift() == []


def test_several_drifts_at_once_are_named_one_by_one(db: None) -> None:
    goal, field = strategy(1, [0], [])
    thread.put(goal, at=NOW)
    Node.objects.filter(kind="goal").update(title={"de": "x"}, state="next")
    assert drift() == ["goal g0: differs in title, state.", "field f0: has no node."]
    thread.put(field, at=NOW)
    Link.objects.all().delete()
    assert drift() == ["goal g0: differs in title, state.", "field f0: 1 links missing, 0 too many."]


def test_the_recount_asks_as_often_for_many_objects_as_for_few(db: None) -> None:
    def queries_for(fields: int) -> int:
        thread.put_many(strategy(2, list(range(fields)), list(range(fields))), at=NOW)
        return statements(drift)

    assert queries_for(3) == queries_for(60)


def test_the_command_says_what_is_wrong_and_repairs(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    thread.put_many(strategy(1, [0], []), at=NOW)
    call_command("recount_thread")
    assert capsys.readouterr().out == "The thread agrees with the apps.\n"
    Node.objects.filter(kind="goal").update(address="/falsch/")
    with pytest.raises(CommandError, match="1 differences"):
        call_command("recount_thread")
    call_command("recount_thread", repair=True)
    call_command("recount_thread")
    assert capsys.readouterr().out.splitlines()[-1] == "The thread agrees with the apps."


def links() -> list[tuple[str, str, str, bool]]:
    """(source, relation, target, made by somebody) of every link."""
    return [
        (link.source.address, link.relation, link.target.address, link.follows_from_id is None)
        for link in Link.objects.order_by("pk").select_related("source", "target")
    ]


@pytest.fixture
def woven(db: None) -> tuple[Goal, Goal, Field]:
    goal, other, field = strategy(2, [0], [])
    thread.put_many([goal, other, field], at=NOW)
    return goal, other, field


@pytest.fixture
def person(db: None) -> Person:
    return Person.objects.create_user("p@example.org")


def test_a_field_that_moves_takes_its_link_along(woven: tuple[Goal, Goal, Field]) -> None:
    _goal, other, field = woven
    assert links() == [("/ziele/g0/", "divided_into", "/handlungsfelder/f0/", False)]
    field.goal = other
    field.save()
    thread.put(field, at=LATER)
    assert links() == [("/ziele/g1/", "divided_into", "/handlungsfelder/f0/", False)]


def test_a_node_keeps_its_time_until_something_changes(woven: tuple[Goal, Goal, Field]) -> None:
    goal = woven[0]
    assert thread.put(goal, at=LATER).changed_at == NOW
    goal.name = Translated(de="Anders", en="")
    assert thread.put(goal, at=LATER).changed_at == LATER
    goal.refresh_from_db()
    assert thread.put(goal, at=timezone.now()).title == {"de": "Ziel 0"}


def test_connecting_twice_changes_nothing_and_disconnecting_once_is_enough(
    woven: tuple[Goal, Goal, Field], person: Person
) -> None:
    _goal, other, field = woven
    first = thread.connect(other, "supports", field, by=person, at=NOW, reason="Beschluss")
    second = thread.connect(other, "supports", field, by=None, at=LATER, reason="anders")
    assert (first.pk, second.reason, second.at, second.by) == (second.pk, "Beschluss", NOW, person)
    assert thread.disconnect(other, "supports", field) is True
    assert thread.disconnect(other, "supports", field) is False
    assert links() == [("/ziele/g0/", "divided_into", "/handlungsfelder/f0/", False)]


def test_a_link_that_follows_from_columns_cannot_be_taken_away(woven: tuple[Goal, Goal, Field]) -> None:
    goal, _other, field = woven
    assert thread.disconnect(goal, "divided_into", field) is False
    assert drift() == []


def test_a_link_made_by_hand_outlives_the_columns_it_also_followed_from(
    woven: tuple[Goal, Goal, Field], person: Person
) -> None:
    goal, other, field = woven
    thread.connect(goal, "divided_into", field, by=person, at=LATER, reason="Rat")
    field.goal = other
    field.save()
    thread.put(field, at=LATER)
    assert links() == [
        ("/ziele/g0/", "divided_into", "/handlungsfelder/f0/", True),
        ("/ziele/g1/", "divided_into", "/handlungsfelder/f0/", False),
    ]
    assert drift() == []


def test_what_also_follows_from_columns_stays_when_its_author_lets_go(
    woven: tuple[Goal, Goal, Field], person: Person
) -> None:
    goal, _other, field = woven
    thread.connect(goal, "divided_into", field, by=person, at=LATER, reason="Rat")
    assert thread.disconnect(goal, "divided_into", field) is True
    assert links() == [("/ziele/g0/", "divided_into", "/handlungsfelder/f0/", False)]
    assert drift() == []


def test_nothing_is_linked_to_itself(woven: tuple[Goal, Goal, Field], person: Person) -> None:
    with pytest.raises(Conflict):
        thread.connect(woven[0], "supports", woven[0], by=person, at=NOW)


def test_dropping_an_object_takes_its_links_along(woven: tuple[Goal, Goal, Field]) -> None:
    field = woven[2]
    thread.drop(field)
    field.delete()
    assert (links(), drift()) == ([], [])


def test_a_kind_is_registered_once(db: None) -> None:
    with pytest.raises(ValueError, match="registered already"):
        thread.register("goal", Goal, label="", plural="", describe=lambda goal: thread.NodeFacts(goal.name, "/"))


def test_an_object_without_a_place_on_the_thread_is_a_mistake_of_ours(person: Person) -> None:
    with pytest.raises(KeyError):
        thread.put(person, at=NOW)


@pytest.mark.django_db
def test_in_bulk_it_is_the_same_in_a_few_statements() -> None:
    goals = [Goal.objects.create(slug=f"g{n}", name=Translated(de=f"Ziel {n}")) for n in range(60)]
    thread.put(goals[0], at=NOW)
    # SQLite takes some fifty rows in one statement.
    assert statements(lambda: thread.put_bulk(goals, at=LATER)) < 8
    assert (Node.objects.filter(kind="goal").count(), drift()) == (60, [])
    assert Node.objects.get(object_id=goals[0].pk).changed_at == NOW  # nothing about it changed
    for goal in goals[:30]:
        goal.name = Translated(de="Umbenannt")
        goal.save()
    assert statements(lambda: thread.put_bulk(goals, at=LATER)) < 6
    renamed = sum(node.title["de"] == "Umbenannt" for node in Node.objects.filter(kind="goal"))
    assert (renamed, drift()) == (30, [])


@pytest.mark.django_db
def test_in_bulk_no_link_is_forgotten() -> None:
    goal = Goal.objects.create(slug="g", name=Translated(de="Ziel"))
    thread.put(goal, at=NOW)
    field = Field.objects.create(slug="f", goal=goal, name=Translated(de="Feld"))
    with pytest.raises(ValueError, match="put_bulk writes nodes only"):
        thread.put_bulk([field], at=NOW)
    thread.put_bulk([], at=NOW)
