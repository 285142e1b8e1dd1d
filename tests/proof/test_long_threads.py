"""A thread of 10,000 comments is read like one of 10: as many statements, whoever reads, wherever they are in it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from stadtgespraech.apps.people.models import Person
from stadtgespraech.apps.voices.models import Comment, Voice
from stadtgespraech.core.web.cursor import encode
from tests.apps.voices.talking import a_voice, open_comments, talk
from tests.counting import page_statements

pytestmark = pytest.mark.django_db
MOST = 15


def asked(client: Client, address: str) -> tuple[int, float]:
    """(statements, seconds) of a page."""
    counted = page_statements(client, address)
    began = time.perf_counter()
    client.get(address)
    return counted, time.perf_counter() - began


def addresses(voice: Voice, longest: Comment) -> list[str]:
    """The beginning, the newest, the middle; and the comment with the most replies."""
    numbers = list(Comment.objects.filter(voice=voice, parent=None).order_by("pk").values_list("pk", flat=True))
    replies = list(Comment.objects.filter(parent=longest).order_by("pk").values_list("pk", flat=True))
    base = f"/stimmen/{voice.slug}/kommentare/"
    return [
        base,
        f"{base}?reihenfolge=neu",
        f"{base}?nach={encode((numbers[len(numbers) // 2],))}",
        f"{base}{longest.pk}/",
        f"{base}{longest.pk}/?nach={encode((replies[len(replies) // 2],))}",
    ]


@pytest.mark.parametrize("role", ["visitor", "resident", "moderator"])
def test_ten_thousand_are_read_like_ten(
    role: str, person_of: Any, client_of: Callable[[Person | None], Client]
) -> None:
    open_comments()
    person = person_of(role)
    client, small, large = client_of(person), a_voice(), a_voice()
    few = talk(small, comments=10, replies=4, author=person)[0]
    talk(large, comments=1_000, replies=7, author=person)
    # On the first page, where everybody meets it.
    longest = Comment.objects.filter(voice=large, parent=None).order_by("pk")[3]
    Comment.objects.bulk_create(
        (
            Comment(voice=large, parent=longest, author=person, text=f"{n}", given_at=large.given_at)
            for n in range(2_000)
        ),
        batch_size=2_000,
    )
    Voice.objects.filter(pk=large.pk).update(comment_count=Comment.objects.filter(voice=large).count())
    assert Comment.objects.filter(voice=large).count() == 10_000
    counts = [
        [asked(client, address) for address in addresses(voice, top)] for voice, top in ((small, few), (large, longest))
    ]
    statements = [[count for count, _seconds in pages] for pages in counts]
    print(role, statements[1], [round(seconds * 1_000) for _count, seconds in counts[1]], "ms")
    assert statements[0] == statements[1]
    assert max(statements[0]) <= MOST
