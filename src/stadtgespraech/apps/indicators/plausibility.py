"""What a value can't be."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from stadtgespraech.apps.indicators.models import Indicator
from stadtgespraech.core.web.templatetags.formatting import number

FIRST_YEAR = 1900


def shown(value: Decimal, decimals: int = 0) -> str:
    """A number as the reader writes it, with at least ``decimals`` places."""
    exponent = value.normalize().as_tuple().exponent
    return number(value, max(decimals, -exponent if isinstance(exponent, int) else 0))


def value_problem(indicator: Indicator, value: Decimal) -> str:
    """Why this value can't be right, "" if it can."""
    if indicator.minimum is not None and value < indicator.minimum:
        limit, sentence = indicator.minimum, _("%(value)s ist zu klein. Der kleinste mögliche Wert ist %(limit)s.")
    elif indicator.maximum is not None and value > indicator.maximum:
        limit, sentence = indicator.maximum, _("%(value)s ist zu groß. Der größte mögliche Wert ist %(limit)s.")
    else:
        return ""
    return sentence % {"value": shown(value), "limit": shown(limit)}


def year_problem(year: int, now: datetime) -> str:
    """Why nothing can be reported for this year, "" if something can."""
    this_year = timezone.localdate(now).year
    if year > this_year:
        return _("Das Jahr %(year)s hat noch nicht begonnen.") % {"year": year}
    if year < FIRST_YEAR:
        return _("Bitte geben Sie ein Jahr ab %(year)s an.") % {"year": FIRST_YEAR}
    return ""
