"""Where a text contains the words of a search, as the search itself sees it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import groupby

from stadtgespraech.core.text.search import fold, words_of

# (a piece of the text, whether it was searched for)
Part = tuple[str, bool]


def marked(text: str, query: str) -> list[Part]:
    """The text in pieces; those that the query asks for are marked. Joined, the pieces are the text.

    >>> marked("Übermut tut gut", "uebermut")
    [('Übermut', True), (' tut gut', False)]
    """
    letters = list(_letters(text))
    hit = _hits(letters, words_of(query))
    pieces = groupby(zip(letters, hit, strict=True), key=lambda pair: pair[1])
    return [("".join(letter for letter, _is_hit in group), is_hit) for is_hit, group in pieces]


def excerpt(text: str, query: str, *, length: int = 200) -> list[Part]:
    """The same for the stretch of a long text around the first word found, cut between words."""
    text = " ".join(text.split())
    if len(text) > length:
        first = next((position for position, is_hit in _positions(text, query) if is_hit), 0)
        start = max(0, min(first - length // 3, len(text) - length))
        if start:
            start = text.find(" ", start) + 1
        end = text.rfind(" ", start, start + length) if start + length < len(text) else len(text)
        end = end if end > start else start + length
        text = f"{'… ' if start else ''}{text[start:end]}{' …' if end < len(text) else ''}"
    return marked(text, query)


def _positions(text: str, query: str) -> Iterator[tuple[int, bool]]:
    position = 0
    for piece, is_hit in marked(text, query):
        yield position, is_hit
        position += len(piece)


def _letters(text: str) -> Iterator[str]:
    """Letters with the accents that stand behind them."""
    letter = ""
    for sign in text:
        if letter and not unicodedata.combining(sign):
            yield letter
            letter = ""
        letter += sign
    if letter:
        yield letter


def _hits(letters: list[str], words: list[str]) -> list[bool]:
    """Which letters belong to an occurrence of a word in the folded text."""
    folded, owner = "", []
    for number, letter in enumerate(letters):
        plain = fold(letter)
        folded += plain
        owner += [number] * len(plain)
    hit = [False] * len(letters)
    for word in words:
        at = folded.find(word)
        while at >= 0:
            for number in owner[at : at + len(word)]:
                hit[number] = True
            at = folded.find(word, at + 1)
    return hit
