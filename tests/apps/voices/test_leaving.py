"""Taking a voice back, deleting an account, and counting anew."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.test import Client

from stadtgespraech.apps.people import actions as people
from stadtgespraech.apps.people import own_data
from stadtgespraech.apps.people.models import Person
from stadtgespraech.apps.pictures.models import MERGED_INTO, Picture
from stadtgespraech.apps.voices import actions
from stadtgespraech.apps.voices.models import Answer, Attachment, Comment, Support, Voice
from stadtgespraech.core import thread
from stadtgespraech.core.errors import Conflict, NotAllowed
from stadtgespraech.core.journal.check import verify_database
from stadtgespraech.core.languages import Translated
from stadtgespraech.core.thread.models import Link, Node
from stadtgespraech.core.thread.recount import drift
from tests.apps.people.test_own_data import everywhere
from tests.apps.voices.saying import NOW, open_stage, say, say_publicly
from tests.conftest import PersonOf

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Person | None], Client]
NAME, ADDRESS, WORDS = "Wilhelmine Übermut", "wilhelmine.uebermut@example.org", "Zwieback vor dem Rathaus"


# -- Withdrawing -----------------------------------------------------------------------------------


def test_authors_take_their_voice_back(person_of: PersonOf, client_of: ClientOf) -> None:
    open_stage()
    author, moderator = person_of("resident"), person_of("moderator")
    voice = say_publicly(moderator, by=author)
    client = client_of(author)
    assert (
        "Rückgängig machen lässt sich das nicht" in client.get(f"/stimmen/{voice.slug}/zurueckziehen/").content.decode()
    )
    assert client.post(f"/stimmen/{voice.slug}/zurueckziehen/")["Location"] == voice.get_absolute_url()
    assert Client().get(voice.get_absolute_url()).status_code == 404
    assert "Sie haben diese Stimme zurückgezogen." in client.get(voice.get_absolute_url()).content.decode()
    node = Node.objects.get(kind="voice")
    assert (node.visibility, node.person_id) == ("person", author.pk)
    actions.withdraw_voice(voice=voice, by=author, now=NOW)
    for change in (
        lambda: actions.publish_voice(voice=voice, by=moderator, now=NOW),
        lambda: actions.refuse_voice(voice=voice, refusal="rules", note="", by=moderator, now=NOW),
    ):
        with pytest.raises(Conflict):
            change()


def test_nobody_takes_back_what_others_said(person_of: PersonOf, client_of: ClientOf) -> None:
    open_stage()
    office = person_of("strategy_office")
    voice = say_publicly(office, by=person_of("resident"))
    for person in (person_of("resident"), office):
        with pytest.raises(NotAllowed):
            actions.withdraw_voice(voice=voice, by=person, now=NOW)
        assert client_of(person).post(f"/stimmen/{voice.slug}/zurueckziehen/").status_code == 403


# -- Deleting the account --------------------------------------------------------------------------


def speak(person: Any, moderator: Any, on_erasure: str) -> Voice:
    """A published voice with everything that can hang on one."""
    voice = say_publicly(
        moderator, f"{WORDS} ({on_erasure})", by=person, text=WORDS, signed_as=NAME, on_erasure=on_erasure
    )
    answer = Answer.objects.create(voice=voice, disposition="planned", text="Ja.", given_at=NOW)
    thread.put(answer, at=NOW)
    picture = Picture.objects.create(
        slug=f"bild-{voice.slug}",
        kind="starting",
        title=Translated(de="Bild"),
        text=Translated(de="So."),
        state="draft",
    )
    thread.put(picture, at=NOW)
    thread.connect(voice, MERGED_INTO, picture, by=moderator, at=NOW)
    Comment.objects.create(voice=voice, text="Stimmt.", given_at=NOW)
    name = default_storage.save(f"voices/{voice.slug}.txt", ContentFile(b"Bild"))
    Attachment.objects.create(voice=voice, file=name, description="x", width=1, height=1, size=4, sha256="0" * 64)
    return voice


def test_kept_voices_lose_the_name_and_stay(person_of: PersonOf) -> None:
    open_stage()
    moderator = person_of("moderator")
    person: Any = person_of("resident", email=ADDRESS, display_name=NAME)
    voice = speak(person, moderator, "keep")
    supported = say_publicly(moderator, "Eine andere")
    actions.support_voice(voice=supported, by=person, now=NOW)
    waiting = say("Wartet noch", by=person, signed_as=NAME)
    assert voice.get_absolute_url() in own_data.collect(person)["pages_of_voices"]

    people.delete_account(person=person, by=person, now=NOW)

    voice.refresh_from_db()
    supported.refresh_from_db()
    waiting.refresh_from_db()
    assert (voice.author, voice.author_erased, voice.speaker, voice.text) == (None, True, "gelöschtes Konto", WORDS)
    assert (supported.support_count, Support.objects.count(), waiting.speaker) == (0, 0, "gelöschtes Konto")
    assert everywhere(ADDRESS, NAME, "Wilhelmine") == {}
    assert "gelöschtes Konto" in Client().get(voice.get_absolute_url()).content.decode()
    assert Link.objects.filter(relation=MERGED_INTO).count() == 1
    assert (drift(), verify_database().problems) == ([], [])


def test_removed_voices_leave_nothing(
    person_of: PersonOf, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    open_stage()
    moderator = person_of("moderator")
    person: Any = person_of("resident", email=ADDRESS, display_name=NAME)
    voice = speak(person, moderator, "remove")
    actions.support_voice(voice=voice, by=moderator, now=NOW)
    file, slug = Attachment.objects.get().file.name, voice.slug
    with django_capture_on_commit_callbacks(execute=True):
        people.delete_account(person=person, by=person, now=NOW)
    # Only the journal still knows that there was one, by its receipt.
    assert everywhere(ADDRESS, NAME, "Wilhelmine", WORDS) == {}
    assert set(everywhere(slug)) <= {"journal_journalentry", "thread_node", "pictures_picture"}
    assert set(Node.objects.values_list("kind", flat=True)) == {"stage", "picture"}
    assert (Voice.objects.count(), Comment.objects.count(), Support.objects.count(), Answer.objects.count()) == (0,) * 4
    assert default_storage.exists(file) is False
    assert (drift(), verify_database().problems) == ([], [])


@pytest.mark.parametrize("state", ["rejected", "withdrawn"])
def test_what_is_not_public_never_outlives_the_account(person_of: PersonOf, state: str) -> None:
    open_stage()
    person: Any = person_of("resident", email=ADDRESS)
    voice = say(WORDS, by=person, on_erasure="keep")
    if state == "rejected":
        actions.refuse_voice(voice=voice, refusal="rules", note="", by=person_of("moderator"), now=NOW)
    else:
        actions.withdraw_voice(voice=voice, by=person, now=NOW)
    people.delete_account(person=person, by=person, now=NOW)
    assert (Voice.objects.count(), everywhere(WORDS, ADDRESS)) == (0, {})


def test_who_typed_it_in_can_go_and_the_voice_stays(person_of: PersonOf) -> None:
    moderator: Any = person_of("moderator", email=ADDRESS)
    day = (NOW - timedelta(days=3)).date()
    voice = actions.enter_voice(text="Von einer Karte", channel="paper", given_on=day, by=moderator, now=NOW)
    people.delete_account(person=moderator, by=moderator, now=NOW)
    voice.refresh_from_db()
    assert (voice.entered_by, voice.speaker, everywhere(ADDRESS)) == (None, "ohne Namen", {})


# -- Counting anew ---------------------------------------------------------------------------------


def recount(*arguments: str) -> str:
    out = io.StringIO()
    call_command("recount_voices", *arguments, stdout=out)
    return out.getvalue()


def test_counters_are_compared_and_repaired(person_of: PersonOf) -> None:
    open_stage()
    voice = say_publicly(person_of("moderator"))
    actions.support_voice(voice=voice, by=person_of("resident"), now=NOW)
    shown = Comment.objects.create(voice=voice, text="Ja", given_at=NOW)
    Comment.objects.create(voice=voice, parent=shown, text="Nein", given_at=NOW)
    Comment.objects.create(voice=voice, parent=shown, text="Böse", given_at=NOW, state="hidden")
    Voice.objects.update(support_count=7, comment_count=0)
    with pytest.raises(CommandError, match="3 differences"):
        recount()
    assert recount("--repair").splitlines() == [
        f"{voice.slug}: 7 supports counted, 1 there.",
        f"{voice.slug}: 0 comments counted, 2 there.",
        f"{voice.slug}, comment {shown.pk}: 0 replies counted, 1 there.",
        "Repaired 2 rows.",
    ]
    assert recount() == "The counters agree with the tables.\n"
    assert list(Voice.objects.values_list("support_count", "comment_count")) == [(1, 2)]
