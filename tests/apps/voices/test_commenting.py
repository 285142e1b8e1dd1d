"""Comments: who may say what, what is left when it is hidden or deleted, and counters that stay in step."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from stadtgespraech.apps.people.actions import delete_account
from stadtgespraech.apps.people.models import Unit
from stadtgespraech.apps.voices import actions, queries
from stadtgespraech.apps.voices.actions import commenting
from stadtgespraech.apps.voices.actions.commenting import CommentsClosed, NothingToCommentOn
from stadtgespraech.apps.voices.models import Comment, Voice
from stadtgespraech.core import access
from stadtgespraech.core.errors import Conflict, NotAllowed, NotFound, SignInFirst
from stadtgespraech.core.jobs.models import OutgoingMail
from stadtgespraech.core.journal.check import verify_database
from stadtgespraech.core.journal.models import JournalEntry
from stadtgespraech.core.languages import Translated
from tests.apps.people.test_own_data import everywhere
from tests.apps.voices.talking import NOW, a_voice, at_once, drift, open_comments, talk

pytestmark = pytest.mark.django_db
State = Comment.State


@pytest.fixture
def voice(db: None) -> Voice:
    open_comments()
    return a_voice()


@pytest.fixture
def moderator(person_of: Any) -> Any:
    return person_of("moderator")


def write(voice: Voice, by: Any, text: str = "Das stimmt.", **more: Any) -> Comment:
    return actions.write_comment(voice=voice, text=text, by=by, now=NOW, **more)


def facts() -> list[tuple[str, dict[str, Any]]]:
    return [(entry.kind, json.loads(entry.body).get("facts", {})) for entry in JournalEntry.objects.order_by("seq")]


# -- Writing ---------------------------------------------------------------------------------------


def test_somebody_says_something(voice: Voice, person_of: Any) -> None:
    person = person_of("resident", display_name="Emre")
    comment = write(voice, person)
    assert (comment.voice, comment.parent, comment.author, comment.signed_as, comment.unit, comment.text) == (
        voice,
        None,
        person,
        "Emre",
        None,
        "Das stimmt.",
    )
    voice.refresh_from_db()
    assert (voice.comment_count, drift(voice)) == (1, {})
    assert facts() == [("comment.written", {"voice": voice.slug})]
    assert "Das stimmt" not in JournalEntry.objects.get().body


def test_visitors_are_asked_to_sign_in(voice: Voice) -> None:
    with pytest.raises(SignInFirst):
        write(voice, None)
    assert Comment.objects.count() == 0


def test_an_answer_to_an_answer_stands_beside_it(voice: Voice, person_of: Any) -> None:
    person = person_of("resident")
    top = write(voice, person)
    reply = write(voice, person, "Warum?", parent=top)
    second = write(voice, person, "Darum.", parent=reply)
    assert (reply.parent, second.parent) == (top, top)
    top.refresh_from_db()
    assert (top.reply_count, drift(voice)) == (2, {})


def test_nobody_comments_when_no_stage_opens_it(person_of: Any) -> None:
    open_comments(opens=False)
    with pytest.raises(CommentsClosed):
        write(a_voice(), person_of("resident"))
    assert (Comment.objects.count(), JournalEntry.objects.count()) == (0, 0)


@pytest.mark.parametrize("state", [Voice.State.PENDING, Voice.State.REJECTED, Voice.State.WITHDRAWN])
def test_nobody_comments_on_what_is_not_public(voice: Voice, person_of: Any, state: str) -> None:
    Voice.objects.filter(pk=voice.pk).update(state=state)
    with pytest.raises(NothingToCommentOn):
        write(voice, person_of("moderator"))  # whoever read it while it was public


def test_nobody_answers_what_is_gone_or_stands_elsewhere(voice: Voice, person_of: Any, moderator: Any) -> None:
    person = person_of("resident")
    hidden, elsewhere = write(voice, person), write(a_voice(), person)
    actions.hide_comment(comment=hidden, reason="Beleidigung", by=moderator, now=NOW)
    for parent in (hidden, elsewhere):
        with pytest.raises(NothingToCommentOn):
            write(voice, person, parent=parent)
    assert drift(voice) == {}


def test_a_reply_can_be_answered_when_the_first_comment_is_gone(voice: Voice, person_of: Any) -> None:
    person = person_of("resident")
    top = write(voice, person)
    reply = write(voice, person, parent=top)
    actions.delete_comment(comment=top, by=person, now=NOW)
    assert write(voice, person, "Weiter.", parent=reply).parent == top
    assert drift(voice) == {}


def test_staff_speak_for_their_own_office_only(voice: Voice, person_of: Any) -> None:
    own = Unit.objects.create(slug="gruen", number="63", name=Translated(de="Grünflächenamt"))
    other = Unit.objects.create(slug="bau", number="61", name=Translated(de="Bauamt"))
    person = person_of("unit", unit=own, display_name="Frau Beispiel")
    comment = write(voice, person, unit=own)
    row = queries.row_of(queries.comment_of(voice, comment.pk), seen_by=None)
    # Whoever speaks for an office does not stand there with their name.
    assert (comment.unit, comment.signed_as, row.name, row.is_office) == (own, "", "Grünflächenamt", True)
    for nobody in (person, person_of("resident"), person_of("strategy_office")):
        with pytest.raises(NotAllowed):
            write(voice, nobody, unit=other)


def test_what_is_said_to_an_example_is_one(person_of: Any) -> None:
    open_comments()
    voice, real = a_voice(is_example=True), a_voice()
    assert write(voice, person_of("resident")).is_example
    assert write(real, person_of("resident", is_example=True)).is_example
    assert not write(real, person_of("resident")).is_example


# -- Hiding and deleting ---------------------------------------------------------------------------


def test_a_hidden_comment_keeps_its_place_and_loses_its_text(voice: Voice, person_of: Any, moderator: Any) -> None:
    author, reader = person_of("resident", display_name="Emre"), person_of("resident")
    top = write(voice, author, "Ihr seid alle doof.")
    write(voice, reader, "Bitte höflich.", parent=top)
    actions.hide_comment(comment=top, reason="Das beleidigt andere.", by=moderator, now=NOW)

    def seen(by: Any) -> tuple[str, str, str, str, list[str]]:
        (row,) = queries.comments_of(voice, seen_by=by).rows
        return row.name, row.text, row.why, row.reason, [reply.text for reply in row.replies]

    placeholder = ("", "", "Dieser Kommentar wurde von der Moderation ausgeblendet.", "", ["Bitte höflich."])
    whole = (
        "Emre",
        "Ihr seid alle doof.",
        "Ausgeblendet. Nur wer das geschrieben hat und die Moderation sehen diesen Text.",
        "Das beleidigt andere.",
        ["Bitte höflich."],
    )
    assert (seen(None), seen(reader), seen(author), seen(moderator)) == (placeholder, placeholder, whole, whole)
    assert (Voice.objects.get(pk=voice.pk).comment_count, drift(voice)) == (1, {})
    with pytest.raises(NotFound):
        access.get(Comment, to=reader, pk=top.pk)


def test_the_author_is_told_why(voice: Voice, person_of: Any, moderator: Any) -> None:
    author = person_of("resident", email="emre@example.org", language="de")
    comment = write(voice, author)
    actions.hide_comment(comment=comment, reason="Das beleidigt andere.", by=moderator, now=NOW)
    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.subject) == ("emre@example.org", "Ihr Kommentar wurde ausgeblendet")
    assert "Das beleidigt andere." in mail.body
    assert f"/stimmen/{voice.slug}/kommentare/{comment.pk}/" in mail.body
    entry = JournalEntry.objects.get(kind="comment.hidden")
    assert ("beleidigt" in entry.body, set(json.loads(entry.body)["commitments"])) == (False, {"reason", "by"})


def test_hiding_can_be_taken_back(voice: Voice, person_of: Any, moderator: Any) -> None:
    comment = write(voice, person_of("resident"))
    actions.hide_comment(comment=comment, reason="Versehen", by=moderator, now=NOW)
    with pytest.raises(Conflict):
        actions.hide_comment(comment=comment, reason="Noch einmal", by=moderator, now=NOW)
    actions.show_comment(comment=comment, by=moderator, now=NOW)
    with pytest.raises(Conflict):
        actions.show_comment(comment=comment, by=moderator, now=NOW)
    comment.refresh_from_db()
    assert (comment.state, comment.hidden_reason, drift(voice)) == (State.PUBLISHED, "", {})
    assert [kind for kind, _facts in facts()] == ["comment.written", "comment.hidden", "comment.shown"]


def test_only_the_moderation_hides(voice: Voice, person_of: Any) -> None:
    author = person_of("resident")
    comment = write(voice, author)
    unit = Unit.objects.create(slug="amt", number="1", name=Translated(de="Amt"))
    for nobody in (author, person_of("resident"), person_of("unit", unit=unit), person_of("administrator")):
        for act in (actions.hide_comment, actions.show_comment):
            more = {"reason": "x"} if act is actions.hide_comment else {}
            with pytest.raises(NotAllowed):
                act(comment=comment, by=nobody, now=NOW, **more)


def test_who_deletes_a_comment_leaves_nothing_of_it_but_its_place(voice: Voice, person_of: Any) -> None:
    author = person_of("resident", display_name="Wilhelmine von Testhausen")
    top = write(voice, author, "Ich wohne im Musterweg 7.")
    write(voice, person_of("resident"), "Ich auch.", parent=top)
    actions.delete_comment(comment=top, by=author, now=NOW)
    (row,) = queries.comments_of(voice, seen_by=author).rows
    assert (row.name, row.text, row.why, row.is_mine, [reply.text for reply in row.replies]) == (
        "",
        "",
        "Dieser Kommentar wurde gelöscht.",
        False,
        ["Ich auch."],
    )
    assert everywhere("Musterweg") == {}
    assert set(everywhere("Wilhelmine")) == {"people_person"}
    assert (Voice.objects.get(pk=voice.pk).comment_count, drift(voice)) == (1, {})


def test_a_hidden_comment_can_be_deleted_and_counts_once(voice: Voice, person_of: Any, moderator: Any) -> None:
    author = person_of("resident")
    comment = write(voice, author)
    actions.hide_comment(comment=comment, reason="Grund", by=moderator, now=NOW)
    actions.delete_comment(comment=comment, by=author, now=NOW)
    comment.refresh_from_db()
    assert (comment.state, comment.text, comment.hidden_reason, drift(voice)) == (State.DELETED, "", "", {})
    with pytest.raises(NotAllowed):  # it is nobody's any more
        actions.delete_comment(comment=comment, by=author, now=NOW)
    with pytest.raises(Conflict):
        actions.show_comment(comment=comment, by=moderator, now=NOW)


def test_nobody_deletes_what_others_said(voice: Voice, person_of: Any, moderator: Any) -> None:
    comment = write(voice, person_of("resident"))
    for nobody in (person_of("resident"), moderator):
        with pytest.raises(NotAllowed):
            actions.delete_comment(comment=comment, by=nobody, now=NOW)


def test_erasing_an_account_leaves_its_words_without_its_name(voice: Voice, person_of: Any, moderator: Any) -> None:
    person = person_of("resident", email="wilhelmine@example.org", display_name="Wilhelmine von Testhausen")
    kept, hidden = write(voice, person, "Mehr Bänke!"), write(voice, person, "Doof.")
    write(voice, moderator, "Danke.", parent=kept)
    actions.hide_comment(comment=hidden, reason="Grund", by=moderator, now=NOW)
    actions.complain(voice=voice, reason="Werbung", by=person, now=NOW)
    delete_account(person=person, by=person, now=timezone.now())
    first, second = queries.comments_of(voice, seen_by=None).rows
    assert (first.name, first.text, [reply.text for reply in first.replies]) == (
        "gelöschtes Konto",
        "Mehr Bänke!",
        ["Danke."],
    )
    assert (second.name, second.text, second.why) == ("", "", "Dieser Kommentar wurde gelöscht.")
    assert (everywhere("wilhelmine", "Testhausen"), everywhere("Doof."), drift(voice)) == ({}, {}, {})
    assert verify_database().problems == []


# -- Reading ---------------------------------------------------------------------------------------


def walk(voice: Voice, *, newest_first: bool = False) -> list[list[str]]:
    """All pages, by following the cursors."""
    pages, cursor = [], ""
    while True:
        page = queries.comments_of(voice, seen_by=None, cursor=cursor, newest_first=newest_first)
        pages.append([row.text for row in page.rows])
        cursor = page.next
        if not cursor:
            return pages


@pytest.mark.parametrize("count", [0, 1, 20, 21, 45])
def test_pages_of_twenty_hold_everything_once(voice: Voice, count: int) -> None:
    talk(voice, comments=count)
    texts = [f"Kommentar {n}" for n in range(count)]
    assert walk(voice) == ([texts[start : start + 20] for start in range(0, count, 20)] or [[]])
    assert [text for page in walk(voice, newest_first=True) for text in page] == texts[::-1]


def test_what_comes_in_between_neither_shifts_nor_repeats(voice: Voice, person_of: Any) -> None:
    talk(voice, comments=25)
    first = queries.comments_of(voice, seen_by=None, newest_first=True)
    write(voice, person_of("resident"), "Neu")
    second = queries.comments_of(voice, seen_by=None, cursor=first.next, newest_first=True)
    assert [row.text for row in (*first.rows, *second.rows)] == [f"Kommentar {n}" for n in range(24, -1, -1)]


@pytest.mark.parametrize(("replies", "shown", "more"), [(0, 0, False), (3, 3, False), (4, 3, True), (50, 3, True)])
def test_three_replies_stand_below_and_a_way_to_the_others(voice: Voice, replies: int, shown: int, more: bool) -> None:
    (top,) = talk(voice, comments=1, replies=replies)
    (row,) = queries.comments_of(voice, seen_by=None).rows
    assert ([reply.text for reply in row.replies], row.more) == ([f"Antwort {n}" for n in range(shown)], more)
    pages, cursor = [], ""
    while True:
        page = queries.replies_to(top, seen_by=None, cursor=cursor)
        pages.append(len(page.rows))
        cursor = page.next
        if not cursor:
            break
    assert pages == [min(20, replies - start) for start in range(0, max(replies, 1), 20)]


def test_the_page_of_a_reply_begins_with_it(voice: Voice) -> None:
    (top,) = talk(voice, comments=1, replies=30)
    reply = Comment.objects.get(text="Antwort 25")
    page = queries.replies_to(top, seen_by=None, cursor=queries.place_of(reply))
    assert [row.text for row in page.rows] == [f"Antwort {n}" for n in range(25, 30)]


@pytest.mark.parametrize("cursor", ["x", "!!", "W10", "WzEsMl0", "WyJhIl0", "ä"])
def test_a_cursor_that_nobody_gave_out_means_the_beginning(voice: Voice, cursor: str) -> None:
    talk(voice, comments=2)
    assert len(queries.comments_of(voice, seen_by=None, cursor=cursor).rows) == 2


@pytest.mark.parametrize("comments", [10, 1_000])
def test_a_thread_is_read_in_two_statements_however_long(
    voice: Voice, comments: int, person_of: Any, django_assert_num_queries: Any
) -> None:
    person = person_of("moderator")
    assert person.roles
    talk(voice, comments=comments, replies=5, author=person)
    with django_assert_num_queries(2):
        page = queries.comments_of(voice, seen_by=person)
    assert (len(page.rows), {len(row.replies) for row in page.rows}) == (min(comments, 20), {3})


# -- Races -----------------------------------------------------------------------------------------


def talk_at_once(voice: Voice, people: list[Any], top: Comment) -> None:
    """Everybody comments and answers at the same moment."""
    results = at_once(len(people), lambda n: write(voice, people[n], f"{n}", parent=top if n % 2 else None))
    assert [result for result in results if isinstance(result, Exception)] == []


@pytest.mark.django_db(transaction=True)
def test_counters_are_in_step_when_eight_write_at_once(person_of: Any) -> None:
    open_comments()
    voice, people = a_voice(), [person_of("resident") for _ in range(8)]
    top = write(voice, people[0])
    talk_at_once(voice, people, top)
    top.refresh_from_db()
    assert (Voice.objects.get(pk=voice.pk).comment_count, top.reply_count, drift(voice)) == (9, 4, {})


@pytest.mark.django_db(transaction=True)
def test_control_a_counter_that_is_read_before_and_written_after_loses(
    person_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What would happen if the counter were moved in Python instead of in the database."""

    def naive(comment: Comment, change: int) -> None:
        # As the view read it, before it had its turn.
        Voice.objects.filter(pk=comment.voice_id).update(comment_count=comment.voice.comment_count + change)

    monkeypatch.setattr(commenting, "count", naive)
    open_comments()
    voice, people = a_voice(), [person_of("resident") for _ in range(8)]
    at_once(8, lambda n: write(voice, people[n], f"{n}"))
    assert (Comment.objects.count(), Voice.objects.get(pk=voice.pk).comment_count) == (8, 1)


@pytest.mark.django_db(transaction=True)
def test_hidden_and_deleted_at_once_counts_once(person_of: Any) -> None:
    open_comments()
    voice, author, moderator = a_voice(), person_of("resident"), person_of("moderator")
    for _round in range(5):
        comment = write(voice, author)

        def act(number: int, comment: Comment = comment) -> Any:
            mine = Comment.objects.select_related("author", "voice").get(pk=comment.pk)
            if number % 2:
                return actions.hide_comment(comment=mine, reason="Grund", by=moderator, now=NOW)
            return actions.delete_comment(comment=mine, by=author, now=NOW)

        at_once(4, act)
        assert drift(voice) == {}
    assert Voice.objects.get(pk=voice.pk).comment_count == 0


def test_complaints_about_what_is_hidden_are_closed(voice: Voice, person_of: Any, moderator: Any) -> None:
    comment = write(voice, person_of("resident"))
    later = NOW + timedelta(hours=1)
    complaint = actions.complain(voice=voice, comment=comment, reason="Beleidigung", by=None, now=NOW)
    actions.hide_comment(comment=comment, reason="Grund", by=moderator, now=later)
    complaint.refresh_from_db()
    assert complaint.closed_at == later
