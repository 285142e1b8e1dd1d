"""Random stories of merging, splitting and undoing, told to the site and to a few dictionaries that know the answer."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from hypothesis import strategies as st

from stadtgespraech.apps.pictures import actions, queries
from stadtgespraech.apps.pictures.models import Picture
from stadtgespraech.apps.voices.models import Support, Voice
from stadtgespraech.core import access, thread
from stadtgespraech.core.errors import HouseError
from stadtgespraech.core.languages import Translated
from stadtgespraech.core.thread.chains import chain_ids
from stadtgespraech.core.thread.models import Node
from stadtgespraech.core.thread.recount import drift
from tests.apps.pictures.conftest import NOW, make, voices

VOICES = 6
WORDS = {"title": Translated(de="Ein neues Bild."), "text": Translated(de="Es sagt etwas.")}

# What happens, with numbers that choose the picture, another picture and the voices.
Step = tuple[str, int, int, frozenset[int]]
STEPS = (
    "merge",
    "merge",
    "merge",
    "take_out",
    "split",
    "join",
    "join",
    "separate",
    "separate",
    "grow",
    "open",
    "archive",
    "restore",
    "withdraw",
    "publish",
)
steps = st.tuples(
    st.sampled_from(STEPS),
    st.integers(0, 7),
    st.integers(0, 7),
    st.frozensets(st.integers(0, VOICES - 1), min_size=1, max_size=4),
)


def stories(*, longest: int) -> st.SearchStrategy[list[Step]]:
    return st.lists(steps, min_size=1, max_size=longest)


@dataclass
class Told:
    """What has to be true, kept in plain sets: nothing in here asks the database.

    Attributes:
        direct: picture → voices that were merged into it.
        joined: picture → the picture that it became part of.
        leads: (starting picture, target picture).
    """

    direct: dict[int, set[int]] = field(default_factory=dict)
    kinds: dict[int, str] = field(default_factory=dict)
    drafts: set[int] = field(default_factory=set)
    archived: set[int] = field(default_factory=set)
    joined: dict[int, int] = field(default_factory=dict)
    leads: set[tuple[int, int]] = field(default_factory=set)
    withdrawn: set[int] = field(default_factory=set)

    def parts(self, picture: int) -> set[int]:
        found = {picture}
        while more := {one for one, into in self.joined.items() if into in found} - found:
            found |= more
        return found

    def became(self, picture: int) -> int:
        while picture in self.joined:
            picture = self.joined[picture]
        return picture

    def links(self) -> set[tuple[tuple[str, int], tuple[str, int]]]:
        found = {(("voice", voice), ("picture", one)) for one, inside in self.direct.items() for voice in inside}
        pairs = {*self.joined.items(), *self.leads}
        return found | {(("picture", upper), ("picture", lower)) for upper, lower in pairs}

    def walk(
        self, start: tuple[str, int], sees: Callable[[tuple[str, int]], bool], *, upstream: bool
    ) -> dict[tuple[str, int], int]:
        """Breadth first: everything that can be reached over what is seen → how far away it is."""
        links, found, queue = self.links(), {start: 0}, deque([start])
        while queue:
            here = queue.popleft()
            for source, target in links:
                near, far = (target, source) if upstream else (source, target)
                if near == here and far not in found and sees(far):
                    found[far] = found[here] + 1
                    queue.append(far)
        del found[start]
        return found

    def behind(self, picture: int) -> set[int]:
        """Published voices that reach the picture; over drafts only where it is one itself."""

        def sees(node: tuple[str, int]) -> bool:
            kind, pk = node
            return pk not in self.withdrawn if kind == "voice" else pk not in self.drafts or picture in self.drafts

        reached = self.walk(("picture", picture), sees, upstream=True)
        return {pk for kind, pk in reached if kind == "voice"}


class Story:
    """Tells each step to the site and to :class:`Told`, and compares."""

    def __init__(self, office: Any, author: Any, moderator: Any) -> None:
        self.office, self.author = office, author
        self.readers = [None, author, moderator, office]
        self.told = Told()
        self.voices = voices(VOICES, author=author, signed_as="Eine Nachbarin")
        Support.objects.create(voice=self.voices[0], person=moderator, at=NOW)
        self.pictures: list[Picture] = []
        for number in range(4):
            self._new(make(f"Bild {number}", by=office, is_open=number < 3))
        self.before = self._said()

    def _new(self, picture: Picture) -> None:
        self.pictures.append(picture)
        self.told.direct[picture.pk] = set()
        self.told.kinds[picture.pk] = picture.kind
        if picture.state == Picture.State.DRAFT:
            self.told.drafts.add(picture.pk)

    def _said(self) -> tuple[list[Any], list[Any]]:
        """Every voice with its author and words, and every supporter."""
        columns = ("pk", "slug", "title", "text", "author", "signed_as", "support_count", "given_at")
        return list(Voice.objects.order_by("pk").values_list(*columns)), list(Support.objects.order_by("pk").values())

    def tell(self, step: Step) -> None:
        """One step. What the rules refuse must change nothing."""
        name, first, second, chosen = step
        picture, other = (self.pictures[number % len(self.pictures)] for number in (first, second))
        some = [self.voices[number] for number in sorted(chosen)]
        try:
            with transaction.atomic():
                getattr(self, f"_{name}")(picture, other, some)
        except HouseError:
            return

    def _facts(self) -> dict[str, Any]:
        return {"reason": "So will es die Geschichte.", "by": self.office, "now": NOW}

    def _merge(self, picture: Picture, _other: Picture, some: list[Voice]) -> None:
        actions.merge_voices(picture=picture, voices=some, **self._facts())
        self.told.direct[picture.pk] |= {voice.pk for voice in some}

    def _take_out(self, picture: Picture, _other: Picture, some: list[Voice]) -> None:
        actions.take_out_voices(picture=picture, voices=some, **self._facts())
        self._leave(picture, some)

    def _leave(self, picture: Picture, some: Iterable[Voice]) -> set[int]:
        parts, leaving = self.told.parts(picture.pk), {voice.pk for voice in some}
        there = leaving & set().union(*(self.told.direct[part] for part in parts))
        for part in parts:
            self.told.direct[part] -= leaving
        return there

    def _split(self, picture: Picture, _other: Picture, some: list[Voice]) -> None:
        new = actions.split_picture(picture=picture, voices=some, **WORDS, **self._facts())
        moved = self._leave(picture, some)
        self._new(new)
        self.told.direct[new.pk] = moved

    def _join(self, picture: Picture, other: Picture, _some: list[Voice]) -> None:
        actions.merge_pictures(picture=picture, into=other, **self._facts())
        self.told.joined[picture.pk] = other.pk
        self.told.archived.add(picture.pk)

    def _separate(self, picture: Picture, _other: Picture, _some: list[Voice]) -> None:
        actions.separate_pictures(picture=picture, **self._facts())
        del self.told.joined[picture.pk]
        self.told.archived.discard(picture.pk)

    def _grow(self, picture: Picture, other: Picture, _some: list[Voice]) -> None:
        sources = list({one.pk: Picture.objects.get(pk=one.pk) for one in (picture, other)}.values())
        target = actions.grow_target_picture(starting_pictures=sources, **WORDS, by=self.office, now=NOW)
        self._new(target)
        self.told.leads |= {(one.pk, target.pk) for one in sources}

    def _open(self, picture: Picture, _other: Picture, _some: list[Voice]) -> None:
        actions.open_agreement(picture=picture, by=self.office, now=NOW)
        self.told.drafts -= self.told.parts(picture.pk)

    def _archive(self, picture: Picture, _other: Picture, _some: list[Voice]) -> None:
        actions.archive_picture(picture=picture, by=self.office, now=NOW)
        self.told.archived.add(picture.pk)

    def _restore(self, picture: Picture, _other: Picture, _some: list[Voice]) -> None:
        actions.restore_picture(picture=picture, by=self.office, now=NOW)
        self.told.archived.discard(picture.pk)

    def _withdraw(self, _picture: Picture, _other: Picture, some: list[Voice]) -> None:
        self._set_state(some[0], Voice.State.WITHDRAWN)
        self.told.withdrawn.add(some[0].pk)

    def _publish(self, _picture: Picture, _other: Picture, some: list[Voice]) -> None:
        self._set_state(some[0], Voice.State.PUBLISHED)
        self.told.withdrawn.discard(some[0].pk)

    def _set_state(self, voice: Voice, state: str) -> None:
        voice.state = state
        voice.save(update_fields=["state"])
        thread.put(voice, at=NOW)

    # -- What has to hold after every story --------------------------------------------------------

    def check(self) -> None:
        assert self._said() == self.before, "a voice, its author or a supporter was lost"
        assert drift() == []
        self._check_who_stands_behind()
        nodes = {(node.kind, node.object_id): node for node in Node.objects.filter(kind__in=["voice", "picture"])}
        for reader in self.readers:
            self._check_chains(reader, nodes)
            self._check_nothing_hidden_is_shown(reader)

    def _check_who_stands_behind(self) -> None:
        wanted = {picture.pk: self.told.behind(picture.pk) for picture in self.pictures}
        rows = list(Picture.objects.all())
        found = {row.pk: set(queries.voices_behind(row).values_list("pk", flat=True)) for row in rows}
        assert found == wanted
        counted = {row.pk: row.voice_count for row in queries.voices.with_voice_count(Picture.objects.all())}
        assert counted == {pk: len(inside) for pk, inside in wanted.items()}
        # Nobody who was merged and not taken out is behind nothing.
        merged = set().union(*self.told.direct.values())
        assert {voice.pk for row in rows for voice in queries.own_voices(row)} == merged

    def _sees(self, reader: Any, node: tuple[str, int]) -> bool:
        kind, pk = node
        if kind == "picture":
            return pk not in self.told.drafts or access.sees_internal(reader)
        return pk not in self.told.withdrawn or reader in (self.author, self.office)

    def _check_chains(self, reader: Any, nodes: dict[tuple[str, int], Node]) -> None:
        for name, node in nodes.items():
            for upstream in (True, False):
                reached = chain_ids(node, seen_by=reader, upstream=upstream)
                wanted = self.told.walk(name, lambda far: self._sees(reader, far), upstream=upstream)
                assert reached == {nodes[far].pk: distance for far, distance in wanted.items()}

    def _check_nothing_hidden_is_shown(self, reader: Any) -> None:
        may_see = set(access.visible(Picture, to=reader).values_list("pk", flat=True))
        addresses = {
            row.get_absolute_url() for row in Picture.objects.all() if row.pk in may_see and not row.archived_at
        }
        for voice in self.voices:
            stations = thread.outcomes(voice, seen_by=reader)
            shown = {address for s in stations[1:] for address in (s.url, *(url for _title, url in s.others))}
            assert shown <= addresses
            wanted = set()
            for picture, inside in self.told.direct.items():
                now = self.told.became(picture)
                if voice.pk in inside and now in may_see and now not in self.told.archived:
                    wanted.add(now)
            assert {part.picture.pk for part in queries.pictures_of_voice(voice, seen_by=reader)} == wanted


def run(story: Story, steps: list[Step], *, each: bool = False) -> None:
    """Tell a story and check it; ``each``: after every step."""
    for step in steps:
        story.tell(step)
        if each:
            story.check()
    story.check()
