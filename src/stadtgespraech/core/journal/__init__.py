"""The append-only, hash-chained record of every decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stadtgespraech.core.journal.writing import head, record

__all__ = ["head", "record"]


def __getattr__(name: str) -> object:
    # Models can't be imported while Django is still loading its apps, and the verifier needs no Django at all.
    if name in __all__:
        from stadtgespraech.core.journal import writing

        return getattr(writing, name)
    raise AttributeError(name)
