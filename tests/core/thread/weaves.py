"""Random threads, and the slow way to walk them."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from hypothesis import strategies as st

from stadtgespraech.core.thread.chains import DEEPEST
from stadtgespraech.core.thread.models import Link, Node
from stadtgespraech.core.thread.registry import CHAIN

NOW = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
UNITS = (1, 2)


@dataclass(frozen=True)
class Reader:
    """Who looks: enough of a person for ``core.access``. ``number`` 0 or 1 is one of the two people of a weave."""

    roles: frozenset[str] = frozenset()
    unit_ids: frozenset[int] = frozenset()
    number: int | None = None

    def person(self, people: list[Any]) -> Any:
        if self.number is None:
            return None
        return SimpleNamespace(pk=people[self.number].pk, roles=self.roles, unit_ids=self.unit_ids)


@dataclass(frozen=True)
class Weave:
    """Nodes by (kind, visibility, unit, person, archived) and links by position."""

    nodes: list[tuple[str, str, int, int, bool]]
    links: set[tuple[int, int]]

    def store(self, people: list[Any]) -> list[Node]:
        Link.objects.all().delete()
        Node.objects.all().delete()
        nodes = Node.objects.bulk_create(
            Node(
                kind=kind,
                object_id=place,
                title={"de": f"{kind} {place}"},
                address=f"/{place}/",
                visibility=visibility,
                unit_id=unit,
                person=people[person],
                is_archived=archived,
                changed_at=NOW,
            )
            for place, (kind, visibility, unit, person, archived) in enumerate(self.nodes)
        )
        Link.objects.bulk_create(
            Link(source=nodes[start], relation="supports", target=nodes[end], at=NOW, is_last=self.is_last(start, end))
            for start, end in self.links
        )
        return nodes

    def sees(self, reader: Reader, place: int) -> bool:
        """Whether this reader may see a node, said the long way round."""
        _kind, visibility, unit, person, _archived = self.nodes[place]
        office = "strategy_office" in reader.roles
        return {
            "public": True,
            "internal": bool(
                reader.roles & {"strategy_office", "unit", "sponsor", "moderator", "committee_office", "administrator"}
            ),
            "unit": office or unit in reader.unit_ids,
            "offices": office or "committee_office" in reader.roles or unit in reader.unit_ids,
            "council": office or bool(reader.roles & {"committee_office", "council"}) or unit in reader.unit_ids,
            "person": office or person == reader.number,
        }[visibility]

    def walk(self, start: int, reader: Reader, *, upstream: bool) -> dict[int, int]:
        """Breadth first over visible nodes: position → distance. A last link ends the way down, begins the way up."""
        found: dict[int, int] = {start: 0}
        been, queue = {(start, False)}, deque([(start, 0, False)])
        while queue:
            here, distance, ended = queue.popleft()
            if distance == DEEPEST or ended:
                continue
            for source, target in self.links:
                near, far = (target, source) if upstream else (source, target)
                last = self.is_last(source, target)
                if near != here or not self.sees(reader, far) or (upstream and last and distance > 0):
                    continue
                found.setdefault(far, distance + 1)
                if (step := (far, last and not upstream)) not in been:
                    been.add(step)
                    queue.append((far, distance + 1, step[1]))
        del found[start]
        return found

    def is_last(self, start: int, end: int) -> bool:
        """From what people say and see to what gathers."""
        return self.nodes[start][0] in {"voice", "picture"} and self.nodes[end][0] in {"goal", "field"}


@st.composite
def weaves(draw: st.DrawFn) -> Weave:
    nodes = draw(
        st.lists(
            st.tuples(
                st.sampled_from([*CHAIN, "unit"]),
                st.sampled_from(["public", "public", "internal", "unit", "offices", "council", "person"]),
                st.sampled_from(UNITS),
                st.sampled_from([0, 1]),
                st.booleans(),
            ),
            min_size=1,
            max_size=12,
        )
    )
    places = st.integers(0, len(nodes) - 1)
    links = draw(st.sets(st.tuples(places, places).filter(lambda ends: ends[0] != ends[1]), max_size=30))
    return Weave(nodes, links)


readers = st.one_of(
    st.just(Reader()),
    st.builds(
        Reader,
        roles=st.frozensets(
            st.sampled_from(["strategy_office", "committee_office", "unit", "council", "sponsor"]), max_size=2
        ),
        unit_ids=st.frozensets(st.sampled_from(UNITS), max_size=2),
        number=st.sampled_from([0, 1]),
    ),
)
