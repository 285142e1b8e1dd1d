"""Reading what the site knows of its pack."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from stadtgespraech.apps.packs.kinds import KINDS
from stadtgespraech.apps.packs.merging import Difference, read
from stadtgespraech.apps.packs.models import LoadedPack, PackedValue
from stadtgespraech.core import access
from stadtgespraech.core.errors import NotFound
from stadtgespraech.core.web.addresses import localized


@dataclass(frozen=True)
class Conflicting:
    """A field edited on the site, with its object."""

    value: PackedValue
    difference: Difference
    label: Any
    object: Any

    @property
    def name(self) -> str:
        return str(getattr(self.object, "name", None) or getattr(self.object, "title", None) or self.difference.key)

    @property
    def on_the_site(self) -> str:
        return in_words(self.difference.site)

    @property
    def in_the_pack(self) -> str:
        return in_words(self.difference.pack)

    @property
    def address(self) -> str:
        """The object's page; empty for objects without one."""
        return localized(self.object.get_absolute_url()) if hasattr(self.object, "get_absolute_url") else ""


def in_words(value: Any) -> str:
    """A value as a table cell shows it."""
    if value in (None, "", [], {}):
        return _("nichts")
    if isinstance(value, bool):
        return _("ja") if value else _("nein")
    if isinstance(value, dict) and set(value) <= {code for code, _name in settings.LANGUAGES}:
        return " / ".join(str(text) for text in value.values())
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ", ".join(value)
    return str(value) if isinstance(value, str | int) else json.dumps(value, ensure_ascii=False)


def conflicting_value(pk: int, *, seen_by: Any) -> Conflicting:
    """One field edited on the site.

    Raises:
        NotFound: there is no such conflict (any more).
    """
    access.require(seen_by, "packs.see_pack")
    value = PackedValue.objects.filter(pk=pk).first()
    kind = KINDS.get(value.kind) if value else None
    obj = next((row for row in kind.rows() if kind.key_of(row) == value.key), None) if kind and value else None
    if value is None or kind is None or obj is None:
        raise NotFound
    site = read(kind, obj, value.field)
    if site == value.value:
        raise NotFound
    return Conflicting(value, Difference(kind.name, value.key, value.field, site, value.value), kind.label, obj)


def contents(pack: LoadedPack) -> list[tuple[Any, int]]:
    """What a pack holds: (label, number) per kind, in the order of loading."""
    return [(kind.label, pack.contents[name]) for name, kind in KINDS.items() if pack.contents.get(name)]


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
