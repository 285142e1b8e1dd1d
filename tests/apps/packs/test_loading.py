"""Loading a pack: what is new is made, what was edited stays, what left is archived, twice changes nothing."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from stadtgespraech.apps.council.models import Consultation, Paper
from stadtgespraech.apps.dialogue.models import District, Format, Sector, Stage, TimelineEntry, Topic
from stadtgespraech.apps.indicators.models import Indicator
from stadtgespraech.apps.packs.actions import Loaded, load_pack, take_value
from stadtgespraech.apps.packs.checking import open_pack
from stadtgespraech.apps.packs.models import LoadedPack, PackedValue
from stadtgespraech.apps.packs.queries import conflicts
from stadtgespraech.apps.pages.models import Page
from stadtgespraech.apps.people.models import Unit
from stadtgespraech.apps.strategy.models import Field, Goal, Involvement, Project
from stadtgespraech.core.errors import BadInput, Conflict, NotAllowed
from stadtgespraech.core.journal.models import JournalEntry
from stadtgespraech.core.journal.writing import facts_of
from stadtgespraech.core.languages import Translated
from stadtgespraech.core.thread.models import Node
from stadtgespraech.core.thread.recount import drift
from stadtgespraech.core.web.city import City, city
from tests.counting import statements

TINYTOWN = Path(__file__).parent / "tinytown"
DORTMUND = Path(__file__).parents[3] / "cities" / "dortmund"
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
LATER = datetime(2026, 4, 1, 12, tzinfo=UTC)

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """A copy of the tiny pack to change."""
    return Path(shutil.copytree(TINYTOWN, tmp_path / "tinytown"))


def load(path: Path, *take: str, now: datetime = NOW) -> Loaded:
    return load_pack(pack=open_pack(path), take=take, now=now)


def change(path: Path, file: str, old: str, new: str) -> None:
    text = (path / file).read_text(encoding="utf-8")
    assert old in text
    (path / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def everything() -> dict[str, Any]:
    """Every table that a load may write, to be compared whole."""
    with connection.cursor() as cursor:
        tables = [
            name for name in connection.introspection.table_names(cursor) if not name.startswith(("django_", "auth_"))
        ]
        content = {}
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            content[table] = sorted(map(repr, cursor.fetchall()))
        return content


def test_a_pack_of_another_city_fills_every_kind_of_object(town: Path) -> None:
    loaded = load(town)

    goal = Goal.objects.get(slug="draussen")
    field = Field.objects.get(slug="dorfplatz")
    indicator = Indicator.objects.get(slug="baenke")
    paper = Paper.objects.get(slug="01-linde")
    assert [goal.name, goal.summary, goal.source, goal.order] == [
        {"de": "Gern draußen"},
        {"de": "Alle sind gern draußen."},
        "Dorfplan 2025",
        10,
    ]
    assert [str(term) for term in goal.references.all()] == ["Nachhaltige Städte"]
    assert [field.goal, field.sponsor_unit, field.sponsor_vacant] == [goal, Unit.objects.get(number="R1"), False]
    assert [field.workshop_state, field.workshop_note] == ["held", {"de": "Mit Kuchen"}]
    assert [day.on for day in field.workshops.all()] == [date(2025, 4, 1), date(2025, 4, 8)]
    assert list(Involvement.objects.order_by("id").values_list("field__slug", "unit__number", "role")) == [
        ("dorfplatz", "B1", "F"),
        ("dorfplatz", "B2", "(B)"),
        ("buecherei", "B2", "F"),
    ]
    assert Field.objects.get(slug="buecherei").indicator_note == {"de": "Wird noch überlegt."}
    assert list(Project.objects.values_list("slug", "field__slug", "is_strategic", "unit__number", "state")) == [
        ("linde", "dorfplatz", True, "B1", "running"),
        ("offene-tuer", "buecherei", False, None, ""),
    ]
    assert [
        indicator.unit_of_measure,
        indicator.direction,
        indicator.is_strategic,
        indicator.minimum,
        indicator.maximum,
    ] == ["Bänke", "up", True, 0, None]
    assert indicator.reporting_unit == Unit.objects.get(slug="bauhof")
    assert [paper.number, paper.dated, paper.unit, paper.proposal] == [
        "1/2025",
        date(2025, 1, 10),
        Unit.objects.get(number="R1"),
        {"de": "1. Der Gemeinderat pflanzt eine Linde.\n2. Der Bauhof gießt sie."},
    ]
    assert list(paper.consultations.values_list("body__slug", "on", "role", "result")) == [
        ("gemeinderat", date(2025, 2, 1), "decision", "")
    ]
    assert list(paper.budget_lines.values_list("kind", "account", "amounts")) == [
        ("expense", "1", {"2025": 300, "2026": 0}),
        ("expense", "2", {"2025": 20, "2026": 5}),
    ]
    assert list(paper.printed_totals.values_list("kind", "year", "amount")) == [
        ("expense", 2025, 320),
        ("expense", 2026, 5),
    ]
    assert list(Sector.objects.values_list("slug", flat=True)) == ["dorf", "vereine"]
    assert list(Stage.objects.values_list("number", "slug", "state")) == [
        (1, "reden", "done"),
        (2, "machen", "planned"),
    ]
    assert list(Format.objects.values_list("slug", "sector__slug", "participants_min", "on_site", "online")) == [
        ("dorfabend", "dorf", 5, True, False)
    ]
    assert list(TimelineEntry.objects.values_list("slug", "stage__slug", "planned", "planned_in", "actual")) == [
        ("erster-abend", "reden", "2025-Q1", "2024", "2025-02-14")
    ]
    assert list(District.objects.values_list("slug", "residents_example")) == [("oberdorf", 300), ("unterdorf", None)]
    assert list(Topic.objects.values_list("slug", flat=True)) == ["dorfplatz", "lesen"]
    assert list(Page.objects.values_list("slug", "is_legal", "is_draft", "changed_on")) == [
        ("impressum", True, False, date(2025, 5, 1))
    ]
    assert city() == City(slug="kraehwinkel", name="Krähwinkel", site_name="Dorfgespräch", contact="Rathaus")
    assert loaded.outcome.created == Counter(
        reference=1,
        unit=3,
        district=2,
        topic=2,
        sector=2,
        stage=2,
        format=1,
        timeline=1,
        goal=2,
        field=2,
        project=2,
        indicator=1,
        body=1,
        paper=1,
        page=1,
    )


def test_dortmunds_pack_gives_dortmunds_counts() -> None:
    load(DORTMUND)

    counted = [
        Goal.objects.count(),
        Field.objects.count(),
        Project.objects.count(),
        Indicator.objects.count(),
        Unit.objects.filter(kind="unit").count(),
    ]
    roles = Counter(Involvement.objects.values_list("role", flat=True))
    assert counted == [9, 21, 24, 43, 35]
    assert roles == Counter({"B": 284, "F": 16, "(B)": 6})
    assert [
        Stage.objects.count(),
        Topic.objects.count(),
        District.objects.count(),
        Paper.objects.count(),
        Consultation.objects.count(),
    ] == [6, 19, 12, 2, 22]
    assert Paper.objects.get(slug="24633-22").total_requested == Decimal(750_000)
    assert drift() == []


@pytest.mark.parametrize("path", [TINYTOWN, DORTMUND], ids=["tinytown", "dortmund"])
def test_loading_twice_changes_nothing_not_even_the_journal(path: Path) -> None:
    load(path)
    before = everything()

    again = load(path, now=LATER)

    assert again.nothing_new
    assert everything() == before


def test_a_load_is_one_journal_entry_with_counts_and_digest(town: Path) -> None:
    loaded = load(town)

    entries = [(entry.kind, entry.subject_id) for entry in JournalEntry.objects.all()]
    facts = facts_of(JournalEntry.objects.get())["facts"]
    assert entries == [("pack.loaded", "kraehwinkel")]
    assert facts["digest"] == loaded.digest == LoadedPack.objects.get().digest
    assert [facts["created"]["goal"], facts["conflicts"], set(facts)] == [2, 0, {"digest", "created", "conflicts"}]


def test_every_object_stands_on_the_thread(town: Path) -> None:
    load(town)

    assert Node.objects.filter(kind="goal", address="/ziele/draussen/").count() == 1
    assert drift() == []


def test_a_changed_value_of_the_pack_reaches_the_site(town: Path) -> None:
    load(town)
    change(town, "strategy/1-draussen.yaml", "Gern draußen", "Sehr gern draußen")
    change(town, "involvement.csv", "B2,(B),F", "B2,,B")
    change(town, "field_workshops.csv", ";2025-04-08", "")

    outcome = load(town, now=LATER).outcome

    assert outcome.changed == Counter(goal=1, field=2)
    assert Goal.objects.get(slug="draussen").name == {"de": "Sehr gern draußen"}
    assert set(Involvement.objects.values_list("field__slug", "unit__number", "role")) == {
        ("dorfplatz", "B1", "F"),
        ("buecherei", "B2", "B"),
    }
    assert [day.on for day in Field.objects.get(slug="dorfplatz").workshops.all()] == [date(2025, 4, 1)]
    assert Node.objects.get(kind="goal", address="/ziele/draussen/").title == {"de": "Sehr gern draußen"}
    assert drift() == []


def edit_goal() -> None:
    Goal.objects.filter(slug="draussen").update(name=Translated(de="Draußen sein"))


def test_a_field_edited_on_the_site_wins_and_is_reported(town: Path) -> None:
    load(town)
    edit_goal()
    change(town, "strategy/1-draussen.yaml", "Gern draußen", "Sehr gern draußen")
    change(town, "strategy/1-draussen.yaml", "Alle sind gern draußen.", "Alle gehen hinaus.")

    outcome = load(town, now=LATER).outcome

    goal = Goal.objects.get(slug="draussen")
    assert [goal.name, goal.summary] == [{"de": "Draußen sein"}, {"de": "Alle gehen hinaus."}]
    assert [(each.path, each.site, each.pack) for each in outcome.conflicts] == [
        ("goal/draussen.name", {"de": "Draußen sein"}, {"de": "Sehr gern draußen"})
    ]


def test_the_conflict_stays_until_somebody_settles_it(town: Path, person_of: Callable[..., Any]) -> None:
    load(town)
    edit_goal()
    office = person_of("strategy_office")

    assert [each.path for each in load(town, now=LATER).outcome.conflicts] == ["goal/draussen.name"]
    assert [(each.difference.path, each.address) for each in conflicts(seen_by=office)] == [
        ("goal/draussen.name", "/ziele/draussen/")
    ]
    assert JournalEntry.objects.count() == 1

    Goal.objects.filter(slug="draussen").update(name=Translated(de="Gern draußen"))
    assert [load(town, now=LATER).outcome.conflicts, conflicts(seen_by=office)] == [[], []]


def test_take_pack_overrules_the_site_with_a_journal_entry(town: Path) -> None:
    load(town)
    edit_goal()

    outcome = load(town, "goal/draussen.name", now=LATER).outcome

    newest = JournalEntry.objects.first()
    assert newest is not None
    assert Goal.objects.get(slug="draussen").name == {"de": "Gern draußen"}
    assert [outcome.conflicts, [difference.path for _obj, difference in outcome.taken]] == [[], ["goal/draussen.name"]]
    assert [newest.kind, newest.subject_id, facts_of(newest)["facts"]] == [
        "pack.value_taken",
        "draussen",
        {"field": "goal/draussen.name"},
    ]
    assert drift() == []


def test_take_pack_refuses_a_field_that_the_pack_does_not_have(town: Path) -> None:
    load(town)
    before = everything()

    with pytest.raises(BadInput) as refused:
        load(town, "goal/drausen.name", now=LATER)

    assert (
        str(refused.value)
        == "Das Feld „goal/drausen.name“ gibt es im Paket nicht. Gemeint ist vielleicht „goal/draussen.name“."
    )
    assert everything() == before


def test_what_left_the_pack_is_archived_and_what_comes_back_is_restored(town: Path) -> None:
    load(town)
    change(town, "topics.csv", "lesen,Lesen\n", "")

    left = load(town, now=LATER).outcome
    assert [left.archived, Topic.objects.get(slug="lesen").archived_at] == [Counter(topic=1), LATER]
    assert load(town, now=LATER).nothing_new

    change(town, "topics.csv", "dorfplatz,Dorfplatz\n", "dorfplatz,Dorfplatz\nlesen,Lesen\n")
    back = load(town, now=LATER).outcome
    assert [back.restored, Topic.objects.get(slug="lesen").archived_at] == [Counter(topic=1), None]


def test_nothing_is_ever_deleted(town: Path) -> None:
    load(town)
    before = {
        model: model._default_manager.count()
        for model in (Unit, Topic, Goal, Field, Project, Indicator, Involvement, Paper, Page, Stage)
    }
    (town / "strategy/2-lesen.yaml").unlink()
    (town / "council/01-linde.yaml").unlink()
    (town / "pages/impressum.de.md").unlink()
    change(town, "involvement.csv", "unit,dorfplatz,buecherei\nB1,F,\nB2,(B),F", "unit,dorfplatz\nB1,F\nB2,(B)")
    change(town, "sponsors.csv", "buecherei,R1,vacant\n", "")
    change(town, "field_workshops.csv", "buecherei,,to-be-determined,\n", "")

    outcome = load(town, now=LATER).outcome

    assert outcome.archived == Counter(goal=1, field=1, project=1, paper=1, page=1)
    assert {model: model._default_manager.count() for model in before} == before
    assert drift() == []


def test_an_object_that_the_office_archived_stays_archived(town: Path) -> None:
    load(town)
    Topic.objects.filter(slug="lesen").update(archived_at=NOW)

    outcome = load(town, now=LATER).outcome

    assert [each.path for each in outcome.conflicts] == ["topic/lesen.archived"]
    assert Topic.objects.get(slug="lesen").archived_at == NOW


def test_what_the_pack_leaves_open_belongs_to_the_site(town: Path) -> None:
    load(town)
    Stage.objects.filter(slug="machen").update(state="open")
    Project.objects.filter(slug="offene-tuer").update(state="running")
    Consultation.objects.update(result="agreed")

    outcome = load(town, now=LATER).outcome

    assert outcome.conflicts == []
    assert [Stage.objects.get(slug="machen").state, Project.objects.get(slug="offene-tuer").state] == [
        "open",
        "running",
    ]


def test_a_recorded_result_survives_a_changed_consultation(town: Path) -> None:
    load(town)
    Consultation.objects.update(result="agreed")
    change(town, "council/01-linde.yaml", "role: decision}", "role: recommendation}")

    load(town, now=LATER)

    assert list(Consultation.objects.values_list("role", "result")) == [("recommendation", "agreed")]


def test_an_object_made_on_the_site_is_adopted_and_keeps_its_texts(town: Path) -> None:
    Topic.objects.create(slug="lesen", name=Translated(de="Bücher"), order=20)

    outcome = load(town).outcome

    assert [outcome.created["topic"], [each.path for each in outcome.conflicts]] == [1, ["topic/lesen.name"]]
    assert Topic.objects.get(slug="lesen").name == {"de": "Bücher"}


def test_stages_can_trade_places(town: Path) -> None:
    load(town)
    change(town, "dialogue.yaml", "number: 1", "number: 3")
    change(town, "dialogue.yaml", "number: 2", "number: 1")
    change(town, "dialogue.yaml", "number: 3", "number: 2")

    load(town, now=LATER)

    assert list(Stage.objects.values_list("number", "slug")) == [(1, "machen"), (2, "reden")]


def test_edits_and_pack_that_exclude_each_other_change_nothing(town: Path) -> None:
    load(town)
    Stage.objects.filter(slug="machen").update(number=7)
    change(town, "dialogue.yaml", "number: 1", "number: 7")
    change(town, "topics.csv", "lesen,Lesen", "lesen,Vorlesen")

    with pytest.raises(Conflict):
        load(town, now=LATER)

    assert Topic.objects.get(slug="lesen").name == {"de": "Lesen"}


def test_the_pack_of_another_city_is_refused(town: Path) -> None:
    load(town)

    with pytest.raises(Conflict) as refused:
        load(DORTMUND, now=LATER)

    assert (
        str(refused.value)
        == "Diese Website gehört zu Krähwinkel. Ein Paket einer anderen Stadt braucht eine eigene Datenbank."
    )


def test_a_wrong_pack_changes_nothing(town: Path) -> None:
    load(town)
    before = everything()
    change(town, "topics.csv", "lesen,Lesen", "lesen,Vorlesen")
    change(town, "sponsors.csv", "dorfplatz,R1", "dorfplatz,R9")
    errors = StringIO()

    with pytest.raises(CommandError) as refused:
        call_command("load", str(town), stderr=errors)

    assert str(refused.value) == "Das Stadtpaket hat 1 Fehler. Es wurde nichts geändert."
    assert errors.getvalue() == "sponsors.csv:2: „R9“ steht nicht in units.csv. Gemeint ist vielleicht „R1“.\n"
    assert everything() == before


def test_the_command_says_what_it_did(town: Path) -> None:
    def said(*arguments: str) -> str:
        out = StringIO()
        call_command("load", str(town), *arguments, stdout=out)
        return out.getvalue()

    assert said("--check") == "Das Paket von Krähwinkel ist in Ordnung.\n"
    assert Goal.objects.count() == 0
    assert said() == "Paket von Krähwinkel geladen: 24 neu, 0 geändert, 0 archiviert, 0 zurückgeholt.\n"
    edit_goal()
    assert said() == (
        "Das Paket von Krähwinkel ist schon geladen. Es wurde nichts geändert.\n"
        "Auf der Website geändert, bleibt so: goal/draussen.name (--take-pack goal/draussen.name übernimmt den Wert des Pakets)\n"
    )
    assert said("--take-pack", "goal/draussen.name") == ("Aus dem Paket übernommen: goal/draussen.name\n")


def test_the_office_settles_a_conflict_without_the_files(town: Path, person_of: Callable[..., Any]) -> None:
    load(town)
    Field.objects.filter(slug="dorfplatz").update(sponsor_vacant=True)
    Involvement.objects.filter(field__slug="dorfplatz", unit__number="B1").delete()
    office = person_of("strategy_office")

    for each in conflicts(seen_by=office):
        take_value(value=each.value, by=office, now=LATER)

    assert conflicts(seen_by=office) == []
    assert [entry.kind for entry in JournalEntry.objects.all()] == [
        "pack.value_taken",
        "pack.value_taken",
        "pack.loaded",
    ]
    assert Involvement.objects.get(field__slug="dorfplatz", unit__number="B1").role == "F"
    assert (
        take_value(value=PackedValue.objects.get(kind="goal", key="lesen", field="name"), by=office, now=LATER) is None
    )


@pytest.mark.parametrize("role", ["resident", "unit", "administrator"])
def test_only_the_strategy_office_overrules_an_edit(town: Path, person_of: Callable[..., Any], role: str) -> None:
    load(town)

    with pytest.raises(NotAllowed):
        take_value(value=PackedValue.objects.get(kind="goal", key="lesen", field="name"), by=person_of(role), now=LATER)


def test_looking_for_conflicts_takes_the_same_number_of_statements_for_a_large_pack(
    town: Path, person_of: Callable[..., Any]
) -> None:
    office = person_of("strategy_office")
    load(town)
    conflicts(seen_by=office)
    few = statements(lambda: conflicts(seen_by=office))
    Topic.objects.bulk_create(Topic(slug=f"t{number}", name=Translated(de="x"), order=1) for number in range(1000))
    PackedValue.objects.bulk_create(
        PackedValue(kind="topic", key=f"t{number}", field="order", value=2) for number in range(1000)
    )
    many = statements(lambda: conflicts(seen_by=office))
    assert (many, len(conflicts(seen_by=office))) == (few, 1000)
