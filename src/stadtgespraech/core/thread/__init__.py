"""The red thread: one node per public object, typed links between any two, chains up and down."""

from typing import TYPE_CHECKING

from stadtgespraech.core.thread.registry import CHAIN, LinkFacts, NodeFacts, kind_of, kinds, register

if TYPE_CHECKING:
    from stadtgespraech.core.thread.behind import Behind, count_behind, ids_behind
    from stadtgespraech.core.thread.chains import Station, origins, origins_and_outcomes, outcomes, search
    from stadtgespraech.core.thread.weaving import (
        connect,
        connect_many,
        disconnect,
        disconnect_many,
        drop,
        put,
        put_bulk,
        put_many,
    )

__all__ = [
    "CHAIN",
    "Behind",
    "LinkFacts",
    "NodeFacts",
    "Station",
    "connect",
    "connect_many",
    "count_behind",
    "disconnect",
    "disconnect_many",
    "drop",
    "ids_behind",
    "kind_of",
    "kinds",
    "origins",
    "origins_and_outcomes",
    "outcomes",
    "put",
    "put_bulk",
    "put_many",
    "register",
    "search",
]

_ACTIONS = {"put", "put_bulk", "put_many", "connect", "connect_many", "disconnect", "disconnect_many", "drop"}
_QUERIES = {"origins", "outcomes", "origins_and_outcomes", "Station", "search"}
_BEHIND = {"Behind", "count_behind", "ids_behind"}


def __getattr__(name: str) -> object:
    # These need the models, which Django loads after this package.
    if name in _ACTIONS:
        from stadtgespraech.core.thread import weaving

        return getattr(weaving, name)
    if name in _QUERIES:
        from stadtgespraech.core.thread import chains

        return getattr(chains, name)
    if name in _BEHIND:
        from stadtgespraech.core.thread import behind

        return getattr(behind, name)
    raise AttributeError(name)
