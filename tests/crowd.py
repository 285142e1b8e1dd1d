"""A city with any number of everything, all of it hanging on the first of each kind."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from stadtgespraech.apps.council.models import (
    Body,
    BudgetLine,
    Consultation,
    FollowUp,
    FollowUpReport,
    Paper,
    PrintedTotal,
    Resolution,
)
from stadtgespraech.apps.dialogue.models import (
    District,
    Event,
    Format,
    Registration,
    Sector,
    Stage,
    TimelineEntry,
    Topic,
)
from stadtgespraech.apps.following.models import Follow
from stadtgespraech.apps.indicators.models import Indicator, Target, Value
from stadtgespraech.apps.packs.models import PackedValue
from stadtgespraech.apps.pages.models import BarrierReport, Page
from stadtgespraech.apps.people.models import Person, RoleAssignment, Unit
from stadtgespraech.apps.pictures.models import LEADS_TO, MERGED_INTO, Agreement, Picture, PictureVersion
from stadtgespraech.apps.strategy.models import (
    Field,
    FieldWorkshop,
    Goal,
    Involvement,
    MeasurePackage,
    Milestone,
    Project,
    Reference,
)
from stadtgespraech.apps.voices.models import Answer, Attachment, Comment, Complaint, Support, Voice, VoiceContact
from stadtgespraech.core import journal, thread
from stadtgespraech.core.jobs.models import OutgoingMail
from stadtgespraech.core.thread.models import Link, Node
from stadtgespraech.core.thread.weaving import columns_of

M = TypeVar("M", bound=Model)
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
FIRST_YEAR = 1900


def text(word: str, number: int) -> dict[str, str]:
    return {"de": f"{word} {number}", "en": f"{word} {number} in English"}


def put(model: type[M], count: int, make: Any) -> list[M]:
    """Bring a table to ``count`` rows; returns all of them."""
    there = list(model._default_manager.order_by("pk"))
    new = (make(number) for number in range(len(there), count))
    return [*there, *model._default_manager.bulk_create(new, batch_size=500)]


@transaction.atomic
def grow(count: int) -> None:
    """Make the city as large as this."""

    def day(number: int) -> date:
        return date(2024, 1, 1) + timedelta(days=number)

    units = put(Unit, count, lambda n: Unit(slug=f"amt-{n}", number=f"{n:05}", name=text("Amt", n)))
    sectors = put(Sector, 3, lambda n: Sector(slug=f"bereich-{n}", name=text("Bereich", n)))
    put(District, count, lambda n: District(slug=f"bezirk-{n}", name=f"Bezirk {n}"))
    topics = put(Topic, count, lambda n: Topic(slug=f"thema-{n}", name=text("Thema", n)))
    stages = put(
        Stage,
        count,
        lambda n: Stage(
            slug=f"stufe-{n}", number=n, name=text("Stufe", n), description=text("Es geht", n), state="open"
        ),
    )
    formats = put(
        Format,
        count,
        lambda n: Format(slug=f"format-{n}", name=text("Format", n), description=text("So", n), sector=sectors[0]),
    )
    events = put(
        Event,
        count,
        lambda n: Event(
            slug=f"termin-{n}",
            name=text("Termin", n),
            stage=stages[0],
            format=formats[0],
            starts_at=timezone.now() + timedelta(days=1, minutes=n),
            takes_registrations=True,
            capacity=100,
        ),
    )
    put(
        Registration,
        count,
        lambda n: Registration(
            event=events[0],
            name=f"Mensch {n}",
            email=f"gast-{n}@example.org",
            state="place" if n < 100 else "waiting",
            token=f"token-{n}",
            registered_at=NOW,
        ),
    )
    through: Any = Event.topics.through
    through.objects.bulk_create((through(event=event, topic=topics[0]) for event in events), ignore_conflicts=True)
    put(
        TimelineEntry,
        count,
        lambda n: TimelineEntry(
            slug=f"weg-{n}", what=text("Wegmarke", n), stage=stages[0], planned="2023-Q4", actual="2024-01"
        ),
    )
    put(Reference, count, lambda n: Reference(vocabulary="sdg", code=str(n), name=text("Bezug", n)))
    goals = put(Goal, count, lambda n: Goal(slug=f"ziel-{n}", name=text("Ziel", n)))
    fields = put(
        Field, count, lambda n: Field(slug=f"feld-{n}", goal=goals[0], name=text("Feld", n), sponsor_unit=units[0])
    )
    for owner, references in ((goals[0], Reference.objects.all()), (fields[0], Reference.objects.all())):
        owner.references.set(references)
    put(FieldWorkshop, count, lambda n: FieldWorkshop(field=fields[0], on=day(n)))
    Involvement.objects.bulk_create(
        (Involvement(field=fields[0], unit=unit, role="F") for unit in units), ignore_conflicts=True
    )
    Involvement.objects.bulk_create(
        (Involvement(field=field, unit=units[0], role="B") for field in fields), ignore_conflicts=True
    )
    projects = put(
        Project, count, lambda n: Project(slug=f"projekt-{n}", field=fields[0], name=text("Projekt", n), unit=units[0])
    )
    packages = put(
        MeasurePackage,
        count,
        lambda n: MeasurePackage(slug=f"paket-{n}", goal=goals[0], name=text("Paket", n), horizon="short"),
    )
    held: Any = MeasurePackage.projects.through
    held.objects.bulk_create(
        (
            *(held(measurepackage=packages[0], project=project) for project in projects),
            *(held(measurepackage=package, project=projects[0]) for package in packages[1:]),
        ),
        ignore_conflicts=True,
    )
    put(Milestone, count, lambda n: Milestone(project=projects[0], name=text("Schritt", n), due=day(n)))
    indicators = put(
        Indicator,
        count,
        lambda n: Indicator(
            slug=f"kennzahl-{n}",
            field=fields[0],
            project=projects[0],
            name=text("Kennzahl", n),
            reporting_unit=units[0],
            is_strategic=True,
        ),
    )
    years = min(count, 100)
    put(
        Value,
        years,
        lambda n: Value(
            indicator=indicators[0],
            year=FIRST_YEAR + n,
            value=Decimal(n),
            source="Statistik",
            unit=units[0],
            reported_at=NOW,
        ),
    )
    without = Indicator.objects.exclude(pk=indicators[0].pk).exclude(values__year=2025)
    Value.objects.bulk_create(
        Value(indicator=one, year=2025, value=Decimal(1), source="Statistik", reported_at=NOW) for one in without
    )
    put(Target, years, lambda n: Target(indicator=indicators[0], year=FIRST_YEAR + n, value=Decimal(n)))
    bodies = put(Body, count, lambda n: Body(slug=f"gremium-{n}", name=text("Gremium", n)))
    papers = put(
        Paper,
        count,
        lambda n: Paper(
            slug=f"vorlage-{n}",
            number=f"{n}-24",
            title=text("Vorlage", n),
            dated=day(n),
            unit=units[0],
            refers_to=["1-24", "2-24"],
        ),
    )
    put(Consultation, count, lambda n: Consultation(paper=papers[0], body=bodies[0], on=day(n), role="decision"))
    Consultation.objects.bulk_create(
        (Consultation(paper=paper, body=bodies[0], on=day(0), role="decision") for paper in papers[1:]),
        ignore_conflicts=True,
    )
    resolutions = put(
        Resolution,
        count,
        lambda n: Resolution(
            slug=f"beschluss-{n}", paper=papers[0], body=bodies[0], on=day(n), result="agreed", text=text("Ja", n)
        ),
    )
    items = put(
        FollowUp,
        count,
        lambda n: FollowUp(
            resolution=resolutions[0], what=text("Auftrag", n), unit=units[0], deadline=day(n), reason="In Arbeit"
        ),
    )
    put(
        FollowUpReport,
        count,
        lambda n: FollowUpReport(follow_up=items[0], state="open", deadline=day(n), unit=units[0], at=NOW),
    )
    FollowUp.objects.bulk_create(
        FollowUp(resolution=one, what=text("Auftrag", one.pk), unit=units[-1], deadline=day(0))
        for one in Resolution.objects.filter(follow_ups=None)
    )
    put(
        Paper,
        2 * count,
        lambda n: Paper(slug=f"entwurf-{n}", title=text("Entwurf", n), dated=day(n), unit=units[0], state="draft"),
    )
    put(
        BudgetLine,
        count,
        lambda n: BudgetLine(paper=papers[0], kind="expense", name=text("Zeile", n), amounts={"2024": n}),
    )
    # A cell for each line and year is shown: more years are no paper.
    put(PrintedTotal, 10, lambda n: PrintedTotal(paper=papers[0], kind="expense", year=FIRST_YEAR + n, amount=n))
    pictures = put(
        Picture,
        count,
        lambda n: Picture(
            slug=f"bild-{n}",
            kind="starting" if n else "target",
            title=text("Bild", n),
            text=text("So ist es", n),
            topic=topics[0],
            state="discussed",
            confirmed_version=2 if n == 0 else None,
            confirmed_at=NOW if n == 0 else None,
        ),
    )
    put(
        PictureVersion,
        count,
        lambda n: PictureVersion(
            picture=pictures[0],
            number=n + 1,
            title=text("Bild", n),
            text=text("So war es", n),
            reason="Besser.",
            at=NOW,
        ),
    )
    put(
        Agreement,
        3 * count,
        lambda n: Agreement(picture=pictures[0], version=n // 3 + 1, sector=sectors[n % 3], stance="agrees", at=NOW),
    )
    put(Page, count, lambda n: Page(slug=f"seite-{n}", title=text("Seite", n), text=text("Text", n), changed_on=day(n)))
    put(BarrierReport, count, lambda n: BarrierReport(text=f"Meldung {n}", received_at=NOW))
    put(
        PackedValue,
        count,
        lambda n: PackedValue(kind="goal", key=f"ziel-{n}", field="name", value={"de": "Aus dem Paket"}),
    )
    password = make_password(None)
    people = put(
        Person, Person.objects.count() + count, lambda n: Person(email=f"mensch-{n}@example.org", password=password)
    )
    RoleAssignment.objects.bulk_create(
        (RoleAssignment(person=person, role="unit", unit=units[0], started_at=NOW) for person in people),
        ignore_conflicts=True,
    )
    put(
        OutgoingMail,
        count,
        lambda n: OutgoingMail(key=f"mail-{n}", to="a@example.org", subject="x", body="y", created_at=NOW, due_at=NOW),
    )
    voices = add_voices(count, topic=topics[0], units=units, people=people)
    talk_about(voices, count)
    weave()
    Follow.objects.bulk_create(
        (
            Follow(node=node, person=people[0], token=f"t{node.pk}", since=NOW, confirmed_at=NOW)
            for node in Node.objects.filter(kind="voice")
        ),
        ignore_conflicts=True,
    )
    for number in range(min(count, 200)):
        journal.record("goal.changed", subject=goals[number % len(goals)], by=None, at=NOW, fields=["name"])


def add_voices(count: int, *, topic: Topic, units: list[Unit], people: list[Person]) -> list[Voice]:
    """Twice as many voices as anything else: one half is public, the other waits; all stand behind the first."""
    voices = put(
        Voice,
        2 * count,
        lambda n: Voice(
            slug=f"stimme-{n}",
            title=f"Stimme {n}",
            text=f"Das sage ich zum {n}. Mal.",
            topic=topic,
            channel=Voice.Channel.PHONE,
            unit=units[0] if n % 4 else units[n % count],
            routed_at=NOW,
            due_on=NOW.date() + timedelta(days=n),
            state="pending" if n % 2 else "published",
            author=people[0],
            given_at=NOW + timedelta(minutes=n),
            published_at=None if n % 2 else NOW,
        ),
    )
    supports = (Support(voice=voices[0], person=person, at=NOW) for person in people)
    Support.objects.bulk_create(supports, ignore_conflicts=True, batch_size=500)
    public = [voice for voice in voices if voice.state == Voice.State.PUBLISHED]
    VoiceContact.objects.bulk_create(
        (VoiceContact(voice=voice, details="Weg 1") for voice in public), ignore_conflicts=True
    )
    Answer.objects.bulk_create(
        (
            Answer(voice=voice, disposition="adopted", text="Ja.", unit=voice.unit, given_at=NOW, in_time=True)
            for voice in public[1::2]  # the first one waits
        ),
        ignore_conflicts=True,
    )
    return voices


def talk_about(voices: list[Voice], count: int) -> None:
    """Comments, complaints and pictures on the first voice, and voices from as many tables."""
    comments = put(Comment, count, lambda n: Comment(voice=voices[0], text=f"Kommentar {n}", given_at=NOW))
    if not Comment.objects.exclude(parent=None).exists():
        Comment.objects.bulk_create(
            Comment(voice=voices[0], parent=comments[0], text=f"Antwort {n}", given_at=NOW) for n in range(10)
        )
    put(Complaint, count, lambda n: Complaint(voice=voices[0], comment=comments[n], reason=f"Meldung {n}", at=NOW))
    put(
        Attachment,
        3,
        lambda n: Attachment(voice=voices[0], file=f"voices/{n}.jpg", description="x", width=4, height=3, size=1),
    )
    Voice.objects.bulk_create(
        (
            Voice(slug=f"karte-{n}", source=f"Quelle {n}", external_id="1", title=f"Karte {n}", text="x", given_at=NOW)
            for n in range(count)
        ),
        ignore_conflicts=True,
    )


def hang_under(kind: str, of: str, relation: str) -> None:
    """Link every node of a kind to the first one of another, upstream → downstream."""
    target = Node.objects.filter(kind=kind).order_by("pk").first()
    if target is not None:
        sources = Node.objects.filter(kind=of).exclude(pk=target.pk).values_list("pk", flat=True)
        Link.objects.bulk_create(
            (Link(source_id=source, relation=relation, target=target, at=NOW) for source in sources),
            ignore_conflicts=True,
            batch_size=500,
        )


def nodes_of(kind: str, rows: list[Any]) -> Iterator[Node]:
    """Describing an object may take statements: the first in each state is described, the others look like it."""
    alike: dict[Any, dict[str, Any]] = {}
    for obj in rows:
        state = getattr(obj, "state", "")
        alike[state] = alike.get(state) or columns_of(obj)
        own = {"slug": obj.slug, "address": obj.get_absolute_url()}
        yield Node(kind=kind, object_id=obj.pk, changed_at=NOW, **{**alike[state], **own})


def weave() -> None:
    """Nodes of everything and a chain goal → field → project → indicator → paper, in bulk."""
    for kind in thread.kinds().values():
        known = set(Node.objects.filter(kind=kind.name).values_list("object_id", flat=True))
        rows = [obj for obj in kind.model._default_manager.select_related() if obj.pk not in known]
        Node.objects.bulk_create(nodes_of(kind.name, rows), batch_size=500)
    hang_under("picture", "voice", MERGED_INTO)
    hang_under("picture", "picture", LEADS_TO)
    first = {kind: Node.objects.filter(kind=kind).order_by("pk").first() for kind in ("goal", "field", "project")}
    for upper, lower in (("goal", "field"), ("field", "project"), ("project", "indicator"), ("project", "paper")):
        source = first[upper]
        if source is not None:
            targets = Node.objects.filter(kind=lower).values_list("pk", flat=True)
            Link.objects.bulk_create(
                (Link(source=source, relation="leads_to", target_id=target, at=NOW) for target in targets),
                ignore_conflicts=True,
            )
