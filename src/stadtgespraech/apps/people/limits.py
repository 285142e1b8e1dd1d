"""How often something may be tried. Counted in the database: a restart forgets nothing, all processes count together.

The key says neither who nor from where: it is a keyed hash, useless without the installation's secret.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest

from stadtgespraech.apps.people.models import Attempts
from stadtgespraech.core.errors import TooMany

# One household has a whole network of IPv6 addresses.
IPV6_NETWORK = 64


@dataclass(frozen=True)
class Limit:
    """At most ``most`` times within ``within``, counted anew in each span."""

    name: str
    most: int
    within: timedelta

    def key(self, who: str, now: datetime) -> str:
        """The row of this span: a hash that nobody can trace back to ``who``."""
        span = int(now.timestamp() // self.within.total_seconds())
        return _hash(f"{self.name}\n{who.strip().lower()}\n{span}")


def _hash(text: str) -> str:
    message = f"people.limits\n{text}".encode("utf-8", "replace")
    return hmac.new(settings.SECRET_KEY.encode(), message, hashlib.sha256).hexdigest()


@transaction.atomic
def take(limit: Limit, who: str, *, now: datetime) -> bool:
    """Count one attempt; False when it is one too many. Exact with any number of attempts at once."""
    key = limit.key(who, now)
    # The row is made first, so that the lock below is on something.
    Attempts.objects.bulk_create([Attempts(key=key, until=now + limit.within)], ignore_conflicts=True)
    return bool(Attempts.objects.filter(key=key, count__lt=limit.most).update(count=F("count") + 1))


def give_back(limit: Limit, who: str, *, now: datetime) -> None:
    """Uncount one attempt (it succeeded, and only failures are limited)."""
    Attempts.objects.filter(key=limit.key(who, now), count__gt=0).update(count=F("count") - 1)


def require(limit: Limit, who: str, *, now: datetime) -> None:
    """Count one attempt.

    Raises:
        TooMany: it is one too many.
    """
    if not take(limit, who, now=now):
        raise TooMany


@transaction.atomic
def once(what: str, *, now: datetime, within: timedelta) -> bool:
    """True the first time, False for the same thing again within this time."""
    key = _hash(what)
    Attempts.objects.filter(key=key, until__lt=now).delete()
    Attempts.objects.bulk_create([Attempts(key=key, until=now + within)], ignore_conflicts=True)
    return bool(Attempts.objects.filter(key=key, count=0).update(count=1))


def delete_old(*, now: datetime) -> int:
    """Forget spans that are over."""
    return Attempts.objects.filter(until__lt=now).delete()[0]


def connection_of(request: HttpRequest) -> str:
    """Where a request comes from: an IPv4 address, or the network of an IPv6 address."""
    try:
        address = get_client_ip(request)
    except ImproperlyConfigured:  # fewer proxies in the header than there are: it did not come through them
        address = request.META.get("REMOTE_ADDR")
    try:
        parsed = ipaddress.ip_address(address or "")
    except ValueError:
        return "unknown"
    if parsed.version == 6:
        mapped = parsed.ipv4_mapped
        return str(mapped or ipaddress.ip_network((parsed, IPV6_NETWORK), strict=False))
    return str(parsed)
