"""Search without case and with umlauts, the same on both databases."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stadtgespraech.core.text import fold, matching, words_of
from stadtgespraech.core.thread.models import Node


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Übermut tut SELTEN gut, René", "uebermut tut selten gut, rene"),
        ("Straße STRASSE", "strasse strasse"),
        ("U\u0308bermut", "uebermut"),  # typed on a Mac
        ("Ærø Åland Ǽ", "aeroe aaland ae"),
        ("İstanbul Łódź", "istanbul łodz"),
        ("℡ ﬁnden Ｄｏｒｔｍｕｎｄ", "tel finden dortmund"),
        ("a\x00b", "ab"),
        ("", ""),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzäöüß -"))
def test_case_and_spelling_of_umlauts_do_not_matter(text: str) -> None:
    written_out = text.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("ß", "ss")
    assert fold(text.upper()) == fold(text) == fold(written_out)


def test_a_long_query_is_cut() -> None:
    assert words_of(" ".join(["Wort"] * 50)) == ["wort"] * 8
    assert words_of("x" * 10_000) == ["x" * 200]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(st.text(alphabet="aäAÄ %_\\'ß", max_size=8), min_size=1, max_size=4),
    words=st.text(alphabet="aäAÄ %_\\'ß", max_size=5),
)
def test_the_database_finds_what_python_finds(db: None, texts: list[str], words: str) -> None:
    Node.objects.all().delete()
    from tests.core.thread.weaves import NOW

    for number, text in enumerate(texts):
        Node.objects.create(
            kind="goal", object_id=number, title={}, address="/", search_text=fold(text), changed_at=NOW
        )
    found = matching(Node.objects.all(), words, field="search_text")
    expected = {number for number, text in enumerate(texts) if all(word in fold(text) for word in words_of(words))}
    assert {node.object_id for node in found} == expected
