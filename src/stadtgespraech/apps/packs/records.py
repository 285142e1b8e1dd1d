"""A pack as a flat list of records: kind, key, and plain values named like the site's fields."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from stadtgespraech.apps.packs import schemas
from stadtgespraech.apps.packs.opening import Pack

# Key of an indicator in the pack → field of the site, where the two differ.
SITE_NAMES = {"unit": "unit_of_measure", "reported_by": "reporting_unit"}


@dataclass(frozen=True)
class Record:
    """One object of the pack. A value that the pack leaves out is not in ``values``."""

    kind: str
    key: str
    values: dict[str, Any] = field(default_factory=dict)


def records_of(pack: Pack) -> list[Record]:
    """Every object, those that others refer to first."""
    return [*_places(pack), *_dialogue(pack), *_strategy(pack), *_council(pack), *_pages(pack)]


def digest_of(pack: Pack, records: list[Record]) -> str:
    """A fingerprint of what the pack says, in hex."""
    said = {"city": city_facts(pack), "records": [[record.kind, record.key, record.values] for record in records]}
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def city_facts(pack: Pack) -> dict[str, str]:
    """Name and contact, as every page shows them."""
    city = pack.city
    office = next(unit for unit in pack.units if unit.number == city.contact_office)
    return {
        "slug": city.slug,
        "name": city.name,
        "site_name": city.site_name or "Stadtgespräch",
        "contact": office.name[pack.languages[0]],
    }


def _order(position: int) -> int:
    # Steps of ten leave room for what the office adds between.
    return (position + 1) * 10


def _source(pack: Pack, key: str | None) -> str:
    titles = {source.key: source.title for source in (pack.head.sources if pack.head else [])}
    return titles.get(key or "", "")


def _places(pack: Pack) -> Iterator[Record]:
    vocabularies = pack.vocabularies
    for name in type(vocabularies).model_fields if vocabularies else ():
        vocabulary: schemas.Vocabulary | None = getattr(vocabularies, name)
        for position, term in enumerate(vocabulary.terms if vocabulary else []):
            yield Record("reference", f"{name}/{term.code}", {"name": term.name, "order": _order(position)})
    for unit in pack.units:
        yield Record("unit", unit.number, {"name": unit.name, "kind": unit.kind})
    for district in pack.districts:
        yield Record("district", district.slug, district.given("name", "residents_example"))
    for position, topic in enumerate(pack.topics):
        yield Record("topic", topic.slug, {"name": topic.name, "order": _order(position)})


def _dialogue(pack: Pack) -> Iterator[Record]:
    dialogue = pack.dialogue
    if dialogue is None:
        return
    for position, sector in enumerate(dialogue.sectors):
        yield Record("sector", sector.slug, {"name": sector.name, "order": _order(position)})
    for stage in dialogue.stages:
        given = stage.given("number", "name", "short_name", "description", "result", "state")
        yield Record("stage", stage.slug, given)
    for position, entry in enumerate(dialogue.formats):
        numbers = entry.given("invited", "participants_min", "participants_max")
        values = {
            "name": entry.name,
            "description": entry.description,
            "sector": entry.sector,
            **entry.given("audience"),
        }
        ways = {"on_site": entry.on_site, "online": entry.online}
        yield Record("format", entry.slug, {**values, **numbers, **ways, "order": _order(position)})
    for position, milestone in enumerate(dialogue.timeline):
        dates = milestone.given("planned", "planned_in", "actual")
        source = _source(pack, milestone.source or dialogue.source)
        values = {"what": milestone.what, "stage": milestone.stage, "source": source, "order": _order(position)}
        yield Record("timeline", milestone.slug, {**values, **dates})


TEXTS = ("name", "summary", "description")


def _strategy(pack: Pack) -> Iterator[Record]:
    for position, goal in enumerate(pack.goals):
        fixed = {"source": _source(pack, goal.source), "order": _order(position)}
        yield Record("goal", goal.slug, {**goal.given(*TEXTS), **_references(goal), **fixed})
    sponsors = {row.field: row for row in pack.sponsors}
    workshops = {row.field: row for row in pack.workshops}
    for position, (goal, part) in enumerate(pack.goal_fields):
        values: dict[str, Any] = {"goal": goal.slug, **part.given(*TEXTS), **_references(part)}
        values |= {"source": _source(pack, part.source or goal.source), "order": _order(position)}
        if part.strategic_indicator_open:
            values["indicator_note"] = part.strategic_indicator_open
        if sponsor := sponsors.get(part.slug):
            values |= {"sponsor_unit": sponsor.unit, "sponsor_vacant": sponsor.state == "vacant"}
        if workshop := workshops.get(part.slug):
            days = sorted(day.isoformat() for day in workshop.dates)
            values |= {"workshop_state": workshop.status, "workshop_days": days}
            if workshop.note:
                values["workshop_note"] = workshop.note
        values |= {f"involvement.{row.unit}": row.roles[part.slug] for row in pack.matrix}
        yield Record("field", part.slug, values)
    yield from _projects_and_indicators(pack)


def _projects_and_indicators(pack: Pack) -> Iterator[Record]:
    # Numbered through, so that a list over all fields is in the order of the strategy.
    projects, indicators = count(), count()
    for goal, part in pack.goal_fields:
        inherited = part.source or goal.source
        for project in part.projects:
            values = project.given(*TEXTS, "unit", "state")
            values |= {"field": part.slug, "is_strategic": project.strategic}
            values |= {"source": _source(pack, project.source or inherited), "order": _order(next(projects))}
            yield Record("project", project.slug, values)
        for indicator in part.indicators:
            values = indicator.given("name", "description", "method", "direction", "decimals", "state")
            values |= {SITE_NAMES[name]: value for name, value in indicator.given("unit", "reported_by").items()}
            limits = indicator.given("minimum", "maximum")
            values |= {name: f"{limit.normalize():f}" for name, limit in limits.items()}
            values |= {"field": part.slug, "is_strategic": indicator.strategic}
            values |= {"source": _source(pack, indicator.source or inherited), "order": _order(next(indicators))}
            yield Record("indicator", indicator.slug, values)


def _references(part: schemas.Goal | schemas.Field) -> dict[str, list[str]]:
    return {} if part.references is None else {"references": sorted(part.references)}


def _council(pack: Pack) -> Iterator[Record]:
    for body in pack.bodies:
        yield Record("body", body.slug, {"name": body.name, "kind": body.kind})
    for paper in pack.papers:
        values: dict[str, Any] = {
            "number": paper.number,
            "title": paper.title,
            "dated": paper.date.isoformat(),
            "unit": paper.unit,
            "refers_to": paper.refers_to,
            "is_public": paper.public,
            "source": _source(pack, paper.source),
            **paper.given("summary", "deviation", "climate"),
            "proposal": _numbered(paper.proposed_resolution, pack.languages),
            "consultations": [
                {
                    "body": step.body,
                    "on": step.date.isoformat(),
                    "role": step.role,
                    "out_of_order": step.out_of_order,
                    "order": _order(position),
                }
                for position, step in enumerate(paper.consultations)
            ],
            "budget_lines": [
                line for kind in ("expenses", "staff") for line in _money_lines(getattr(paper, kind), kind)
            ],
            "printed_totals": [
                total for kind in ("expenses", "staff") for total in _totals(getattr(paper, kind), kind)
            ],
        }
        if paper.total_requested_eur is not None:
            values["total_requested"] = str(paper.total_requested_eur)
        if paper.award is not None:
            values["award"] = paper.award.model_dump(mode="json", exclude_none=True)
        yield Record("paper", paper.slug, values)


MONEY_KINDS = {"expenses": "expense", "staff": "staff"}


def _money_lines(table: schemas.MoneyTable | None, kind: str) -> Iterator[dict[str, Any]]:
    for position, line in enumerate(table.lines if table else []):
        amounts = {str(year): amount for year, amount in sorted(line.amounts.items())}
        accounts = {"cost_centre": line.cost_centre, "product": line.product, "account": line.account}
        yield {"kind": MONEY_KINDS[kind], **accounts, "name": line.name, "amounts": amounts, "order": _order(position)}


def _totals(table: schemas.MoneyTable | None, kind: str) -> Iterator[dict[str, Any]]:
    for year, amount in sorted((table.printed_totals or {}).items()) if table else []:
        yield {"kind": MONEY_KINDS[kind], "year": year, "amount": amount}


def _numbered(points: list[dict[str, str]], languages: list[str]) -> dict[str, str]:
    """The points of a proposal as Markdown: a list if there are several. A language needs all of them."""
    full = [code for code in languages if points and all(code in point for point in points)]
    if len(points) == 1:
        return {code: points[0][code] for code in full}
    return {code: "\n".join(f"{number}. {point[code]}" for number, point in enumerate(points, 1)) for code in full}


def _pages(pack: Pack) -> Iterator[Record]:
    for first in (page for page in pack.pages if page.language == pack.languages[0]):
        versions = {page.language: page for page in pack.pages if page.slug == first.slug}
        front = first.front
        values: dict[str, Any] = {
            "title": {code: page.front.title for code, page in versions.items()},
            "text": {code: page.text for code, page in versions.items()},
            "is_legal": front.legal,
            "is_draft": front.draft,
            **front.given("order"),
        }
        if front.date is not None:
            values["changed_on"] = front.date.isoformat()
        yield Record("page", first.slug, values)
