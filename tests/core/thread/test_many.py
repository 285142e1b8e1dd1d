"""Many links at once, and what stands behind an object."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stadtgespraech.apps.people.models import Person
from stadtgespraech.apps.strategy.models import Field, Goal, Project
from stadtgespraech.core import thread
from stadtgespraech.core.errors import Conflict
from stadtgespraech.core.languages import Translated
from stadtgespraech.core.thread import Behind
from stadtgespraech.core.thread.models import Link, Node
from tests.core.thread.weaves import NOW, Weave, weaves
from tests.counting import statements


@pytest.fixture
def goals(db: None) -> list[Goal]:
    made = [Goal.objects.create(slug=f"g{n}", name=Translated(de=f"Ziel {n}")) for n in range(4)]
    thread.put_many(made, at=NOW)
    return made


@pytest.fixture
def editor(db: None) -> Person:
    return Person.objects.create_user("p@example.org")


def triples() -> set[tuple[str, str, str]]:
    return set(Link.objects.values_list("source__slug", "relation", "target__slug"))


def test_linking_many_says_which_were_new(goals: list[Goal], editor: Person) -> None:
    target, one, two, three = goals
    facts = {"by": editor, "at": NOW, "reason": "Dasselbe."}
    assert thread.connect_many([one, two], "supports", target, **facts) == [one, two]
    assert thread.connect_many([two, three, three], "supports", target, **facts) == [three]
    assert thread.connect_many([], "supports", target, **facts) == []
    assert triples() == {("g1", "supports", "g0"), ("g2", "supports", "g0"), ("g3", "supports", "g0")}
    assert set(Link.objects.values_list("by", "at", "reason", "follows_from")) == {(editor.pk, NOW, "Dasselbe.", None)}
    assert thread.disconnect_many([one, three], "supports", [target, two]) == [one, three]
    assert thread.disconnect_many([one, three], "supports", [target]) == []
    assert triples() == {("g2", "supports", "g0")}


def test_nothing_is_linked_when_one_of_them_can_not_be(goals: list[Goal], editor: Person) -> None:
    stranger = Goal.objects.create(slug="fremd", name=Translated(de="Ohne Knoten"))
    for sources, error in (([goals[1], goals[0]], Conflict), ([goals[1], stranger], Node.DoesNotExist)):
        with pytest.raises(error):
            thread.connect_many(sources, "supports", goals[0], by=editor, at=NOW)
    assert triples() == set()


def test_a_link_that_followed_from_columns_becomes_somebodys_own(goals: list[Goal], editor: Person) -> None:
    field = Field.objects.create(slug="f", goal=goals[0], name=Translated(de="Feld"))
    project = Project.objects.create(slug="p", field=field, name=Translated(de="Projekt"))
    thread.put_many([field, project], at=NOW)
    implied = Link.objects.get(source__kind="goal", target__kind="field")
    assert thread.connect_many([goals[0]], implied.relation, field, by=editor, at=NOW) == []
    implied.refresh_from_db()
    assert (implied.follows_from, implied.by) == (None, editor)
    # What only follows from columns is not taken away.
    below = Link.objects.get(source__kind="field", target__kind="project")
    assert thread.disconnect_many([field], below.relation, [project]) == []


def test_linking_many_asks_a_fixed_number_of_times(goals: list[Goal], editor: Person) -> None:
    def linking(some: list[Goal]) -> int:
        return statements(lambda: thread.connect_many(some, "supports", goals[0], by=editor, at=NOW))

    more = [Goal.objects.create(slug=f"h{n}", name=Translated(de="x")) for n in range(100)]
    thread.put_many(more, at=NOW)
    assert linking(goals[1:]) == linking(more)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(weave=weaves(), data=st.data())
@pytest.mark.slow
def test_what_stands_behind_an_object_is_what_a_walk_finds(editor: Person, weave: Weave, data: st.DataObject) -> None:
    other = Person.objects.get_or_create(email="q@example.org")[0]
    nodes = weave.store([editor, other])
    start = data.draw(st.integers(0, len(nodes) - 1))
    root_is_internal = weave.nodes[start][1] == "internal"

    def passes(place: int) -> bool:
        visibility = weave.nodes[place][1]
        return visibility == "public" or (visibility == "internal" and root_is_internal)

    reached, queue = {start}, [start]
    while queue:
        here = queue.pop()
        for source, target in weave.links:
            if target == here and source not in reached and passes(source):
                reached.add(source)
                queue.append(source)
    for kind in {node[0] for node in weave.nodes}:
        wanted = {place for place in reached - {start} if weave.nodes[place][0] == kind and not weave.nodes[place][4]}
        behind = Behind(kind, of=weave.nodes[start][0], over=["supports"])
        with connection.cursor() as cursor:
            cursor.execute(behind.sql(root="%s", what="node.object_id"), [start, start])
            assert {row[0] for row in cursor.fetchall()} == wanted


def test_other_relations_lead_nowhere(goals: list[Goal], editor: Person) -> None:
    thread.connect_many(goals[1:3], "supports", goals[0], by=editor, at=NOW)
    thread.connect_many(goals[3:], "hinders", goals[0], by=editor, at=NOW)

    def behind(*over: str) -> tuple[set[Any], int]:
        both = Behind("goal", of="goal", over=over)
        counted = Goal.objects.annotate(number=thread.count_behind(both)).get(pk=goals[0].pk)
        return set(Goal.objects.filter(pk__in=thread.ids_behind(goals[0], both))), counted.number

    assert behind("supports") == ({goals[1], goals[2]}, 2)
    assert behind("hinders") == ({goals[3]}, 1)
    # An object never stands behind itself, not even over a ring.
    thread.connect(goals[0], "supports", goals[1], by=editor, at=NOW)
    assert behind("supports") == ({goals[1], goals[2]}, 2)
    with pytest.raises(ValueError, match="no name"):
        Behind("goal", of="goal", over=["'; DROP TABLE thread_node; --"])
