"""Voices become part of pictures, and nothing of them is lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stadtgespraech.apps.pictures import actions, queries
from stadtgespraech.apps.pictures.actions.merging import CanNotMerge, NotPublished
from stadtgespraech.apps.pictures.actions.writing import Archived, ReasonMissing
from stadtgespraech.apps.pictures.models import MERGED_INTO, Picture
from stadtgespraech.apps.voices.models import Support, Voice
from stadtgespraech.core import access, thread
from stadtgespraech.core.errors import BadInput, Conflict, NotAllowed, SignInFirst
from stadtgespraech.core.languages import Translated
from stadtgespraech.core.thread.models import Link
from stadtgespraech.core.thread.recount import drift
from tests.apps.pictures.conftest import NOW, Dialogue, make, voices
from tests.apps.pictures.test_writing import journal

LATER = NOW + timedelta(days=1)


def merge(picture: Picture, some: list[Voice], *, by: Any, reason: str = "Alle meinen dasselbe.") -> list[Voice]:
    return actions.merge_voices(picture=picture, voices=some, reason=reason, by=by, now=NOW)


def take_out(picture: Picture, some: list[Voice], *, by: Any, reason: str = "Doch nicht.") -> list[Voice]:
    return actions.take_out_voices(picture=picture, voices=some, reason=reason, by=by, now=NOW)


def behind(picture: Picture) -> set[str]:
    return set(queries.voices_behind(picture).values_list("slug", flat=True))


def test_voices_are_merged_with_a_reason_once(picture: Picture, editor: Any) -> None:
    some = voices(3)
    assert merge(picture, some[:2], by=editor) == some[:2]
    assert merge(picture, some, by=editor) == [some[2]]
    assert merge(picture, some, by=editor) == []
    links = Link.objects.filter(relation=MERGED_INTO).order_by("pk")
    assert [(link.source.slug, link.target.slug, link.reason, link.by, link.at) for link in links] == [
        (voice.slug, picture.slug, "Alle meinen dasselbe.", editor, NOW) for voice in some
    ]
    assert journal()[-2:] == [
        (
            "picture.voices_merged",
            {"reason": "Alle meinen dasselbe.", "number": 2, "voices": ["stimme-0", "stimme-1"]},
        ),
        ("picture.voices_merged", {"reason": "Alle meinen dasselbe.", "number": 1, "voices": ["stimme-2"]}),
    ]
    assert drift() == []


def test_a_voice_is_part_of_many_pictures_and_taken_out_of_one(picture: Picture, editor: Any) -> None:
    [voice], other = voices(1), make("Zu wenige Ampeln.", by=editor)
    for one in (picture, other):
        merge(one, [voice], by=editor)
    assert actions.take_out_voice(picture=picture, voice=voice, reason="Falsch.", by=editor, now=LATER)
    assert not actions.take_out_voice(picture=picture, voice=voice, reason="Falsch.", by=editor, now=LATER)
    assert (behind(picture), behind(other)) == (set(), {voice.slug})
    assert journal()[-1] == (
        "picture.voices_taken_out",
        {"reason": "Falsch.", "number": 1, "voices": ["stimme-0"]},
    )


def test_authors_and_supporters_stay_with_their_voice(
    picture: Picture, editor: Any, resident: Any, person_of: Any
) -> None:
    [voice] = voices(1, author=resident, signed_as="Eine Mutter", support_count=1)
    Support.objects.create(voice=voice, person=person_of("resident"), at=NOW)
    before = Voice.objects.values().get(), list(Support.objects.values())
    merge(picture, [voice], by=editor)
    assert (Voice.objects.values().get(), list(Support.objects.values())) == before
    here, station = thread.outcomes(voice, seen_by=None)
    assert (here.title, station.kind, station.sentence) == (
        voice.title,
        "picture",
        "Sie ist Teil des Ausgangsbilds „Schulwege sind gefährlich“, über das die Bereiche der Stadt gerade sprechen.",
    )


@pytest.mark.parametrize("state", ["pending", "rejected", "withdrawn"])
def test_what_is_not_public_becomes_no_part(picture: Picture, editor: Any, state: str) -> None:
    some = [*voices(1), *voices(1, first=1, state=state)]
    before = journal()
    with pytest.raises(NotPublished):
        merge(picture, some, by=editor)
    assert (Link.objects.filter(relation=MERGED_INTO).count(), journal()) == (0, before)


def test_a_voice_that_is_withdrawn_later_no_longer_counts(picture: Picture, editor: Any) -> None:
    some = voices(2)
    merge(picture, some, by=editor)
    some[0].state = Voice.State.WITHDRAWN
    some[0].save()
    thread.put(some[0], at=LATER)
    assert behind(picture) == {some[1].slug}
    assert [one.voice_count for one in queries.pictures(seen_by=editor)] == [1]
    # The editors can still take it out.
    assert queries.own_voices(picture).count() == 2


def test_reasons_rights_and_the_archive(picture: Picture, editor: Any, person_of: Any) -> None:
    some = voices(1)
    for reason in ("", "   "):
        with pytest.raises(ReasonMissing):
            merge(picture, some, by=editor, reason=reason)
        with pytest.raises(ReasonMissing):
            take_out(picture, some, by=editor, reason=reason)
    for role, refused in (("visitor", SignInFirst), ("resident", NotAllowed), ("unit", NotAllowed)):
        person = person_of(role)
        with pytest.raises(refused):
            merge(picture, some, by=person)
        with pytest.raises(refused):
            take_out(picture, some, by=person)
        with pytest.raises(refused):
            actions.merge_pictures(picture=picture, into=picture, reason="x", by=person, now=NOW)
    actions.archive_picture(picture=picture, by=editor, now=NOW)
    with pytest.raises(Archived):
        merge(picture, some, by=editor)
    with pytest.raises(Archived):
        take_out(picture, some, by=editor)


@pytest.mark.slow
def test_merging_five_hundred_asks_little_more_than_merging_five(picture: Picture, editor: Any) -> None:
    def statements(some: list[Voice]) -> list[str]:
        with CaptureQueriesContext(connection) as seen:
            assert len(merge(picture, some, by=editor)) == len(some)
        return [query["sql"] for query in seen]

    def without_batches(queries: list[str]) -> int:
        return len([sql for sql in queries if not sql.startswith(("INSERT OR IGNORE", 'INSERT INTO "thread_link"'))])

    few, many = statements(voices(5)), statements(voices(600, first=10))
    assert without_batches(many) == without_batches(few)
    assert len(many) < 30
    with CaptureQueriesContext(connection) as seen:
        assert len(take_out(picture, list(Voice.objects.all()), by=editor)) == 605
    assert len(seen) < 20


def test_a_target_picture_stands_on_the_voices_of_its_starting_pictures(
    picture: Picture, dialogue: Dialogue, editor: Any
) -> None:
    some, other = voices(4), make("Zu wenige Ampeln.", by=editor)
    merge(picture, some[:2], by=editor)
    merge(other, some[1:3], by=editor)
    target = actions.grow_target_picture(
        starting_pictures=[picture, other],
        title=Translated(de="Alle kommen sicher an."),
        text=Translated(de="Bald."),
        by=editor,
        now=NOW,
    )
    merge(target, some[2:], by=editor)
    actions.open_agreement(picture=target, by=editor, now=NOW)
    assert behind(target) == {voice.slug for voice in some}
    counts = {one.slug: one.voice_count for one in queries.pictures(seen_by=None)}
    assert counts == {picture.slug: 2, other.slug: 2, target.slug: 4}


def test_what_leads_over_a_draft_is_counted_only_for_a_draft(picture: Picture, editor: Any) -> None:
    some, draft = voices(2), make("Noch ein Entwurf.", by=editor, is_open=False)
    merge(draft, some, by=editor)
    grown = {"title": Translated(de="Ziel."), "text": Translated(de="Bald.")}
    target = actions.grow_target_picture(starting_pictures=[draft, picture], **grown, by=editor, now=NOW)
    assert len(behind(target)) == 2
    actions.open_agreement(picture=target, by=editor, now=NOW)
    assert behind(target) == set()
    actions.open_agreement(picture=draft, by=editor, now=NOW)
    assert len(behind(target)) == 2


# -- Pictures that become part of each other -------------------------------------------------------


def test_a_picture_becomes_part_of_another_with_all_its_voices_and_back(picture: Picture, editor: Any) -> None:
    some, other = voices(4), make("Zu wenige Ampeln.", by=editor)
    merge(picture, some[:2], by=editor)
    merge(other, some[1:], by=editor)
    links = set(Link.objects.values_list("source", "relation", "target"))
    for _turn in (1, 2):
        actions.merge_pictures(picture=other, into=picture, reason="Dasselbe.", by=editor, now=NOW)
    other.refresh_from_db()
    assert behind(picture) == {voice.slug for voice in some}
    assert [(one.slug, one.voice_count) for one in queries.pictures(seen_by=None)] == [(picture.slug, 4)]
    assert access.get(Picture, to=None, slug=other.slug).merged_into == picture
    assert [part.picture for part in queries.pictures_of_voice(some[3], seen_by=None)] == [picture]
    assert [station.title for station in thread.outcomes(some[3], seen_by=None)] == [
        some[3].title,
        "Schulwege sind gefährlich.",
    ]
    assert drift() == []
    actions.separate_pictures(picture=other, reason="Doch nicht.", by=editor, now=LATER)
    assert (behind(picture), behind(other)) == ({"stimme-0", "stimme-1"}, {"stimme-1", "stimme-2", "stimme-3"})
    assert set(Link.objects.values_list("source", "relation", "target")) == links
    assert [kind for kind, _facts in journal()[-2:]] == ["picture.merged", "picture.separated"]
    assert drift() == []
    with pytest.raises(Conflict):
        actions.separate_pictures(picture=other, reason="Nochmal.", by=editor, now=LATER)


def test_taking_out_reaches_into_pictures_that_were_merged(picture: Picture, editor: Any) -> None:
    [voice], other, third = voices(1), make("B", by=editor), make("C", by=editor)
    merge(third, [voice], by=editor)
    actions.merge_pictures(picture=third, into=other, reason="x", by=editor, now=NOW)
    actions.merge_pictures(picture=other, into=picture, reason="x", by=editor, now=NOW)
    assert {part.slug for part in queries.parts_of(picture)} == {picture.slug, other.slug, third.slug}
    assert [(part.picture, part.over) for part in queries.pictures_of_voice(voice, seen_by=None)] == [(picture, third)]
    assert list(queries.own_voices(picture)) == [voice]
    assert take_out(picture, [voice], by=editor) == [voice]
    assert behind(picture) == set()


def test_pictures_that_can_not_be_merged(picture: Picture, dialogue: Dialogue, editor: Any, moderator: Any) -> None:
    target, draft = make("Ziel", by=editor, kind="target"), make("Entwurf", by=editor, is_open=False)
    for one, into in ((picture, picture), (picture, target), (picture, draft), (draft, picture)):
        with pytest.raises(CanNotMerge):
            actions.merge_pictures(picture=one, into=into, reason="x", by=editor, now=NOW)
    with pytest.raises(NotAllowed):
        actions.merge_pictures(picture=picture, into=target, reason="x", by=moderator, now=NOW)
    with pytest.raises(ReasonMissing):
        actions.merge_pictures(picture=picture, into=target, reason="", by=editor, now=NOW)
    other = make("B", by=editor)
    actions.merge_pictures(picture=picture, into=other, reason="x", by=editor, now=NOW)
    for one, into in ((other, picture), (picture, make("C", by=editor))):
        with pytest.raises(Archived):
            actions.merge_pictures(picture=one, into=into, reason="x", by=editor, now=NOW)


def test_drafts_that_were_merged_become_public_together(dialogue: Dialogue, editor: Any) -> None:
    [voice] = voices(1)
    one, other = (make(title, by=editor, is_open=False) for title in ("A", "B"))
    merge(one, [voice], by=editor)
    actions.merge_pictures(picture=one, into=other, reason="x", by=editor, now=NOW)
    actions.open_agreement(picture=other, by=editor, now=NOW)
    assert behind(other) == {voice.slug}
    assert [station.title for station in thread.outcomes(voice, seen_by=None)] == [voice.title, "B"]


def test_a_picture_is_split_and_merging_undoes_it(picture: Picture, editor: Any) -> None:
    some = voices(4)
    merge(picture, some, by=editor)
    words = {"title": Translated(de="Ampeln fehlen."), "text": Translated(de="An vielen Ecken.")}
    split = actions.split_picture(
        picture=picture, voices=some[2:], **words, reason="Zwei Themen.", by=editor, now=LATER
    )
    assert (behind(picture), behind(split)) == ({"stimme-0", "stimme-1"}, {"stimme-2", "stimme-3"})
    assert (split.state, split.topic, split.version) == ("discussed", picture.topic, 1)
    assert journal()[-1] == (
        "picture.split",
        {"reason": "Zwei Themen.", "new_picture": split.slug, "number": 2, "voices": ["stimme-2", "stimme-3"]},
    )
    actions.merge_pictures(picture=split, into=picture, reason="Doch eins.", by=editor, now=LATER)
    assert behind(picture) == {voice.slug for voice in some}
    with pytest.raises(BadInput):
        actions.split_picture(picture=picture, voices=voices(1, first=9), **words, reason="x", by=editor, now=LATER)
    assert Picture.objects.count() == 2


# -- Choosing voices -------------------------------------------------------------------------------


def test_voices_are_found_by_words_topic_district_way_and_whether_they_are_merged(
    picture: Picture, dialogue: Dialogue, editor: Any
) -> None:
    plain, school, paper, merged, mine = voices(5)
    for voice, changes in (
        (school, {"title": "Übergang an der Schule", "topic": dialogue.traffic}),
        (paper, {"channel": "paper", "district": dialogue.district, "support_count": 9}),
    ):
        for name, value in changes.items():
            setattr(voice, name, value)
        voice.save()
        thread.put(voice, at=NOW)
    merge(make("B", by=editor), [merged], by=editor)
    merge(picture, [mine], by=editor)

    def found(**only: str) -> set[Voice]:
        return set(queries.to_merge(picture, only=queries.VoiceSelection(**only)))

    assert found() == {plain, school, paper, merged}
    assert found(words="uebergang") == {school}
    assert found(topic="verkehr") == {school}
    assert found(topic="ohne") == {plain, paper, merged}
    assert found(district="nord") == {paper}
    assert found(channel="paper") == {paper}
    assert found(merged="nirgends") == {plain, school, paper}
    assert found(voice=plain.slug) == {plain}
    rows = queries.to_merge(picture, only=queries.VoiceSelection())
    assert rows[0] == paper
    assert {voice for voice in rows if voice.is_elsewhere} == {merged}
    assert set(queries.unmerged()) == {plain, school, paper}
