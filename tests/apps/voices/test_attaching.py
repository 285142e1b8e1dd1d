"""Pictures of a voice: who may add, see and remove them, and files that follow the database."""

from __future__ import annotations

import io
import json
import os
import threading
import time
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone
from PIL import Image

from stadtgespraech.apps.people.actions import delete_account
from stadtgespraech.apps.people.models import Person
from stadtgespraech.apps.voices import actions, sent_from_here
from stadtgespraech.apps.voices.actions import attaching
from stadtgespraech.apps.voices.actions.attaching import NoMorePictures, delete_left_over_pictures
from stadtgespraech.apps.voices.cleaned_images import CleanImage, clean_image
from stadtgespraech.apps.voices.models import Attachment, Voice
from stadtgespraech.core.errors import NotAllowed, SignInFirst
from stadtgespraech.core.journal.models import JournalEntry
from tests.apps.voices.talking import NOW, a_voice, at_once, open_voices
from tests.apps.voices.test_cleaned_images import exif, picture

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Person | None], Client]
WORDS = "Der Radweg endet an einer Baustelle."


@pytest.fixture(autouse=True)
def _no_files_of_others() -> None:
    for name in stored_files():
        default_storage.delete(f"voices/{name}")


def stored_files() -> list[str]:
    return sorted(default_storage.listdir("voices")[1]) if default_storage.exists("voices") else []


def an_image(**options: Any) -> CleanImage:
    return clean_image(io.BytesIO(picture(**options)))


def upload(content: bytes | None = None, name: str = "foto.jpg", **values: Any) -> dict[str, Any]:
    file = SimpleUploadedFile(name, picture() if content is None else content, content_type="image/jpeg")
    return {"file": file, "description": WORDS, "submission_key": str(uuid.uuid4()), **values}


def remembering(voice: Voice) -> Client:
    """A browser from which somebody without an account sent this voice."""
    client = Client()
    client.get("/")
    session = client.session
    request = RequestFactory().get("/")
    request.session = session
    sent_from_here.remember(request, voice.slug)
    session.save()
    client.cookies["stadtgespraech"] = session.session_key
    return client


@pytest.fixture
def author(person_of: Any) -> Any:
    return person_of("resident")


@pytest.fixture
def voice(author: Any) -> Voice:
    return a_voice(author=author, state=Voice.State.PENDING)


def add(voice: Voice, by: Any, **more: Any) -> Attachment:
    return actions.add_picture(voice=voice, image=an_image(), description=WORDS, by=by, now=NOW, **more)


# -- Adding ----------------------------------------------------------------------------------------


def test_a_picture_is_kept_under_a_name_that_says_nothing(voice: Voice, author: Any) -> None:
    image = an_image(size=(2_000, 1_000))
    made = actions.add_picture(voice=voice, image=image, description=WORDS, by=author, now=NOW)
    (name,) = stored_files()
    assert (made.file.name, made.description, made.width, made.height, made.size, made.sha256) == (
        f"voices/{name}",
        WORDS,
        1_600,
        800,
        len(image.content),
        image.sha256,
    )
    assert (len(name), name.endswith(".jpg")) == (36, True)
    with default_storage.open(made.file.name) as file:
        assert file.read() == image.content
    entry = JournalEntry.objects.get()
    assert (entry.kind, json.loads(entry.body)["facts"]) == ("voice.picture_added", {"sha256": image.sha256})


def test_three_pictures_and_no_more(voice: Voice, author: Any) -> None:
    for _ in range(3):
        add(voice, author)
    with pytest.raises(NoMorePictures):
        add(voice, author)
    assert (Attachment.objects.count(), len(stored_files())) == (3, 3)


def test_only_the_author_and_the_moderation_add(voice: Voice, person_of: Any) -> None:
    for nobody in (person_of("resident"), person_of("unit"), person_of("administrator")):
        with pytest.raises(NotAllowed):
            add(voice, nobody)
    with pytest.raises(SignInFirst):
        add(voice, None)
    for office in ("moderator", "strategy_office"):
        add(voice, person_of(office))
    assert Attachment.objects.count() == 2


def test_what_has_been_checked_grows_only_by_the_moderations_hand(voice: Voice, author: Any, person_of: Any) -> None:
    for state in (Voice.State.PUBLISHED, Voice.State.REJECTED, Voice.State.WITHDRAWN):
        Voice.objects.filter(pk=voice.pk).update(state=state)
        with pytest.raises(NoMorePictures):
            add(voice, author)
    moderator = person_of("moderator")
    with pytest.raises(NoMorePictures):
        add(voice, moderator)
    Voice.objects.filter(pk=voice.pk).update(state=Voice.State.PUBLISHED)
    assert add(voice, moderator)


