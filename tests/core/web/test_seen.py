"""Nobody overwrites what they never read."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection, transaction

from stadtgespraech.apps.people.models import Unit
from stadtgespraech.apps.strategy.models import Field, Goal
from stadtgespraech.core.errors import ChangedMeanwhile, NotFound
from stadtgespraech.core.languages import Translated
from stadtgespraech.core.web.seen import differing, fingerprint, in_words
from stadtgespraech.core.web.submissions import OnceModelForm, run_once

NOW = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)


class TextForm(OnceModelForm):
    class Meta:
        model = Goal
        fields = ["name", "summary"]


class SponsorForm(OnceModelForm):
    class Meta:
        model = Field
        fields = ["sponsor_unit", "workshop_state"]


@pytest.fixture
def goal(db: None) -> Goal:
    return Goal.objects.create(slug="wohnen", name=Translated(de="Wohnen"), summary=Translated(de="Mehr Wohnungen."))


def opened(goal: Goal, form_class: type[OnceModelForm] = TextForm, **typed: str) -> dict[str, str]:
    """What a browser sends back: what the form showed, with what was typed over it."""
    form = form_class(instance=goal)
    return {
        "seen": form.initial["seen"],
        "name_de": goal.name.get("de", ""),
        "summary_de": goal.summary.get("de", ""),
        **typed,
    }


def send(goal: Goal, data: dict[str, str]) -> TextForm:
    form = TextForm(data, instance=Goal.objects.get(pk=goal.pk))
    assert form.is_valid(), form.errors

    def save() -> str:
        for name, value in form.values.items():
            setattr(form.instance, name, value)
        form.instance.save()
        return "/saved/"

    try:
        run_once(form, by=None, now=NOW, action=save)
    except ChangedMeanwhile:
        form.show_what_is_new()
        raise
    return form


def test_saving_what_one_saw_works(goal: Goal) -> None:
    send(goal, opened(goal, name_de="Gut wohnen"))
    goal.refresh_from_db()
    assert (goal.name, goal.summary) == ({"de": "Gut wohnen"}, {"de": "Mehr Wohnungen."})


def test_saving_over_a_newer_version_changes_nothing_and_says_what_stands_there(goal: Goal) -> None:
    mine, theirs = opened(goal, name_de="Meins"), opened(goal, name_de="Ihres")
    send(goal, theirs)
    form = TextForm(mine, instance=Goal.objects.get(pk=goal.pk))
    assert form.is_valid()
    with pytest.raises(ChangedMeanwhile):
        run_once(form, by=None, now=NOW, action=lambda: pytest.fail("the action must not run"))
    form.show_what_is_new()
    goal.refresh_from_db()
    assert goal.name == {"de": "Ihres"}
    assert dict(form.errors) == {"name": ["Inzwischen steht hier: Ihres"]}
    assert form["name"].value() == ["Meins", None]


def test_sending_again_after_the_warning_is_a_decision(goal: Goal) -> None:
    mine = opened(goal, name_de="Meins")
    send(goal, opened(goal, name_de="Ihres"))
    with pytest.raises(ChangedMeanwhile):
        send(goal, mine)
    form = TextForm(mine, instance=Goal.objects.get(pk=goal.pk))
    form.is_valid()
    form.show_what_is_new()
    send(goal, {**mine, "seen": form.data["seen"]})
    goal.refresh_from_db()
    assert goal.name == {"de": "Meins"}


def test_a_change_of_what_the_form_does_not_show_is_no_conflict(goal: Goal) -> None:
    mine = opened(goal, name_de="Meins")
    Goal.objects.filter(pk=goal.pk).update(source="anderswo")
    send(goal, mine)
    goal.refresh_from_db()
    assert (goal.name, goal.source) == ({"de": "Meins"}, "anderswo")


def test_a_form_without_a_fingerprint_still_works(goal: Goal) -> None:
    send(goal, {"name_de": "Skript", "summary_de": ""})
    goal.refresh_from_db()
    assert (goal.name, goal.summary) == ({"de": "Skript"}, {})


def test_an_object_deleted_meanwhile_is_not_found(goal: Goal) -> None:
    form = TextForm(opened(goal), instance=Goal.objects.get(pk=goal.pk))
    assert form.is_valid()
    Goal.objects.all().delete()
    with pytest.raises(NotFound):
        run_once(form, by=None, now=NOW, action=lambda: pytest.fail("the action must not run"))


def test_a_new_object_has_seen_nothing(db: None) -> None:
    assert "seen" not in TextForm().fields


def test_references_and_choices_are_named_by_their_labels(goal: Goal) -> None:
    unit = Unit.objects.create(slug="u", number="64", name=Translated(de="Amt für Wohnen"))
    field = Field.objects.create(slug="f", goal=goal, name=Translated(de="Feld"))
    seen = SponsorForm(instance=field).initial["seen"]
    Field.objects.update(sponsor_unit=unit, workshop_state="held")
    form = SponsorForm({"seen": seen}, instance=Field.objects.get())
    assert form.is_valid(), form.errors
    form.show_what_is_new()
    labels = dict(form.fields["sponsor_unit"].choices)  # type: ignore[attr-defined]
    assert dict(form.errors) == {
        "sponsor_unit": [f"Inzwischen steht hier: {labels[unit.pk]}"],
        "workshop_state": ["Inzwischen steht hier: hat stattgefunden"],
    }


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "(leer)"),
        ("", "(leer)"),
        (Translated(), "(leer)"),
        (Translated(de="Wohnen"), "Wohnen"),
        (Translated(de="Wohnen", en="Housing"), "de: Wohnen; en: Housing"),
        (True, "ja"),
        (False, "nein"),
        ([1, "b"], "1, b"),
        (1234, "1.234"),
    ],
)
def test_values_in_words(value: Any, words: str) -> None:
    assert in_words(value) == words


def test_a_fingerprint_ignores_the_order_of_references_and_languages() -> None:
    seen = fingerprint({"a": [2, 1], "b": Translated(de="x", en="y")})
    assert differing(seen, {"a": [1, 2], "b": Translated(en="y", de="x")}) == []
    assert differing(seen, {"a": [1], "b": Translated(de="x")}) == ["a", "b"]


@pytest.mark.parametrize("seen", ["", "x", "a", "a:", ":", "a:zz b", "a:" + "0" * 5000, "ä:ß \x00:1"])
def test_a_forged_fingerprint_only_costs_the_protection(seen: str) -> None:
    assert differing(seen, {"c": 1}) == []


def everyone_saves(goal: Goal, *, times: int, protected: bool) -> int:
    """Several people open the same version and save at once; how many of them were told "saved"."""
    data = [opened(goal, name_de=f"Fassung {number}") for number in range(times)]
    start, saved = threading.Barrier(times), []

    def save(mine: dict[str, str]) -> None:
        form = TextForm(mine if protected else {**mine, "seen": ""}, instance=Goal.objects.get(pk=goal.pk))
        assert form.is_valid()
        start.wait()
        try:
            run_once(form, by=None, now=NOW, action=lambda: write(form))
            saved.append(1)
        except ChangedMeanwhile:
            pass
        finally:
            connection.close()

    def write(form: TextForm) -> str:
        with transaction.atomic():
            form.instance.name = form.values["name"]
            form.instance.save()
        return "/"

    threads = [threading.Thread(target=save, args=(mine,)) for mine in data]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(saved)


@pytest.mark.django_db(transaction=True)
def test_of_six_who_save_at_once_one_succeeds(goal: Goal) -> None:
    assert everyone_saves(goal, times=6, protected=True) == 1


@pytest.mark.django_db(transaction=True)
def test_control_without_fingerprints_five_versions_are_lost(goal: Goal) -> None:
    assert everyone_saves(goal, times=6, protected=False) == 6
