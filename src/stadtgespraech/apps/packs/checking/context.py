"""What the checks look things up in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from stadtgespraech.apps.packs import schemas
from stadtgespraech.apps.packs.opening import Pack
from stadtgespraech.apps.packs.problems import Problem, did_you_mean


class Context:
    """A pack, and what its files define.

    Args:
        broken: files and folders with mistakes of their own. What they should define is not missed elsewhere,
            so that one mistake is reported once.
    """

    def __init__(self, pack: Pack, *, broken: set[str]) -> None:
        self.pack = pack
        self.broken = broken
        self.units = {unit.number for unit in pack.units}
        self.fields = {field.slug for _goal, field in pack.goal_fields}
        self.sources = {source.key for source in pack.head.sources} if pack.head else set()

    def unknown(
        self,
        part: schemas.Part,
        key: str,
        value: str | None,
        known: Iterable[str],
        *,
        defined_in: str,
        code: str,
        what: str,
    ) -> Iterator[Problem]:
        names = sorted(known)
        if value is not None and value not in names and defined_in not in self.broken:
            yield Problem(part.file, part.line(key), code, what % {"name": value}, did_you_mean(value, names))

    def unknown_unit(self, part: schemas.Part, key: str, number: str | None) -> Iterator[Problem]:
        what = _("„%(name)s“ steht nicht in units.csv.")
        yield from self.unknown(part, key, number, self.units, defined_in="units.csv", code="unknown-unit", what=what)

    def unknown_field(self, part: schemas.Part, key: str, slug: str) -> Iterator[Problem]:
        what = _("Das Handlungsfeld „%(name)s“ gibt es in strategy/ nicht.")
        yield from self.unknown(part, key, slug, self.fields, defined_in="strategy", code="unknown-field", what=what)

    def vocabularies(self) -> list[tuple[str, schemas.Vocabulary]]:
        vocabularies = self.pack.vocabularies
        if vocabularies is None:
            return []
        return [
            (name, vocabulary)
            for name in type(vocabularies).model_fields
            if (vocabulary := getattr(vocabularies, name)) is not None
        ]
