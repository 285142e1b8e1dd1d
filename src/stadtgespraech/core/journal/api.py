"""The journal for machines: its head and its entries, exactly as they were hashed."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema
from pydantic import AwareDatetime

from stadtgespraech.core.journal.models import JournalEntry
from stadtgespraech.core.journal.writing import head
from stadtgespraech.core.web.api_values import Listing, Lookup, Word, narrowed
from stadtgespraech.core.web.data_sets import ERRORS, Page, page_of

router = Router()


class Head(Schema):
    """Number, hash and time of the newest entry."""

    seq: int
    hash: str
    at: AwareDatetime | None


class Entry(Schema):
    """One decision. `hash` is the SHA-256 over the hash before it and `body`, as the checking program computes it."""

    seq: int
    at: AwareDatetime
    kind: str
    subject_type: str
    subject_id: str
    body: str = Field(description="Canonical JSON, exactly the text that was hashed.")
    hash: str


class EntryListing(Listing):
    kind: Annotated[Word | None, Lookup("kind")] = Field(None, description="Kind of decision, e.g. `goal.changed`.")
    subject_type: Annotated[Word | None, Lookup("subject_type")] = Field(None, description="E.g. `strategy.goal`.")
    subject_id: Annotated[Word | None, Lookup("subject_id")] = Field(None, description="Slug of the subject.")


@router.get(
    "/journal/head",
    response={200: Head, **ERRORS},
    operation_id="get_journal_head",
    summary="Newest head of the journal",
)
def get_journal_head(request: HttpRequest) -> dict[str, Any]:
    return head()


@router.get(
    "/journal/entries",
    response={200: Page[Entry], **ERRORS},
    operation_id="list_journal_entries",
    summary="Entries of the journal, oldest first",
)
def list_journal_entries(request: HttpRequest, parameters: Query[EntryListing]) -> dict[str, Any]:
    return page_of(request, narrowed(JournalEntry.objects.all(), parameters), parameters, order=("seq",))
