"""Pictures of a voice: adding them after it was sent, and showing them to whoever sees the voice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stadtgespraech.apps.people import limits
from stadtgespraech.apps.voices import actions, queries, sent_from_here
from stadtgespraech.apps.voices.actions.attaching import MOST_PICTURES, may_grow
from stadtgespraech.apps.voices.forms.attaching import PictureForm
from stadtgespraech.apps.voices.models import Attachment, Voice
from stadtgespraech.apps.voices.views.commenting import voice_url
from stadtgespraech.core import access
from stadtgespraech.core.errors import BadInput, NotFound
from stadtgespraech.core.web.editing import editing, form_view
from stadtgespraech.core.web.submissions import ConfirmForm

PICTURES_PER_CONNECTION = limits.Limit("pictures of voices", 30, timedelta(hours=1))
# How long a picture may be shown from a cache after its voice was taken out of the public.
PUBLIC_FOR = timedelta(minutes=10)


def _voice(request: HttpRequest, slug: str) -> tuple[Voice, bool]:
    """The voice, and whether somebody without an account sent it from this browser."""
    remembered = sent_from_here.is_remembered(request, slug)
    voice = queries.voice_for_pictures(slug, seen_by=access.person_of(request), sent_from_here=remembered)
    return voice, remembered and voice.author_id is None


@editing
def attachments(request: HttpRequest, slug: str) -> HttpResponse:
    """The second step after a voice was sent: up to three pictures, one at a time. All of it can be left out."""
    person = access.person_of(request)
    voice, is_sender = _voice(request, slug)
    if not is_sender:
        access.require(person, "voices.add_attachment", voice)
    here = reverse("voices:attachments", kwargs={"slug": slug})
    pictures = queries.pictures_of(voice)

    def submit(values: dict[str, Any]) -> str:
        actions.add_picture(
            voice=voice,
            image=values["file"],
            description=values["description"],
            sent_from_here=is_sender,
            by=person,
            now=timezone.now(),
        )
        return here

    form = PictureForm()
    if request.method == "POST":
        # Reading a picture costs time, also when nothing comes of it.
        if not limits.take(PICTURES_PER_CONNECTION, limits.connection_of(request), now=timezone.now()):
            raise BadInput(_("Von Ihrem Anschluss kamen gerade sehr viele Bilder. Bitte versuchen Sie es später."))
        form = PictureForm(request.POST, request.FILES)
    context = {
        "voice": voice,
        "pictures": pictures,
        "most": MOST_PICTURES,
        "left": max(0, MOST_PICTURES - len(pictures)) if may_grow(voice, person) else 0,
        "is_pending": voice.state == Voice.State.PENDING,
        "voice_is_shown": access.visible(Voice, to=person).filter(pk=voice.pk).exists(),
    }
    return form_view(
        request,
        form=form,
        submit=submit,
        title=_("Bilder zu Ihrer Stimme"),
        lead=voice.title,
        button=_("Bild hinzufügen"),
        back=voice_url(voice),
        template="voices/attachments.html",
        context=context,
    )


def _picture(voice: Voice, pk: int) -> Attachment:
    picture = Attachment.objects.filter(voice=voice, pk=pk).first() if pk < 2**63 else None
    if picture is None:
        raise NotFound
    picture.voice = voice
    return picture


@require_safe
def attachment(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    """The picture itself. It lies where no web server looks; whoever may not see the voice may not see it."""
    person = access.person_of(request)
    voice, _is_sender = _voice(request, slug)
    picture = _picture(voice, pk)
    is_public = voice.state == Voice.State.PUBLISHED and voice.archived_at is None
    tag = f'"{picture.sha256}"'
    name = str(picture.file.name)
    response: HttpResponseBase
    if request.headers.get("If-None-Match") == tag:
        response = HttpResponseNotModified()
    elif default_storage.exists(name):
        response = FileResponse(default_storage.open(name), content_type="image/jpeg")
        response.headers["Content-Disposition"] = f'inline; filename="{picture.file_name}"'
    else:
        raise NotFound
    is_shared = is_public and person is None
    response.headers["Cache-Control"] = (
        f"public, max-age={PUBLIC_FOR.total_seconds():.0f}" if is_shared else "private, no-store"
    )
    response.headers["ETag"] = tag
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@editing
def remove_attachment(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    person = access.person_of(request)
    voice, is_sender = _voice(request, slug)
    if not is_sender:
        access.require(person, "voices.remove_attachment", voice)
    picture = _picture(voice, pk)
    back = reverse("voices:attachments", kwargs={"slug": slug})

    def submit(_values: dict[str, Any]) -> str:
        actions.remove_picture(picture=picture, sent_from_here=is_sender, by=person, now=timezone.now())
        return back

    return form_view(
        request,
        form=ConfirmForm(request.POST if request.method == "POST" else None),
        submit=submit,
        title=_("Bild entfernen?"),
        lead=picture.description,
        button=_("Bild entfernen"),
        back=back,
    )
