"""Each sector says what it says; the conference confirms what all agree to."""

from __future__ import annotations

from typing import Any

import pytest

from stadtgespraech.apps.dialogue.models import Sector, Stage
from stadtgespraech.apps.pictures import actions, queries
from stadtgespraech.apps.pictures.actions.agreeing import WordsMissing
from stadtgespraech.apps.pictures.actions.writing import Archived, ReasonMissing
from stadtgespraech.apps.pictures.models import Agreement, Picture
from stadtgespraech.core.errors import BadInput, ChangedMeanwhile, NotAllowed, SignInFirst
from stadtgespraech.core.languages import Translated
from tests.apps.pictures.conftest import NOW, Dialogue, agree_all, make
from tests.apps.pictures.test_writing import journal, rewrite


def say(picture: Picture, sector: Sector, stance: str, words: str = "", *, by: Any, **more: Any) -> Agreement:
    return actions.record_agreement(picture=picture, sector=sector, stance=stance, words=words, by=by, now=NOW, **more)


def test_three_sectors_agree_and_the_conference_confirms(picture: Picture, dialogue: Dialogue, moderator: Any) -> None:
    politics, institutions, civil = dialogue.sectors
    say(picture, politics, "agrees", by=moderator, event=dialogue.conference)
    say(picture, institutions, "with-change", "„Kinder“ statt „Schüler“.", by=moderator)
    assert queries.agreement_of(picture).sentence == "2 von 3 Bereichen stimmen dieser Fassung zu."
    with pytest.raises(actions.NotAgreed):
        actions.confirm_picture(picture=picture, by=moderator, now=NOW)
    say(picture, civil, "agrees", by=moderator)
    agreed = queries.agreement_of(picture)
    assert agreed.sentence == "Alle 3 Bereiche stimmen dieser Fassung zu."
    assert [one.sector for one in agreed.wishes] == [institutions]
    assert [(one.word, one.shape, one.where) for one in agreed.said] == [
        ("stimmt zu", "check", "bei „Stadtkonferenz“, eingetragen am 2. März 2026"),
        ("stimmt mit einer Änderung zu", "edit", "schriftlich, eingetragen am 2. März 2026"),
        ("stimmt zu", "check", "schriftlich, eingetragen am 2. März 2026"),
    ]
    for _turn in (1, 2):
        actions.confirm_picture(picture=picture, event=dialogue.conference, version=1, by=moderator, now=NOW)
    picture.refresh_from_db()
    assert (picture.state, picture.confirmed_version, picture.confirmed_at, picture.confirmed_in) == (
        "confirmed",
        1,
        NOW,
        dialogue.conference,
    )
    assert [entry for entry in journal() if entry[0] == "picture.confirmed"] == [
        ("picture.confirmed", {"version": 1, "event": "stadtkonferenz"})
    ]


def test_an_objection_blocks_until_it_is_withdrawn(picture: Picture, dialogue: Dialogue, editor: Any) -> None:
    politics = dialogue.sectors[0]
    agree_all(picture, by=editor)
    say(picture, politics, "objects", "Zu teuer.", by=editor)
    assert queries.agreement_of(picture).sentence == "Politik: Widerspruch. 2 von 3 Bereichen stimmen zu."
    with pytest.raises(actions.NotAgreed):
        actions.confirm_picture(picture=picture, by=editor, now=NOW)
    with pytest.raises(ReasonMissing):
        actions.withdraw_agreement(picture=picture, sector=politics, reason=" ", by=editor, now=NOW)
    took_back = [
        actions.withdraw_agreement(picture=picture, sector=politics, reason="Geklärt.", by=editor, now=NOW)
        for _turn in (1, 2)
    ]
    assert took_back == [True, False]
    assert journal()[-1] == (
        "picture.agreement_withdrawn",
        {"sector": "politik", "version": 1, "stance": "objects", "words": "Zu teuer.", "reason": "Geklärt."},
    )
    with pytest.raises(actions.NotAgreed):
        actions.confirm_picture(picture=picture, by=editor, now=NOW)
    say(picture, politics, "agrees", by=editor)
    assert actions.confirm_picture(picture=picture, by=editor, now=NOW).state == "confirmed"


def test_an_objection_is_answered_by_a_new_version_that_all_agree_to(
    picture: Picture, dialogue: Dialogue, editor: Any
) -> None:
    say(picture, dialogue.sectors[0], "objects", "Zu ungenau.", by=editor)
    picture = rewrite(picture, "Schulwege an großen Straßen sind gefährlich.", by=editor)
    said = queries.agreement_of(picture).said[0]
    assert (said.agreement, said.earlier and said.earlier.words) == (None, "Zu ungenau.")
    agree_all(picture, by=editor)
    assert actions.confirm_picture(picture=picture, by=editor, now=NOW).confirmed_version == 2
    assert Agreement.objects.filter(picture=picture).count() == 4


def test_a_later_word_replaces_the_earlier_one_and_the_same_word_is_said_once(
    picture: Picture, dialogue: Dialogue, editor: Any
) -> None:
    politics = dialogue.sectors[0]
    say(picture, politics, "objects", "Zu teuer.", by=editor)
    for _turn in (1, 2):
        say(picture, politics, "agrees", by=editor)
    recorded = [facts for kind, facts in journal() if kind == "picture.agreement_recorded"]
    assert [(facts["before"], facts["stance"], facts["event"]) for facts in recorded] == [
        ("", "objects", None),
        ("objects", "agrees", None),
    ]
    assert Agreement.objects.get().stance == "agrees"


