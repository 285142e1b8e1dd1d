"""Score the series of a CSV file: their growth, or their way to the target; and say what does not fit together."""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from stadtgespraech.cli.series_rows import OPTIONAL, REQUIRED, Row, read_series
from stadtgespraech.engines import scoring
from stadtgespraech.engines.scoring import Direction, Flip, Hold, Indicator, Kind, Panel, Point, Reach

NEXT_STATUS = {
    "deterioration": "limited_progress",
    "limited_progress": "moderate_progress",
    "moderate_progress": "substantial_progress",
    "substantial_progress": "target_achieved",
}
REPEATED = {
    "de": "Diese Reihe steht mehrmals in der Datei. Jede Zeile wird für sich bewertet.",
    "en": "This series stands in the file more than once. Each line is scored by itself.",
}
HEADINGS = {
    "de": {"growth": "Fortschritt und Note (−5 bis 5)", "path": "Anteil am Zielpfad und Punkte (0 bis 100)"},
    "en": {"growth": "Progress and score (−5 to 5)", "path": "Share of the path and score (0 to 100)"},
}
TO_CHECK = {"de": "Zu prüfen", "en": "To check"}


@dataclass(frozen=True)
class Scored:
    """The verdict on one series.

    Attributes:
        reason: why there is no progress value, a code; or empty.
        flip: the value that would give another status, if one would.
    """

    row: Row
    progress_value: float
    score: float
    status: str
    reason: str = ""
    flip: Flip | None = None


@dataclass(frozen=True)
class Note:
    """A finding about one line of the file."""

    row: Row
    code: str
    text: str


def main(arguments: list[str]) -> int:
    """Read the file, score it, print a table or JSON."""
    parser = argparse.ArgumentParser("stadtgespraech score", description=__doc__)
    parser.add_argument(
        "file",
        metavar="SERIES.csv",
        type=Path,
        help=f"with the columns {', '.join(REQUIRED)}; optional {', '.join(OPTIONAL)}",
    )
    parser.add_argument(
        "--method",
        choices=("path", "growth"),
        default="growth",
        help="growth: yearly growth, score -5 to 5 (default); path: value against the target path, score 0 to 100",
    )
    parser.add_argument("--json", action="store_true", help="results and findings as JSON")
    parser.add_argument("--language", choices=scoring.LANGUAGES, default="de", help="language of the sentences")
    options = parser.parse_args(arguments)
    rows = read_series(options.file)
    scored = by_growth(rows) if options.method == "growth" else by_path(rows)
    notes = check(rows, language=options.language)
    if options.json:
        print(
            json.dumps(
                as_json(scored, notes, method=options.method, language=options.language),
                indent=2,
                ensure_ascii=False,
                allow_nan=False,
            )
        )
    else:
        print_table(scored, notes, method=options.method, language=options.language)
    return 0


def by_growth(rows: Sequence[Row]) -> list[Scored]:
    """The growth-rate method of Statistics Canada."""
    course = scoring.Course.of(
        base=[row.base_value for row in rows],
        base_year=[row.base_year for row in rows],
        current=[row.current_value for row in rows],
        current_year=[row.current_year for row in rows],
        direction=[row.direction.sign for row in rows],
        target=[row.target for row in rows],
        target_year=[row.target_year for row in rows],
        limit=[row.limit for row in rows],
    )
    verdict = scoring.growth(course)
    needed = scoring.value_for_next_status(course, verdict)
    scored = []
    for place, row in enumerate(rows):
        status = str(verdict.status[place])
        flip = None
        if math.isfinite(needed[place]):
            flip = Flip(
                kind=Kind.VALUE,
                light="target_achieved" if needed[place] == row.target else NEXT_STATUS[status],
                child=place,
                now=row.current_value,
                needed=float(needed[place]),
                is_better=True,
                rises=row.direction is Direction.UP,
                is_value=True,
            )
        scored.append(
            Scored(
                row=row,
                progress_value=float(verdict.progress_value[place]),
                score=float(verdict.score[place]),
                status=status,
                reason=str(verdict.reason[place]),
                flip=flip,
            )
        )
    return scored


def by_path(rows: Sequence[Row]) -> list[Scored]:
    """The value against the target path, and the distance to the target as a score; without a target the trend."""
    indicators = [indicator_of(row, hold_what_is_met=True) for row in rows]
    panel, _repeated = panel_of(rows)
    level = scoring.levels(indicators, panel)
    trend = scoring.trends(indicators, panel, years=panel.values.shape[1])
    status = scoring.overall(level, trend)
    scale = scoring.scales(indicators, method=scoring.Method.DISTANCE_TO_TARGET)
    # The baseline alone is no progress of 0, and a value of another definition none at all.
    scores = np.where(np.isin(status, ("on-track", "behind")), 100 * scale.scores(level.value), np.nan)
    return [
        Scored(row, math.nan, math.nan, row.contradiction, row.contradiction)
        if row.contradiction
        else Scored(
            row=row,
            progress_value=float(level.ratio[place]),
            score=float(scores[place]),
            status=str(status[place]),
            reason=str(scale.reason[place]),
            flip=scoring.level_flip(level, place),
        )
        for place, row in enumerate(rows)
    ]


