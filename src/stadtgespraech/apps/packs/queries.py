"""Reading what the site knows of its pack."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from stadtgespraech.apps.packs.kinds import KINDS
from stadtgespraech.apps.packs.merging import Difference, read
from stadtgespraech.apps.packs.models import LoadedPack, PackedValue
from stadtgespraech.core import access


@dataclass(frozen=True)
class Conflicting:
    """A field edited on the site, with its object."""

    value: PackedValue
    difference: Difference
    label: Any
    object: Any

    @property
    def address(self) -> str:
        """The object's page; empty for objects without one."""
        return self.object.get_absolute_url() if hasattr(self.object, "get_absolute_url") else ""


def loaded_pack(*, seen_by: Any) -> LoadedPack | None:
    """The pack this site was made from, if one was loaded.

    Raises:
        NotAllowed: only the strategy office and the technical administration may look.
    """
    access.require(seen_by, "packs.see_pack")
    return LoadedPack.objects.first()


def conflicts(*, seen_by: Any) -> list[Conflicting]:
    """Every field whose value on the site is not the pack's, in a fixed number of statements."""
    access.require(seen_by, "packs.see_pack")
    values: dict[str, list[PackedValue]] = {}
    for value in PackedValue.objects.all():
        values.setdefault(value.kind, []).append(value)
    found: list[Conflicting] = []
    for kind in KINDS.values():
        objects = {kind.key_of(obj): obj for obj in kind.rows()} if kind.name in values else {}
        for value in values.get(kind.name, []):
            obj = objects.get(value.key)
            if obj is None:
                continue
            site = read(kind, obj, value.field)
            if site != value.value:
                difference = Difference(kind.name, value.key, value.field, site, value.value)
                found.append(Conflicting(value, difference, kind.label, obj))
    return found
