"""Who has news gets one mail with all of it, and nobody is told what they may not see."""

from __future__ import annotations

import random
import threading
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection

from stadtgespraech.apps.following import actions
from stadtgespraech.apps.following.models import Follow, Round
from stadtgespraech.apps.people.models import Person
from stadtgespraech.core.jobs.models import OutgoingMail
from stadtgespraech.core.thread.chains import chain_ids, visible_nodes
from stadtgespraech.core.thread.models import Link, Node
from stadtgespraech.core.thread.reach import downstream_of, seer
from tests.apps.voices.waiting import NOW, unit
from tests.conftest import PersonOf
from tests.counting import statements

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


def node(kind: str = "voice", sentence: str = "", **columns: Any) -> Node:
    number = Node.objects.count() + 1
    return Node.objects.create(
        **{
            "kind": kind,
            "object_id": number,
            "slug": f"{kind}-{number}",
            "title": {"de": f"Titel {number}"},
            "sentence": {"de": sentence, "en": f"EN {sentence}"} if sentence else {},
            "address": f"/{kind}/{number}/",
            "changed_at": NOW,
            **columns,
        }
    )


def link(source: Node, target: Node, at: Any = NOW) -> Link:
    return Link.objects.create(source=source, relation="leads_to", target=target, at=at)


def confirmed_guest(start: Node, email: str = "gast@example.org", **more: Any) -> Follow:
    made = actions.follow_as_guest(obj=start, email=email, language=more.pop("language", "de"), now=NOW, **more)
    OutgoingMail.objects.filter(to=email).delete()
    return actions.confirm_follow(token=made.token, now=NOW)


def tell(pace: str = "digest", now: Any = LATER) -> int:
    return actions.tell_news(now=now, pace=pace)


def bodies() -> dict[str, str]:
    return dict(OutgoingMail.objects.values_list("to", "body"))


def test_what_is_new_downstream_is_told_once(person_of: PersonOf) -> None:
    person = person_of("resident", email="anna@example.org")
    heard, old = node(), node("picture", "Sie ist Teil des Bildes „Alt“.")
    link(heard, old)
    actions.follow(obj=heard, by=person, now=NOW)
    assert tell() == 0  # what was there when she began is no news
    goal = node("goal", "Daraus wurde das Ziel „Wohnen“.", changed_at=LATER, is_example=True)
    link(old, goal, at=LATER)
    assert (tell(now=LATER), tell(now=LATER), tell(now=LATER + timedelta(days=1))) == (1, 0, 0)
    body = bodies()["anna@example.org"]
    assert "Daraus wurde das Ziel „Wohnen“. (Beispiel)\n  http://localhost:8000/goal/3/" in body
    assert "„Alt“" not in body
    goal.sentence, goal.changed_at = {"de": "Aus dem Ziel „Wohnen“ wurde mehr."}, LATER + timedelta(days=2)
    goal.save()
    assert tell(now=LATER + timedelta(days=3)) == 1


def test_a_link_alone_is_news_and_a_long_way_is_no_matter(person_of: PersonOf) -> None:
    chain = [node("goal" if number else "voice", f"Schritt {number}." if number else "") for number in range(8)]
    for upper, lower in pairwise(chain[:-1]):
        link(upper, lower)
    actions.follow(obj=chain[0], by=person_of("resident", email="anna@example.org"), now=NOW)
    tell()
    link(chain[-2], chain[-1], at=LATER)
    assert tell(now=LATER) == 1
    assert "Schritt 7." in bodies()["anna@example.org"]


def test_the_followed_object_itself_has_news(person_of: PersonOf) -> None:
    paper = node("paper", "Der Rat berät darüber.")
    actions.follow(obj=paper, by=person_of("resident", email="anna@example.org"), now=NOW)
    paper.sentence, paper.changed_at = {"de": "Der Rat hat zugestimmt."}, LATER
    paper.save()
    assert tell(now=LATER) == 1
    assert "* Der Rat hat zugestimmt.\n\n" in bodies()["anna@example.org"]


def test_all_news_of_a_follower_stand_in_one_mail_each_sentence_once(person_of: PersonOf) -> None:
    first, second = node(), node()
    person = person_of("resident", email="anna@example.org")
    for one in (first, second):
        actions.follow(obj=one, by=person, now=NOW)
    shared, own = node("goal", "Gemeinsam."), node("goal", "Allein.")
    for upper, lower in ((first, shared), (second, shared), (second, own)):
        link(upper, lower)
    assert tell() == 1
    mail = OutgoingMail.objects.get()
    assert (mail.subject, mail.body.count("Gemeinsam."), mail.body.count("Allein.")) == (
        "Neues zu 2 Themen, denen Sie folgen",
        1,
        1,
    )


