"""Beginning and ceasing to follow."""

from __future__ import annotations

from datetime import timedelta

import pytest

from stadtgespraech.apps.following import actions, queries
from stadtgespraech.apps.following.models import Follow
from stadtgespraech.apps.people.actions import delete_account
from stadtgespraech.apps.people.own_data import collect
from stadtgespraech.apps.voices.models import Voice
from stadtgespraech.core import thread
from stadtgespraech.core.errors import BadInput, NotFound, SignInFirst
from stadtgespraech.core.jobs.models import OutgoingMail
from stadtgespraech.core.journal.models import JournalEntry
from tests.apps.voices.waiting import NOW, voice
from tests.conftest import PersonOf

pytestmark = pytest.mark.django_db


def test_following_twice_changes_only_the_pace(person_of: PersonOf) -> None:
    person, heard = person_of("resident", language="en"), voice()
    first = actions.follow(obj=heard, by=person, now=NOW)
    second = actions.follow(obj=heard, by=person, pace="at-once", now=NOW + timedelta(days=1))
    assert (first.pk, first.pace, second.pace, second.since) == (second.pk, "digest", "at-once", NOW)
    assert (Follow.objects.count(), JournalEntry.objects.count()) == (1, 0)
    actions.unfollow(follow=second)
    actions.unfollow(follow=second)
    assert Follow.objects.count() == 0


def test_visitors_follow_with_their_address() -> None:
    with pytest.raises(SignInFirst):
        actions.follow(obj=voice(), by=None, now=NOW)


def test_a_guest_is_asked_first() -> None:
    heard = voice()
    made = actions.follow_as_guest(obj=heard, email=" Gast@Example.org ", language="de", now=NOW)
    assert (made.email, made.confirmed_at, made.person) == ("gast@example.org", None, None)
    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.urgent) == ("gast@example.org", True)
    assert f"/folgen/mail/{made.token}/bestaetigen/" in mail.body
    assert heard.title in mail.body
    done = actions.confirm_follow(token=made.token, now=NOW + timedelta(days=1))
    again = actions.confirm_follow(token=made.token, now=NOW + timedelta(days=100))
    assert done.confirmed_at == again.confirmed_at == NOW + timedelta(days=1)


def test_asking_again_soon_sends_no_second_mail() -> None:
    heard = voice()
    for minutes in (0, 10, 70):
        actions.follow_as_guest(
            obj=heard, email="gast@example.org", language="de", now=NOW + timedelta(minutes=minutes)
        )
    assert (Follow.objects.count(), OutgoingMail.objects.count()) == (1, 2)


def test_the_mail_to_a_strange_address_repeats_nothing_that_nobody_has_checked() -> None:
    heard = voice(state=Voice.State.PENDING, title="Kauft bei mir")
    actions.follow_as_guest(obj=heard, email="opfer@example.org", language="en", now=NOW)
    assert "Kauft bei mir" not in OutgoingMail.objects.get().body
    assert "/en/folgen/mail/" in OutgoingMail.objects.get().body


def test_a_link_that_is_too_old_or_unknown_confirms_nothing() -> None:
    made = actions.follow_as_guest(obj=voice(), email="gast@example.org", language="de", now=NOW)
    for token, days in ((made.token, 8), ("x" * 43, 1), ("a\x00b", 1)):
        with pytest.raises(NotFound):
            actions.confirm_follow(token=token, now=NOW + timedelta(days=days))
    assert actions.forget_unconfirmed(now=NOW + timedelta(days=6)) == 0
    assert actions.forget_unconfirmed(now=NOW + timedelta(days=8)) == 1


@pytest.mark.parametrize("email", ["", "kein", "a@b", "a@b.de\nBcc: c@d.de"])
def test_what_is_no_address_is_refused(email: str) -> None:
    with pytest.raises(BadInput):
        actions.follow_as_guest(obj=voice(), email=email, language="de", now=NOW)
    assert Follow.objects.count() == 0


def test_stopping_everything_forgets_a_guest() -> None:
    first, second = (
        actions.follow_as_guest(obj=voice(), email="gast@example.org", language="de", now=NOW) for _ in range(2)
    )
    other = actions.follow_as_guest(obj=voice(), email="anders@example.org", language="de", now=NOW)
    assert actions.unfollow_everything(follow=second, now=NOW) == 2
    assert list(Follow.objects.all()) == [other]
    assert set(OutgoingMail.objects.values_list("to", flat=True)) == {"", "anders@example.org"}
    assert first.token not in "".join(OutgoingMail.objects.values_list("body", flat=True))


def test_stopping_everything_leaves_the_account_and_its_mails(person_of: PersonOf) -> None:
    person = person_of("resident", email="gast@example.org")
    made = actions.follow(obj=voice(), by=person, now=NOW)
    as_guest = actions.follow_as_guest(obj=voice(), email="gast@example.org", language="de", now=NOW)
    assert actions.unfollow_everything(follow=made, now=NOW) == 1
    assert actions.unfollow_everything(follow=as_guest, now=NOW) == 1
    assert OutgoingMail.objects.get().to == "gast@example.org"


def test_ones_own_data_names_both_kinds_and_no_secret(person_of: PersonOf) -> None:
    person, heard = person_of("resident", email="gast@example.org"), voice()
    made = actions.follow(obj=heard, by=person, now=NOW)
    guest = actions.follow_as_guest(obj=heard, email="gast@example.org", language="de", now=NOW)
    given = collect(person)
    assert [row["node_id"] for row in given["following.follow.person"]] == [made.node_id]
    assert given["follows_by_mail"][0]["page"] == heard.get_absolute_url()
    kept = str({name: rows for name, rows in given.items() if name != "mails"})
    assert made.token not in kept
    assert guest.token not in kept


def test_deleting_the_account_forgets_both(person_of: PersonOf) -> None:
    person = person_of("resident", email="gast@example.org")
    actions.follow(obj=voice(), by=person, now=NOW)
    actions.follow_as_guest(obj=voice(), email="gast@example.org", language="de", now=NOW)
    delete_account(person=person, by=person, now=NOW)
    assert Follow.objects.count() == 0
    assert set(OutgoingMail.objects.values_list("to", "body")) == {("", "")}


def test_only_what_one_may_see_can_be_followed(person_of: PersonOf) -> None:
    author = person_of("resident")
    hidden, public = voice(state=Voice.State.PENDING, author=author), voice()
    assert queries.followed_node("voice", public.slug, seen_by=None).object_id == public.pk
    assert queries.followed_node("voice", hidden.slug, seen_by=author).object_id == hidden.pk
    public.archived_at = NOW
    public.save()
    thread.put(public, at=NOW)
    for kind, slug in (("voice", hidden.slug), ("voice", public.slug), ("unit", "x"), ("voice", "unbekannt")):
        with pytest.raises(NotFound):
            queries.followed_node(kind, slug, seen_by=None)
