"""The city this site belongs to. The pack loader sets it; pages and the API show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext as _

from stadtgespraech.core.web.models import CityFacts

_KEY = "web.city"


@dataclass(frozen=True)
class City:
    """Name and contact of the city."""

    name: str = "Stadt"
    site_name: str = "Stadtgespräch"
    slug: str = ""
    contact: str = ""


def city() -> City:
    """The city's facts, kept for a minute in each process."""
    facts = cache.get(_KEY)
    if facts is None:
        row = CityFacts.objects.filter(pk=1).first()
        facts = City(**row.facts) if row else City()
        cache.set(_KEY, facts, 60)
    return facts


def set_city(facts: dict[str, Any]) -> None:
    """Store the city's facts (called by the pack loader, inside its transaction)."""
    CityFacts.objects.update_or_create(pk=1, defaults={"facts": facts})
    cache.delete(_KEY)


def signature() -> str:
    """The last lines of every mail, in the language that is active."""
    return "--\n" + _("Stadtgespräch %(city)s, %(site)s") % {"city": city().name, "site": settings.SITE_URL}
