"""Each decision changes one thing, says so in the journal, and moves the thread along."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from stadtgespraech.apps.pictures.models import Picture
from stadtgespraech.apps.strategy import actions
from stadtgespraech.apps.strategy.models import Field, Goal, Involvement, MeasurePackage, Milestone, Project
from stadtgespraech.core import thread
from stadtgespraech.core.errors import BadInput, NotAllowed, NotFound, SignInFirst
from stadtgespraech.core.journal.models import JournalEntry
from stadtgespraech.core.journal.writing import facts_of
from stadtgespraech.core.languages import Translated
from stadtgespraech.core.thread.recount import drift
from stadtgespraech.core.thread.weaving import node_of
from tests.apps.strategy.conftest import NOW, Strategy


def journal() -> list[tuple[str, str, dict[str, Any]]]:
    """(kind, subject, facts) of every entry."""
    return [
        (entry.kind, entry.subject_id, facts_of(entry).get("facts", {}))
        for entry in JournalEntry.objects.order_by("seq")
    ]


def test_a_goal_is_changed_and_journalled_without_its_texts(strategy: Strategy, office: Any) -> None:
    actions.change_goal(
        goal=strategy.goal,
        changes={"name": Translated(de="Neu"), "source": "", "references": [strategy.term]},
        by=office,
        now=NOW,
    )
    strategy.goal.refresh_from_db()
    assert (strategy.goal.name, list(strategy.goal.references.all())) == ({"de": "Neu"}, [strategy.term])
    assert journal() == [("goal.changed", "zieht-an", {"fields": ["name", "references"]})]
    assert (node_of(strategy.goal).title, drift()) == ({"de": "Neu"}, [])


def test_saving_what_stands_there_says_nothing(strategy: Strategy, office: Any) -> None:
    actions.change_goal(goal=strategy.goal, changes={"name": strategy.goal.name, "references": []}, by=office, now=NOW)
    actions.set_sponsor(field=strategy.housing, unit=strategy.sponsor, vacant=True, by=office, now=NOW)
    actions.set_workshop(
        field=strategy.traffic, state="", note=Translated(), days=[date(2022, 3, 10)], by=office, now=NOW
    )
    actions.set_involvement(field=strategy.housing, unit=strategy.housing_office, role="F", by=office, now=NOW)
    actions.report_project(project=strategy.plan, state="", by=office, now=NOW)
    actions.restore_project(project=strategy.plan, by=office, now=NOW)
    assert journal() == []


def test_a_field_moves_to_another_goal_and_its_chain_with_it(strategy: Strategy, office: Any) -> None:
    actions.change_field(field=strategy.housing, changes={"goal": strategy.other_goal}, by=office, now=NOW)
    assert journal() == [("field.changed", "wohnen", {"fields": ["goal"], "goal": "lernt"})]
    assert [station.title for station in thread.origins(strategy.plan, seen_by=None)] == [
        "Dortmund lernt",
        "Wohnen",
        "Wohnungsbau",
    ]
    assert drift() == []


def test_a_sponsorship_is_filled_and_vacated(strategy: Strategy, office: Any) -> None:
    actions.set_sponsor(field=strategy.housing, unit=strategy.sponsor, vacant=False, by=office, now=NOW)
    actions.set_sponsor(field=strategy.housing, unit=None, vacant=True, by=office, now=NOW)
    assert journal() == [
        ("field.sponsor_changed", "wohnen", {"fields": ["sponsor_vacant"], "sponsor_vacant": False}),
        (
            "field.sponsor_changed",
            "wohnen",
            {"fields": ["sponsor_unit", "sponsor_vacant"], "sponsor_unit": None, "sponsor_vacant": True},
        ),
    ]


def test_a_workshop_gets_other_days(strategy: Strategy, office: Any) -> None:
    actions.set_workshop(
        field=strategy.traffic,
        state="held",
        note=Translated(de="Gut besucht"),
        days=[date(2022, 3, 11), date(2022, 3, 10)],
        by=office,
        now=NOW,
    )
    assert list(strategy.traffic.workshops.values_list("on", flat=True)) == [date(2022, 3, 10), date(2022, 3, 11)]
    assert journal() == [
        (
            "field.workshop_changed",
            "verkehrswende",
            {
                "fields": ["workshop_note", "workshop_state", "workshop_days"],
                "state": "held",
                "days": ["2022-03-10", "2022-03-11"],
            },
        )
    ]


@pytest.mark.parametrize(
    ("state", "days"),
    [("to-be-determined", [date(2026, 5, 1)]), ("being-scheduled", [date(2022, 1, 1)]), ("held", [date(2026, 3, 2)])],
)
def test_a_workshop_that_contradicts_itself_changes_nothing(
    strategy: Strategy, office: Any, state: str, days: list[date]
) -> None:
    with pytest.raises(BadInput):
        actions.set_workshop(field=strategy.housing, state=state, note=Translated(), days=days, by=office, now=NOW)
    assert (Field.objects.get(pk=strategy.housing.pk).workshop_state, journal()) == ("", [])


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Übermut am Phoenix-See", "uebermut-am-phoenix-see"),
        ("Wohnungsbau", "wohnungsbau-2"),
        ("Neu", "neu-2"),
        ("!!!", "projekt"),
        ("مشروع", "projekt"),
        ("x" * 300, "x" * 70),
    ],
)
def test_a_project_gets_an_address_of_its_own(strategy: Strategy, office: Any, name: str, slug: str) -> None:
    project = actions.add_project(values={"field": strategy.housing, "name": Translated(de=name)}, by=office, now=NOW)
    assert (project.slug, node_of(project).address) == (slug, f"/projekte/{slug}/")
    assert journal() == [("project.added", slug, {"field": "wohnen"})]
    assert drift() == []


def test_two_projects_of_a_name_get_two_addresses(strategy: Strategy, office: Any) -> None:
    slugs = [
        actions.add_project(values={"field": strategy.housing, "name": Translated(de="Park")}, by=office, now=NOW).slug
        for _ in range(3)
    ]
    assert slugs == ["park", "park-2", "park-3"]


def test_a_project_changes_hands(strategy: Strategy, office: Any) -> None:
    actions.change_project(
        project=strategy.plan, changes={"unit": strategy.road_office, "state": "running"}, by=office, now=NOW
    )
    assert journal() == [
        ("project.changed", "wohnungsbau", {"fields": ["state", "unit"], "state": "running", "unit": "66"})
    ]


def test_a_unit_reports_its_own_project_and_the_thread_says_so(strategy: Strategy, housing_clerk: Any) -> None:
    actions.report_project(project=strategy.plan, state="running", by=housing_clerk, now=NOW)
    assert journal() == [("project.reported", "wohnungsbau", {"fields": ["state"], "state": "running"})]
    assert str(node_of(strategy.plan).note) == "läuft · 0 von 1 Meilenstein erreicht"


def test_archived_projects_leave_the_search_and_come_back(strategy: Strategy, office: Any) -> None:
    def found() -> list[str]:
        return [node.address for node in thread.search("wohnungsbau", seen_by=office)]

    actions.archive_project(project=strategy.plan, by=office, now=NOW)
    actions.archive_project(project=strategy.plan, by=office, now=NOW)
    assert found() == []
    actions.restore_project(project=strategy.plan, by=office, now=NOW)
    assert found() == ["/projekte/wohnungsbau/"]
    assert [kind for kind, _subject, _facts in journal()] == ["project.archived", "project.restored"]


def test_the_life_of_a_milestone(strategy: Strategy, housing_clerk: Any) -> None:
    by = {"by": housing_clerk, "now": NOW}
    step = actions.add_milestone(project=strategy.plan, name=Translated(de="Richtfest"), due=date(2026, 9, 1), **by)
    assert str(node_of(strategy.plan).note) == "0 von 2 Meilensteinen erreicht"
    actions.change_milestone(milestone=step, changes={"due": date(2026, 8, 1), "name": step.name}, **by)
    actions.reach_milestone(milestone=strategy.milestone, on=date(2026, 2, 1), **by)
    assert str(node_of(strategy.plan).note) == "1 von 2 Meilensteinen erreicht"
    actions.remove_milestone(milestone=step, **by)
    assert str(node_of(strategy.plan).note) == "1 von 1 Meilenstein erreicht"
    actions.change_milestone(milestone=strategy.milestone, changes={"reached": None}, **by)
    assert str(node_of(strategy.plan).note) == "0 von 1 Meilenstein erreicht"
    assert journal() == [
        ("milestone.added", "wohnungsbau", {"milestone": "Richtfest", "due": "2026-09-01"}),
        ("milestone.changed", "wohnungsbau", {"milestone": "Richtfest", "fields": ["due"], "due": "2026-08-01"}),
        ("milestone.reached", "wohnungsbau", {"milestone": "Baubeginn", "on": "2026-02-01"}),
        ("milestone.removed", "wohnungsbau", {"milestone": "Richtfest", "due": "2026-08-01"}),
        ("milestone.changed", "wohnungsbau", {"milestone": "Baubeginn", "fields": ["reached"], "reached": None}),
    ]
    assert drift() == []


def test_what_is_made_up_says_so_on_the_thread_and_in_the_journal(strategy: Strategy, office: Any) -> None:
    Milestone.objects.update(is_example=True)
    actions.reach_milestone(milestone=strategy.milestone, on=date(2026, 2, 1), by=office, now=NOW)
    assert str(node_of(strategy.plan).note) == "1 von 1 Meilenstein erreicht (Beispiel)"
    assert journal()[0][2] == {"milestone": "Baubeginn", "on": "2026-02-01"}
    assert facts_of(JournalEntry.objects.latest("seq"))["example"] is True


def test_nothing_is_reached_in_the_future(strategy: Strategy, office: Any) -> None:
    with pytest.raises(BadInput):
        actions.reach_milestone(milestone=strategy.milestone, on=date(2026, 3, 2), by=office, now=NOW)
    with pytest.raises(BadInput):
        actions.change_milestone(
            milestone=strategy.milestone, changes={"reached": date(2027, 1, 1)}, by=office, now=NOW
        )
    strategy.milestone.refresh_from_db()
    assert (strategy.milestone.reached, journal()) == (None, [])


def test_a_milestone_that_is_gone_is_not_found(strategy: Strategy, office: Any) -> None:
    actions.remove_milestone(milestone=Milestone.objects.get(), by=office, now=NOW)
    with pytest.raises(NotFound):
        actions.reach_milestone(milestone=strategy.milestone, on=date(2026, 2, 1), by=office, now=NOW)


def cells() -> set[tuple[str, str, str]]:
    return set(Involvement.objects.values_list("unit__number", "field__slug", "role"))


def test_a_cell_is_set_changed_and_cleared(strategy: Strategy, office: Any) -> None:
    start = cells()
    for role in ("B", "F", ""):
        actions.set_involvement(field=strategy.schools, unit=strategy.road_office, role=role, by=office, now=NOW)
        assert cells() == start | ({("66", "schulen", role)} if role else set())
    assert journal() == [
        ("involvement.changed", "schulen", {"unit": "66", "before": "", "role": "B"}),
        ("involvement.changed", "schulen", {"unit": "66", "before": "B", "role": "F"}),
        ("involvement.changed", "schulen", {"unit": "66", "before": "F", "role": ""}),
    ]


def test_two_units_may_lead(strategy: Strategy, office: Any) -> None:
    actions.set_involvement(field=strategy.housing, unit=strategy.road_office, role="F", by=office, now=NOW)
    assert {("64", "wohnen", "F"), ("66", "wohnen", "F")} <= cells()


@pytest.mark.parametrize(("unit", "role"), [("sponsor", "F"), ("housing_office", "X"), ("housing_office", "f")])
def test_an_office_or_an_unknown_role_has_no_cell(strategy: Strategy, office: Any, unit: str, role: str) -> None:
    start = cells()
    with pytest.raises(BadInput):
        actions.set_involvement(field=strategy.schools, unit=getattr(strategy, unit), role=role, by=office, now=NOW)
    assert (cells(), journal()) == (start, [])


def a_package(strategy: Strategy) -> MeasurePackage:
    return MeasurePackage.objects.create(
        slug="bald", goal=strategy.goal, name=Translated(de="Bald"), horizon=MeasurePackage.Horizon.SHORT
    )


def a_picture() -> Picture:
    confirmed = {"state": "confirmed", "confirmed_at": NOW, "confirmed_version": 1}
    return Picture.objects.create(slug="bild", kind="target", title=Translated(de="Bild"), **confirmed)


CALLS: list[tuple[str, Callable[[Strategy], dict[str, Any]]]] = [
    ("add_goal", lambda s: {"values": {"name": Translated(de="X")}}),
    ("archive_goal", lambda s: {"goal": s.goal}),
    ("restore_goal", lambda s: {"goal": s.goal}),
    ("make_goal", lambda s: {"picture": a_picture(), "values": {"name": Translated(de="X")}, "reason": "darum"}),
    ("support_goal", lambda s: {"picture": a_picture(), "goal": s.goal, "reason": "darum"}),
    ("take_up_picture", lambda s: {"picture": a_picture(), "project": s.plan, "reason": "darum"}),
    ("put_down_picture", lambda s: {"picture": a_picture(), "project": s.plan, "reason": "darum"}),
    ("release_picture", lambda s: {"picture": a_picture(), "goal": s.goal, "reason": "darum"}),
    ("add_package", lambda s: {"values": {"goal": s.goal, "name": Translated(de="X"), "horizon": "short"}}),
    ("change_package", lambda s: {"package": a_package(s), "changes": {"horizon": "long"}}),
    ("archive_package", lambda s: {"package": a_package(s)}),
    ("restore_package", lambda s: {"package": a_package(s)}),
    ("change_goal", lambda s: {"goal": s.goal, "changes": {"name": Translated(de="X")}}),
    ("change_field", lambda s: {"field": s.housing, "changes": {"name": Translated(de="X")}}),
    ("set_sponsor", lambda s: {"field": s.housing, "unit": None, "vacant": False}),
    ("set_workshop", lambda s: {"field": s.housing, "state": "held", "note": Translated(), "days": []}),
    ("add_project", lambda s: {"values": {"field": s.housing, "name": Translated(de="X")}}),
    ("change_project", lambda s: {"project": s.plan, "changes": {"name": Translated(de="X")}}),
    ("archive_project", lambda s: {"project": s.plan}),
    ("restore_project", lambda s: {"project": s.plan}),
    ("set_involvement", lambda s: {"field": s.housing, "unit": s.road_office, "role": "F"}),
    ("report_project", lambda s: {"project": s.plan, "state": "done"}),
    ("add_milestone", lambda s: {"project": s.plan, "name": Translated(de="X"), "due": date(2026, 1, 1)}),
    ("change_milestone", lambda s: {"milestone": s.milestone, "changes": {"due": date(2026, 1, 1)}}),
    ("reach_milestone", lambda s: {"milestone": s.milestone, "on": date(2026, 1, 1)}),
    ("remove_milestone", lambda s: {"milestone": s.milestone}),
]
REPORTING = {"report_project", "add_milestone", "change_milestone", "reach_milestone", "remove_milestone"}


@pytest.mark.parametrize("name", actions.__all__)
def test_who_may_not_is_refused_and_nothing_changes(
    strategy: Strategy, person_of: Callable[..., Any], name: str
) -> None:
    arguments = dict(CALLS)[name](strategy)
    action = getattr(actions, name)
    with pytest.raises(SignInFirst):
        action(**arguments, by=None, now=NOW)
    strangers = ["resident", "council", "sponsor", "administrator", "moderator"]
    people = [person_of(role) for role in strangers] + [person_of("unit", unit=strategy.road_office)]
    if name not in REPORTING:
        people.append(person_of("unit", unit=strategy.housing_office))
    for person in people:
        with pytest.raises(NotAllowed):
            action(**arguments, by=person, now=NOW)
    assert (journal(), Goal.objects.count(), Project.objects.count(), Milestone.objects.count()) == ([], 2, 2, 1)


def test_a_project_without_a_unit_is_nobodys_own(strategy: Strategy, housing_clerk: Any) -> None:
    Project.objects.update(unit=None)
    with pytest.raises(NotAllowed):
        actions.report_project(project=strategy.plan, state="done", by=housing_clerk, now=NOW)


def test_the_unit_is_asked_as_it_stands_now_not_as_it_was_shown(strategy: Strategy, housing_clerk: Any) -> None:
    Project.objects.update(unit=strategy.road_office)
    with pytest.raises(NotAllowed):
        actions.report_project(project=strategy.plan, state="done", by=housing_clerk, now=NOW)