def test_a_change_that_is_rolled_back_leaves_no_picture(
    voice: Voice, author: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: Any, **_kwargs: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("stadtgespraech.core.journal.record", fail)
    with pytest.raises(RuntimeError):
        add(voice, author)
    assert (Attachment.objects.count(), stored_files()) == (0, [])


# -- Pages -----------------------------------------------------------------------------------------


def test_the_second_step_with_an_account(voice: Voice, author: Any, client_of: ClientOf) -> None:
    client, address = client_of(author), f"/stimmen/{voice.slug}/bilder/"
    assert "Sie können noch 3 Bilder hinzufügen" in client.get(address).content.decode()
    sent = client.post(address, upload())
    assert (sent.status_code, sent["Location"]) == (302, address)
    page = client.get(address).content.decode()
    made = Attachment.objects.get()
    source = f"{address}{made.pk}.jpg"
    assert (f'src="{source}"' in page, f'alt="{WORDS}"' in page, "Sie können noch 2 Bilder" in page) == (True,) * 3
    assert client.get(source).status_code == 200
    remove = f"{address}{made.pk}/entfernen/"
    assert client.get(remove).status_code == 200
    with transaction.atomic():
        assert client.post(remove, {"submission_key": str(uuid.uuid4())}).status_code == 302
    assert Attachment.objects.count() == 0


def test_the_second_step_without_an_account(person_of: Any, client_of: ClientOf) -> None:
    """The browser remembers what was sent from it; nobody else sees anything, with or without an account."""
    voice = a_voice(state=Voice.State.PENDING)
    client, address = remembering(voice), f"/stimmen/{voice.slug}/bilder/"
    assert client.get(address).status_code == 200
    assert client.post(address, upload()).status_code == 302
    source = f"{address}{Attachment.objects.get().pk}.jpg"
    assert client.get(source).status_code == 200
    for other in (None, person_of("resident"), person_of("unit"), person_of("council")):
        stranger = client_of(other)
        for path in (address, source, f"{source[:-4]}/entfernen/"):
            assert (stranger.get(path).status_code, stranger.post(path, upload()).status_code) in (
                (404, 404),
                (404, 405),
            )
    # A voice of somebody with an account is not taken over by a browser that knows its slug.
    with_account = a_voice(author=person_of("resident"), state=Voice.State.PENDING)
    assert remembering(with_account).get(f"/stimmen/{with_account.slug}/bilder/").status_code == 404


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "a.jpg", "kein Bild"),
        (b"<html><script>alert(1)</script>", "a.png", "kein Bild"),
        (b"MZ\x90", "a.webp", "kein Bild"),
        (b"", "a.jpg", "Die Datei ist leer."),
        (picture("GIF", mode="P"), "a.jpg", "kein Bild"),
    ],
)
def test_what_is_no_picture_is_refused_beside_the_field(
    voice: Voice, author: Any, client_of: ClientOf, content: bytes, name: str, sentence: str
) -> None:
    answer = client_of(author).post(f"/stimmen/{voice.slug}/bilder/", upload(content, name))
    text = answer.content.decode()
    # What was typed is still there.
    assert (answer.status_code, sentence in text, WORDS in text) == (422, True, True)
    assert (Attachment.objects.count(), stored_files()) == (0, [])


def test_the_name_and_the_claimed_type_of_a_file_do_not_count(voice: Voice, author: Any, client_of: ClientOf) -> None:
    client, address = client_of(author), f"/stimmen/{voice.slug}/bilder/"
    for content, name, claimed in (
        (picture("PNG"), "../../evil.html", "text/html"),
        (picture("WEBP"), "bild.svg", "image/svg+xml"),
        (picture("JPEG"), "..\\a.php", "application/x-php"),
    ):
        file = SimpleUploadedFile(name, content, content_type=claimed)
        assert client.post(address, upload() | {"file": file}).status_code == 302
    assert {name[-4:] for name in stored_files()} == {".jpg"}
    for made in Attachment.objects.all():
        shown = client.get(f"{address}{made.pk}.jpg")
        assert (shown["Content-Type"], b"".join(shown.streaming_content)[:3]) == ("image/jpeg", b"\xff\xd8\xff")


def test_a_description_is_asked_for(voice: Voice, author: Any, client_of: ClientOf) -> None:
    answer = client_of(author).post(f"/stimmen/{voice.slug}/bilder/", upload(description=" "))
    assert (answer.status_code, "Bitte beschreiben Sie das Bild" in answer.content.decode()) == (422, True)


