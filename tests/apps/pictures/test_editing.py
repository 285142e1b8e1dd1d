"""What editors send, good and bad: from the first words to the confirmation."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from stadtgespraech.apps.dialogue.models import Stage
from stadtgespraech.apps.pictures import actions, queries
from stadtgespraech.apps.pictures.models import Agreement, Picture
from stadtgespraech.apps.voices.models import Answer
from stadtgespraech.core.journal.models import JournalEntry
from tests.apps.pictures.conftest import Dialogue, agree_all, make, voices
from tests.apps.pictures.test_merging import behind, merge
from tests.apps.pictures.test_writing import rewrite
from tests.apps.strategy.test_editing import errors, opened

pytestmark = pytest.mark.slow


def send(client: Client, path: str, status: int = 302, **typed: Any) -> Any:
    """Open a form, type into it and send it."""
    response = client.post(path, {**opened(client, path), **typed})
    assert response.status_code == status, errors(response)
    return response


@pytest.fixture
def client(editor: Any, client_of: Any) -> Client:
    made: Client = client_of(editor)
    return made


def test_the_way_of_a_picture_through_all_forms(
    dialogue: Dialogue, client: Client, moderator: Any, client_of: Any
) -> None:
    sent = send(
        client,
        "/bilder/neu/",
        kind="starting",
        title_de="Radwege enden im Nichts.",
        text_de="Überall.",
        topic=str(dialogue.traffic.pk),
    )
    assert sent.headers["Location"] == "/bilder/radwege-enden-im-nichts/"
    path = "/bilder/radwege-enden-im-nichts/"
    send(client, f"{path}abstimmen/")
    some = voices(3)
    send(client, f"{path}zusammenfuehren/", voices=[some[0].slug, some[2].slug], reason="Dasselbe.")
    picture = Picture.objects.get()
    assert behind(picture) == {some[0].slug, some[2].slug}
    send(client, f"{path}herausnehmen/", voices=[some[2].slug], reason="Doch nicht.")
    assert behind(picture) == {some[0].slug}
    send(client, f"{path}bearbeiten/", title_de="Radwege enden plötzlich.", reason="Sachlicher.")
    helper = client_of(moderator)
    for sector in dialogue.sectors:
        stance = {"stance": "agrees", "event": str(dialogue.conference.pk)}
        send(helper, f"{path}zustimmung/{sector.slug}/", **stance)
    send(helper, f"{path}bestaetigen/", event=str(dialogue.conference.pk))
    picture.refresh_from_db()
    assert (picture.state, picture.confirmed_version, picture.confirmed_in) == ("confirmed", 2, dialogue.conference)
    sent = send(
        client,
        "/bilder/neu/zielbild/?aus=radwege-enden-im-nichts",
        title_de="Radwege führen überall hin.",
        text_de="Bis 2035.",
    )
    target = Picture.objects.get(kind="target")
    assert sent.headers["Location"] == target.get_absolute_url()
    assert (list(queries.starting_pictures_of(target)), target.topic) == ([picture], dialogue.traffic)
    send(client, f"{path}beantworten/", disposition="adopted", text="Wir bauen.")
    assert Answer.objects.get().voice == some[0]
    nobody_waits = client.get(f"{path}beantworten/")
    assert (nobody_waits.status_code, nobody_waits.headers["Location"]) == (302, path)


def test_new_words_need_a_reason_and_nothing_typed_is_lost(picture: Picture, client: Client) -> None:
    path = f"/bilder/{picture.slug}/bearbeiten/"
    response = send(client, path, 422, title_de="Neue Worte.")
    assert errors(response) == ["Bitte schreiben Sie, warum sich die Worte ändern."]
    assert 'value="Neue Worte."' in response.content.decode()
    send(client, path)
    assert Picture.objects.get().version == 1


def test_who_saves_over_newer_words_is_told(picture: Picture, editor: Any, client: Client) -> None:
    path = f"/bilder/{picture.slug}/bearbeiten/"
    mine = {**opened(client, path), "title_de": "Meine Worte.", "reason": "Besser."}
    rewrite(picture, "Andere Worte.", by=editor)
    response = client.post(path, mine)
    assert (response.status_code, Picture.objects.get().version) == (409, 2)
    assert "Inzwischen steht hier: Andere Worte." in response.content.decode()


def test_one_form_sent_twice_is_one_change(picture: Picture, client: Client) -> None:
    some, path = voices(2), f"/bilder/{picture.slug}/zusammenfuehren/"
    data = {**opened(client, path), "voices": [some[0].slug], "reason": "Dasselbe."}
    # The second one names another number of voices by then, and is recognised as the same all the same.
    answers = [client.post(path, data) for _turn in (1, 2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert JournalEntry.objects.filter(kind="picture.voices_merged").count() == 1


def test_all_that_were_found_are_merged_in_one_go(picture: Picture, dialogue: Dialogue, client: Client) -> None:
    voices(120, topic=dialogue.traffic)
    voices(3, first=500)
    path = f"/bilder/{picture.slug}/zusammenfuehren/?thema=verkehr"
    send(client, path, which="alle", reason="Alle zum Verkehr.")
    assert len(behind(picture)) == 120


def test_what_came_while_the_page_was_open_is_not_merged_unread(picture: Picture, client: Client) -> None:
    voices(2)
    path = f"/bilder/{picture.slug}/zusammenfuehren/"
    data = {**opened(client, path), "which": "alle", "reason": "Alle."}
    voices(1, first=10)
    response = client.post(path, data)
    assert errors(response) == ["Inzwischen sind es 3 Stimmen. Bitte sehen Sie die Auswahl noch einmal durch."]
    assert behind(picture) == set()
    found = response.context["form"]["found"].value()
    assert client.post(path, {**data, "found": found}).status_code == 302
    assert len(behind(picture)) == 3


@pytest.mark.parametrize(
    ("ticked", "sentence"),
    [
        ([], "Bitte kreuzen Sie mindestens eine Stimme an."),
        (["gibt-es-nicht"], "Eine der Stimmen gibt es nicht mehr. Bitte kreuzen Sie neu an."),
        (["a\x00b"], "Diese Auswahl können wir nicht lesen. Bitte kreuzen Sie die Stimmen neu an."),
        (["stimme-9"], "Nur veröffentlichte Stimmen können Teil eines Bildes werden. Bitte prüfen Sie Ihre Auswahl."),
    ],
)
def test_a_wrong_choice_of_voices_merges_nothing(
    picture: Picture, client: Client, ticked: list[str], sentence: str
) -> None:
    voices(1)
    voices(1, first=9, state="pending")
    response = send(
        client,
        f"/bilder/{picture.slug}/zusammenfuehren/",
        422 if not ticked else response_status(ticked),
        voices=ticked,
        reason="x",
    )
    assert errors(response)[-1] == sentence
    assert queries.own_voices(picture).count() == 0


def response_status(ticked: list[str]) -> int:
    """What the form refuses is 422, what the action refuses 400."""
    return 422 if "\x00" in ticked[0] else 400


def test_what_was_ticked_stays_ticked_when_the_reason_is_missing(picture: Picture, client: Client) -> None:
    some = voices(2)
    response = send(client, f"/bilder/{picture.slug}/zusammenfuehren/", 422, voices=[some[1].slug])
    text = response.content.decode()
    assert f'value="{some[1].slug}" id="stimme-{some[1].slug}" checked' in text
    assert f'value="{some[0].slug}" id="stimme-{some[0].slug}" checked' not in text


def test_a_picture_is_split_merged_and_taken_out_again(picture: Picture, editor: Any, client: Client) -> None:
    some = voices(3)
    merge(picture, some, by=editor)
    path = f"/bilder/{picture.slug}/"
    send(
        client,
        f"{path}aufteilen/",
        voices=[some[0].slug],
        reason="Zwei Themen.",
        title_de="Ampeln fehlen.",
        text_de="An vielen Ecken.",
    )
    split = Picture.objects.get(slug="ampeln-fehlen")
    assert behind(split) == {some[0].slug}
    send(client, f"/bilder/{split.slug}/eingliedern/", into=str(picture.pk), reason="Doch eins.")
    assert behind(picture) == {voice.slug for voice in some}
    send(client, f"/bilder/{split.slug}/herausloesen/", reason="Doch zwei.")
    assert behind(split) == {some[0].slug}
    send(client, f"{path}archivieren/")
    send(client, f"{path}wiederaufnehmen/")
    assert Picture.objects.filter(archived_at=None).count() == 2


def test_a_voice_is_taken_in_from_its_own_page(picture: Picture, client: Client) -> None:
    [voice] = voices(1)
    sent = send(client, f"/bilder/aufnehmen/{voice.slug}/", picture=str(picture.pk), reason="Passt.")
    assert (sent.headers["Location"], behind(picture)) == (f"/stimmen/{voice.slug}/", {voice.slug})


def test_starting_pictures_are_chosen_anew(picture: Picture, editor: Any, client: Client) -> None:
    target = make("Ziel", by=editor, kind="target")
    path = f"/bilder/{target.slug}/ausgangsbilder/"
    send(client, path, starting_pictures=[str(picture.pk)], reason="Daraus.")
    assert list(queries.starting_pictures_of(target)) == [picture]
    response = send(client, path, 422, starting_pictures=["9" * 30])
    assert "9" * 30 in errors(response)[0]
    send(client, path, starting_pictures=[], reason="Doch nicht.")
    assert list(queries.starting_pictures_of(target)) == []


def test_an_objection_without_words_and_a_closed_stage(picture: Picture, dialogue: Dialogue, client: Client) -> None:
    path = f"/bilder/{picture.slug}/zustimmung/politik/"
    assert errors(send(client, path, 422, stance="objects")) == [
        "Bitte schreiben Sie die gewünschte Änderung oder den Grund auf."
    ]
    send(client, path, stance="objects", words="Zu teuer.")
    send(client, f"{path}zuruecknehmen/", reason="Geklärt.")
    assert not Agreement.objects.exists()
    Stage.objects.update(state="done")
    assert errors(send(client, path, 409, stance="agrees")) == [
        "Zurzeit läuft keine Stufe, in der die Bereiche über Bilder abstimmen."
    ]


def test_a_form_about_an_old_version_is_refused(picture: Picture, editor: Any, client: Client) -> None:
    agree_all(picture, by=editor)
    path = f"/bilder/{picture.slug}/bestaetigen/"
    mine = opened(client, path)
    rewrite(picture, "Neue Worte.", by=editor)
    agree_all(picture, by=editor)
    response = client.post(path, mine)
    assert (response.status_code, errors(response)) == (
        409,
        ["Inzwischen gibt es eine neue Fassung. Bitte lesen Sie sie zuerst."],
    )
    assert Picture.objects.get().state == "discussed"


def test_open_wishes_are_named_before_the_confirmation(
    picture: Picture, dialogue: Dialogue, editor: Any, client: Client
) -> None:
    agree_all(picture, by=editor)
    actions.record_agreement(
        picture=picture,
        sector=dialogue.sectors[1],
        stance="with-change",
        words="Kürzer.",
        by=editor,
        now=picture.versions.get().at,
    )
    text = client.get(f"/bilder/{picture.slug}/bestaetigen/").content.decode()
    assert "Diese Änderungen sind noch gewünscht" in text and "Kürzer." in text


FORMS = [
    "bearbeiten",
    "abstimmen",
    "archivieren",
    "wiederaufnehmen",
    "ausgangsbilder",
    "zusammenfuehren",
    "herausnehmen",
    "aufteilen",
    "eingliedern",
    "herausloesen",
    "zustimmung/politik",
    "zustimmung/politik/zuruecknehmen",
    "bestaetigen",
    "beantworten",
]


@pytest.mark.parametrize("name", FORMS)
def test_nobody_else_opens_these_forms(picture: Picture, client_of: Any, person_of: Any, name: str) -> None:
    path = f"/bilder/{picture.slug}/{name}/"
    statuses = {role: client_of(person_of(role)).get(path).status_code for role in ("visitor", "resident", "unit")}
    assert statuses == {"visitor": 302, "resident": 403, "unit": 403}
