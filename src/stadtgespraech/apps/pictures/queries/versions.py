"""The versions of a picture, each compared word by word with the one before it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.translation import get_language

from stadtgespraech.apps.pictures.models import Picture, PictureVersion
from stadtgespraech.core.access import ROLES
from stadtgespraech.core.languages import Translated

_WORD = re.compile(r"\s*\S+")
SAME, ADDED, REMOVED = "same", "added", "removed"


@dataclass(frozen=True)
class Change:
    """A stretch of words: ``same``, ``added`` or ``removed``."""

    what: str
    words: str


@dataclass(frozen=True)
class Version:
    """A version as the page shows it.

    Attributes:
        title, text: in pieces; one piece where it is the first version.
        office: in which office it was written.
        is_confirmed: whether the conference confirmed this one.
    """

    version: PictureVersion
    title: tuple[Change, ...]
    text: tuple[Change, ...]
    office: str
    is_current: bool
    is_confirmed: bool
    is_first: bool


def words_changed(before: str, after: str) -> tuple[Change, ...]:
    """What was taken out and put in to make one text of another, word by word.

    >>> [(part.what, part.words) for part in words_changed("Alle wohnen gut.", "Alle wohnen sehr gut.")]
    [('same', 'Alle wohnen'), ('same', ' '), ('added', 'sehr'), ('same', ' gut.')]
    """
    old, new = _WORD.findall(before), _WORD.findall(after)
    parts: list[Change] = []
    for kind, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new).get_opcodes():
        if kind == "equal":
            parts.append(Change(SAME, "".join(new[new_from:new_to])))
            continue
        for what, words in ((REMOVED, old[old_from:old_to]), (ADDED, new[new_from:new_to])):
            stretch = "".join(words)
            bare = stretch.lstrip()
            # Blanks in front are no change that could be underlined.
            parts += [Change(SAME, stretch.removesuffix(bare)), Change(what, bare)]
    return tuple(part for part in parts if part.words)


def versions_of(picture: Picture, rows: Iterable[PictureVersion]) -> list[Version]:
    """Versions, newest first, with what each changed.

    Args:
        rows: newest first; the last one is only compared with, unless it is the first version.
    """
    versions = list(rows)
    pairs = zip(versions, [*versions[1:], None], strict=True)
    return [
        Version(
            version=version,
            title=_changes(before.title if before else None, version.title),
            text=_changes(before.text if before else None, version.text),
            office=", ".join(str(ROLES[role]) for role in version.roles if role in ROLES),
            is_current=version.number == picture.version,
            is_confirmed=version.number == picture.confirmed_version,
            is_first=version.number == 1,
        )
        for version, before in pairs
        if before is not None or version.number == 1
    ]


def _changes(before: Translated | None, after: Translated) -> tuple[Change, ...]:
    code = (get_language() or "de").split("-")[0]
    new = Translated.of(after).in_language(code)
    if before is None:
        return (Change(SAME, new),)
    return words_changed(Translated.of(before).in_language(code), new)


def confirmed_words(picture: Picture) -> PictureVersion | None:
    """The version that the conference confirmed, where a newer one stands on the page (one statement if so)."""
    if picture.confirmed_version is None or picture.confirmed_version == picture.version:
        return None
    return picture.versions.filter(number=picture.confirmed_version).first()
