from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stadtgespraech.core.text import fold
from stadtgespraech.core.text.marking import excerpt, marked


@pytest.mark.parametrize(
    ("text", "query", "hits"),
    [
        ("Übermut tut gut", "uebermut", ["Übermut"]),
        ("Übermut tut gut", "ÜBERMUT gut", ["Übermut", "gut"]),
        ("Größe", "oess", ["öß"]),
        ("U\u0308bermut", "übermut", ["U\u0308bermut"]),
        ("Radwege und Räder", "rad", ["Rad"]),
        ("aaaa", "aa", ["aaaa"]),
        ("<b>Rad</b>", "rad b", ["b", "Rad", "b"]),
        ("Wohnen", "", []),
        ("", "rad", []),
        ("Wohnen", "bauen", []),
    ],
)
def test_what_was_searched_for_is_marked(text: str, query: str, hits: list[str]) -> None:
    assert [piece for piece, is_hit in marked(text, query) if is_hit] == hits


@given(st.text(max_size=60), st.text(max_size=20))
def test_the_pieces_are_the_text(text: str, query: str) -> None:
    pieces = marked(text, query)
    assert "".join(piece for piece, _is_hit in pieces) == text
    for piece, is_hit in pieces:
        assert piece
        assert not is_hit or fold(query)


def test_an_excerpt_shows_the_place_that_was_found() -> None:
    text = "Am Anfang steht viel. " * 20 + "Hier geht es um Radwege in der Stadt. " + "Am Ende auch. " * 20
    pieces = excerpt(text, "radwege", length=80)
    joined = "".join(piece for piece, _is_hit in pieces)
    assert [piece for piece, is_hit in pieces if is_hit] == ["Radwege"]
    assert joined.startswith("… ")
    assert joined.endswith(" …")
    assert len(joined) <= 84
    assert excerpt("Kurz.", "lang") == [("Kurz.", False)]


@given(st.text(max_size=400), st.text(max_size=10), st.integers(20, 200))
def test_an_excerpt_is_never_much_longer_than_asked(text: str, query: str, length: int) -> None:
    assert len("".join(piece for piece, _is_hit in excerpt(text, query, length=length))) <= length + 4
