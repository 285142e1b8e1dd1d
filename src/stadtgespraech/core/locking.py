"""One writer at a time."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model

from stadtgespraech.core.errors import NotFound

M = TypeVar("M", bound=Model)


def locked(obj: M) -> M:
    """The object as it stands now, locked until the transaction is over.

    Raises:
        NotFound: it is gone.
    """
    found = type(obj)._default_manager.select_for_update().filter(pk=obj.pk).first()
    if found is None:
        raise NotFound
    return found
