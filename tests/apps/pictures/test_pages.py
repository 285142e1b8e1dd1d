"""What everybody reads."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from stadtgespraech.apps.pictures import actions, queries
from stadtgespraech.apps.pictures.models import Picture
from stadtgespraech.core.languages import Translated
from stadtgespraech.core.web.boxes import boxes
from tests.apps.pictures.conftest import NOW, Dialogue, agree_all, make, voices
from tests.apps.pictures.test_merging import merge
from tests.apps.pictures.test_writing import rewrite
from tests.counting import page_statements
from tests.database import gather_statistics

pytestmark = pytest.mark.slow


def page(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status, path
    return " ".join(response.content.decode().split())


def test_a_picture_says_who_stands_behind_it_and_who_agrees(
    picture: Picture, dialogue: Dialogue, editor: Any, client_of: Any
) -> None:
    merge(picture, voices(2, channel="paper", format=dialogue.forum, support_count=3), by=editor)
    merge(picture, voices(1, first=2, district=dialogue.district, sector=dialogue.sectors[0]), by=editor)
    merge(picture, voices(1, first=3), by=editor)
    politics, institutions, _civil = dialogue.sectors
    say = {"picture": picture, "by": editor, "now": NOW}
    actions.record_agreement(sector=politics, stance="agrees", event=dialogue.conference, **say)
    actions.record_agreement(sector=institutions, stance="objects", words="Das ist uns zu teuer.", **say)
    text = page(Client(), f"/bilder/{picture.slug}/")
    for part in (
        "<h1>Schulwege sind gefährlich.</h1>",
        "Hinter diesem Bild stehen 4 Stimmen. Am häufigsten kamen sie auf diesem Weg: Papierkarte (2).",
        "Nicht bei jeder Stimme ist alles notiert: kein Format (2), kein Bereich (1), kein Stadtbezirk (3).",
        "Alle 4 Stimmen lesen",
        "von 3 Menschen unterstützt",
        "Institutionen: Widerspruch. 1 von 3 Bereichen stimmen zu.",
        "Das ist uns zu teuer.",
        "hat sich noch nicht geäußert",
        "bei „Stadtkonferenz“",
    ):
        assert part in text, part
    assert "eintragen</" not in text
    standing = queries.standing_behind(picture)
    assert [[(share.name, share.number) for share in shares] for _heading, shares in standing.groups] == [
        [("Papierkarte", 2), ("online", 2)],
        [("Forum", 2), ("", 2)],
        [("Zivilgesellschaft", 2), ("Politik", 1), ("", 1)],
        [("Nord", 1), ("", 3)],
    ]
    assert (standing.total, standing.supporters) == (4, 6)
    for_editors = page(client_of(editor), f"/bilder/{picture.slug}/")
    assert f'href="/bilder/{picture.slug}/zustimmung/politik/"' in for_editors


def test_an_empty_picture_says_so(picture: Picture) -> None:
    text = page(Client(), f"/bilder/{picture.slug}/")
    for part in ("Noch ist keine Stimme Teil dieses Bildes.", "0 von 3 Bereichen", "Noch ist nichts daraus gefolgt."):
        assert part in text


def test_what_was_confirmed_stays_readable_when_the_words_change(
    picture: Picture, dialogue: Dialogue, editor: Any
) -> None:
    agree_all(picture, by=editor)
    actions.confirm_picture(picture=picture, event=dialogue.conference, by=editor, now=NOW)
    assert "Fassung 1, bestätigt am 2. März 2026" in page(Client(), f"/bilder/{picture.slug}/")
    rewrite(picture, "Ganz andere Worte.", by=editor)
    text = page(Client(), f"/bilder/{picture.slug}/")
    assert "<h1>Ganz andere Worte.</h1>" in text
    assert "Bestätigt ist Fassung 1 (am 2. März 2026). Über die neue wird abgestimmt." in text
    assert "<b>Schulwege sind gefährlich.</b>" in text


def test_versions_show_what_changed_why_and_in_which_office(picture: Picture, moderator: Any) -> None:
    rewrite(picture, "Schulwege sind sehr gefährlich.", by=moderator, reason="Die Eltern sagen es so.")
    text = page(Client(), f"/bilder/{picture.slug}/fassungen/")
    assert '<ins><span class="kern-sr-only"> [neu:] </span>sehr<span' in text
    for part in ("Fassung 2", "gilt jetzt", "Die Eltern sagen es so.", "Moderation", "Strategiebüro"):
        assert part in text
    assert "resident" not in text and "example.org" not in text


def test_versions_come_ten_to_a_page_each_compared_with_the_one_before(picture: Picture, editor: Any) -> None:
    for number in range(2, 13):
        rewrite(picture, f"Satz {number}", by=editor)
    first, second = (page(Client(), f"/bilder/{picture.slug}/fassungen/?seite={n}") for n in (1, 2))
    assert [n for n in range(1, 13) if f'id="fassung-{n}"' in first] == list(range(3, 13))
    assert [n for n in range(1, 13) if f'id="fassung-{n}"' in second] == [1, 2]
    # The last one on the page is compared with the first one of the next page.
    assert "<del>" in first.rpartition('id="fassung-3"')[2]


def test_drafts_and_the_archive_are_unknown_to_the_public(dialogue: Dialogue, editor: Any, client_of: Any) -> None:
    draft = make("Ein Entwurf", by=editor, is_open=False, topic=dialogue.housing)
    archived = actions.archive_picture(picture=make("Archiviert", by=editor), by=editor, now=NOW)
    for one in (draft, archived):
        for path in ("", "fassungen/", "stimmen/"):
            page(Client(), f"/bilder/{one.slug}/{path}", 404)
            page(client_of(editor), f"/bilder/{one.slug}/{path}")
    assert "Ein Entwurf" not in page(Client(), "/bilder/") + page(Client(), "/bilder/?stand=draft")
    assert "Ein Entwurf" in page(client_of(editor), "/bilder/?stand=draft")
    assert "Archiviert" in page(client_of(editor), "/bilder/?stand=archiv")
    assert Client().get("/api/v1/pictures").json()["total"] == 0


def test_a_picture_that_became_part_of_another_says_where_it_went(picture: Picture, editor: Any) -> None:
    other = make("Zu wenige Ampeln", by=editor)
    actions.merge_pictures(picture=other, into=picture, reason="Dasselbe.", by=editor, now=NOW)
    text = page(Client(), f"/bilder/{other.slug}/")
    assert "Dieses Bild ist Teil eines anderen geworden." in text
    assert f'<a href="/bilder/{picture.slug}/">Schulwege sind gefährlich.</a>' in text


def test_the_list_is_grouped_by_topic_and_narrowed(picture: Picture, dialogue: Dialogue, editor: Any) -> None:
    make("Wohnen ist teuer", by=editor, topic=dialogue.housing)
    make("Ohne Thema ist dies", by=editor)
    target = make("Alle kommen sicher an", by=editor, kind="target", topic=dialogue.traffic)
    agree_all(target, by=editor)
    text = page(Client(), "/bilder/")
    headings = [text.index(part) for part in ("Wohnen</a></h3>", "Verkehr</a></h3>", "Ohne Thema</h3>")]
    assert headings == sorted(headings)

    def titles(query: str) -> set[str]:
        response = Client().get(f"/bilder/?{query}")
        return {str(one.title) for one in response.context["page"].object_list}

    assert titles("q=schulwege") == {"Schulwege sind gefährlich."}
    assert titles("art=target") == {"Alle kommen sicher an"}
    assert titles("thema=wohnen") == {"Wohnen ist teuer"}
    assert titles("stand=abgestimmt") == {"Alle kommen sicher an"}
    assert len(titles("stand=offen")) == 3
    assert titles("stand=widerspruch") == titles("stand=confirmed") == set()
    assert titles("thema=%00&art=x&stand=y&seite=-1") == titles("")
    assert "Kein Bild passt zu dieser Auswahl" in page(Client(), "/bilder/?q=gibtesnicht")


def test_before_the_first_picture_the_list_says_what_will_be_there(dialogue: Dialogue) -> None:
    assert "Noch gibt es kein Bild" in page(Client(), "/bilder/")


def test_six_hundred_voices_ask_as_often_as_two(
    picture: Picture, dialogue: Dialogue, editor: Any, client_of: Any
) -> None:
    merge(picture, voices(2, topic=dialogue.traffic), by=editor)
    target = actions.grow_target_picture(
        starting_pictures=[picture], title=Translated(de="Ziel"), text=Translated(de="x"), by=editor, now=NOW
    )
    actions.open_agreement(picture=target, by=editor, now=NOW)
    agree_all(target, by=editor)
    paths = [
        "/bilder/",
        "/themen/verkehr/",
        *(f"/bilder/{one.slug}/{path}" for one in (picture, target) for path in ("", "stimmen/", "fassungen/")),
        *(f"/bilder/{picture.slug}/{path}/" for path in ("zusammenfuehren", "herausnehmen", "aufteilen")),
    ]
    client = client_of(editor)
    voices(1, first=5)  # something to merge
    few = {path: page_statements(client, path) for path in paths}
    some = voices(600, first=10, topic=dialogue.traffic, district=dialogue.district)
    merge(picture, some, by=editor)
    voices(60, first=1000)
    gather_statistics()
    many = {path: page_statements(client, path) for path in paths}
    assert many == few
    assert {path: count for path, count in many.items() if count > 15} == {}
    assert "Alle 602 Stimmen lesen" in page(Client(), f"/bilder/{target.slug}/")
    text = page(Client(), f"/bilder/{target.slug}/stimmen/?seite=31")
    assert "602 Stimmen hinter diesem Bild" in text and "Seite 31 von 31" in text


# -- On other pages --------------------------------------------------------------------------------


def test_a_voice_says_which_pictures_it_is_part_of(picture: Picture, editor: Any, resident: Any) -> None:
    [voice, alone, _other] = some = voices(3)
    draft = make("Entwurf", by=editor, is_open=False)
    merge(picture, some, by=editor)
    merge(draft, [voice], by=editor)

    def shown(one: Any, person: Any) -> list[str]:
        found = [values["parts"] for name, values in boxes("voices.voice.main", one, person) if "parts" in values]
        return [str(part.picture.title) for parts in found for part in parts]

    assert shown(voice, None) == shown(voice, resident) == ["Schulwege sind gefährlich."]
    assert set(shown(voice, editor)) == {"Schulwege sind gefährlich.", "Entwurf"}
    [part] = queries.pictures_of_voice(alone, seen_by=None)
    assert (part.picture.voice_count, part.reason) == (3, "Alle meinen dasselbe.")
    [nothing] = voices(1, first=9)
    assert shown(nothing, editor) == []


def test_editors_find_the_way_into_a_picture_on_the_voice(editor: Any, moderator: Any, resident: Any) -> None:
    [voice], [pending] = voices(1), voices(1, first=1, state="pending")

    def offered(one: Any, person: Any) -> bool:
        return any(name == "pictures/boxes/voice_office.html" for name, _v in boxes("voices.voice.office", one, person))

    assert [offered(voice, person) for person in (None, resident, moderator, editor)] == [False, False, True, True]
    assert not offered(pending, editor)


def test_a_topic_shows_its_pictures(picture: Picture, dialogue: Dialogue) -> None:
    assert "Bilder zu diesem Thema" in page(Client(), "/themen/verkehr/")
    assert "Bilder zu diesem Thema" not in page(Client(), "/themen/wohnen/")


def test_the_workplace_counts_what_waits_for_editors(
    picture: Picture, dialogue: Dialogue, editor: Any, client_of: Any, person_of: Any
) -> None:
    voices(2)
    make("Entwurf", by=editor, is_open=False)
    ready, objected = make("Fertig", by=editor), make("Strittig", by=editor)
    agree_all(ready, by=editor)
    agree_all(objected, by=editor)
    actions.record_agreement(
        picture=objected, sector=dialogue.sectors[0], stance="objects", words="Nein.", by=editor, now=NOW
    )
    text = page(client_of(editor), "/arbeitsplatz/")
    for part in (
        "Bei einem Bild widerspricht ein Bereich",
        "Ein Bild ist abgestimmt und noch nicht bestätigt",
        "Einem Bild fehlt noch Zustimmung",
        "Ein Bild ist noch ein Entwurf",
        "2 Stimmen sind noch in keinem Bild",
    ):
        assert part in text, part
    assert "in keinem Bild" not in page(client_of(person_of("unit")), "/arbeitsplatz/")


# -- For machines ----------------------------------------------------------------------------------


def test_the_api_gives_words_versions_agreement_and_numbers(picture: Picture, dialogue: Dialogue, editor: Any) -> None:
    example = make("Ein Beispiel.", by=editor, is_example=True)
    merge(picture, voices(2), by=editor)
    politics = dialogue.sectors[0]
    actions.record_agreement(
        picture=picture,
        sector=politics,
        stance="with-change",
        words="Kürzer.",
        event=dialogue.conference,
        by=editor,
        now=NOW,
    )
    rewrite(picture, "Kürzer.", by=editor)
    got = Client().get(f"/api/v1/pictures/{picture.slug}").json()
    assert {
        name: got[name] for name in ("kind", "state", "topic", "version", "confirmed_version", "voices", "example")
    } == {
        "kind": "starting",
        "state": "discussed",
        "topic": "verkehr",
        "version": 2,
        "confirmed_version": None,
        "voices": 2,
        "example": False,
    }
    assert [(one["number"], one["title"]["de"], one["reason"], one["roles"]) for one in got["versions"]] == [
        (1, "Schulwege sind gefährlich.", "", ["strategy_office"]),
        (2, "Kürzer.", "Klarer gesagt.", ["strategy_office"]),
    ]
    assert [
        (one["version"], one["sector"], one["stance"], one["words"], one["event"]) for one in got["agreements"]
    ] == [(1, "politik", "with-change", "Kürzer.", "stadtkonferenz")]
    assert (got["sectors_agreed"], got["sectors_objecting"]) == (0, 0)
    listed = Client().get("/api/v1/pictures?kind=starting").json()
    assert {one["slug"]: one["example"] for one in listed["items"]} == {picture.slug: False, example.slug: True}
    parts = Client().get(f"/api/v1/picture-voices?picture={picture.slug}").json()["items"]
    assert [(one["voice"], one["picture"], one["reason"]) for one in parts] == [
        (f"stimme-{number}", picture.slug, "Alle meinen dasselbe.") for number in (0, 1)
    ]
    assert Client().get("/api/v1/pictures?state=nonsense").status_code == 400


def test_downloads_mark_what_is_made_up(dialogue: Dialogue, editor: Any) -> None:
    merge(make("Ein Beispiel.", by=editor, is_example=True), voices(1), by=editor)
    for name in ("pictures", "picture-voices"):
        response = Client().get(reverse("opendata:download", kwargs={"name": name, "format": "json"}))
        content = b"".join(response.streaming_content) if response.streaming else response.content
        assert [row["example"] for row in json.loads(content)] == [True], name


def test_the_page_of_a_voice_carries_both_boxes(picture: Picture, editor: Any, client_of: Any) -> None:
    [voice] = voices(1)
    merge(picture, [voice], by=editor)
    text = page(Client(), f"/stimmen/{voice.slug}/")
    assert "Teil dieses Bildes" in text and f'href="/bilder/{picture.slug}/"' in text
    assert "In ein Bild aufnehmen" not in text
    assert "In ein Bild aufnehmen" in page(client_of(editor), f"/stimmen/{voice.slug}/")
