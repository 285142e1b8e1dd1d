"""One answer for all voices of a picture that have none."""

from __future__ import annotations

from typing import Any

import pytest

from stadtgespraech.apps.pictures import actions, queries
from stadtgespraech.apps.pictures.models import Picture
from stadtgespraech.apps.voices.actions import AlreadyAnswered, answer_voice
from stadtgespraech.apps.voices.models import Answer
from stadtgespraech.core.errors import BadInput, NotAllowed, SignInFirst
from stadtgespraech.core.languages import Translated
from tests.apps.pictures.conftest import NOW, make, voices
from tests.apps.pictures.test_merging import merge
from tests.apps.pictures.test_writing import journal

ANSWER = {"disposition": "adopted", "text": "Das machen wir.", "now": NOW}


def test_who_has_no_answer_gets_this_one_and_who_has_one_keeps_it(picture: Picture, editor: Any) -> None:
    some = voices(4)
    merge(picture, some[:3], by=editor)
    answer_voice(voice=some[0], disposition="planned", text="Ist geplant.", by=editor, now=NOW)
    answers = actions.answer_all_voices(picture=picture, by=editor, **ANSWER)
    assert [answer.voice for answer in answers] == some[1:3]
    assert list(Answer.objects.order_by("voice_id").values_list("voice__slug", "disposition", "text")) == [
        ("stimme-0", "planned", "Ist geplant."),
        ("stimme-1", "adopted", "Das machen wir."),
        ("stimme-2", "adopted", "Das machen wir."),
    ]
    assert journal()[-1] == ("picture.voices_answered", {"number": 2, "disposition": "adopted"})
    with pytest.raises(AlreadyAnswered):
        actions.answer_all_voices(picture=picture, by=editor, **ANSWER)


def test_a_target_picture_answers_the_voices_of_its_starting_pictures(picture: Picture, editor: Any) -> None:
    merge(picture, voices(2), by=editor)
    target = actions.grow_target_picture(
        starting_pictures=[picture], title=Translated(de="Ziel"), text=Translated(de="x"), by=editor, now=NOW
    )
    assert queries.unanswered_voices(target).count() == 2
    assert len(actions.answer_all_voices(picture=target, by=editor, **ANSWER)) == 2
    assert queries.unanswered_voices(picture).count() == 0


def test_answers_survive_that_pictures_are_merged_and_voices_taken_out(picture: Picture, editor: Any) -> None:
    some, other = voices(2), make("B", by=editor)
    merge(other, some, by=editor)
    actions.answer_all_voices(picture=other, by=editor, **ANSWER)
    before = list(Answer.objects.order_by("pk").values())
    actions.merge_pictures(picture=other, into=picture, reason="x", by=editor, now=NOW)
    actions.take_out_voices(picture=picture, voices=some, reason="x", by=editor, now=NOW)
    assert list(Answer.objects.order_by("pk").values()) == before


def test_a_refusal_needs_a_reason_and_nothing_is_answered(picture: Picture, editor: Any) -> None:
    merge(picture, voices(2), by=editor)
    before = journal()
    with pytest.raises(BadInput):
        actions.answer_all_voices(picture=picture, disposition="rejected", text="Nein.", by=editor, now=NOW)
    assert (Answer.objects.count(), journal()) == (0, before)


@pytest.mark.parametrize("role", ["visitor", "resident", "unit", "moderator"])
def test_only_the_strategy_office_answers_all(picture: Picture, editor: Any, person_of: Any, role: str) -> None:
    merge(picture, voices(1), by=editor)
    with pytest.raises(SignInFirst if role == "visitor" else NotAllowed):
        actions.answer_all_voices(picture=picture, by=person_of(role), **ANSWER)


def test_when_nobody_waits_the_page_says_so_and_leads_back(picture: Picture, editor: Any, client_of: Any) -> None:
    merge(picture, voices(2), by=editor)
    actions.answer_all_voices(picture=picture, by=editor, **ANSWER)
    page = client_of(editor).get(f"/bilder/{picture.slug}/beantworten/", follow=True)
    assert page.redirect_chain == [(picture.get_absolute_url(), 302)]
    assert "Alle Stimmen hinter diesem Bild haben schon eine Antwort" in page.content.decode()
