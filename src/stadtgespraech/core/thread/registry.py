"""Which kinds of objects hang on the thread, and how each describes itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet

from stadtgespraech.core.languages.translated import Translated

# What people say and see, and what gathers much that has little to do with each other.
SPOKEN, GATHERING = frozenset({"voice", "picture"}), frozenset({"goal", "field", "package"})
# The order of the chain. Other kinds (units, stages …) have nodes for search, but no place on it.
CHAIN = ("voice", "picture", "goal", "field", "project", "paper", "resolution", "indicator", "answer")


@dataclass(frozen=True)
class NodeFacts:
    """What the thread keeps of one object.

    Attributes:
        title, summary: per language; both are searched.
        address: German path of the object's page, e.g. ``/ziele/wohnen/``.
        state: ``done``, ``here`` or ``next`` (still to come): how its station is drawn.
        note: one line beside the station ("3 von 9 Meilensteinen erreicht").
        sentence: what its being there means for somebody who spoke, as one plain sentence about "Ihre Stimme"
            ("Daraus wurde das Ziel „Wohnen“."); shown on the voice's page and told to those who follow it.
        visibility: ``public``, ``internal`` (the administration), ``unit`` (``unit_id`` and the strategy
            office), ``offices`` (the same and the committee office), ``council`` (the same and the council) or
            ``person`` (``person_id`` and the strategy office).
    """

    title: Translated
    address: str
    summary: Translated = field(default_factory=Translated)
    note: Translated = field(default_factory=Translated)
    sentence: Translated = field(default_factory=Translated)
    state: str = "done"
    visibility: str = "public"
    unit_id: int | None = None
    person_id: int | None = None
    is_example: bool = False
    on: date | None = None


@dataclass(frozen=True)
class LinkFacts:
    """A link that follows from an object's own columns, upstream → downstream."""

    source: Any
    relation: str
    target: Any


@dataclass(frozen=True)
class Kind:
    """A registered kind of object."""

    name: str
    model: Any
    label: Any
    plural: Any
    describe: Callable[[Any], NodeFacts]
    links: Callable[[Any], Iterable[LinkFacts]]
    reads: tuple[str, ...]

    def objects(self) -> QuerySet[Any]:
        """All of its objects, with everything that ``describe`` and ``links`` read."""
        rows: QuerySet[Any] = self.model._default_manager.order_by("pk").prefetch_related(*self.reads)
        return rows


_kinds: dict[str, Kind] = {}
_by_model: dict[Any, Kind] = {}


def register(
    name: str,
    model: Any,
    *,
    label: Any,
    plural: Any,
    describe: Callable[[Any], NodeFacts],
    links: Callable[[Any], Iterable[LinkFacts]] = lambda obj: (),
    reads: tuple[str, ...] = (),
) -> None:
    """Hang a kind of object on the thread. Called from an app's nodes.py when the app is ready.

    Args:
        links: every link it names has the object itself at one end.
        reads: relations that ``describe`` and ``links`` follow, e.g. ``("field", "milestones")``. The recount
            fetches them for all objects at once; they must use ``.all()`` on what is in here.
    """
    if name in _kinds:
        raise ValueError(f"Kind {name!r} is registered already.")
    kind = Kind(name, model, label, plural, describe, links, reads)
    _kinds[name] = kind
    _by_model[model] = kind


def is_last(source_kind: str, target_kind: str) -> bool:
    """Whether a walk ends with a link between these kinds.

    A picture of housing supports a goal, and to the goal belong fields, projects and indicators of traffic, too. What
    became of the picture is the goal, and what was linked with the picture itself; not all that the goal gathers.
    Going down, such a link is the last one; going up, it can only be the first.
    """
    return source_kind in SPOKEN and target_kind in GATHERING


def kinds() -> dict[str, Kind]:
    return dict(_kinds)


def kind_of(obj: Any) -> Kind:
    """The kind of an object or model.

    Raises:
        KeyError: its model has no place on the thread.
    """
    return _by_model[obj if isinstance(obj, type) else type(obj)]
