"""Numbers, money, dates and durations as the reader writes them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext


def number(value: float | int | Decimal | str | None, places: int | None = None) -> str:
    """A number as the reader writes it: 1.234,5 in German, 1,234.5 in English. "–" for nothing."""
    if value is None or value == "":
        return "–"
    amount = Decimal(str(value))
    if places is not None:
        # Django would cut digits off.
        amount = amount.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    elif amount == amount.to_integral():
        amount = amount.quantize(Decimal(1))
    else:
        amount = amount.normalize()
    return number_format(amount, decimal_pos=places, use_l10n=True, force_grouping=True).replace("-", "−", 1)


def euro(value: float | int | Decimal | str | None) -> str:
    """An amount of money without needless cents."""
    if value is None or value == "":
        return "–"
    amount = Decimal(str(value))
    return _("%(amount)s €") % {"amount": number(amount, 0 if amount == amount.to_integral() else 2)}


def day(value: date | datetime | None) -> str:
    """A date in the reader's language: 14. Mai 2024 or 14 May 2024."""
    if not value:
        return "–"
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return date_format(value, pgettext("date format", "j. F Y"))


def effort(minutes: int) -> str:
    """How long something takes, as one says it: etwa 4 Minuten, etwa 3 Stunden."""
    if minutes < 90:
        return ngettext("etwa eine Minute", "etwa %(n)s Minuten", minutes) % {"n": minutes}
    return _("etwa %(hours)s Stunden") % {"hours": number(round(minutes / 30) / 2)}