def indicator_of(row: Row, *, hold_what_is_met: bool) -> Indicator:
    """The fact sheet that a row amounts to.

    Args:
        hold_what_is_met: whether a target that the baseline meets already is taken as one to hold: with a direction it
            can mean nothing else, and ratios of the way covered would change their sign (see ``check``).
    """
    target: Reach | Hold | None = None
    if not math.isnan(row.target) and not row.contradiction:
        is_met = (row.target - row.base_value) * row.direction.sign <= 0 and row.direction is not Direction.OPEN
        if row.target_type == "hold" or (hold_what_is_met and is_met and not row.target_type):
            target = Hold(limit=row.target, is_floor=row.direction is not Direction.DOWN)
        else:
            target = Reach(value=row.target, due=end_of(row.target_year))
    has_base = not math.isnan(row.base_value + row.base_year)
    return Indicator(
        name=row.name,
        direction=row.direction,
        target=target,
        baseline=Point(end_of(row.base_year), row.base_value) if has_base else None,
    )


def panel_of(rows: Sequence[Row]) -> tuple[Panel, list[tuple[int, int, int, bool]]]:
    """The two values of each row as a panel of years."""
    cells = [
        (place, year, value)
        for place, row in enumerate(rows)
        for year, value in ((row.base_year, row.base_value), (row.current_year, row.current_value))
        if not math.isnan(value + year)
    ]
    if not cells:
        return Panel.of([[math.nan]] * len(rows), first_year=date.min.year), []
    place, year, value = zip(*cells, strict=True)
    return Panel.from_rows(indicator=place, year=year, value=value, indicators=len(rows))


def end_of(year: float) -> date:
    return date(int(year), 12, 31)


def check(rows: Sequence[Row], *, language: str) -> list[Note]:
    """What does not fit together, line by line."""
    panel, repeated = panel_of(rows)
    # What lies between base and current value is not in the file, and one point may stand for both of them.
    found = scoring.findings(
        [indicator_of(row, hold_what_is_met=False) for row in rows],
        panel,
        repeated=[(place, year, period, equal) for place, year, period, equal in repeated if not equal],
    )
    notes = [
        Note(rows[one.indicator], one.code, scoring.finding_sentence(one, language=language))
        for one in found
        if one.code != "missing-period"
    ]
    times = Counter((row.indicator, row.series) for row in rows)
    notes += [Note(row, "duplicate-series", REPEATED[language]) for row in rows if times[row.indicator, row.series] > 1]
    return sorted(notes, key=lambda note: note.row.line)


def as_json(scored: Sequence[Scored], notes: Sequence[Note], *, method: str, language: str) -> dict[str, Any]:
    """What other programs read; null where there is no number, with the reason among the findings."""
    known = {(note.row.line, note.code) for note in notes}
    reasons = [
        Note(one.row, one.reason, scoring.reason_words(one.reason, language=language))
        for one in scored
        if one.reason and (one.row.line, one.reason) not in known
    ]
    return {
        "method": method,
        "series": [
            {
                "indicator": one.row.indicator,
                "series": one.row.series,
                "progress_value": or_none(one.progress_value),
                "score": or_none(one.score),
                "status": one.status,
            }
            for one in scored
        ],
        "findings": [
            {
                "line": note.row.line,
                "indicator": note.row.indicator,
                "series": note.row.series,
                "code": note.code,
                "text": note.text,
            }
            for note in sorted([*notes, *reasons], key=lambda note: note.row.line)
        ],
    }


def or_none(value: float) -> float | None:
    return None if math.isnan(value) else value


def print_table(scored: Sequence[Scored], notes: Sequence[Note], *, method: str, language: str) -> None:
    """One line per series with its light, a second with what would flip it; then the findings."""
    names = [one.row.name for one in scored]
    print(f"{HEADINGS[language][method]}\n")
    for one in scored:
        progress, score = (scoring.number(value, language=language) for value in (one.progress_value, one.score))
        words = scoring.light_words(one.status, language=language)
        if one.reason and one.reason != one.status:
            words += f" ({scoring.reason_words(one.reason, language=language)})"
        print(f"{progress:>10} {score:>8}  {one.row.name}: {words}")
        if one.flip:
            print(f"{'':20} {scoring.flip_sentences([one.flip], names=names, language=language)[0]}")
    if notes:
        print(f"\n{TO_CHECK[language]}")
    for note in notes:
        print(f"  {note.row.name}: {note.text}")
