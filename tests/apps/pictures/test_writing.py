"""Words, versions, and the way from draft to archive."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from stadtgespraech.apps.pictures import actions, queries
from stadtgespraech.apps.pictures.actions.writing import Archived, ReasonMissing
from stadtgespraech.apps.pictures.models import Picture
from stadtgespraech.apps.pictures.queries.versions import words_changed
from stadtgespraech.core import access, thread
from stadtgespraech.core.errors import Conflict, NotAllowed, NotFound, SignInFirst
from stadtgespraech.core.journal.models import JournalEntry
from stadtgespraech.core.languages import Translated
from stadtgespraech.core.thread.models import Node
from stadtgespraech.core.thread.recount import drift
from tests.apps.pictures.conftest import NOW, Dialogue, agree_all, make

LATER = NOW + timedelta(days=3)


def journal() -> list[tuple[str, dict[str, Any]]]:
    return [(entry.kind, json.loads(entry.body).get("facts", {})) for entry in JournalEntry.objects.order_by("seq")]


def node(picture: Picture) -> Node:
    return Node.objects.get(kind="picture", object_id=picture.pk)


def rewrite(picture: Picture, title: str, *, by: Any, reason: str = "Klarer gesagt.") -> Picture:
    return actions.change_picture(
        picture=picture, changes={"title": Translated(de=title)}, reason=reason, by=by, now=LATER
    )


def test_a_picture_begins_as_a_draft_that_only_the_administration_sees(
    dialogue: Dialogue, editor: Any, person_of: Any
) -> None:
    picture = make("Jedes Kind kommt allein sicher zur Schule.", by=editor, is_open=False, topic=dialogue.traffic)
    assert (picture.slug, picture.state, picture.version) == (
        "jedes-kind-kommt-allein-sicher-zur-schule",
        "draft",
        1,
    )
    assert [(v.number, v.title, v.reason, v.by, v.roles, v.at) for v in picture.versions.all()] == [
        (1, picture.title, "", editor, ["strategy_office"], NOW)
    ]
    assert node(picture).visibility == "internal"
    sees = {
        role: access.visible(Picture, to=person_of(role)).count()
        for role in ("visitor", "resident", "council", "unit", "moderator", "strategy_office")
    }
    assert sees == {"visitor": 0, "resident": 0, "council": 0, "unit": 1, "moderator": 1, "strategy_office": 1}
    actions.open_agreement(picture=picture, by=editor, now=NOW)
    assert access.get(Picture, to=None, slug=picture.slug).state == "discussed"
    assert node(picture).visibility == "public"
    assert [kind for kind, _facts in journal()] == ["picture.created", "picture.opened"]
    assert drift() == []


def test_two_pictures_of_one_title_get_two_addresses(dialogue: Dialogue, editor: Any) -> None:
    assert [make(title, by=editor).slug for title in ("Neu", "Neu", "!?")] == ["neu-2", "neu-3", "bild"]


def test_new_words_are_a_new_version_with_a_reason(picture: Picture, editor: Any, moderator: Any) -> None:
    rewrite(picture, "Schulwege sind zu gefährlich.", by=moderator)
    picture.refresh_from_db()
    assert (picture.version, picture.state) == (2, "discussed")
    assert [(v.number, str(v.title), v.reason, v.roles) for v in picture.versions.all()] == [
        (2, "Schulwege sind zu gefährlich.", "Klarer gesagt.", ["moderator"]),
        (1, "Schulwege sind gefährlich.", "", ["strategy_office"]),
    ]
    assert journal()[-1] == (
        "picture.rewritten",
        {"fields": ["title"], "version": 2, "reason": "Klarer gesagt."},
    )
    assert str(node(picture).title) == "Schulwege sind zu gefährlich."


@pytest.mark.parametrize("reason", ["", "  "])
def test_new_words_without_a_reason_change_nothing(picture: Picture, editor: Any, reason: str) -> None:
    before = journal()
    with pytest.raises(ReasonMissing):
        rewrite(picture, "Anders.", by=editor, reason=reason)
    picture.refresh_from_db()
    assert (picture.version, picture.versions.count(), journal()) == (1, 1, before)


def test_saving_the_same_words_is_no_version(picture: Picture, editor: Any) -> None:
    before = journal()
    rewrite(picture, "Schulwege sind gefährlich.", by=editor, reason="")
    assert (picture.versions.count(), journal()) == (1, before)


def test_another_topic_is_no_new_version(picture: Picture, dialogue: Dialogue, editor: Any) -> None:
    actions.change_picture(picture=picture, changes={"topic": dialogue.housing}, reason="", by=editor, now=LATER)
    picture.refresh_from_db()
    assert (picture.topic, picture.version, journal()[-1][0]) == (dialogue.housing, 1, "picture.changed")


def test_new_words_after_the_confirmation_open_the_agreement_again(picture: Picture, editor: Any) -> None:
    agree_all(picture, by=editor)
    actions.confirm_picture(picture=picture, by=editor, now=NOW)
    rewrite(picture, "Schulwege sind sicher.", by=editor, reason="Es hat sich gebessert.")
    picture.refresh_from_db()
    assert (picture.state, picture.version, picture.confirmed_version, picture.confirmed_at) == (
        "discussed",
        2,
        1,
        NOW,
    )
    confirmed = queries.confirmed_words(picture)
    assert confirmed is not None and str(confirmed.title) == "Schulwege sind gefährlich."
    agreed = queries.agreement_of(picture)
    assert (agreed.number, agreed.is_complete) == (0, False)
    assert [one.earlier.version for one in agreed.said if one.earlier] == [1, 1, 1]
    assert "neu abgestimmt" in str(node(picture).sentence)
    assert str(node(picture).note) == "Ausgangsbild · wird neu abgestimmt"


def test_another_topic_after_the_confirmation_stays_confirmed(
    picture: Picture, dialogue: Dialogue, editor: Any
) -> None:
    agree_all(picture, by=editor)
    actions.confirm_picture(picture=picture, by=editor, now=NOW)
    actions.change_picture(picture=picture, changes={"topic": dialogue.housing}, reason="", by=editor, now=LATER)
    picture.refresh_from_db()
    assert picture.state == "confirmed"


def test_the_archive_keeps_everything_and_changes_nothing(picture: Picture, editor: Any) -> None:
    for _turn in (1, 2):
        actions.archive_picture(picture=picture, by=editor, now=LATER)
    with pytest.raises(Archived):
        rewrite(picture, "Anders.", by=editor)
    with pytest.raises(NotFound):
        access.get(Picture, to=None, slug=picture.slug)
    assert access.get(Picture, to=editor, slug=picture.slug) == picture
    for _turn in (1, 2):
        actions.restore_picture(picture=picture, by=editor, now=LATER)
    assert [kind for kind, _facts in journal()[-2:]] == ["picture.archived", "picture.restored"]
    assert access.get(Picture, to=None, slug=picture.slug) == picture


@pytest.mark.parametrize("role", ["visitor", "resident", "unit", "council", "sponsor", "auditor"])
def test_who_works_elsewhere_changes_nothing(picture: Picture, person_of: Any, role: str) -> None:
    person, before = person_of(role), journal()
    refused = SignInFirst if role == "visitor" else NotAllowed
    with pytest.raises(refused):
        make("Neu", by=person)
    with pytest.raises(refused):
        rewrite(picture, "Anders.", by=person)
    for action in (actions.open_agreement, actions.archive_picture, actions.restore_picture):
        with pytest.raises(refused), transaction.atomic():
            action(picture=picture, by=person, now=NOW)
    assert journal() == before


def test_the_moderation_does_not_archive(picture: Picture, moderator: Any) -> None:
    with pytest.raises(NotAllowed):
        actions.archive_picture(picture=picture, by=moderator, now=NOW)


def test_a_picture_that_is_part_of_another_is_not_simply_restored(picture: Picture, editor: Any) -> None:
    other = make("Alles andere.", by=editor)
    actions.merge_pictures(picture=other, into=picture, reason="Dasselbe.", by=editor, now=NOW)
    with pytest.raises(Conflict):
        actions.restore_picture(picture=other, by=editor, now=NOW)


@pytest.mark.parametrize(
    ("before", "after", "parts"),
    [
        ("", "Neu", [("added", "Neu")]),
        ("Alt", "", [("removed", "Alt")]),
        ("Gleich.", "Gleich.", [("same", "Gleich.")]),
        (
            "Alle Kinder gehen allein.",
            "Alle Kinder kommen sicher allein.",
            [
                ("same", "Alle Kinder"),
                ("same", " "),
                ("removed", "gehen"),
                ("same", " "),
                ("added", "kommen sicher"),
                ("same", " allein."),
            ],
        ),
        (
            "Eins\n\nzwei",
            "Eins\n\ndrei",
            [("same", "Eins"), ("same", "\n\n"), ("removed", "zwei"), ("same", "\n\n"), ("added", "drei")],
        ),
    ],
)
def test_versions_are_compared_word_by_word(before: str, after: str, parts: list[tuple[str, str]]) -> None:
    assert [(part.what, part.words) for part in words_changed(before, after)] == parts


def test_what_changed_puts_both_texts_together_again() -> None:
    before, after = "a b c d e f g " * 40, "a c c d x f g h " * 40
    parts = words_changed(before, after)
    assert "".join(p.words for p in parts if p.what != "added").split() == before.split()
    assert "".join(p.words for p in parts if p.what != "removed").split() == after.split()


def test_a_voice_is_told_of_the_picture_in_plain_words(picture: Picture, editor: Any, dialogue: Dialogue) -> None:
    said = {"discussed": str(node(picture).sentence)}
    agree_all(picture, by=editor)
    actions.confirm_picture(picture=picture, by=editor, now=NOW)
    said["confirmed"] = str(node(picture).sentence)
    assert said == {
        "discussed": "Sie ist Teil des Ausgangsbilds „Schulwege sind gefährlich“, "
        "über das die Bereiche der Stadt gerade sprechen.",
        "confirmed": "Sie ist Teil des Ausgangsbilds „Schulwege sind gefährlich“. "
        "Dem haben alle Bereiche zugestimmt, und die Konferenz hat es bestätigt.",
    }
    [station] = thread.outcomes(picture, seen_by=None)
    assert station.sentence == said["confirmed"]
