"""Numbers and days as people write them. Where a text can mean two things, it is refused, never guessed."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from stadtgespraech.core.errors import BadInput

LONGEST_NUMBER = 40
_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "’": "'", "−": "-", "–": "-"})
_NUMBER = re.compile(r"([+-]?) ?([0-9][0-9., ']*)")
_DAY = re.compile(r"([0-9]{1,2})\. ?([0-9]{1,2})\. ?([0-9]{4})")


class NotANumber(BadInput):
    """The text is no number."""

    code = "not-a-number"


class AmbiguousNumber(BadInput):
    """The text can be read as two numbers, a thousand times apart."""

    code = "ambiguous-number"


class NotADay(BadInput):
    """The text is no day of the calendar."""

    code = "not-a-day"


def parse_number(text: str) -> Decimal:
    """The number behind ``1.234,5``, ``1234,5``, ``1 234,5`` or ``1,234.5``.

    One separator before exactly three digits (``1.234``, ``1,234``) is a thousand for some and a decimal
    place for others.

    Raises:
        AmbiguousNumber: with the two ways to write it clearly.
        NotANumber: anything else, among them exponents, units and wrong groups.
    """
    trimmed = text.translate(_SPACES).strip()
    found = _NUMBER.fullmatch(trimmed) if len(trimmed) <= LONGEST_NUMBER else None
    if found is None:
        raise NotANumber(_not_a_number(text))
    sign, body = found.groups()
    whole, fraction = _split(body, text)
    digits = re.sub(r"[., ']", "", whole)
    if digits != whole and not _is_grouped(whole):
        raise NotANumber(_not_a_number(text))
    return Decimal(f"{sign}{digits}.{fraction}" if fraction else f"{sign}{digits}")


def _split(body: str, text: str) -> tuple[str, str]:
    """Whole part (with its group separators) and decimal places."""
    marks = [letter for letter in body if letter in ".,"]
    if len(set(marks)) == 2:
        whole, _mark, fraction = body.rpartition(marks[-1])
        if marks[-1] in whole:
            raise NotANumber(_not_a_number(text))
    elif len(marks) == 1:
        whole, _mark, fraction = body.partition(marks[0])
        if len(fraction) == 3 and len(whole) <= 3 and whole[0] != "0" and fraction.isdigit() and whole.isdigit():
            raise AmbiguousNumber(_ambiguous(text, whole, fraction))
    else:
        return body, ""
    if not fraction.isdigit():
        raise NotANumber(_not_a_number(text))
    return whole, fraction


def _is_grouped(whole: str) -> bool:
    """Whether every group after the first has three digits and all separators are the same."""
    return any(
        re.fullmatch(rf"[1-9][0-9]{{0,2}}(?:{re.escape(mark)}[0-9]{{3}})+", whole) for mark in (".", ",", " ", "'")
    )


def _not_a_number(text: str) -> str:
    return _("„%(text)s“ ist keine Zahl. Bitte schreiben Sie nur die Zahl, zum Beispiel 1234,5.") % {"text": text[:60]}


def _ambiguous(text: str, whole: str, fraction: str) -> str:
    places = fraction.rstrip("0") or "0"
    # A fourth decimal place tells a reader of tables that this is no thousand.
    clear = f"{whole},{places if len(places) < 3 else places + '0'}"
    return _("„%(text)s“ kann zweierlei heißen. Bitte schreiben Sie %(thousand)s oder %(decimal)s.") % {
        "text": text.strip()[:60],
        "thousand": f"{whole}{fraction}",
        "decimal": clear,
    }


def number_of(value: Any) -> Decimal:
    """A number from a text or from a typed cell of a spreadsheet.

    Raises:
        NotANumber, AmbiguousNumber: see :func:`parse_number`.
    """
    if isinstance(value, bool):
        raise NotANumber(_not_a_number(str(value)))
    if isinstance(value, Decimal) and value.is_finite():
        return value
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, float):
        # Spreadsheets keep 15 digits; the rest is noise of binary fractions.
        number = Decimal(f"{value:.15g}")
        if number.is_finite():
            return number
    return parse_number(str(value))


def plain_number(value: Decimal | int) -> str:
    """A number for a table that is read back: decimal comma, no groups, never ambiguous."""
    text = f"{Decimal(value):f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    whole, mark, fraction = text.partition(".")
    if mark and len(fraction) == 3:
        fraction += "0"
    return f"{whole},{fraction}" if mark else whole


def parse_day(value: Any) -> date:
    """A day from ``31.12.2025``, ``2025-12-31`` or a typed cell.

    Raises:
        NotADay: also for ``12/31/2025`` and two-digit years, which can mean two things.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = str(value).strip()
    try:
        if found := _DAY.fullmatch(text):
            day, month, year = (int(part) for part in found.groups())
            return date(year, month, day)
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise NotADay(_("„%(text)s“ ist kein Datum. Bitte schreiben Sie zum Beispiel 31.12.2025.") % {"text": text[:60]})