def test_where_a_picture_was_taken_never_reaches_the_disk(voice: Voice, author: Any, client_of: ClientOf) -> None:
    client_of(author).post(f"/stimmen/{voice.slug}/bilder/", upload(picture(exif=exif())))
    with default_storage.open(Attachment.objects.get().file.name) as file:
        content = file.read()
    assert [word for word in (b"Exif", b"Kamera", b"Wilhelmine") if word in content] == []
    assert dict(Image.open(io.BytesIO(content)).getexif()) == {}


def headers_of(answer: Any) -> dict[str, str]:
    return {
        name: answer.headers[name]
        for name in ("Cache-Control", "Content-Type", "X-Content-Type-Options", "Content-Disposition")
    }


def test_how_a_picture_is_served(voice: Voice, author: Any, client_of: ClientOf) -> None:
    made = add(voice, author)
    address = f"/stimmen/{voice.slug}/bilder/{made.pk}.jpg"
    always = {
        "Content-Type": "image/jpeg",
        "X-Content-Type-Options": "nosniff",
        "Content-Disposition": f'inline; filename="{voice.slug}-{made.pk}.jpg"',
    }
    private, public = (
        {**always, "Cache-Control": "private, no-store"},
        {**always, "Cache-Control": "public, max-age=600"},
    )
    assert client_of(None).get(address).status_code == 404
    assert headers_of(client_of(author).get(address)) == private
    Voice.objects.filter(pk=voice.pk).update(state=Voice.State.PUBLISHED)
    assert headers_of(client_of(None).get(address)) == public
    assert headers_of(client_of(author).get(address)) == private
    again = client_of(None).get(address, headers={"If-None-Match": f'"{made.sha256}"'})
    assert (again.status_code, again.content) == (304, b"")
    Voice.objects.filter(pk=voice.pk).update(state=Voice.State.REJECTED)
    assert client_of(None).get(address, headers={"If-None-Match": f'"{made.sha256}"'}).status_code == 404
    assert client_of(None).get(f"/stimmen/{a_voice().slug}/bilder/{made.pk}.jpg").status_code == 404


def test_no_other_address_leads_to_the_files(voice: Voice, author: Any, client_of: ClientOf) -> None:
    made = add(voice, author)
    client = client_of(author)
    for address in (
        f"/{made.file.name}",
        f"/media/{made.file.name}",
        f"/uploads/{made.file.name}",
        f"/static/{made.file.name}",
    ):
        assert client.get(address).status_code == 404


def test_a_file_that_is_missing_is_a_page_that_is_missing(voice: Voice, author: Any, client_of: ClientOf) -> None:
    made = add(voice, author)
    default_storage.delete(made.file.name)
    answer: HttpResponse = client_of(author).get(f"/stimmen/{voice.slug}/bilder/{made.pk}.jpg")
    assert answer.status_code == 404


@pytest.mark.usefixtures("one_span")
def test_one_connection_sends_thirty_pictures_an_hour(voice: Voice, author: Any, client_of: ClientOf) -> None:
    client, address = client_of(author), f"/stimmen/{voice.slug}/bilder/"
    statuses = [client.post(address, upload(b"nichts")).status_code for _ in range(32)]
    assert statuses == [422] * 30 + [400] * 2


# -- Files follow the database ---------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_removed_picture_is_gone_from_the_disk_after_the_commit(person_of: Any) -> None:
    author = person_of("resident")
    voice = a_voice(author=author, state=Voice.State.PENDING)
    made = add(voice, author)

    class Crash(Exception):
        pass

    with pytest.raises(Crash), transaction.atomic():
        actions.remove_picture(picture=made, by=author, now=NOW)
        raise Crash
    assert len(stored_files()) == 1
    actions.remove_picture(picture=Attachment.objects.get(), by=author, now=NOW)
    assert stored_files() == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("on_erasure", "left"), [("keep", 1), ("remove", 0)])
def test_pictures_go_with_the_account_if_their_voice_does(person_of: Any, on_erasure: str, left: int) -> None:
    author = person_of("resident")
    add(a_voice(author=author, state=Voice.State.PENDING, on_erasure=on_erasure), author)
    delete_account(person=author, by=author, now=timezone.now())
    assert (Attachment.objects.count(), len(stored_files())) == (left, left)


def make_old(name: str) -> None:
    long_ago = time.time() - 7 * 3_600
    os.utime(default_storage.path(name), (long_ago, long_ago))


