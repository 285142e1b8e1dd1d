"""Addresses that nobody else has."""

from __future__ import annotations

import pytest

from stadtgespraech.apps.dialogue.models import Topic
from stadtgespraech.core.languages import Translated
from stadtgespraech.core.text.slugs import free_slug, slug_of


@pytest.mark.parametrize(
    ("words", "longest", "slug"),
    [
        ("Öffentliche Straßen & Plätze", 70, "oeffentliche-strassen-plaetze"),
        ("Wohnen, das passt", 7, "wohnen"),
        ("!!!", 70, "bild"),
    ],
)
def test_words_become_an_address(words: str, longest: int, slug: str) -> None:
    assert slug_of(words, longest=longest, otherwise="bild") == slug


@pytest.mark.django_db
def test_the_first_free_number_is_taken() -> None:
    for slug in ("wohnen", "wohnen-2", "wohnen-4", "wohnen-im-alter"):
        Topic.objects.create(slug=slug, name=Translated(de=slug))
    topics = Topic.objects.all()
    assert free_slug(topics, "wohnen") == "wohnen-3"
    assert free_slug(topics, "wohnen-im") == "wohnen-im"
    assert free_slug(topics, "neu", reserved={"neu"}) == "neu-2"
