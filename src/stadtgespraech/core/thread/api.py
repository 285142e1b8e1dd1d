"""The red thread for machines: where something comes from, what became of it, and search."""

from __future__ import annotations

from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Field, Query, Router, Schema
from pydantic import StringConstraints

from stadtgespraech.core import access
from stadtgespraech.core.errors import NotFound
from stadtgespraech.core.thread.chains import chain_ids, search, visible_nodes
from stadtgespraech.core.thread.models import Link, Node
from stadtgespraech.core.thread.registry import CHAIN
from stadtgespraech.core.web.addresses import absolute
from stadtgespraech.core.web.api_values import Listing, Slug, Text
from stadtgespraech.core.web.data_sets import ERRORS, Page, page_of

router = Router()
# A goal of a large city may reach thousands of voices; whoever needs all of them walks on from the nearer ones.
MOST_NODES = 500


class NodeOut(Schema):
    """An object on the thread."""

    kind: str
    slug: str
    title: Text
    summary: Text
    page: str
    state: str = Field(description="`done`, `here` or `next` (still to come).")
    example: bool

    @staticmethod
    def resolve_page(node: Node) -> str:
        return absolute(node.address)

    @staticmethod
    def resolve_example(node: Node) -> bool:
        return node.is_example


class Step(NodeOut):
    """An object that can be reached over the thread."""

    distance: int = Field(description="Number of links away.")


class LinkOut(Schema):
    """A direct link, from what came first to what followed."""

    relation: str
    from_kind: str
    from_slug: str
    to_kind: str
    to_slug: str

    @staticmethod
    def resolve_from_kind(link: Link) -> str:
        return link.source.kind

    @staticmethod
    def resolve_from_slug(link: Link) -> str:
        return link.source.slug

    @staticmethod
    def resolve_to_kind(link: Link) -> str:
        return link.target.kind

    @staticmethod
    def resolve_to_slug(link: Link) -> str:
        return link.target.slug


class ThreadOut(Schema):
    """An object with everything before and after it, nearest first."""

    object: NodeOut
    origins: list[Step]
    outcomes: list[Step]
    links: list[LinkOut]
    is_complete: bool = Field(description=f"False when there is more than the {MOST_NODES} nearest in a direction.")


class SearchListing(Listing):
    q: Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)] = Field(
        description="Words that must all occur."
    )
    kind: Slug | None = Field(None, description="Only objects of this kind, e.g. `goal`.")


@router.get(
    "/thread/{slug:kind}/{slug:slug}",
    response={200: ThreadOut, **ERRORS},
    operation_id="get_thread",
    summary="Where does this come from, and what became of it?",
)
def get_thread(request: HttpRequest, kind: str, slug: str) -> dict[str, Any]:
    person = access.person_of(request)
    seen = Node.objects.filter(visible_nodes(person), is_archived=False)
    here = seen.filter(kind=kind, slug=slug).first()
    if here is None:
        raise NotFound
    origins, all_origins = _steps(here, seen, person, upstream=True)
    outcomes, all_outcomes = _steps(here, seen, person, upstream=False)
    near = [here.pk, *(node.pk for node in [*origins, *outcomes])]
    links = (
        Link.objects.filter(source_id__in=near, target_id__in=near).select_related("source", "target").order_by("pk")
    )
    return {
        "object": here,
        "origins": origins,
        "outcomes": outcomes,
        "links": list(links),
        "is_complete": all_origins and all_outcomes,
    }


def _steps(here: Node, seen: QuerySet[Node], person: Any, *, upstream: bool) -> tuple[list[Node], bool]:
    distance = chain_ids(here, seen_by=person, upstream=upstream)
    nearest = sorted(distance, key=lambda pk: (distance[pk], pk))[:MOST_NODES]
    nodes = list(seen.filter(pk__in=nearest))
    for node in nodes:
        node.distance = distance[node.pk]  # type: ignore[attr-defined]
    place = {name: position for position, name in enumerate(CHAIN)}
    nodes.sort(key=lambda node: (distance[node.pk], place.get(node.kind, len(CHAIN)), node.pk))
    return nodes, len(distance) <= MOST_NODES


@router.get(
    "/search",
    response={200: Page[NodeOut], **ERRORS},
    operation_id="search",
    summary="Search over everything on the thread",
)
def search_nodes(request: HttpRequest, parameters: Query[SearchListing]) -> dict[str, Any]:
    found = search(parameters.q, seen_by=access.person_of(request), kind=parameters.kind or "")
    return page_of(request, found, parameters, order=("rank", "pk"))
