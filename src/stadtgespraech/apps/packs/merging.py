"""What loading a record means for an object: the pack is initial content, and edits on the site win.

Three values meet in every field: what the pack said last time, what the site says, and what the pack says now.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from stadtgespraech.apps.packs.columns import Shelf
from stadtgespraech.apps.packs.kinds import KINDS, Kind
from stadtgespraech.apps.packs.models import PackedValue
from stadtgespraech.apps.packs.records import Record

# A field of every archivable object: the pack says "not archived" while it holds the object.
ARCHIVED = "archived"
# Before stage numbers change, the changing ones are moved out of each other's way.
OUT_OF_THE_WAY = 10_000


@dataclass(frozen=True)
class Difference:
    """A field whose value on the site is not the pack's."""

    kind: str
    key: str
    field: str
    site: Any
    pack: Any

    @property
    def path(self) -> str:
        return f"{self.kind}/{self.key}.{self.field}"


@dataclass
class Outcome:
    """What a load did."""

    created: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    archived: Counter[str] = field(default_factory=Counter)
    restored: Counter[str] = field(default_factory=Counter)
    conflicts: list[Difference] = field(default_factory=list)
    taken: list[tuple[Any, Difference]] = field(default_factory=list)
    touched: list[Any] = field(default_factory=list)
    learned: bool = False

    @property
    def changed_anything(self) -> bool:
        return self.learned or any((self.created, self.changed, self.archived, self.restored))


class Merge:
    """Brings the records of one pack into the site's tables.

    Args:
        take: paths of fields whose site value gives way to the pack's.
    """

    def __init__(self, *, take: set[str], now: datetime) -> None:
        self.take = take
        self.now = now
        self.outcome = Outcome()
        self.shelf: Shelf = {}
        self.remembered: dict[tuple[str, str], dict[str, PackedValue]] = {}
        for value in PackedValue.objects.all():
            self.remembered.setdefault((value.kind, value.key), {})[value.field] = value
        self.new_values: list[PackedValue] = []
        self.changed_values: list[PackedValue] = []
        self.stale_values: list[int] = []

    def run(self, records: list[Record]) -> Outcome:
        """Merge all records, kind by kind, and archive what the pack no longer holds."""
        for kind in KINDS.values():
            mine = [record for record in records if record.kind == kind.name]
            objects = {kind.key_of(obj): obj for obj in kind.rows()}
            self.shelf[kind.name] = objects
            if kind.name == "stage":
                self._clear_numbers(mine, objects)
            for record in mine:
                self._merge(kind, record, objects)
            if kind.archivable:
                self._archive_missing(kind, {record.key for record in mine}, objects)
        self._remember()
        return self.outcome

    def _merge(self, kind: Kind, record: Record, objects: dict[str, Any]) -> None:
        wanted = {**record.values, **({ARCHIVED: False} if kind.archivable else {})}
        obj = objects.get(record.key)
        known = self.remembered.get((kind.name, record.key), {})
        if obj is None:
            obj = objects[record.key] = kind.model(**kind.born_as(record.key, record.values))
            self.put(kind, obj, record.values)
            self.outcome.created[kind.name] += 1
        else:
            before = {name: read(kind, obj, name) for name in wanted}
            changes = {
                name: value
                for name, value in wanted.items()
                if self._pack_wins(kind, record.key, name, before, value, known, obj)
            }
            if changes:
                self._count(kind, record.key, changes, before)
                self.put(kind, obj, changes)
        for name, value in wanted.items():
            self._learn(kind.name, record.key, name, value, known.get(name))
        self.stale_values += [row.pk for name, row in known.items() if name not in wanted]

    def _pack_wins(
        self,
        kind: Kind,
        key: str,
        name: str,
        before: dict[str, Any],
        wanted: Any,
        known: dict[str, PackedValue],
        obj: Any,
    ) -> bool:
        site = before[name]
        if site == wanted:
            return False
        if name in known and site == known[name].value:
            return True  # nobody touched it since the last load
        difference = Difference(kind.name, key, name, site, wanted)
        if difference.path in self.take:
            self.outcome.taken.append((obj, difference))
            return True
        self.outcome.conflicts.append(difference)
        return False

    def _count(self, kind: Kind, key: str, changes: dict[str, Any], before: dict[str, Any]) -> None:
        news = {name for name in changes if f"{kind.name}/{key}.{name}" not in self.take}
        if ARCHIVED in news and before[ARCHIVED]:
            self.outcome.restored[kind.name] += 1
        elif news:
            self.outcome.changed[kind.name] += 1

    def put(self, kind: Kind, obj: Any, values: dict[str, Any]) -> None:
        """Write values to an object, its own columns first, then the rows that hang on it."""
        values = dict(values)
        if ARCHIVED in values:
            obj.archived_at = self.now if values.pop(ARCHIVED) else None
        late = {name: value for name, value in values.items() if kind.column(name).late}
        for name, value in values.items():
            if name not in late:
                kind.column(name).write(obj, value, self.shelf)
        obj.save()
        for name, value in late.items():
            kind.column(name).write(obj, value, self.shelf)
        self.outcome.touched.append(obj)

    def _archive_missing(self, kind: Kind, present: set[str], objects: dict[str, Any]) -> None:
        for (name, key), known in self.remembered.items():
            base = known.get(ARCHIVED)
            if name != kind.name or key in present or key not in objects or base is None or base.value:
                continue
            obj = objects[key]
            if obj.archived_at is None:
                self.put(kind, obj, {ARCHIVED: True})
                self.outcome.archived[kind.name] += 1
            self._learn(kind.name, key, ARCHIVED, True, base)

    def _clear_numbers(self, records: list[Record], objects: dict[str, Any]) -> None:
        for record in records:
            obj = objects.get(record.key)
            base = self.remembered.get(("stage", record.key), {}).get("number")
            if obj is not None and base is not None and obj.number == base.value != record.values["number"]:
                type(obj).objects.filter(pk=obj.pk).update(number=obj.number + OUT_OF_THE_WAY)

    def _learn(self, kind: str, key: str, name: str, value: Any, known: PackedValue | None) -> None:
        if known is None:
            self.new_values.append(PackedValue(kind=kind, key=key, field=name, value=value))
        elif known.value != value:
            known.value = value
            self.changed_values.append(known)

    def _remember(self) -> None:
        self.outcome.learned = bool(self.new_values or self.changed_values or self.stale_values)
        PackedValue.objects.bulk_create(self.new_values, batch_size=500)
        PackedValue.objects.bulk_update(self.changed_values, ["value"], batch_size=200)
        PackedValue.objects.filter(pk__in=self.stale_values).delete()


def read(kind: Kind, obj: Any, name: str) -> Any:
    """The site's value of a field, in the form in which packs write it."""
    return obj.archived_at is not None if name == ARCHIVED else kind.column(name).read(obj)