@pytest.mark.django_db(transaction=True)
def test_the_nightly_round_leaves_what_belongs_and_takes_what_does_not(person_of: Any) -> None:
    author, now = person_of("resident"), timezone.now()
    kept, withdrawn, deleted = (add(a_voice(author=author, state=Voice.State.PENDING), author) for _ in range(3))
    for made in (kept, deleted):
        make_old(made.file.name)
    Voice.objects.filter(pk=withdrawn.voice_id).update(state=Voice.State.WITHDRAWN)
    deleted.voice.delete()  # somebody deleted the voice and did not think of its files
    default_storage.save("voices/gerade-hochgeladen.jpg", io.BytesIO(b"x"))
    assert delete_left_over_pictures(now=now) == 2
    assert stored_files() == sorted([kept.file.name.removeprefix("voices/"), "gerade-hochgeladen.jpg"])
    assert delete_left_over_pictures(now=now + timedelta(days=1)) == 1
    assert list(Attachment.objects.all()) == [kept]


def test_the_copy_of_ones_data_names_the_pictures(voice: Voice, author: Any, client_of: ClientOf) -> None:
    made = add(voice, author)
    data = json.loads(client_of(author).get("/mein-bereich/meine-daten.json").content)
    assert data["pictures_of_voices"] == [
        {
            "picture": f"/stimmen/{voice.slug}/bilder/{made.pk}.jpg",
            "description": WORDS,
            "width": 400,
            "height": 300,
        }
    ]


# -- Races -----------------------------------------------------------------------------------------


def six_at_once(person_of: Any) -> int:
    author = person_of("resident")
    voice = a_voice(author=author, state=Voice.State.PENDING)
    at_once(6, lambda _number: add(voice, author))
    return Attachment.objects.filter(voice=voice).count()


@pytest.mark.django_db(transaction=True)
def test_of_six_pictures_at_once_three_are_taken(person_of: Any) -> None:
    assert (six_at_once(person_of), len(stored_files())) == (3, 3)


@pytest.mark.django_db(transaction=True)
def test_control_counted_before_ones_turn_more_than_three_are_taken(
    person_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    author = person_of("resident")
    voice = a_voice(author=author, state=Voice.State.PENDING)
    seen, counted = threading.local(), threading.Barrier(6)

    def check_then_add(_number: int) -> Attachment:
        seen.pictures = attaching_number(voice)
        counted.wait()
        return add(voice, author)

    attaching_number = attaching.number_of_pictures
    monkeypatch.setattr(attaching, "number_of_pictures", lambda _voice: seen.pictures)
    at_once(6, check_then_add)
    assert Attachment.objects.filter(voice=voice).count() == 6


# -- Moderation ------------------------------------------------------------------------------------


def test_a_picture_that_came_while_somebody_was_reading_is_not_published_unseen(
    voice: Voice, author: Any, person_of: Any, client_of: ClientOf
) -> None:
    office = client_of(person_of("moderator"))
    first = add(voice, author)
    for address in ("/stimmen/pruefen/", f"/stimmen/{voice.slug}/"):
        page = office.get(address).content.decode()
        assert f'name="pictures" value="{first.pk}"' in page
        assert f"/stimmen/{voice.slug}/bilder/{first.pk}.jpg" in page
    second = add(voice, author)
    publish = f"/stimmen/{voice.slug}/veroeffentlichen/"
    answer = office.post(publish, {"pictures": f"{first.pk}", "submission_key": str(uuid.uuid4())})
    assert (answer.status_code, "Bitte sehen Sie noch einmal hin" in answer.content.decode()) == (409, True)
    assert office.post(publish, {"submission_key": str(uuid.uuid4())}).status_code == 409
    voice.refresh_from_db()
    assert voice.state == Voice.State.PENDING
    seen = {"pictures": f"{first.pk},{second.pk}", "submission_key": str(uuid.uuid4())}
    assert office.post(publish, seen).status_code == 302
    voice.refresh_from_db()
    assert voice.state == Voice.State.PUBLISHED


def test_the_way_from_the_form_to_the_pictures(client: Client) -> None:
    open_voices()
    words = {"title": "Der Radweg endet", "text": "Mitten auf der Straße.", "send": "1"}
    receipt = client.post("/stimmen/neu/", {**words, "submission_key": str(uuid.uuid4())})["Location"]
    assert f'href="{receipt.replace("quittung", "bilder")}"' in client.get(receipt).content.decode()
    assert client.post(receipt.replace("quittung", "bilder"), upload()).status_code == 302
    # Whoever only has the receipt sees neither the pictures nor the way to them.
    assert receipt.replace("quittung", "bilder") not in Client().get(receipt).content.decode()


@pytest.mark.django_db(transaction=True)
def test_who_takes_their_voice_back_takes_its_pictures_back(person_of: Any) -> None:
    author = person_of("resident")
    voice = a_voice(author=author, state=Voice.State.PENDING)
    add(voice, author)
    actions.withdraw_voice(voice=voice, by=author, now=NOW)
    assert (Attachment.objects.count(), stored_files()) == (0, [])
