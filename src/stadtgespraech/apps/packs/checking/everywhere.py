"""Checks over all files: nothing twice, every source known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from stadtgespraech.apps.packs import schemas
from stadtgespraech.apps.packs.checking.context import Context
from stadtgespraech.apps.packs.opening import Pack
from stadtgespraech.apps.packs.problems import Problem


def duplicates(context: Context) -> Iterator[Problem]:
    pack, dialogue = context.pack, context.pack.dialogue
    fields = [field for _goal, field in pack.goal_fields]
    tables: list[tuple[Sequence[schemas.Part], str]] = [
        (pack.head.sources if pack.head else [], "key"),
        (pack.units, "number"),
        (pack.districts, "slug"),
        (pack.topics, "slug"),
        (pack.goals, "slug"),
        (fields, "slug"),
        ([project for field in fields for project in field.projects], "slug"),
        ([indicator for field in fields for indicator in field.indicators], "slug"),
        (pack.sponsors, "field"),
        (pack.workshops, "field"),
        (pack.bodies, "slug"),
        (pack.papers, "slug"),
        *(
            (
                (dialogue.sectors, "slug"),
                (dialogue.stages, "slug"),
                (dialogue.stages, "number"),
                (dialogue.formats, "slug"),
                (dialogue.timeline, "slug"),
            )
            if dialogue
            else ()
        ),
        *((vocabulary.terms, "code") for _name, vocabulary in context.vocabularies()),
        *((paper.award.criteria, "slug") for paper in pack.papers if paper.award),
        *((pack.toolbox.groups, "slug") for _only in [1] if pack.toolbox),
    ]
    for parts, key in tables:
        yield from _repeated([(part, str(getattr(part, key))) for part in parts], key)
    for paper in pack.papers:
        yield from _repeated([(step, f"{step.body} {step.date}") for step in paper.consultations], "body")


def sources(context: Context) -> Iterator[Problem]:
    what = _("Die Quelle „%(name)s“ steht nicht unter sources in pack.yaml.")
    for part in _with_source(context.pack):
        yield from context.unknown(
            part,
            "source",
            getattr(part, "source", None),
            context.sources,
            defined_in="pack.yaml",
            code="unknown-source",
            what=what,
        )


def _repeated(parts: Sequence[tuple[schemas.Part, str]], key: str) -> Iterator[Problem]:
    first: dict[str, schemas.Part] = {}
    for part, value in parts:
        if value in first:
            place = f"{first[value].file}:{first[value].line(key)}"
            what = _("„%(value)s“ gibt es schon in %(place)s.") % {"value": value, "place": place}
            yield Problem(
                part.file,
                part.line(key),
                "duplicate",
                what,
                _("Vergeben Sie einen anderen Wert oder streichen Sie einen der Einträge."),
            )
        first.setdefault(value, part)


def _with_source(pack: Pack) -> Iterator[schemas.Part]:
    for goal in pack.goals:
        yield goal
        for field in goal.fields:
            yield from [field, *field.projects, *field.indicators]
    yield from pack.papers
    if pack.dialogue:
        yield from [pack.dialogue, *pack.dialogue.formats, *pack.dialogue.timeline]
        if pack.dialogue.background:
            yield from pack.dialogue.background.results
    if pack.toolbox:
        yield from [pack.toolbox, *pack.toolbox.groups]
    if pack.vocabularies:
        yield from [vocabulary for vocabulary in (pack.vocabularies.sdg, pack.vocabularies.leipzig) if vocabulary]
