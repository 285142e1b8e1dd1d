"""A form remembers what its author saw, so that nobody overwrites what they never read.

Every form of a stored object carries a fingerprint of each value it showed. When it comes back, the object is locked
and read anew inside the transaction of the change; where a value differs from what was shown, nothing is saved and
the reader is told what stands there now. What they typed stays; sending again is then a decision.
"""

from __future__ import annotations

import hashlib
from typing import Any

from django.db.models import Model, QuerySet
from django.utils import formats
from django.utils.translation import gettext as _

from stadtgespraech.core.languages import Translated


def fingerprint(values: dict[str, Any]) -> str:
    """``name:hash`` per value; short, because a chance match only costs this protection."""
    return " ".join(f"{name}:{_hash(value)}" for name, value in sorted(values.items()))


def differing(seen: str, now: dict[str, Any]) -> list[str]:
    """Names of the values that are no longer what they were when ``seen`` was made. Unknown names don't count."""
    then = dict(part.partition(":")[::2] for part in seen.split())
    return [name for name, value in now.items() if name in then and then[name] != _hash(value)]


def _hash(value: Any) -> str:
    return hashlib.sha256(repr(_plain(value)).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return sorted((str(key), _plain(part)) for key, part in value.items() if part)
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, (list, tuple, QuerySet)):
        return sorted((_plain(part) for part in value), key=repr)
    return value


def in_words(value: Any) -> str:
    """A value as a sentence can name it."""
    if value is None or value == "" or (isinstance(value, (dict, list, tuple)) and not value):
        return _("(leer)")
    if isinstance(value, bool):
        return _("ja") if value else _("nein")
    if isinstance(value, Translated):
        texts = {code: text for code, text in value.items() if text}
        return next(iter(texts.values())) if len(texts) == 1 else "; ".join(f"{c}: {t}" for c, t in texts.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(in_words(part) for part in value)
    return str(formats.localize(value))
