"""The shape of a pack's files, one class per kind of entry."""

from stadtgespraech.apps.packs.schemas.council import BodyRow, MoneyTable, Paper
from stadtgespraech.apps.packs.schemas.dialogue import Dialogue, Format, Stage, TimelineEntry
from stadtgespraech.apps.packs.schemas.parts import Part
from stadtgespraech.apps.packs.schemas.place import (
    City,
    DistrictRow,
    PackHead,
    Source,
    TopicRow,
    UnitRow,
    Vocabularies,
    Vocabulary,
)
from stadtgespraech.apps.packs.schemas.prose import PageFront, Toolbox
from stadtgespraech.apps.packs.schemas.strategy import Field, Goal, Indicator, Project, SponsorRow, WorkshopRow

__all__ = [
    "BodyRow",
    "City",
    "Dialogue",
    "DistrictRow",
    "Field",
    "Format",
    "Goal",
    "Indicator",
    "MoneyTable",
    "PackHead",
    "PageFront",
    "Paper",
    "Part",
    "Project",
    "Source",
    "SponsorRow",
    "Stage",
    "TimelineEntry",
    "Toolbox",
    "TopicRow",
    "UnitRow",
    "Vocabularies",
    "Vocabulary",
    "WorkshopRow",
]
