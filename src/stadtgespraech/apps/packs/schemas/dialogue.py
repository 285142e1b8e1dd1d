"""dialogue.yaml."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field as Detail

from stadtgespraech.apps.packs.schemas.parts import Count, LongSlug, Name, Part, Prose, RoughDate, Sentence, Slug, Small


class Sector(Part):
    slug: Slug
    name: Name


class Stage(Part):
    slug: LongSlug
    number: Small
    name: Name
    short_name: Name | None = None
    description: Prose
    result: Prose | None = None
    state: Literal["planned", "open", "done"] | None = None


class Format(Part):
    slug: LongSlug
    source: Slug | None = None
    sector: Slug | None = None
    name: Name
    audience: Name | None = None
    description: Prose
    invited: Count | None = None
    participants_min: Count | None = None
    participants_max: Count | None = None
    on_site: bool = False
    online: bool = False


class TimelineEntry(Part):
    slug: Annotated[Slug, Detail(max_length=80)]
    source: Slug | None = None
    stage: LongSlug | None = None
    what: Name
    planned: RoughDate | None = None
    planned_in: RoughDate | None = None
    actual: RoughDate | None = None


class Outcome(Part):
    slug: Slug
    source: Slug | None = None
    name: Name
    description: Sentence


class CouncilForums(Part):
    name: Name
    rhythm: Literal["monthly", "quarterly", "half-yearly", "yearly"]


class WorldCafe(Part):
    source: Slug | None = None
    name: Name
    tables: Small
    people_per_unit: Small
    rounds: list[Name]
    hosts: Name


class Background(Part):
    """Checked now, shown by later apps."""

    results: list[Outcome] = []
    council_forums: CouncilForums | None = None
    world_cafe: WorldCafe | None = None
    foundations: list[Name] = []


class Dialogue(Part):
    source: Slug
    sectors: list[Sector]
    stages: Annotated[list[Stage], Detail(min_length=1)]
    formats: list[Format]
    timeline: list[TimelineEntry] = []
    background: Background | None = None
