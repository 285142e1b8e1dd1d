"""50,000 followers of whom few have news: one job, few mails, few statements, little time."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stadtgespraech.apps.following import actions
from stadtgespraech.apps.following.models import Follow
from stadtgespraech.apps.people.models import Person
from stadtgespraech.core.jobs.models import OutgoingMail
from stadtgespraech.core.thread.models import Link, Node
from tests.apps.voices.waiting import NOW

pytestmark = pytest.mark.django_db
FOLLOWERS, VOICES, PICTURES, WITH_NEWS = 50_000, 10_000, 100, 100
BEFORE, LATER = NOW - timedelta(hours=1), NOW + timedelta(days=1)


def nodes(kind: str, number: int, **columns: Any) -> list[Node]:
    first = Node.objects.count()
    return Node.objects.bulk_create(
        (
            Node(
                kind=kind,
                object_id=place,
                slug=f"{kind}-{place}",
                title={"de": f"{kind} {place}"},
                address=f"/{kind}/{place}/",
                changed_at=BEFORE,
                **columns,
            )
            for place in range(first, first + number)
        ),
        batch_size=1_000,
    )


def city() -> list[Node]:
    """10,000 voices in 100 pictures, five goals below them, and 50,000 followers of the voices."""
    voices, pictures = nodes("voice", VOICES), nodes("picture", PICTURES, sentence={"de": "Sie ist Teil eines Bildes."})
    goals = nodes("goal", 5, sentence={"de": "Daraus wurde ein Ziel."})
    ends = [(one, pictures[place % PICTURES]) for place, one in enumerate(voices)]
    ends += [(one, goals[place % 5]) for place, one in enumerate(pictures)]
    Link.objects.bulk_create(
        (Link(source=upper, target=lower, relation="leads_to", at=BEFORE) for upper, lower in ends), batch_size=1_000
    )
    people = Person.objects.bulk_create(
        (Person(email=f"p{place}@example.org", password="!") for place in range(FOLLOWERS)), batch_size=1_000
    )
    Follow.objects.bulk_create(
        (
            Follow(node=voices[place % VOICES], person=person, token=f"t{place}", since=BEFORE, confirmed_at=BEFORE)
            for place, person in enumerate(people)
        ),
        batch_size=1_000,
    )
    return voices


def timed(now: Any) -> tuple[int, int, float]:
    """Mails, statements and seconds of a round."""
    begun = time.perf_counter()
    with CaptureQueriesContext(connection) as seen:
        written = actions.tell_news(now=now, pace=Follow.Pace.DIGEST)
    return written, len(seen), time.perf_counter() - begun


def test_a_digest_for_fifty_thousand_writes_only_to_those_with_news() -> None:
    voices = city()
    everybody = timed(NOW)
    print(f"\nall {FOLLOWERS:,} with news: {everybody[0]:,} mails, {everybody[1]} statements, {everybody[2]:.1f} s")
    assert everybody[0] == FOLLOWERS
    assert everybody[1] <= 25 * (FOLLOWERS // 500)

    nothing = timed(LATER)
    print(f"nobody: {nothing[0]} mails, {nothing[1]} statements, {nothing[2]:.2f} s")
    assert nothing[0] == 0
    assert nothing[1] <= 8

    # A new picture with 20 voices: their 100 followers have news, 49,900 have none.
    new = nodes("picture", 1, sentence={"de": "Sie ist Teil des neuen Bildes."})[0]
    at = LATER + timedelta(days=1)
    Node.objects.filter(pk=new.pk).update(changed_at=at)
    Link.objects.bulk_create(Link(source=one, target=new, relation="merged_into", at=at) for one in voices[:20])
    few = timed(at)
    print(f"{WITH_NEWS} with news: {few[0]} mails, {few[1]} statements, {few[2]:.2f} s")
    assert few[0] == WITH_NEWS
    assert few[1] <= 16
    assert few[2] < 5
    assert OutgoingMail.objects.count() == FOLLOWERS + WITH_NEWS
