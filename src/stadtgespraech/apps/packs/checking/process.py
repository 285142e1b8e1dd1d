"""Checks of the dialogue, the council papers and the pages."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from stadtgespraech.apps.packs import schemas
from stadtgespraech.apps.packs.checking.context import Context
from stadtgespraech.apps.packs.problems import Problem


def dialogue(context: Context) -> Iterator[Problem]:
    dialogue = context.pack.dialogue
    if dialogue is None:
        return
    sectors = [sector.slug for sector in dialogue.sectors]
    stages = [stage.slug for stage in dialogue.stages]
    for entry in dialogue.formats:
        what = _("Den Bereich „%(name)s“ gibt es unter sectors nicht.")
        yield from context.unknown(
            entry, "sector", entry.sector, sectors, defined_in="dialogue.yaml", code="unknown-sector", what=what
        )
        if entry.participants_min and entry.participants_max and entry.participants_min > entry.participants_max:
            what = _("Die kleinste Zahl der Teilnehmenden ist größer als die größte.")
            to_do = _("Vertauschen oder berichtigen Sie participants_min und participants_max.")
            yield Problem(entry.file, entry.line("participants_max"), "wrong-limits", what, to_do)
    for milestone in dialogue.timeline:
        what = _("Die Stufe „%(name)s“ gibt es unter stages nicht.")
        yield from context.unknown(
            milestone, "stage", milestone.stage, stages, defined_in="dialogue.yaml", code="unknown-stage", what=what
        )
        if milestone.planned is None and milestone.actual is None:
            what = _("Der Eintrag „%(name)s“ hat kein Datum.") % {"name": milestone.slug}
            yield Problem(milestone.file, milestone.line(), "missing-date", what, _("Nennen Sie planned oder actual."))


def council(context: Context) -> Iterator[Problem]:
    bodies = [body.slug for body in context.pack.bodies]
    what = _("Das Gremium „%(name)s“ gibt es in council/bodies.csv nicht.")
    for paper in context.pack.papers:
        yield from context.unknown_unit(paper, "unit", paper.unit)
        for step in paper.consultations:
            yield from context.unknown(
                step, "body", step.body, bodies, defined_in="council", code="unknown-body", what=what
            )
            if step.date < paper.date:
                too_early = _("Die Beratung am %(day)s liegt vor dem Datum der Vorlage.") % {
                    "day": step.date.isoformat()
                }
                yield Problem(
                    step.file,
                    step.line("date"),
                    "date-too-early",
                    too_early,
                    _("Berichtigen Sie eines der beiden Daten."),
                )
        for table in (paper.expenses, paper.staff):
            yield from years(table)
        if paper.award is not None:
            total = sum(criterion.weight for criterion in paper.award.criteria)
            if total != 100:
                wrong = _("Die Gewichte der Kriterien ergeben %(total)d statt 100.") % {"total": total}
                yield Problem(
                    paper.file, paper.award.line("criteria"), "wrong-sum", wrong, _("Berichtigen Sie die Gewichte.")
                )
            rule = paper.award.awarded_by
            if rule is not None:
                yield from context.unknown(
                    rule, "above", rule.above, bodies, defined_in="council", code="unknown-body", what=what
                )


def years(table: schemas.MoneyTable | None) -> Iterator[Problem]:
    """Every line of a table names the same years. (Whether the printed totals agree is the linter's question: papers do err.)"""
    if table is None:
        return
    years = sorted({year for line in table.lines for year in line.amounts})
    for part, key, amounts in [
        *((line, "amounts", line.amounts) for line in table.lines),
        (table, "printed_totals", table.printed_totals),
    ]:
        missing = [str(year) for year in years if amounts is not None and year not in amounts]
        extra = [str(year) for year in amounts or {} if year not in years]
        if missing or extra:
            what = _("Die Jahre der Tabelle passen nicht zusammen: %(years)s.") % {"years": ", ".join(missing + extra)}
            yield Problem(
                part.file,
                part.line(key),
                "wrong-years",
                what,
                _("Nennen Sie in jeder Zeile dieselben Jahre, notfalls mit 0."),
            )


def pages(context: Context) -> Iterator[Problem]:
    first = context.pack.languages[0]
    written = {page.slug for page in context.pack.pages if page.language == first}
    for page in context.pack.pages:
        if page.language != first and page.slug not in written and "pages" not in context.broken:
            what = _("Von dieser Seite fehlt die Fassung auf „%(code)s“.") % {"code": first}
            yield Problem(
                f"pages/{page.slug}.{page.language}.md",
                0,
                "missing-language",
                what,
                _("Legen Sie pages/%(slug)s.%(code)s.md an.") % {"slug": page.slug, "code": first},
            )
        if page.language == first and page.front.date is None:
            what = _("Die Angabe „%(key)s“ fehlt.") % {"key": "date"}
            yield Problem(page.front.file, 1, "missing", what, _("Ergänzen Sie „%(key)s“.") % {"key": "date"})
