"""Woher kommt das? Was wurde daraus?"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stadtgespraech.apps.people.models import Person
from stadtgespraech.apps.strategy.models import Field, Goal, Project
from stadtgespraech.core import thread
from stadtgespraech.core.languages import Translated
from stadtgespraech.core.thread import CHAIN, registry
from stadtgespraech.core.thread.chains import MOST_NAMED, Station, chain_ids
from stadtgespraech.core.thread.models import Link, Node
from tests.core.thread.weaves import NOW, Reader, Weave, readers, weaves

pytestmark = pytest.mark.slow

relaxed = settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
PUBLIC = ("goal", "public", 1, 0, False)


@pytest.fixture
def people(db: None) -> list[Person]:
    return [Person.objects.create_user(f"p{number}@example.org") for number in (0, 1)]


@relaxed
@given(weave=weaves(), reader=readers, upstream=st.booleans(), data=st.data())
def test_a_chain_is_what_a_walk_over_visible_nodes_reaches(
    people: list[Person], weave: Weave, reader: Reader, upstream: bool, data: st.DataObject
) -> None:
    nodes = weave.store(people)
    start = data.draw(st.integers(0, len(nodes) - 1))
    reached = chain_ids(nodes[start], seen_by=reader.person(people), upstream=upstream)
    expected = weave.walk(start, reader, upstream=upstream)
    assert {node: reached.get(node.pk) for node in nodes} == {
        node: expected.get(place) for place, node in enumerate(nodes)
    }


@pytest.mark.parametrize("upstream", [True, False])
def test_a_ring_ends(people: list[Person], upstream: bool) -> None:
    nodes = Weave([PUBLIC] * 3, {(0, 1), (1, 2), (2, 0)}).store(people)
    distances = [1, 2] if not upstream else [2, 1]
    assert chain_ids(nodes[0], seen_by=None, upstream=upstream) == {
        nodes[1].pk: distances[0],
        nodes[2].pk: distances[1],
    }


def test_a_line_is_walked_sixteen_links_far(people: list[Person]) -> None:
    nodes = Weave([PUBLIC] * 20, {(place, place + 1) for place in range(19)}).store(people)
    assert chain_ids(nodes[0], seen_by=None, upstream=False) == {nodes[place].pk: place for place in range(1, 17)}


def shown(obj: Any, reader: Any) -> list[Station]:
    return [*thread.origins(obj, seen_by=reader), *thread.outcomes(obj, seen_by=reader)]


@pytest.fixture
def _whole_chain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Kinds of apps that are not built yet."""
    for name in [*CHAIN, "unit"]:
        if name not in registry.kinds():
            kind = registry.Kind(name, Goal, name, f"{name}s", describe_nothing, lambda obj: (), ())
            monkeypatch.setitem(registry._kinds, name, kind)


def describe_nothing(obj: Any) -> thread.NodeFacts:
    raise AssertionError(f"{obj} is not from this app.")


@relaxed
@pytest.mark.usefixtures("_whole_chain")
@given(weave=weaves(), reader=readers, data=st.data())
def test_nobody_is_shown_a_node_they_may_not_see(
    people: list[Person], weave: Weave, reader: Reader, data: st.DataObject
) -> None:
    nodes = weave.store(people)
    start = data.draw(st.integers(0, len(nodes) - 1))
    goal = Goal(pk=start)
    Node.objects.filter(pk=nodes[start].pk).update(kind="goal")
    hidden = {f"/{place}/" for place in range(len(nodes)) if not weave.sees(reader, place)}
    stations = shown(goal, reader.person(people))
    addresses = {address for station in stations for address in (station.url, *(url for _title, url in station.others))}
    assert addresses & hidden == set()
    assert bool(stations) == weave.sees(reader, start)
    found = {node.address for node in thread.search("", seen_by=reader.person(people))}
    assert found & hidden == set()


@pytest.fixture
def goal(db: None) -> Goal:
    goal = Goal.objects.create(slug="wohnen", name=Translated(de="Gut wohnen", en="Good homes"))
    thread.put(goal, at=NOW)
    return goal


def field_of(goal: Goal, name: str) -> Field:
    field = Field.objects.create(slug=name.lower(), goal=goal, name=Translated(de=name))
    thread.put(field, at=NOW)
    return field


def voices_for(goal: Goal, count: int) -> None:
    """Nodes of an app that is not built yet, merged into one picture that supports the goal."""
    picture = Node.objects.create(
        kind="picture", object_id=1, title={"de": "Zielbild"}, address="/bilder/1/", changed_at=NOW
    )
    voices = Node.objects.bulk_create(
        Node(
            kind="voice",
            object_id=number,
            title={"de": f"Stimme {number}"},
            note={"de": "auf Papier"},
            address=f"/stimmen/{number}/",
            on=date(2024, 1, 1) if number else None,
            is_example=number == 3,
            changed_at=NOW,
        )
        for number in range(count)
    )
    Link.objects.bulk_create(Link(source=voice, relation="merged_into", target=picture, at=NOW) for voice in voices)
    Link.objects.create(source=picture, relation="supports", target=thread.weaving.node_of(goal), at=NOW)


