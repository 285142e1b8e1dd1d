"""The city and the people of the access test."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils import timezone

from stadtgespraech.apps.council.models import Consultation, FollowUp, Paper, Resolution
from stadtgespraech.apps.dialogue.models import Event, Registration, Stage, TimelineEntry, Topic
from stadtgespraech.apps.following.models import Follow
from stadtgespraech.apps.indicators.models import Indicator
from stadtgespraech.apps.packs.models import LoadedPack, PackedValue
from stadtgespraech.apps.pages.models import BarrierReport, Page
from stadtgespraech.apps.people.models import Person, RoleAssignment, Unit
from stadtgespraech.apps.people.second_factor import set_second_factor
from stadtgespraech.apps.pictures.models import MERGED_INTO, Picture, PictureVersion
from stadtgespraech.apps.strategy.models import SUPPORTS, Field, MeasurePackage, Milestone, Project
from stadtgespraech.apps.voices.models import Answer, Voice, VoiceContact
from stadtgespraech.core import thread
from stadtgespraech.core.tables.models import ImportPreview
from stadtgespraech.core.thread.models import Node
from tests import sample_city
from tests.conftest import show_both_factors
from tests.whole_site import samples_of_talk
from tests.whole_site.access_table import COLUMNS

TOKEN = "t" * 43
NOBODY = uuid.UUID(int=0)
PASSWORD = make_password("ein langes Passwort")


@dataclass(frozen=True)
class World:
    """A city, and one person per column of the table."""

    city: sample_city.City
    people: dict[str, Person | None]
    clients: dict[str, Client]
    report: BarrierReport
    preview: ImportPreview
    conflict: PackedValue
    consultation: Consultation
    private_consultation: Consultation
    milestone: Milestone
    archived_project: Project
    follow_up: FollowUp
    private_follow_up: FollowUp


def person_with(role: str, unit: Unit | None) -> Person | None:
    if role == "visitor":
        return None
    person = Person.objects.create_user(email=f"{role}-{unit.slug if unit else 'ohne'}@example.org")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    if role != "resident":
        person.password = PASSWORD
        person.save()
        set_second_factor(person, "JBSWY3DPEHPK3PXP")
        RecoveryCodes.activate(person)
        RoleAssignment.objects.create(person=person, role=role, unit=unit, started_at=timezone.now())
    return person


def client_for(person: Person | None) -> Client:
    """A client that is fully signed in."""
    client = Client()
    if person is not None:
        client.force_login(person, backend="stadtgespraech.apps.people.login.PersonBackend")
        if person.is_staff_member:
            show_both_factors(client, person)
    return client


def take_back_a_resolution(paper: Paper, unit: Unit) -> None:
    """An archived resolution on a paper, with something that a unit had to do."""
    resolution = Resolution.objects.create(
        slug=f"{paper.slug}-alt",
        paper=paper,
        body=Consultation.objects.get(paper=paper).body,
        on=date(2024, 5, 1),
        result="agreed",
        archived_at=timezone.now(),
        withdrawn_because="Irrtum",
    )
    FollowUp.objects.create(resolution=resolution, what={"de": "Bauen"}, unit=unit, deadline=date(2024, 9, 1))


def build() -> World:
    """Make everything that is asked about."""
    city = sample_city.build()
    units = {"own": city.unit, "other": city.other_unit, "": None}
    people = {heading: person_with(role, units[unit]) for heading, role, unit in COLUMNS}
    now = timezone.now()
    today = timezone.localdate()
    archived_project = Project.objects.create(
        slug="altes-projekt", field=city.field, name={"de": "Altes Projekt"}, unit=city.unit, archived_at=now
    )
    Milestone.objects.create(project=archived_project, name={"de": "Damals"}, due=date(2020, 1, 1))
    Field.objects.create(slug="altes-feld", goal=city.goal, name={"de": "Altes Feld"}, archived_at=now)
    Topic.objects.create(slug="altes-thema", name={"de": "Altes Thema"}, archived_at=now)
    Event.objects.create(slug="alter-termin", name={"de": "Alter Termin"}, archived_at=now)
    coming = Event.objects.create(
        slug="offener-termin",
        name={"de": "Offener Termin"},
        starts_at=now + timedelta(days=9),
        takes_registrations=True,
    )
    Registration.objects.create(
        event=coming,
        person=people["resident"],
        name="Anna",
        email="resident-ohne@example.org",
        state="place",
        token=TOKEN,
        registered_at=now,
    )
    TimelineEntry.objects.create(slug="alte-wegmarke", what={"de": "Alte Wegmarke"}, archived_at=now)
    Indicator.objects.create(
        slug="alte-kennzahl", field=city.field, name={"de": "Alte Kennzahl"}, reporting_unit=city.unit, archived_at=now
    )
    Unit.objects.create(slug="altes-amt", number="1", name={"de": "Altes Amt"}, archived_at=now)
    for slug, archived in (("impressum", None), ("alte-seite", now)):
        Page.objects.create(
            slug=slug,
            title={"de": slug.title()},
            text={"de": "Text"},
            easy_text="Text.",
            easy_reviewed_by="Büro",
            easy_reviewed_on=today,
            changed_on=today,
            archived_at=archived,
        )
    clocked_voices(city)
    add_voices(people["resident"], now)
    samples_of_talk.build(people["resident"], people["strategy office"])
    build_pictures()
    take_back_a_resolution(city.paper, city.unit)
    Paper.objects.create(
        slug="vorlage-3", title={"de": "Ein Entwurf"}, dated=today, unit=city.unit, state=Paper.State.DRAFT
    )
    for slug, archived in (("bald", None), ("frueher", now)):
        MeasurePackage.objects.create(
            slug=slug, goal=city.goal, name={"de": slug.title()}, horizon="short", archived_at=archived
        )
    for slug, state in (
        ("bestaetigtes-zielbild", Picture.State.CONFIRMED),
        ("entworfenes-zielbild", Picture.State.DRAFT),
    ):
        confirmed = {"confirmed_at": now, "confirmed_version": 1} if state == Picture.State.CONFIRMED else {}
        Picture.objects.create(
            slug=slug, kind=Picture.Kind.TARGET, state=state, **confirmed, title={"de": slug.title()}
        )
    LoadedPack.objects.create(slug="dortmund", name="Dortmund", format=1, digest="0" * 64, loaded_at=now)
    sample_city.put_all_on_the_thread()
    thread.put(archived_project, at=now)
    Follow.objects.create(
        node=Node.objects.get(kind="goal", slug=city.goal.slug),
        email="gast@example.org",
        token=TOKEN,
        since=now,
        confirmed_at=now,
    )
    thread.connect(Picture.objects.get(slug="bestaetigtes-zielbild"), SUPPORTS, city.goal, by=None, at=now)
    return World(
        city=city,
        people=people,
        clients={heading: client_for(person) for heading, person in people.items()},
        report=BarrierReport.objects.create(text="Zu klein", contact="a@example.org", received_at=now),
        preview=ImportPreview.objects.create(
            kind="indicators.values",
            person=people["unit, own"],
            file_name="a.csv",
            rows=[],
            created_at=now,
            expires_at=now + timedelta(days=1),
        ),
        conflict=PackedValue.objects.create(
            kind="goal", key=city.goal.slug, field="name", value={"de": "Aus dem Paket"}
        ),
        consultation=Consultation.objects.get(paper=city.paper),
        private_consultation=Consultation.objects.get(paper=city.private_paper),
        milestone=Milestone.objects.get(project=city.project),
        archived_project=archived_project,
        follow_up=city.follow_up,
        private_follow_up=city.private_follow_up,
    )


def clocked_voices(city: sample_city.City) -> None:
    """Voices that wait for one unit or another, one that is not public, one with an answer."""
    now = timezone.now()
    for slug, unit, state in (
        ("wartend1", city.unit, Voice.State.PUBLISHED),
        ("wartend2", city.other_unit, Voice.State.PUBLISHED),
        ("geprueft", None, Voice.State.PENDING),
        ("beantwor", city.unit, Voice.State.PUBLISHED),
    ):
        Voice.objects.create(
            slug=slug,
            title="Mehr Bänke",
            text="Am Fluss.",
            given_at=now,
            published_at=now if state == Voice.State.PUBLISHED else None,
            state=state,
            unit=unit,
            routed_at=now if unit else None,
            due_on=timezone.localdate() if unit else None,
        )
    answered = Voice.objects.get(slug="beantwor")
    VoiceContact.objects.create(voice=answered, details="Weg 1")
    Answer.objects.create(voice=answered, disposition="adopted", text="Ja.", unit=city.unit, given_at=now)


def add_voices(author: Person | None, now: datetime) -> None:
    """One voice per state, all of the resident's; the published one is somebody's without an account."""
    Stage.objects.update(state=Stage.State.OPEN, opens=Stage.Opens.values)
    for slug, state in (("waitng22", "pending"), ("refusd22", "rejected"), ("takenb22", "withdrawn")):
        Voice.objects.create(slug=slug, title="Mehr Licht", text="Am Platz.", state=state, author=author, given_at=now)
    public = Voice.objects.create(
        slug="publct22", title="Mehr Grün", text="Am Platz.", state="published", channel="phone", given_at=now
    )
    VoiceContact.objects.create(voice=public, details="0231 123456")


def build_pictures() -> None:
    """A picture in each state, one that became part of another, and a voice that is part of the first."""
    now = timezone.now()
    states: dict[str, dict[str, Any]] = {
        "schulwege": {"state": "discussed"},
        "bild-im-entwurf": {"state": "draft"},
        "altes-bild": {"state": "discussed", "archived_at": now},
        "kleines-bild": {"state": "discussed", "archived_at": now},
        "zielbild": {"state": "discussed", "kind": "target"},
    }
    pictures = {
        slug: Picture.objects.create(
            slug=slug, **{"kind": "starting", "title": {"de": slug.title()}, "text": {"de": "So ist es."}, **columns}
        )
        for slug, columns in states.items()
    }
    pictures["kleines-bild"].merged_into = pictures["schulwege"]
    pictures["kleines-bild"].save()
    PictureVersion.objects.bulk_create(
        PictureVersion(picture=picture, number=1, title=picture.title, text=picture.text, at=now)
        for picture in pictures.values()
    )
    voice = Voice.objects.create(
        slug="stimme-im-bild", title="Ein Weg", text="Zu eng.", given_at=now, state="published", published_at=now
    )
    thread.put_many([*pictures.values(), voice], at=now)
    thread.connect(voice, MERGED_INTO, pictures["schulwege"], by=None, at=now, reason="Dasselbe.")
