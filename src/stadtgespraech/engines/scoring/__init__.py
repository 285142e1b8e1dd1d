"""Scores that hide nothing: status, trend and forecast of indicators, scores of fields and goals with bands."""

from stadtgespraech.engines.scoring.aggregate import (
    ARITHMETIC,
    GEOMETRIC,
    HARMONIC,
    WORST_CHILD,
    Groups,
    Scorecard,
    power_mean,
    roll_up,
)
from stadtgespraech.engines.scoring.assessment import Assessment, assess, field_flips, goal_flips
from stadtgespraech.engines.scoring.calendar import as_day, as_year
from stadtgespraech.engines.scoring.facts import (
    Corridor,
    Direction,
    Hold,
    Indicator,
    PathShape,
    Point,
    Reach,
    wanted,
)
from stadtgespraech.engines.scoring.findings import Finding, findings
from stadtgespraech.engines.scoring.flips import Flip, Kind, flips, level_flip
from stadtgespraech.engines.scoring.forecast import Forecasts, forecasts
from stadtgespraech.engines.scoring.freshness import Freshness, freshness
from stadtgespraech.engines.scoring.growth import Course, Growth, courses, growth, value_for_next_status
from stadtgespraech.engines.scoring.hierarchy import FieldWeight, Hierarchy, Membership, Weights
from stadtgespraech.engines.scoring.lights import Levels, Trends, levels, overall, trends
from stadtgespraech.engines.scoring.normalise import Method, Scales, scales
from stadtgespraech.engines.scoring.panel import GRADES, Panel
from stadtgespraech.engines.scoring.phrases import (
    LANGUAGES,
    finding_sentence,
    flip_sentences,
    light_words,
    number,
    reason_words,
)
from stadtgespraech.engines.scoring.uncertainty import Band, Bands, LeaveOneOut, bands, leave_one_out

__all__ = [
    "ARITHMETIC",
    "GEOMETRIC",
    "GRADES",
    "HARMONIC",
    "LANGUAGES",
    "WORST_CHILD",
    "Assessment",
    "Band",
    "Bands",
    "Corridor",
    "Course",
    "Direction",
    "FieldWeight",
    "Finding",
    "Flip",
    "Forecasts",
    "Freshness",
    "Groups",
    "Growth",
    "Hierarchy",
    "Hold",
    "Indicator",
    "Kind",
    "LeaveOneOut",
    "Levels",
    "Membership",
    "Method",
    "Panel",
    "PathShape",
    "Point",
    "Reach",
    "Scales",
    "Scorecard",
    "Trends",
    "Weights",
    "as_day",
    "as_year",
    "assess",
    "bands",
    "courses",
    "field_flips",
    "finding_sentence",
    "findings",
    "flip_sentences",
    "flips",
    "forecasts",
    "freshness",
    "goal_flips",
    "growth",
    "leave_one_out",
    "level_flip",
    "levels",
    "light_words",
    "number",
    "overall",
    "power_mean",
    "reason_words",
    "roll_up",
    "scales",
    "trends",
    "value_for_next_status",
    "wanted",
]
