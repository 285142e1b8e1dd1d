"""The red thread: one node per public object, typed links between any two, chains up and down."""

from typing import TYPE_CHECKING

from stadtgespraech.core.thread.registry import CHAIN, LinkFacts, NodeFacts, kind_of, kinds, register

if TYPE_CHECKING:
    from stadtgespraech.core.thread.chains import Station, origins, outcomes, search
    from stadtgespraech.core.thread.weaving import connect, disconnect, drop, put, put_bulk, put_many

__all__ = [
    "CHAIN",
    "LinkFacts",
    "NodeFacts",
    "Station",
    "connect",
    "disconnect",
    "drop",
    "kind_of",
    "kinds",
    "origins",
    "outcomes",
    "put",
    "put_bulk",
    "put_many",
    "register",
    "search",
]

_ACTIONS = {"put", "put_bulk", "put_many", "connect", "disconnect", "drop"}
_QUERIES = {"origins", "outcomes", "Station", "search"}


def __getattr__(name: str) -> object:
    # These need the models, which Django loads after this package.
    if name in _ACTIONS:
        from stadtgespraech.core.thread import weaving

        return getattr(weaving, name)
    if name in _QUERIES:
        from stadtgespraech.core.thread import chains

        return getattr(chains, name)
    raise AttributeError(name)
