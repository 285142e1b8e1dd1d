"""What the access test asks about where voices are talked about: comments, complaints, pictures, tables."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from stadtgespraech.apps.people.models import Person
from stadtgespraech.apps.voices.models import Attachment, Comment, Complaint, Voice
from stadtgespraech.core.tables.models import ImportPreview

Objects = list[tuple[str, dict[str, Any]]]
PUBLIC, PENDING, HIDDEN = "geredet2", "geredet3", "geredet4"
PREVIEW = uuid.UUID(int=7)


def build(resident: Person | None, office: Person | None) -> None:
    """A voice that is talked about, one of the resident's own that waits, and one that others may not see."""
    now = timezone.now()
    for slug, state, author in (
        (PUBLIC, Voice.State.PUBLISHED, None),
        (PENDING, Voice.State.PENDING, resident),
        (HIDDEN, Voice.State.PENDING, None),
    ):
        voice = Voice.objects.create(
            slug=slug, title="Mehr Bänke", text="Am Markt.", given_at=now, state=state, author=author
        )
        Attachment.objects.create(
            voice=voice,
            file=default_storage.save(f"voices/{slug}.jpg", ContentFile(b"\xff\xd8\xff")),
            description="Der leere Markt",
            width=40,
            height=30,
            size=3,
            sha256="0" * 64,
        )
    public = Voice.objects.get(slug=PUBLIC)
    own = Comment.objects.create(voice=public, author=resident, text="Das stimmt.", given_at=now, reply_count=1)
    Comment.objects.create(voice=public, parent=own, text="Nein.", given_at=now)
    hidden = Comment.objects.create(
        voice=public, text="Unfug.", given_at=now, state=Comment.State.HIDDEN, hidden_reason="Beleidigung"
    )
    Voice.objects.filter(pk=public.pk).update(comment_count=2)
    Complaint.objects.create(voice=public, comment=hidden, reason="Das war nicht nett.", at=now, closed_at=now)
    Complaint.objects.create(voice=public, comment=own, reason="Das stimmt nicht.", at=now)
    Complaint.objects.create(voice=public, reason="Werbung", at=now)
    Voice.objects.create(
        slug="einlese2",
        source="Werkstatt",
        external_id="1",
        title="Karte",
        text="Bäume",
        given_at=now,
        channel=Voice.Channel.WORKSHOP,
    )
    ImportPreview.objects.create(
        id=PREVIEW,
        kind="voices.voices",
        person=office,
        file_name="stimmen.csv",
        rows=[[2, {"source": "Werkstatt", "external_id": "2", "text": "Bänke", "channel": "paper"}]],
        created_at=now,
        expires_at=now + timedelta(days=1),
    )


def voices(*abouts: str) -> Objects:
    found = {"public": PUBLIC, "a resident's, waiting": PENDING, "somebody's, waiting": HIDDEN}
    return [(about, {"slug": found[about]}) for about in abouts or found]


def comments(*abouts: str) -> Objects:
    places = {
        "a resident's": {"text": "Das stimmt."},
        "a reply": {"text": "Nein."},
        "hidden": {"state": Comment.State.HIDDEN},
    }
    rows: Objects = [
        (about, {"slug": PUBLIC, "pk": Comment.objects.get(voice__slug=PUBLIC, **places[about]).pk})
        for about in abouts or places
    ]
    return [*rows, ("of another voice", {**rows[0][1], "slug": "wartend1"})]


def complaints() -> Objects:
    of_comment, of_voice, closed = (
        Complaint.objects.get(reason=reason).pk for reason in ("Das stimmt nicht.", "Werbung", "Das war nicht nett.")
    )
    return [("about a comment", {"pk": of_comment}), ("about a voice", {"pk": of_voice}), ("closed", {"pk": closed})]


def pictures() -> Objects:
    return [
        (about, {**values, "pk": Attachment.objects.get(voice__slug=values["slug"]).pk}) for about, values in voices()
    ]


SAMPLES: dict[str, Any] = {
    "voices:close_complaint": lambda w: complaints(),
    "voices:import_template": lambda w: [("–", {"format": "csv"})],
    "voices:preview_voices": lambda w: [
        ("of the strategy office", {"key": PREVIEW}),
        ("unknown", {"key": uuid.UUID(int=0)}),
    ],
    "voices:complain_about_voice": lambda w: voices(),
    "voices:comments": lambda w: voices("public", "a resident's, waiting"),
    "voices:comment": lambda w: comments(),
    "voices:complain_about_comment": lambda w: comments(),
    "voices:hide_comment": lambda w: comments("a resident's", "hidden"),
    "voices:show_comment": lambda w: comments("hidden", "a resident's"),
    "voices:delete_comment": lambda w: comments("a resident's", "hidden"),
    "voices:attachments": lambda w: voices(),
    "voices:attachment": lambda w: pictures(),
    "voices:remove_attachment": lambda w: pictures(),
}