def test_at_once_and_the_digest_do_not_tell_the_same(person_of: PersonOf) -> None:
    heard, other = node(), node()
    person = person_of("resident", email="anna@example.org")
    actions.follow(obj=heard, by=person, pace="at-once", now=NOW)
    actions.follow(obj=other, by=person, now=NOW)
    goal = node("goal", "Ein Ziel.")
    link(heard, goal)
    link(other, goal)
    assert (tell("at-once"), tell("digest")) == (1, 0)
    later = node("goal", "Noch ein Ziel.")
    link(other, later, at=LATER)
    assert (tell("at-once"), tell("digest")) == (0, 1)


def test_nothing_is_lost_when_the_pace_changes_in_between(person_of: PersonOf) -> None:
    heard = node()
    made = actions.follow(obj=heard, by=person_of("resident"), now=NOW)
    tell("at-once")
    link(heard, node("goal", "Ein Ziel.", changed_at=LATER), at=LATER)
    tell("at-once", now=LATER + timedelta(hours=2))
    actions.change_pace(follow=made, pace="at-once")
    assert tell("at-once", now=LATER + timedelta(hours=3)) == 0
    assert tell("digest", now=LATER + timedelta(hours=4)) == 1


def test_what_is_committed_late_is_found_by_the_next_round(person_of: PersonOf) -> None:
    heard = node()
    actions.follow(obj=heard, by=person_of("resident"), now=NOW)
    tell(now=LATER)
    # Its request began before the last round and ended after it.
    link(heard, node("goal", "Ein Ziel.", changed_at=LATER - timedelta(minutes=5)), at=LATER - timedelta(minutes=5))
    assert tell(now=LATER + timedelta(minutes=5)) == 1


def test_guests_are_told_in_their_language_and_only_after_confirming() -> None:
    heard = node()
    confirmed_guest(heard, "guest@example.org", language="en")
    actions.follow_as_guest(obj=heard, email="nie@example.org", language="de", now=NOW)
    OutgoingMail.objects.all().delete()
    link(heard, node("goal", "Ein Ziel."))
    assert tell() == 1
    body = bodies()["guest@example.org"]
    assert "EN Ein Ziel.\n  http://localhost:8000/en/goal/2/" in body


