"""The table in docs/reference/access.md: who gets what at each address."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "docs" / "reference" / "access.md"
# (heading, role, unit)
COLUMNS = (
    ("visitor", "visitor", ""),
    ("resident", "resident", ""),
    ("strategy office", "strategy_office", ""),
    ("unit, own", "unit", "own"),
    ("unit, other", "unit", "other"),
    ("sponsor", "sponsor", "own"),
    ("moderator", "moderator", ""),
    ("council", "council", ""),
    ("committee office", "committee_office", ""),
    ("draw officer", "draw_officer", ""),
    ("auditor", "auditor", ""),
    ("jury", "jury", ""),
    ("administrator", "administrator", ""),
)
INTRODUCTION = """\
# Who may do what, address by address

Every address and every operation of the API, what it is asked about, and what each role gets:

| word | means |
|---|---|
| ok | let through: a page, a file, or a form that says what is missing |
| sign in | asked to sign in first |
| confirm | asked for password or second factor once more |
| forbidden | told that this access is not enough; noted in the access log |
| not found | the same answer whether the object exists or not |

A way of asking (GET or POST) that a line does not name is not offered there.

English addresses (`/en/…`) are the same. *unit, own* and *sponsor* work for the unit that leads, reports or sponsors the
object; *unit, other* for another one. POST is sent empty: what counts is who gets as far as the form.

A test asks all of it and compares (`tests/whole_site/test_access.py`); a new address that is not in this table fails.
`ACCESS_TABLE=write .venv/bin/pytest tests/whole_site/test_access.py` writes down how things are. Read every new line: is
that how they should be?

"""


@dataclass(frozen=True, order=True)
class Line:
    """One line: what each column gets, by the methods in ``how`` (the other one is not offered)."""

    route: str
    pattern: str
    how: str
    about: str
    answers: tuple[str, ...]

    def __str__(self) -> str:
        # A pattern may hold a "|" of its own.
        cells = (f"`{self.route}`", f"`{self.pattern}`".replace("|", "\\|"), self.how, self.about, *self.answers)
        return f"| {' | '.join(cells)} |"


def line_up(route: str, pattern: str, about: str, answers: dict[str, tuple[str, ...]]) -> list[Line]:
    """The lines of one address and object: one for both methods where all get the same from both."""
    offered = {method: words for method, words in answers.items() if set(words) != {"–"}}
    if len(offered) == 2 and len(set(offered.values())) == 1:
        offered = {"GET, POST": next(iter(offered.values()))}
    return [Line(route, pattern, how, about, words) for how, words in offered.items()]


def read() -> list[Line]:
    """The lines of the table as it stands."""
    if not FILE.exists():
        return []
    lines = []
    for text in FILE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip().replace("\0", "|") for cell in text.replace("\\|", "\0").strip("|").split(" | ")]
        if len(cells) == len(COLUMNS) + 4 and cells[0].startswith("`"):
            lines.append(Line(cells[0].strip("`"), cells[1].strip("`"), cells[2], cells[3], tuple(cells[4:])))
    return lines


def write(lines: list[Line]) -> None:
    head = ["name", "address", "how", "about", *(heading for heading, _role, _unit in COLUMNS)]
    table = [f"| {' | '.join(head)} |", "|" + "---|" * len(head), *(str(line) for line in sorted(lines))]
    FILE.parent.mkdir(parents=True, exist_ok=True)
    FILE.write_text(INTRODUCTION + "\n".join(table) + "\n", encoding="utf-8")
