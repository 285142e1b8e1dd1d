"""Each form is accepted at most once."""

from __future__ import annotations

import threading
import uuid
from datetime import UTC, datetime

import pytest
from django import forms
from django.db import connection

from stadtgespraech.apps.dialogue.models import District
from stadtgespraech.core.errors import AlreadySent, Conflict
from stadtgespraech.core.web.models import Submission
from stadtgespraech.core.web.submissions import OnceForm, run_once

NOW = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)


class NameForm(OnceForm):
    name = forms.CharField(max_length=20)


def sent(name: str, key: uuid.UUID | None = None) -> NameForm:
    form = NameForm({"name": name, "submission_key": str(key or uuid.uuid4())})
    assert form.is_valid(), form.errors
    return form


def add_district(form: NameForm) -> str:
    # No unique slug on purpose: only the receipt keeps a second one out.
    return f"/{District.objects.create(slug=uuid.uuid4().hex, name=form.values['name']).slug}/"


@pytest.mark.django_db
def test_the_same_form_sent_twice_acts_once_and_gives_the_same_answer() -> None:
    key = uuid.uuid4()
    first = run_once(sent("Hörde", key), by=None, now=NOW, action=lambda: add_district(sent("Hörde")))
    second = run_once(sent("Hörde", key), by=None, now=NOW, action=lambda: add_district(sent("Hörde")))
    assert (first, District.objects.count()) == (second, 1)


@pytest.mark.django_db
def test_two_forms_with_the_same_contents_act_twice() -> None:
    run_once(sent("Hörde"), by=None, now=NOW, action=lambda: add_district(sent("Hörde")))
    run_once(sent("Hörde"), by=None, now=NOW, action=lambda: add_district(sent("Hörde")))
    assert District.objects.count() == 2


@pytest.mark.django_db
def test_a_used_key_with_other_contents_is_refused() -> None:
    key = uuid.uuid4()
    run_once(sent("Hörde", key), by=None, now=NOW, action=lambda: add_district(sent("Hörde")))
    with pytest.raises(AlreadySent):
        run_once(sent("Eving", key), by=None, now=NOW, action=lambda: add_district(sent("Eving")))
    assert list(District.objects.values_list("name", flat=True)) == ["Hörde"]


@pytest.mark.django_db
def test_what_the_action_refuses_leaves_no_receipt() -> None:
    def refuse() -> str:
        District.objects.create(slug="half", name="half done")
        raise Conflict

    with pytest.raises(Conflict):
        run_once(sent("Hörde"), by=None, now=NOW, action=refuse)
    assert (Submission.objects.count(), District.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_a_form_without_a_key_still_works() -> None:
    form = NameForm({"name": "Hörde"})
    assert form.is_valid()
    assert form.values == {"name": "Hörde"}
    assert isinstance(form.cleaned_data["submission_key"], uuid.UUID)


def race(*, times: int) -> int:
    """Send one form from several threads at once; how many districts came of it."""
    key, start = uuid.uuid4(), threading.Barrier(times)

    def send() -> None:
        start.wait()
        try:
            run_once(sent("Hörde", key), by=None, now=NOW, action=lambda: add_district(sent("Hörde")))
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return District.objects.count()


@pytest.mark.django_db(transaction=True)
def test_the_same_form_from_eight_threads_at_once_acts_once() -> None:
    assert race(times=8) == 1


@pytest.mark.django_db(transaction=True)
def test_control_without_receipts_the_race_doubles(settings: pytest.FixtureRequest) -> None:
    settings.SUBMIT_ONCE = False  # type: ignore[attr-defined]
    assert race(times=8) == 8
