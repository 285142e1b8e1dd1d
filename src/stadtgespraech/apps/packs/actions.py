"""Loading a pack, and letting the pack win over an edited field."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from stadtgespraech.apps.packs.kinds import KINDS
from stadtgespraech.apps.packs.merging import Difference, Merge, Outcome, read
from stadtgespraech.apps.packs.models import LoadedPack, PackedValue
from stadtgespraech.apps.packs.opening import Pack
from stadtgespraech.apps.packs.problems import did_you_mean
from stadtgespraech.apps.packs.records import Record, city_facts, digest_of, records_of
from stadtgespraech.apps.packs.schemas.place import FORMAT_VERSION
from stadtgespraech.core import access, journal, thread
from stadtgespraech.core.errors import BadInput, Conflict
from stadtgespraech.core.web.city import City, city, set_city


@dataclass(frozen=True)
class Loaded:
    """What a load did, for those who ran it."""

    pack: LoadedPack
    outcome: Outcome
    digest: str

    @property
    def nothing_new(self) -> bool:
        return not self.outcome.changed_anything and not self.outcome.taken


def load_pack(*, pack: Pack, take: Iterable[str] = (), now: datetime) -> Loaded:
    """Bring the site up to date with a pack that passed its checks; loading it again changes nothing.

    Only the command line loads packs, so there is nobody to ask for a permission.

    Args:
        take: fields that the pack shall win, e.g. ``goal/wohnen.name``.
    Raises:
        BadInput: a field of ``take`` is none of the pack's; nothing was changed.
        Conflict: the site belongs to another city, or its edits and the pack exclude each other; nothing was changed.
    """
    records = records_of(pack)
    wanted = set(take)
    check_paths(wanted, records)
    try:
        with transaction.atomic():
            return _load(pack, records, wanted, now)
    except IntegrityError as error:
        what = _("Das Paket widerspricht einer Änderung auf der Website (%(detail)s). Es wurde nichts geändert.")
        raise Conflict(what % {"detail": error}) from error


def _load(pack: Pack, records: list[Record], take: set[str], now: datetime) -> Loaded:
    loaded = LoadedPack.objects.select_for_update().first()
    if loaded is not None and loaded.slug != pack.city.slug:
        what = _("Diese Website gehört zu %(city)s. Ein Paket einer anderen Stadt braucht eine eigene Datenbank.")
        raise Conflict(what % {"city": loaded.name})
    digest = digest_of(pack, records)
    outcome = Merge(take=take, now=now).run(records)
    facts = city_facts(pack)
    if city() != City(**facts):
        set_city(facts)
        outcome.learned = True
    if outcome.changed_anything or loaded is None or loaded.digest != digest:
        loaded, _new = LoadedPack.objects.update_or_create(
            slug=pack.city.slug,
            defaults={
                "name": pack.city.name,
                "format": FORMAT_VERSION,
                "digest": digest,
                "loaded_at": now,
                "contents": {name: sum(record.kind == name for record in records) for name in KINDS},
                "sources": [
                    source.model_dump(exclude_none=True) for source in (pack.head.sources if pack.head else [])
                ],
            },
        )
        _record_load(loaded, outcome, now)
    _record_taken(outcome, by=None, now=now)
    thread.put_many([obj for obj in outcome.touched if type(obj) in on_the_thread()], at=now)
    return Loaded(loaded, outcome, digest)


def on_the_thread() -> set[type]:
    return {kind.model for kind in thread.kinds().values()}


def check_paths(paths: set[str], records: list[Record]) -> None:
    """Refuse paths that name no field of the pack."""
    known = [f"{record.kind}/{record.key}.{name}" for record in records for name in [*record.values, "archived"]]
    for path in sorted(paths - set(known)):
        raise BadInput(
            _("Das Feld „%(path)s“ gibt es im Paket nicht.") % {"path": path} + " " + did_you_mean(path, known)
        )


def _record_load(loaded: LoadedPack, outcome: Outcome, now: datetime) -> None:
    counts = {name: dict(getattr(outcome, name)) for name in ("created", "changed", "archived", "restored")}
    facts: dict[str, Any] = {name: count for name, count in counts.items() if count}
    journal.record(
        "pack.loaded", subject=loaded, by=None, at=now, digest=loaded.digest, conflicts=len(outcome.conflicts), **facts
    )


def _record_taken(outcome: Outcome, *, by: Any, now: datetime) -> None:
    for obj, difference in outcome.taken:
        journal.record("pack.value_taken", subject=obj, by=by, at=now, field=difference.path)


@transaction.atomic
def take_value(*, value: PackedValue, by: Any, now: datetime) -> Difference | None:
    """Put the pack's value in the place of what was edited on the site; None if the two agree by now.

    Raises:
        NotAllowed: ``by`` does not work in the strategy office.
    """
    access.require(by, "packs.take_value", value)
    merge = Merge(take=set(), now=now)
    kind = KINDS[value.kind]
    for name, other in KINDS.items():
        merge.shelf[name] = {other.key_of(row): row for row in other.rows()}
    obj = merge.shelf[value.kind][value.key]
    difference = Difference(value.kind, value.key, value.field, read(kind, obj, value.field), value.value)
    if difference.site == difference.pack:
        return None
    merge.put(kind, obj, {value.field: value.value})
    merge.outcome.taken.append((obj, difference))
    _record_taken(merge.outcome, by=by, now=now)
    if type(obj) in on_the_thread():
        thread.put(obj, at=now)
    return difference
