"""Words of German texts, comparable whatever their case, umlauts, hyphens and gender forms."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz import fuzz

UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
# "Radfahrer*innen", "Radfahrer:innen", "RadfahrerInnen", "Radfahrer/-innen" are one word.
GENDER_FORM = re.compile(r"(?<=[a-zäöüß])(?:\*|:|_|/-?|(?=I))([iI]n(?:nen)?)\b")
WORD = re.compile(r"[^\W_]+(?:[*:_/-]{1,2}[^\W_]+)*")
# Words that say nothing about what a text is about.
EMPTY_WORDS = """
    aber alle allem allen aller alles als also am an auch auf aus bei beim bin bis bitte da dabei dadurch dafuer
    daher damit dann daran darauf das dass dazu dem den denn der des deshalb die dies diese diesem diesen dieser dieses
    doch dort durch ein eine einem einen einer eines er es etwas fuer gegen hab habe haben hat hatte hier ich ihr ihre im
    immer in ins ist ja jede jeden jeder jedoch kann kein keine koennen koennte leider man mal mehr mein meine mich mir
    mit moechte muss muessen nach nicht noch nun nur ob oder oft ohne schon sehr sein seine seit sich sie sind so
    sollte sollten soll sonst um und uns unser unsere unter viel viele vom von vor waere war waren warum was weil welche
    wenn wer werden wie wieder wir wird wo wuerde wuerden zu zum zur zwischen
"""
EMPTY = frozenset(EMPTY_WORDS.split())


@dataclass(frozen=True)
class Word:
    """A word where it stands in a text.

    Attributes:
        start, end: its characters are ``text[start:end]``.
        form: comparable form: lower case, umlauts written out, gender forms joined.
    """

    start: int
    end: int
    form: str


def words_of(text: str) -> list[Word]:
    """All words of a text, in order."""
    return [Word(match.start(), match.end(), comparable(match.group())) for match in WORD.finditer(text)]


def comparable(text: str) -> str:
    """Lower case, umlauts written out, gender forms joined, everything but letters and digits a space."""
    joined = GENDER_FORM.sub(lambda match: match.group(1).lower(), text)
    return " ".join(re.findall(r"[^\W_]+", joined.casefold().translate(UMLAUTS)))


def is_telling(form: str) -> bool:
    """Whether a word may say what a text is about."""
    return len(form) > 2 and form not in EMPTY


def akin(one: str, other: str) -> bool:
    """Whether two comparable forms are the same word, also inflected or mistyped: "Radweg", "Radwege", "Radwge"."""
    if one == other:
        return True
    if min(len(one), len(other)) < 5:
        return False
    return fuzz.ratio(one, other) >= 84


def shared_words(one: str, other: str) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    """Telling words that stand in both texts, for highlighting: those of the first, those of the second."""
    first, second = ([word for word in words_of(text) if is_telling(word.form)] for text in (one, other))
    return (
        tuple(word for word in first if any(akin(word.form, there.form) for there in second)),
        tuple(word for word in second if any(akin(word.form, there.form) for there in first)),
    )
