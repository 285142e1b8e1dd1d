"""Whom an overdue answer is escalated to, as the fields of action say it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stadtgespraech.apps.people.models import Unit
from stadtgespraech.apps.pictures.models import MERGED_INTO, Picture
from stadtgespraech.apps.strategy.models import SUPPORTS, Field, Involvement
from stadtgespraech.apps.strategy.queries import sponsor_for
from stadtgespraech.apps.voices import actions
from stadtgespraech.apps.voices.models import Voice
from stadtgespraech.core import thread
from stadtgespraech.core.languages import Translated
from tests.apps.strategy.conftest import NOW, Strategy
from tests.apps.voices.waiting import voice


@pytest.fixture
def other_sponsor(strategy: Strategy) -> Unit:
    """Sponsors the schools."""
    office = Unit.objects.create(slug="gbiii", number="GBIII", name=Translated(de="Geschäftsbereich III"))
    Field.objects.filter(pk=strategy.schools.pk).update(sponsor_unit=office)
    return office


@pytest.fixture
def said(picture: Picture) -> Voice:
    """A voice that is part of the confirmed target picture."""
    made = voice()
    thread.connect(made, MERGED_INTO, picture, by=None, at=NOW)
    return made


def lead(unit: Unit, *fields: Field) -> None:
    for field in fields:
        Involvement.objects.update_or_create(field=field, unit=unit, defaults={"role": Involvement.Role.LEADING})


def test_routing_takes_the_sponsor_of_the_only_field_that_the_unit_leads(strategy: Strategy, office: Any) -> None:
    sent = actions.route_voice(voice=voice(), unit=strategy.housing_office, by=office, now=NOW)
    assert sent.sponsor_unit == strategy.sponsor
    # It is involved in a field, but leads none.
    sent = actions.route_voice(voice=voice(), unit=strategy.road_office, by=office, now=NOW)
    assert sent.sponsor_unit is None


def test_of_several_fields_the_one_that_became_of_the_voice_counts(
    strategy: Strategy, other_sponsor: Unit, picture: Picture, said: Voice
) -> None:
    unit = strategy.housing_office
    lead(unit, strategy.schools)
    assert sponsor_for(said, unit) is None, "nothing became of it yet"
    thread.connect(picture, SUPPORTS, strategy.schools, by=None, at=NOW)
    assert sponsor_for(said, unit) == other_sponsor
    assert sponsor_for(voice(), unit) is None, "another voice"
    # One more field that the unit does not lead changes nothing, one more of another sponsor leaves it open.
    thread.connect(picture, SUPPORTS, strategy.traffic, by=None, at=NOW)
    assert sponsor_for(said, unit) == other_sponsor
    thread.connect(picture, SUPPORTS, strategy.housing, by=None, at=NOW)
    assert sponsor_for(said, unit) is None


def test_several_fields_with_one_sponsor_are_as_clear_as_one(strategy: Strategy, picture: Picture, said: Voice) -> None:
    lead(strategy.road_office, strategy.housing, strategy.traffic, strategy.schools)
    for field in (strategy.housing, strategy.traffic):
        thread.connect(picture, SUPPORTS, field, by=None, at=NOW)
    assert sponsor_for(said, strategy.road_office) == strategy.sponsor


def test_archived_fields_sponsor_nothing(strategy: Strategy) -> None:
    Field.objects.filter(pk=strategy.housing.pk).update(archived_at=NOW)
    assert sponsor_for(voice(), strategy.housing_office) is None


def test_a_field_without_a_sponsor_leaves_it_to_the_strategy_office(
    strategy: Strategy, picture: Picture, said: Voice
) -> None:
    lead(strategy.housing_office, strategy.schools)
    thread.connect(picture, SUPPORTS, strategy.schools, by=None, at=NOW)
    assert sponsor_for(said, strategy.housing_office) is None


def test_what_only_the_administration_sees_decides_nothing(
    strategy: Strategy, other_sponsor: Unit, picture: Picture, said: Voice
) -> None:
    """The sponsor is public in the journal."""
    lead(strategy.housing_office, strategy.schools)
    thread.connect(picture, SUPPORTS, strategy.schools, by=None, at=NOW)
    picture.state = Picture.State.DRAFT
    thread.put(picture, at=NOW)
    assert sponsor_for(said, strategy.housing_office) is None


def test_it_takes_four_statements_at_most(strategy: Strategy, other_sponsor: Unit, said: Voice) -> None:
    lead(strategy.housing_office, strategy.traffic, strategy.schools)
    with CaptureQueriesContext(connection) as seen:
        sponsor_for(said, strategy.housing_office)
    assert len(seen) == 4