def test_one_click_ends_it() -> None:
    heard = node()
    made = confirmed_guest(heard)
    link(heard, node("goal", "Ein Ziel."))
    tell()
    stop = f"http://localhost:8000/folgen/mail/{made.token}/alles-beenden/"
    mail = OutgoingMail.objects.get()
    assert mail.headers == {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    assert stop in mail.body


def test_blocked_people_are_not_written_to(person_of: PersonOf) -> None:
    heard = node()
    actions.follow(obj=heard, by=person_of("resident", is_active=False), now=NOW)
    link(heard, node("goal", "Ein Ziel."))
    assert tell() == 0


# -- What may be seen ------------------------------------------------------------------------------


def test_nobody_is_told_of_what_is_hidden_or_lies_behind_it(person_of: PersonOf) -> None:
    own, other = unit(), unit()
    heard, internal = node(), node("picture", "Intern.", visibility="internal")
    behind = node("goal", "Dahinter.")
    of_unit = node("goal", "Nur für das Amt.", visibility="unit", unit_id=own.pk)
    people = {
        "resident": person_of("resident", email="resident@example.org"),
        "moderator": person_of("moderator", email="moderator@example.org"),
        "own": person_of("unit", unit=own, email="own@example.org"),
        "other": person_of("unit", unit=other, email="other@example.org"),
        "office": person_of("strategy_office", email="office@example.org"),
    }
    private = node("goal", "Nur für sie.", visibility="person", person=people["resident"])
    for person in people.values():
        actions.follow(obj=heard, by=person, now=NOW)
    confirmed_guest(heard)
    for upper, lower in ((heard, internal), (internal, behind), (heard, of_unit), (heard, private)):
        link(upper, lower)
    tell()
    words = ("Intern.", "Dahinter.", "Nur für das Amt.", "Nur für sie.")
    told = {to.split("@")[0]: [word for word in words if word in body] for to, body in bodies().items()}
    assert told == {
        "resident": ["Nur für sie."],
        "moderator": ["Intern.", "Dahinter."],
        "own": ["Intern.", "Dahinter.", "Nur für das Amt."],
        "other": ["Intern.", "Dahinter."],
        "office": ["Intern.", "Dahinter.", "Nur für das Amt.", "Nur für sie."],
    }


def test_what_becomes_public_is_news(person_of: PersonOf) -> None:
    heard, draft = node(), node("picture", "Ein Bild.", visibility="internal")
    link(heard, draft)
    actions.follow(obj=heard, by=person_of("resident"), now=NOW)
    assert tell() == 0
    draft.visibility, draft.changed_at = "public", LATER
    draft.save()
    assert tell(now=LATER) == 1


def test_an_object_that_is_hidden_by_now_tells_nothing(person_of: PersonOf) -> None:
    heard = node()
    actions.follow(obj=heard, by=person_of("resident"), now=NOW)
    heard.visibility = "person"
    heard.save()
    link(heard, node("goal", "Ein Ziel."))
    assert tell() == 0


@pytest.mark.parametrize("seed", range(6))
def test_the_walk_in_memory_finds_what_the_page_shows(seed: int, person_of: PersonOf) -> None:
    """Random threads, every kind of reader: the same nodes as ``chain_ids`` and ``visible_nodes`` give."""
    dice, own = random.Random(seed), unit()
    readers: list[Person | None] = [
        None,
        person_of("resident"),
        person_of("moderator"),
        person_of("unit", unit=own),
        person_of("strategy_office"),
        person_of("unit", "council", unit=own),
        person_of("council"),
        person_of("committee_office"),
    ]
    nodes = [
        node(
            "goal",
            # Every class, and as many public ones again: otherwise most walks end where they begin.
            visibility=visibility,
            unit_id=dice.choice([own.pk, own.pk + 1, None]),
            person=dice.choice(readers),
        )
        for visibility in [*Node.Visibility.values, *["public"] * 8]
    ]
    pairs = {tuple(dice.sample(range(14), 2)) for _ in range(22)}
    Link.objects.bulk_create(
        Link(source=nodes[upper], target=nodes[lower], relation="leads_to", at=NOW) for upper, lower in pairs
    )
    reach = downstream_of([one.pk for one in nodes])
    for reader in readers:
        seen = set(Node.objects.filter(visible_nodes(reader)).values_list("pk", flat=True))
        assert {one.pk for one in nodes if seer(reader)(one)} == seen & {one.pk for one in nodes}
        for start in nodes:
            found = {one.pk for one in reach.seen_from(start.pk, may_see=seer(reader))}
            wanted = {start.pk, *chain_ids(start, seen_by=reader, upstream=False)} if start.pk in seen else set()
            assert found == wanted


# -- Many ------------------------------------------------------------------------------------------


def crowd(number: int, start: Node) -> None:
    """So many people, each following this node."""
    first = Person.objects.count()
    people = Person.objects.bulk_create(
        Person(email=f"p{first + place}@example.org", password="!") for place in range(number)
    )
    told = [{"node": start, "person": person, "token": f"{start.pk}-{person.pk}"} for person in people]
    Follow.objects.bulk_create((Follow(**one, email="", since=NOW, confirmed_at=NOW) for one in told), batch_size=1_000)


def test_the_work_grows_with_the_news_and_not_with_the_followers() -> None:
    quiet, loud = node(), node()
    crowd(3, loud)
    crowd(20, quiet)
    tell(now=NOW)

    def asked(at: Any) -> int:
        link(loud, node("goal", f"Ziel {at}.", changed_at=at), at=at)
        written: list[int] = []
        count = statements(lambda: written.append(tell(now=at)))
        assert written == [3]
        return count

    few = asked(LATER)
    crowd(2_000, quiet)
    assert asked(LATER + timedelta(days=1)) == few
    assert few <= 16


def test_statements_are_constant_per_batch() -> None:
    loud = node()
    crowd(60, loud)
    tell(now=NOW)

    def asked(at: Any, batch: int) -> int:
        link(loud, node("goal", f"Ziel {at}.", changed_at=at), at=at)
        written: list[int] = []
        count = statements(lambda: written.append(actions.tell_news(now=at, pace="digest", batch=batch)))
        assert written == [60]
        return count

    one, three = asked(LATER, 60), asked(LATER + timedelta(days=1), 20)
    assert asked(LATER + timedelta(days=2), 60) == one
    assert three - one <= 2 * 10


@pytest.mark.django_db(transaction=True)
def test_two_rounds_at_once_write_each_mail_once() -> None:
    loud = node()
    crowd(30, loud)
    link(loud, node("goal", "Ein Ziel."))
    start, written = threading.Barrier(3), []

    def run() -> None:
        start.wait()
        try:
            written.append(actions.tell_news(now=LATER, pace="digest", batch=7))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(3)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert (sum(written), OutgoingMail.objects.count()) == (30, 30)


def test_a_round_that_broke_off_is_made_up_for(monkeypatch: pytest.MonkeyPatch) -> None:
    loud = node()
    crowd(6, loud)
    tell(now=NOW)
    link(loud, node("goal", "Ein Ziel.", changed_at=LATER), at=LATER)
    from stadtgespraech.apps.following.actions import telling

    whole, batches = telling._tell, []

    def breaks_off(followers: Any, **more: Any) -> int:
        batches.append(followers)
        if len(batches) == 2:
            raise RuntimeError("The worker died.")
        return whole(followers, **more)

    monkeypatch.setattr(telling, "_tell", breaks_off)
    with pytest.raises(RuntimeError):
        actions.tell_news(now=LATER, pace="digest", batch=2)
    assert (OutgoingMail.objects.count(), Round.objects.get().looked_until) == (2, NOW)
    monkeypatch.undo()
    assert actions.tell_news(now=LATER + timedelta(hours=1), pace="digest", batch=2) == 4
