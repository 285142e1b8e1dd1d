"""Two who do the same at once, with controls that show what would happen without the lock."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError, OperationalError

from stadtgespraech.apps.pictures import actions, queries
from stadtgespraech.apps.pictures.models import MERGED_INTO, Agreement, Picture
from stadtgespraech.apps.voices.models import Voice
from stadtgespraech.core import journal
from stadtgespraech.core.errors import HouseError
from stadtgespraech.core.journal.models import JournalEntry
from stadtgespraech.core.thread.models import Link
from stadtgespraech.core.thread.weaving import node_of
from tests.apps.pictures.conftest import NOW, Dialogue, agree_all, make, voices
from tests.apps.pictures.test_merging import behind

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def at_once(*work: Callable[[], Any]) -> list[Any]:
    """Run all of it in threads with connections of their own; what each returned or raised, in order."""
    start, results = threading.Barrier(len(work)), [None] * len(work)

    def run(place: int, one: Callable[[], Any]) -> None:
        start.wait()
        try:
            results[place] = one()
        except (HouseError, IntegrityError, OperationalError) as error:
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(work)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def told_as_merged() -> list[str]:
    """Slugs of the voices that the journal says were merged, once for each time it says so."""
    entries = JournalEntry.objects.filter(kind="picture.voices_merged").order_by("seq")
    return sorted(slug for entry in entries for slug in json.loads(entry.body)["facts"]["voices"])


def test_of_editors_who_merge_the_same_voices_at_once_each_voice_is_merged_once(
    picture: Picture, editor: Any, moderator: Any
) -> None:
    some = voices(12)
    editors = [editor, moderator] * 3

    def merge(by: Any, mine: list[Voice]) -> list[Voice]:
        return actions.merge_voices(picture=picture, voices=mine, reason="Gleich.", by=by, now=NOW)

    added = at_once(*(lambda by=by, n=n: merge(by, some[n : n + 7]) for n, by in enumerate(editors)))
    assert [type(one) for one in added] == [list] * 6
    slugs = [voice.slug for voice in some]
    assert sorted(voice.slug for part in added for voice in part) == sorted(slugs)
    assert told_as_merged() == sorted(slugs)
    assert Link.objects.filter(relation=MERGED_INTO).count() == 12


def test_control_without_the_lock_both_editors_merge_the_same_voice(picture: Picture, editor: Any) -> None:
    """Both look before either has written: one collides, or the journal tells of the same voice twice."""
    [voice] = voices(1)
    both_have_looked = threading.Barrier(2)

    def merge(*, ignore_conflicts: bool) -> list[str]:
        source, target = node_of(voice), node_of(picture)
        is_new = not Link.objects.filter(source=source, relation=MERGED_INTO, target=target).exists()
        both_have_looked.wait()
        with transaction.atomic():
            link = Link(source=source, relation=MERGED_INTO, target=target, at=NOW, by=editor)
            Link.objects.bulk_create([link], ignore_conflicts=ignore_conflicts)
            if is_new:
                journal.record("picture.voices_merged", subject=picture, by=editor, at=NOW, voices=[voice.slug])
        return [voice.slug] if is_new else []

    results = at_once(*[lambda: merge(ignore_conflicts=False)] * 2)
    assert [type(one) for one in results].count(IntegrityError) == 1
    Link.objects.all().delete()
    assert at_once(*[lambda: merge(ignore_conflicts=True)] * 2) == [[voice.slug]] * 2
    assert told_as_merged() == [voice.slug] * 3


def test_merging_and_taking_out_at_once_ends_in_one_of_the_two(picture: Picture, editor: Any) -> None:
    some = voices(4)
    actions.merge_voices(picture=picture, voices=some[:2], reason="x", by=editor, now=NOW)
    facts: dict[str, Any] = {"picture": picture, "reason": "x", "by": editor, "now": NOW}
    results = at_once(
        lambda: actions.merge_voices(voices=some, **facts), lambda: actions.take_out_voices(voices=some, **facts)
    )
    assert [type(one) for one in results] == [list, list]
    assert behind(picture) in (set(), {voice.slug for voice in some})


def test_two_who_merge_two_pictures_into_each_other_do_not_lose_both(
    dialogue: Dialogue, picture: Picture, editor: Any
) -> None:
    other = make("Zu wenige Ampeln.", by=editor)
    some = voices(2)
    for one, voice in zip((picture, other), some, strict=True):
        actions.merge_voices(picture=one, voices=[voice], reason="x", by=editor, now=NOW)
    results = at_once(
        lambda: actions.merge_pictures(picture=picture, into=other, reason="x", by=editor, now=NOW),
        lambda: actions.merge_pictures(picture=other, into=picture, reason="x", by=editor, now=NOW),
    )
    assert sum(isinstance(one, Picture) for one in results) == 1
    [left] = Picture.objects.filter(archived_at=None)
    assert behind(left) == {"stimme-0", "stimme-1"}


def test_new_words_and_the_confirmation_at_once_never_confirm_words_that_nobody_agreed_to(
    dialogue: Dialogue, picture: Picture, editor: Any
) -> None:
    agree_all(picture, by=editor)
    at_once(
        lambda: actions.change_picture(
            picture=picture, changes={"title": {"de": "Ganz anders."}}, reason="x", by=editor, now=NOW
        ),
        lambda: actions.confirm_picture(picture=picture, by=editor, now=NOW),
    )
    picture.refresh_from_db()
    assert picture.version == 2
    assert picture.confirmed_version in (None, 1)
    assert picture.state == "discussed"


def test_six_versions_at_once_are_six_versions(dialogue: Dialogue, picture: Picture, editor: Any) -> None:
    def rewrite(number: int) -> Picture:
        return actions.change_picture(
            picture=picture, changes={"title": {"de": f"Satz {number}"}}, reason="x", by=editor, now=NOW
        )

    results = at_once(*(lambda n=n: rewrite(n) for n in range(6)))
    assert [type(one) for one in results] == [Picture] * 6
    assert sorted(picture.versions.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6, 7]


def test_two_who_record_one_sector_at_once_leave_one_word(dialogue: Dialogue, picture: Picture, editor: Any) -> None:
    [politics, *_others] = dialogue.sectors

    def say(words: str) -> Agreement:
        return actions.record_agreement(
            picture=picture, sector=politics, stance="objects", words=words, by=editor, now=NOW
        )

    results = at_once(lambda: say("Zu teuer."), lambda: say("Zu spät."))
    assert [type(one) for one in results] == [Agreement] * 2
    assert Agreement.objects.count() == 1
    assert queries.agreement_of(picture).objections == 1
