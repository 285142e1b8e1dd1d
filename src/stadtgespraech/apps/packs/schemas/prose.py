"""Front matter of pages, and the toolbox."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field as Detail
from pydantic import StringConstraints

from stadtgespraech.apps.packs.schemas.parts import Day, Name, Part, Slug, Small, Word


class PageFront(Part):
    """What stands above a page's text. All but the title is said once, in the file of the first language."""

    title: Annotated[str, StringConstraints(min_length=1, max_length=300)]
    date: Day | None = None
    order: Small | None = None
    legal: bool = False
    draft: bool = False


class ToolGroup(Part):
    slug: Slug
    source: Slug | None = None
    name: Name


class Toolbox(Part):
    """toolbox.yaml: checked now, shown by the toolbox app later."""

    source: Slug
    pool: Word
    platform: Annotated[str, StringConstraints(min_length=1, max_length=120)]
    groups: Annotated[list[ToolGroup], Detail(min_length=1)]
    contents: list[Name] = []
    evaluation_questions: list[Name] = []
    places: list[Name] = []
