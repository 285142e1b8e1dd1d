"""Checks of the strategy: references, the involvement matrix, sponsors, workshops."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from stadtgespraech.apps.packs import schemas
from stadtgespraech.apps.packs.checking.context import Context
from stadtgespraech.apps.packs.problems import Problem, did_you_mean

ROLES = ("F", "B", "(B)")


def head(context: Context) -> Iterator[Problem]:
    if context.pack.head is not None:
        yield from context.unknown_unit(context.pack.head.city, "contact_office", context.pack.head.city.contact_office)


def strategy(context: Context) -> Iterator[Problem]:
    terms = {f"{name}/{term.code}" for name, vocabulary in context.vocabularies() for term in vocabulary.terms}
    what = _("Den Bezug „%(name)s“ gibt es in vocabularies.yaml nicht.")
    referring: list[schemas.Goal | schemas.Field] = [
        *context.pack.goals,
        *(field for _goal, field in context.pack.goal_fields),
    ]
    for part in referring:
        for reference in part.references or []:
            yield from context.unknown(
                part,
                "references",
                reference,
                terms,
                defined_in="vocabularies.yaml",
                code="unknown-reference",
                what=what,
            )
    for _goal, field in context.pack.goal_fields:
        yield from field_parts(context, field)


def field_parts(context: Context, field: schemas.Field) -> Iterator[Problem]:
    for parts, plural in (
        (field.projects, _("strategische Projekte")),
        (field.indicators, _("strategische Kennzahlen")),
    ):
        strategic = [part for part in parts if part.strategic]
        if len(strategic) > 1:
            what = _("Das Handlungsfeld „%(name)s“ hat mehrere %(parts)s.") % {"name": field.slug, "parts": plural}
            yield Problem(
                field.file,
                strategic[1].line("strategic"),
                "two-strategic",
                what,
                _("Lassen Sie „strategic: true“ nur bei einem Eintrag stehen."),
            )
    if field.strategic_indicator_open and any(indicator.strategic for indicator in field.indicators):
        what = _("Das Handlungsfeld „%(name)s“ hat eine strategische Kennzahl und nennt sie zugleich offen.") % {
            "name": field.slug
        }
        yield Problem(
            field.file,
            field.line("strategic_indicator_open"),
            "open-and-set",
            what,
            _("Streichen Sie „strategic_indicator_open“ oder die Kennzahl."),
        )
    for project in field.projects:
        yield from context.unknown_unit(project, "unit", project.unit)
    for indicator in field.indicators:
        yield from context.unknown_unit(indicator, "reported_by", indicator.reported_by)
        if indicator.minimum is not None and indicator.maximum is not None and indicator.minimum > indicator.maximum:
            what = _("Der kleinste Wert ist größer als der größte.")
            yield Problem(
                indicator.file,
                indicator.line("maximum"),
                "wrong-limits",
                what,
                _("Vertauschen oder berichtigen Sie minimum und maximum."),
            )


def matrix(context: Context) -> Iterator[Problem]:
    name = "involvement.csv"
    if name in context.broken or not (context.pack.matrix or (context.pack.path / name).exists()):
        return
    if "strategy" not in context.broken:
        for column in context.pack.matrix_fields:
            if column not in context.fields:
                what = _("Das Handlungsfeld „%(name)s“ gibt es in strategy/ nicht.") % {"name": column}
                yield Problem(name, 1, "unknown-field", what, did_you_mean(column, sorted(context.fields)))
        for slug in sorted(context.fields - set(context.pack.matrix_fields)):
            what = _("Die Spalte „%(column)s“ fehlt.") % {"column": slug}
            yield Problem(
                name,
                1,
                "missing-column",
                what,
                _("Ergänzen Sie die Spalte „%(column)s“ in der ersten Zeile.") % {"column": slug},
            )
    kinds = {unit.number: unit.kind for unit in context.pack.units}
    seen: dict[str, int] = {}
    for row in context.pack.matrix:
        if row.unit in seen:
            what = _("„%(name)s“ steht schon in Zeile %(line)d.") % {"name": row.unit, "line": seen[row.unit]}
            yield Problem(name, row.line, "duplicate", what, _("Streichen Sie eine der beiden Zeilen."))
        seen.setdefault(row.unit, row.line)
        if "units.csv" not in context.broken and kinds.get(row.unit) != "unit":
            what = _("„%(name)s“ steht nicht als Fachbereich (unit) in units.csv.") % {"name": row.unit}
            yield Problem(
                name,
                row.line,
                "unknown-unit",
                what,
                did_you_mean(row.unit, [number for number, kind in kinds.items() if kind == "unit"]),
            )
        for column, role in row.roles.items():
            if role and role not in ROLES:
                what = _("„%(role)s“ in der Spalte „%(column)s“ ist keine Rolle.") % {
                    "role": role,
                    "column": column,
                }
                yield Problem(name, row.line, "not-a-choice", what, _("Möglich sind: F, B, (B) oder leer."))
    for unit in context.pack.units:
        if unit.kind == "unit" and unit.number not in seen:
            what = _("Für den Fachbereich „%(name)s“ fehlt eine Zeile in involvement.csv.") % {"name": unit.number}
            yield Problem(
                unit.file,
                unit.line(),
                "missing-row",
                what,
                _("Ergänzen Sie die Zeile oder führen Sie ihn als Stelle (office)."),
            )


def sponsors_and_workshops(context: Context) -> Iterator[Problem]:
    for sponsor in context.pack.sponsors:
        yield from context.unknown_field(sponsor, "field", sponsor.field)
        yield from context.unknown_unit(sponsor, "unit", sponsor.unit)
    for workshop in context.pack.workshops:
        yield from context.unknown_field(workshop, "field", workshop.field)
        dated = workshop.status in {"held", "scheduled"}
        if dated and not workshop.dates:
            what = _("Ein Workshop mit dem Stand „%(status)s“ braucht ein Datum.") % {"status": workshop.status}
            yield Problem(
                workshop.file,
                workshop.line(),
                "missing-date",
                what,
                _("Tragen Sie den Tag ein oder wählen Sie to-be-determined."),
            )
        if workshop.dates and not dated:
            what = _("Ein Workshop mit dem Stand „%(status)s“ hat noch kein Datum.") % {"status": workshop.status}
            yield Problem(
                workshop.file,
                workshop.line(),
                "date-too-early",
                what,
                _("Streichen Sie das Datum oder wählen Sie scheduled oder held."),
            )
