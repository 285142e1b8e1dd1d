"""What the access test asks about: for each address the objects that make a difference."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils import timezone

from stadtgespraech.apps.council.models import Consultation
from stadtgespraech.apps.dialogue.models import Event, Stage, TimelineEntry, Topic
from stadtgespraech.apps.following.models import Follow
from stadtgespraech.apps.indicators.models import Indicator
from stadtgespraech.apps.packs.models import LoadedPack, PackedValue
from stadtgespraech.apps.pages.models import BarrierReport, Page
from stadtgespraech.apps.people.models import Person, RoleAssignment, Unit
from stadtgespraech.apps.people.second_factor import set_second_factor
from stadtgespraech.apps.pictures.models import MERGED_INTO, Picture, PictureVersion
from stadtgespraech.apps.strategy.models import Field, Milestone, Project
from stadtgespraech.apps.voices.models import Answer, Voice, VoiceContact
from stadtgespraech.core import thread
from stadtgespraech.core.tables.models import ImportPreview
from stadtgespraech.core.thread.models import Node
from tests import sample_city
from tests.conftest import show_both_factors
from tests.whole_site.access_table import COLUMNS
from tests.whole_site.routes import Route

Objects = list[tuple[str, dict[str, Any]]]
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
    build_pictures()
    clocked_voices(city)
    add_voices(people["resident"], now)
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
    )


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


CLOCKED = {"own": "wartend1", "of another unit": "wartend2", "not published": "geprueft", "answered": "beantwor"}
TOKEN = "t" * 43


def followed(world: World) -> Objects:
    return [
        ("public", {"kind": "goal", "slug": world.city.goal.slug}),
        ("private", {"kind": "paper", "slug": world.city.private_paper.slug}),
        ("archived", {"kind": "goal", "slug": world.city.archived_goal.slug}),
    ]


def add_voices(author: Person | None, now: datetime) -> None:
    """One voice per state, all of the resident's; the published one is somebody's without an account."""
    Stage.objects.update(state=Stage.State.OPEN, opens=Stage.Opens.values)
    for slug, state in (("waitng22", "pending"), ("refusd22", "rejected"), ("takenb22", "withdrawn")):
        Voice.objects.create(slug=slug, title="Mehr Licht", text="Am Platz.", state=state, author=author, given_at=now)
    public = Voice.objects.create(
        slug="publct22", title="Mehr Grün", text="Am Platz.", state="published", channel="phone", given_at=now
    )
    VoiceContact.objects.create(voice=public, details="0231 123456")


def every_voice(_world: World) -> Objects:
    return slugs(published="publct22", pending="waitng22", refused="refusd22", withdrawn="takenb22")


def slugs(**named: str) -> Objects:
    return [(about, {"slug": slug}) for about, slug in named.items()]


def current_and_archived(current: str, archived: str, **more: Any) -> Objects:
    return [("current", {"slug": current, **more}), ("archived", {"slug": archived, **more})]


def of_a_project(world: World) -> Objects:
    archived = Milestone.objects.get(project=world.archived_project)
    return [
        ("current", {"slug": world.city.project.slug, "pk": world.milestone.pk}),
        ("archived", {"slug": world.archived_project.slug, "pk": archived.pk}),
        ("of another project", {"slug": world.city.project.slug, "pk": archived.pk}),
    ]


def pk_of(world: World, who: str) -> int:
    person = world.people[who]
    assert person is not None
    return person.pk


def assignment_of(world: World, who: str) -> int:
    return RoleAssignment.objects.get(person=pk_of(world, who)).pk


def accounts(world: World) -> Objects:
    return [
        ("a resident", {"pk": pk_of(world, "resident")}),
        ("the strategy office", {"pk": pk_of(world, "strategy office")}),
        ("the administrator", {"pk": pk_of(world, "administrator")}),
    ]


def keys_for_a_new_password(world: World) -> Objects:
    person = world.people["unit, own"]
    valid = {"uidb36": user_pk_to_url_str(person), "key": default_token_generator.make_token(person)}
    return [("valid", valid), ("invented", {"uidb36": "zz", "key": "abc-0123456789"})]


# Address (or the beginning of its name) → the objects to ask about.
SAMPLES: dict[str, Callable[[World], Objects]] = {
    "api:unknown": lambda w: [("–", {"rest": "nichts"})],
    "api:get_unit": lambda w: current_and_archived("wohnen-amt", "altes-amt"),
    "api:get_stage": lambda w: slugs(current="auftakt"),
    "api:get_format": lambda w: slugs(current="forum"),
    "api:get_event": lambda w: current_and_archived("konferenz-1", "alter-termin"),
    "api:get_topic": lambda w: current_and_archived("wohnen-und-bauen", "altes-thema"),
    "api:get_timeline_entry": lambda w: current_and_archived("start", "alte-wegmarke"),
    "api:get_district": lambda w: slugs(current="nord"),
    "api:get_sector": lambda w: slugs(current="politik"),
    "api:get_goal": lambda w: current_and_archived("gutes-wohnen", "altes-ziel"),
    "api:get_field": lambda w: current_and_archived("wohnen", "altes-feld"),
    "api:get_project": lambda w: current_and_archived("neue-wohnungen", "altes-projekt"),
    "api:get_indicator": lambda w: current_and_archived("fertige-wohnungen", "alte-kennzahl"),
    "api:get_body": lambda w: slugs(current="rat"),
    "api:get_paper": lambda w: slugs(public="vorlage-1", private="vorlage-2"),
    "api:get_thread": lambda w: [
        ("public paper", {"kind": "paper", "slug": "vorlage-1"}),
        ("private paper", {"kind": "paper", "slug": "vorlage-2"}),
        ("archived goal", {"kind": "goal", "slug": "altes-ziel"}),
    ],
    "charts:": lambda w: [("unknown", {"key": "0" * 40, "variant": "hell.svg"})],
    "council:body": lambda w: slugs(current="rat"),
    "council:download_papers": lambda w: [("–", {"format": "csv"})],
    "council:download_consultations": lambda w: [("–", {"format": "csv"})],
    "council:download_budget": lambda w: [
        ("public", {"slug": "vorlage-1", "format": "csv"}),
        ("private", {"slug": "vorlage-2", "format": "csv"}),
    ],
    "council:set_result": lambda w: [
        ("public", {"slug": "vorlage-1", "pk": w.consultation.pk}),
        ("private", {"slug": "vorlage-2", "pk": w.private_consultation.pk}),
        ("of another paper", {"slug": "vorlage-1", "pk": w.private_consultation.pk}),
    ],
    "council:remove_consultation": lambda w: [
        ("public", {"slug": "vorlage-1", "pk": w.consultation.pk}),
        ("of another paper", {"slug": "vorlage-1", "pk": w.private_consultation.pk}),
    ],
    "council:": lambda w: slugs(public="vorlage-1", private="vorlage-2"),
    "dialogue:change_timeline_entry": lambda w: current_and_archived("start", "alte-wegmarke"),
    "dialogue:stage": lambda w: slugs(current="auftakt"),
    "dialogue:change_stage": lambda w: slugs(current="auftakt"),
    "dialogue:format": lambda w: slugs(current="forum"),
    "dialogue:change_format": lambda w: slugs(current="forum"),
    "dialogue:topic": lambda w: current_and_archived("wohnen-und-bauen", "altes-thema"),
    "dialogue:change_topic": lambda w: current_and_archived("wohnen-und-bauen", "altes-thema"),
    "dialogue:archive_topic": lambda w: slugs(current="wohnen-und-bauen"),
    "dialogue:restore_topic": lambda w: slugs(archived="altes-thema"),
    "dialogue:": lambda w: current_and_archived("konferenz-1", "alter-termin"),
    "following:follow": followed,
    "following:unfollow": followed,
    "following:": lambda w: [("a guest's", {"token": TOKEN}), ("unknown", {"token": "x" * 43})],
    "indicators:download_list": lambda w: [("–", {"format": "csv"})],
    "indicators:download_template": lambda w: [("–", {"format": "csv"})],
    "indicators:preview_values": lambda w: [("of unit, own", {"key": w.preview.pk}), ("unknown", {"key": NOBODY})],
    "indicators:download_values": lambda w: current_and_archived("fertige-wohnungen", "alte-kennzahl", format="csv"),
    "indicators:remove_target": lambda w: [("current", {"slug": "fertige-wohnungen", "year": 2030})],
    "indicators:": lambda w: current_and_archived("fertige-wohnungen", "alte-kennzahl"),
    "opendata:data_set": lambda w: [("–", {"name": "papers"})],
    "opendata:download": lambda w: [(format, {"name": "papers", "format": format}) for format in ("csv", "json")],
    "packs:take_value": lambda w: [("a conflict", {"pk": w.conflict.pk})],
    "pages:close_barrier_report": lambda w: [("open", {"pk": w.report.pk})],
    "pages:": lambda w: current_and_archived("impressum", "alte-seite"),
    "account_reset_password_from_key": keys_for_a_new_password,
    "people:person": accounts,
    "people:give_role": accounts,
    "people:end_role": lambda w: [
        ("of unit, own", {"pk": pk_of(w, "unit, own"), "assignment": assignment_of(w, "unit, own")}),
        ("of another person", {"pk": pk_of(w, "resident"), "assignment": assignment_of(w, "unit, own")}),
    ],
    "people:block_person": accounts,
    "people:unblock_person": accounts,
    "people:reset_second_factor": accounts,
    "people:unit": lambda w: current_and_archived("wohnen-amt", "altes-amt"),
    "people:change_unit": lambda w: current_and_archived("wohnen-amt", "altes-amt"),
    "api:get_picture": lambda w: slugs(current="schulwege", draft="bild-im-entwurf", archived="altes-bild"),
    "pictures:picture": lambda w: slugs(
        current="schulwege", draft="bild-im-entwurf", archived="altes-bild", merged="kleines-bild"
    ),
    "pictures:restore_picture": lambda w: slugs(archived="altes-bild"),
    "pictures:open_agreement": lambda w: slugs(draft="bild-im-entwurf", archived="altes-bild"),
    "pictures:set_starting_pictures": lambda w: slugs(current="zielbild"),
    "pictures:separate_pictures": lambda w: slugs(merged="kleines-bild"),
    "pictures:add_voice": lambda w: slugs(current="stimme-im-bild"),
    "pictures:record_agreement": lambda w: [
        ("current", {"slug": "schulwege", "sector": "politik"}),
        ("draft", {"slug": "bild-im-entwurf", "sector": "politik"}),
        ("archived", {"slug": "altes-bild", "sector": "politik"}),
    ],
    "pictures:withdraw_agreement": lambda w: [("current", {"slug": "schulwege", "sector": "politik"})],
    "pictures:": lambda w: slugs(current="schulwege", draft="bild-im-entwurf", archived="altes-bild"),
    "api:get_voice": lambda w: slugs(published="publct22", pending="waitng22"),
    "voices:download_voices": lambda w: [("–", {"format": "csv"})],
    "voices:": every_voice,
    "strategy:goal": lambda w: current_and_archived("gutes-wohnen", "altes-ziel"),
    "strategy:change_goal": lambda w: current_and_archived("gutes-wohnen", "altes-ziel"),
    "strategy:matrix_file": lambda w: [("–", {"format": "csv"})],
    "strategy:set_involvement": lambda w: [
        ("current", {"field": "wohnen", "unit": "wohnen-amt"}),
        ("archived", {"field": "altes-feld", "unit": "wohnen-amt"}),
    ],
    "strategy:restore_project": lambda w: slugs(archived="altes-projekt"),
    "strategy:archive_project": lambda w: slugs(current="neue-wohnungen"),
    "strategy:project": lambda w: current_and_archived("neue-wohnungen", "altes-projekt"),
    "strategy:change_project": lambda w: current_and_archived("neue-wohnungen", "altes-projekt"),
    "strategy:report_project": lambda w: current_and_archived("neue-wohnungen", "altes-projekt"),
    "strategy:add_milestone": lambda w: current_and_archived("neue-wohnungen", "altes-projekt"),
    "strategy:change_milestone": of_a_project,
    "strategy:reach_milestone": of_a_project,
    "strategy:remove_milestone": of_a_project,
    "voices:route_voice": lambda w: slugs(**CLOCKED),
    "voices:acknowledge_voice": lambda w: slugs(**CLOCKED),
    "voices:answer_voice": lambda w: slugs(**CLOCKED),
    "voices:correct_answer": lambda w: slugs(answered="beantwor", waiting="wartend1"),
    "voices:tell_answer": lambda w: slugs(answered="beantwor", waiting="wartend1"),
    "strategy:": lambda w: current_and_archived("wohnen", "altes-feld"),
}


def objects_of(route: Route, world: World) -> Objects:
    """What to ask this address about. An address with parameters must have samples above."""
    if not route.parameters:
        return [("–", {})]
    matching = [
        beginning
        for beginning in SAMPLES
        if route.name == beginning or (beginning.endswith(":") and route.name.startswith(beginning))
    ]
    if not matching:
        raise AssertionError(
            f"{route.name} ({route.pattern}) is new: name its objects in tests/whole_site/access_samples.py"
        )
    return SAMPLES[max(matching, key=len)](world)