def test_a_chain_is_told_in_the_order_of_the_chain(goal: Goal) -> None:
    field = field_of(goal, "Bauen")
    project = Project.objects.create(slug="plan", field=field, name=Translated(de="Plan"), state="running")
    thread.put(project, at=NOW)
    told = [(station.kind, station.title, station.position) for station in shown(field, None)]
    assert told == [
        ("goal", "Gut wohnen", "before"),
        ("field", "Bauen", "here"),
        ("field", "Bauen", "here"),
        ("project", "Plan", "after"),
    ]


def test_up_to_four_of_a_kind_stand_alone_more_become_one_station(goal: Goal) -> None:
    for name in ("A", "B", "C", "D"):
        field_of(goal, name)
    assert [(s.title, s.count) for s in thread.outcomes(goal, seen_by=None)[1:]] == [(n, 1) for n in "ABCD"]
    field_of(goal, "E")
    here, many = thread.outcomes(goal, seen_by=None)
    assert (here.title, many.title, many.count, str(many.kind_label), many.note) == (
        "Gut wohnen",
        "A",
        5,
        "Handlungsfelder",
        "",
    )
    assert many.others == tuple((name, f"/handlungsfelder/{name.lower()}/") for name in "BCDE")


@pytest.mark.usefixtures("_whole_chain")
def test_five_hundred_voices_of_a_picture_are_one_station_from_one_statement(goal: Goal) -> None:
    voices_for(goal, 500)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        stations = thread.origins(goal, seen_by=None)
    assert len(queries) == 1
    many = stations[0]
    assert [(station.kind, station.count, station.title) for station in stations] == [
        ("voice", 500, "Stimme 0"),
        ("picture", 1, "Zielbild"),
        ("goal", 1, "Gut wohnen"),
    ]
    assert (len(many.others), many.unnamed, many.others[0], many.is_example, many.on) == (
        MOST_NAMED - 1,
        500 - MOST_NAMED,
        ("Stimme 1", "/stimmen/1/"),
        True,
        None,
    )


def test_what_is_archived_is_passed_but_not_shown(goal: Goal) -> None:
    field = field_of(goal, "Bauen")
    project = Project.objects.create(slug="plan", field=field, name=Translated(de="Plan"))
    thread.put(project, at=NOW)
    field.archived_at = NOW
    field.save()
    thread.put(field, at=NOW)
    assert [station.kind for station in thread.outcomes(goal, seen_by=None)] == ["goal", "project"]
    # Its own page still says where it hangs.
    assert [station.kind for station in thread.origins(field, seen_by=None)] == ["goal", "field"]


def test_an_object_off_the_thread_has_no_stations(db: None) -> None:
    assert shown(Goal.objects.create(slug="neu", name=Translated(de="Neu")), None) == []


def test_stations_speak_the_readers_language(goal: Goal) -> None:
    from django.utils.translation import override

    with override("en"):
        assert thread.origins(goal, seen_by=None)[-1].title == "Good homes"


def put_goals(**texts: tuple[str, str]) -> None:
    for slug, (name, summary) in texts.items():
        thread.put(Goal.objects.create(slug=slug, name=Translated(de=name), summary=Translated(de=summary)), at=NOW)


@pytest.mark.parametrize("words", ["Übermut", "übermut", "UEBERMUT", "uebermut", "Übermut gut", "mut gut"])
def test_search_finds_umlauts_however_they_are_typed(db: None, words: str) -> None:
    put_goals(a=("Übermut tut selten gut", ""), b=("Mut", "Ohne"))
    assert [node.address for node in thread.search(words, seen_by=None)] == ["/ziele/a/"]


def test_search_puts_titles_before_summaries(db: None) -> None:
    put_goals(a=("Verkehr", "Schöner wohnen"), b=("Wohnen", "Häuser"), c=("Gut wohnen", "Wohnen für alle"))
    found = [node.address for node in thread.search("wohnen", seen_by=None)]
    assert found == ["/ziele/b/", "/ziele/c/", "/ziele/a/"]
    assert [node.address for node in thread.search("wohnen verkehr", seen_by=None)] == ["/ziele/a/"]


@pytest.mark.parametrize("words", ["100 %", "a_b", "\\", "'; DROP TABLE thread_node; --", "%", "\x00", "ß" * 300])
def test_search_takes_every_sign_literally(db: None, words: str) -> None:
    put_goals(a=("Nichts davon", ""))
    found = [node.address for node in thread.search(words, seen_by=None)]
    assert found == (["/ziele/a/"] if not words.strip("\x00") else [])