@pytest.mark.parametrize("stance", ["with-change", "objects"])
def test_a_change_and_an_objection_need_words(picture: Picture, dialogue: Dialogue, editor: Any, stance: str) -> None:
    with pytest.raises(WordsMissing):
        say(picture, dialogue.sectors[0], stance, "  ", by=editor)
    with pytest.raises(BadInput):
        say(picture, dialogue.sectors[0], "perhaps", by=editor)
    assert not Agreement.objects.exists()


@pytest.mark.parametrize(
    ("state", "opens"), [("planned", ["agreement", "confirmation"]), ("done", ["agreement"]), ("open", ["voices"])]
)
def test_nothing_is_agreed_or_confirmed_while_no_stage_opens_it(
    picture: Picture, dialogue: Dialogue, editor: Any, state: str, opens: list[str]
) -> None:
    agree_all(picture, by=editor)
    Stage.objects.update(state=state, opens=opens)
    politics = dialogue.sectors[0]
    with pytest.raises(actions.AgreementClosed):
        say(picture, politics, "objects", "Doch nicht.", by=editor)
    with pytest.raises(actions.AgreementClosed):
        actions.withdraw_agreement(picture=picture, sector=politics, reason="x", by=editor, now=NOW)
    with pytest.raises(actions.ConfirmationClosed):
        actions.confirm_picture(picture=picture, by=editor, now=NOW)


def test_drafts_confirmed_and_archived_pictures_are_not_up_for_agreement(dialogue: Dialogue, editor: Any) -> None:
    politics = dialogue.sectors[0]
    draft = make("Entwurf", by=editor, is_open=False)
    with pytest.raises(actions.AgreementClosed):
        say(draft, politics, "agrees", by=editor)
    with pytest.raises(actions.NotAgreed):
        actions.confirm_picture(picture=draft, by=editor, now=NOW)
    confirmed = make("Bestätigt", by=editor)
    agree_all(confirmed, by=editor)
    actions.confirm_picture(picture=confirmed, by=editor, now=NOW)
    with pytest.raises(actions.AgreementClosed):
        say(confirmed, politics, "objects", "Zu spät.", by=editor)
    archived = actions.archive_picture(picture=make("Archiv", by=editor), by=editor, now=NOW)
    with pytest.raises(Archived):
        say(archived, politics, "agrees", by=editor)


def test_what_was_said_to_an_old_version_is_not_written_to_the_new_one(
    picture: Picture, dialogue: Dialogue, editor: Any
) -> None:
    agree_all(picture, by=editor)
    rewrite(picture, "Ganz anders.", by=editor)
    with pytest.raises(ChangedMeanwhile):
        say(picture, dialogue.sectors[0], "agrees", by=editor, version=1)
    with pytest.raises(ChangedMeanwhile):
        actions.confirm_picture(picture=picture, version=1, by=editor, now=NOW)


def test_without_sectors_nobody_has_agreed(picture: Picture, editor: Any) -> None:
    Sector.objects.exclude(formats=None).first()
    agree_all(picture, by=editor)
    Agreement.objects.all().delete()
    picture_agreed = queries.agreement.agreement_from(picture, [], [])
    assert (picture_agreed.is_complete, picture_agreed.sentence) == (
        False,
        "Es sind noch keine Bereiche eingetragen, deren Zustimmung zählt.",
    )


@pytest.mark.parametrize("role", ["visitor", "resident", "unit", "council", "auditor"])
def test_only_strategy_office_and_moderation_record(
    picture: Picture, dialogue: Dialogue, person_of: Any, role: str
) -> None:
    person = person_of(role)
    refused = SignInFirst if role == "visitor" else NotAllowed
    politics = dialogue.sectors[0]
    with pytest.raises(refused):
        say(picture, politics, "agrees", by=person)
    with pytest.raises(refused):
        actions.withdraw_agreement(picture=picture, sector=politics, reason="x", by=person, now=NOW)
    with pytest.raises(refused):
        actions.confirm_picture(picture=picture, by=person, now=NOW)


def test_a_target_picture_grows_out_of_starting_pictures(picture: Picture, dialogue: Dialogue, editor: Any) -> None:
    other = make("Zu wenige Ampeln.", by=editor)
    target = actions.grow_target_picture(
        starting_pictures=[picture, other],
        title=Translated(de="Jedes Kind kommt sicher an."),
        text=Translated(de="Bis 2030."),
        topic=dialogue.traffic,
        by=editor,
        now=NOW,
    )
    assert (target.kind, target.state, list(queries.starting_pictures_of(target))) == (
        "target",
        "draft",
        [picture, other],
    )
    assert journal()[-1] == (
        "picture.grown",
        {"topic": "verkehr", "starting_pictures": [picture.slug, other.slug]},
    )
    third = make("Autos fahren zu schnell.", by=editor)
    wrong = actions.growing.WrongKind
    with pytest.raises(ReasonMissing):
        actions.set_starting_pictures(picture=target, starting_pictures=[third], reason="", by=editor, now=NOW)
    for _turn in (1, 2):
        actions.set_starting_pictures(
            picture=target, starting_pictures=[other, third], reason="Besser.", by=editor, now=NOW
        )
    assert set(queries.starting_pictures_of(target)) == {other, third}
    assert [entry for entry in journal() if entry[0] == "picture.starting_pictures_changed"] == [
        (
            "picture.starting_pictures_changed",
            {"reason": "Besser.", "added": [third.slug], "dropped": [picture.slug]},
        )
    ]
    with pytest.raises(wrong):
        actions.set_starting_pictures(picture=target, starting_pictures=[target], reason="x", by=editor, now=NOW)
    with pytest.raises(wrong):
        actions.set_starting_pictures(picture=picture, starting_pictures=[other], reason="x", by=editor, now=NOW)
    for sources in ([], [target]):
        with pytest.raises(wrong):
            actions.grow_target_picture(
                starting_pictures=sources, title=Translated(de="x"), text=Translated(de="y"), by=editor, now=NOW
            )
