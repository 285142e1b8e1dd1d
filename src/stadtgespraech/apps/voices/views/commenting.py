"""Comments: reading, writing, replying, hiding, taking back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from stadtgespraech.apps.dialogue.models import Stage
from stadtgespraech.apps.dialogue.queries import open_stage
from stadtgespraech.apps.people import limits
from stadtgespraech.apps.voices import actions, queries
from stadtgespraech.apps.voices.forms.commenting import CommentForm, HideForm
from stadtgespraech.apps.voices.models import Comment, Voice
from stadtgespraech.core import access
from stadtgespraech.core.errors import BadInput
from stadtgespraech.core.web.addresses import localized
from stadtgespraech.core.web.editing import editing, form_view
from stadtgespraech.core.web.submissions import ConfirmForm

COMMENTS_PER_PERSON = limits.Limit("comments", 30, timedelta(hours=1))
NEWEST = "neu"


def comments_url(voice: Voice) -> str:
    return reverse("voices:comments", kwargs={"slug": voice.slug})


def comment_url(voice: Voice, number: int) -> str:
    return reverse("voices:comment", kwargs={"slug": voice.slug, "pk": number})


def anchor(number: int) -> str:
    return f"#kommentar-{number}"


def form_context(request: HttpRequest, voice: Voice, *, reply: bool = False) -> dict[str, Any]:
    """The form under a list of comments, or why there is none (one statement)."""
    person = access.person_of(request)
    is_open = voice.state == Voice.State.PUBLISHED and open_stage(Stage.Opens.COMMENTS) is not None
    data = request.POST if request.method == "POST" else None
    return {
        "is_open": is_open,
        "form": CommentForm(data, person=person, reply=reply) if person is not None else None,
        "moderates": access.may(person, "voices.hide_comment"),
        "sign_in": f"{reverse('account_login')}?next={request.path}",
        "crumbs": [(_("Stimmen"), localized("/stimmen/")), (voice.title, voice_url(voice))],
    }


def _write(request: HttpRequest, voice: Voice, values: dict[str, Any], parent: Comment | None) -> Comment:
    person, now = access.person_of(request), timezone.now()
    if not limits.take(COMMENTS_PER_PERSON, str(person.pk), now=now):
        raise BadInput(_("Sie haben gerade sehr viele Kommentare geschrieben. Bitte versuchen Sie es später."))
    return actions.write_comment(voice=voice, parent=parent, **values, by=person, now=now)


@editing
def comments(request: HttpRequest, slug: str) -> HttpResponse:
    """All comments on a voice, twenty to a page; sending the form adds one."""
    person = access.person_of(request)
    voice = access.get(Voice, to=person, slug=slug)
    if request.method == "POST":
        access.require(person, "voices.write_comment", voice)
    newest_first = request.GET.get("reihenfolge") == NEWEST
    page = queries.comments_of(voice, seen_by=person, cursor=request.GET.get("nach", ""), newest_first=newest_first)
    context = {"voice": voice, "comments": page, **form_context(request, voice)}

    def submit(values: dict[str, Any]) -> str:
        comment = _write(request, voice, values, None)
        # It stands on top of the newest, however many there are.
        return f"{comments_url(voice)}?reihenfolge={NEWEST}{anchor(comment.pk)}"

    return form_view(
        request,
        form=context["form"] or ConfirmForm(),
        submit=submit,
        title=_("Kommentare"),
        lead=voice.title,
        template="voices/comments.html",
        context=context,
    )


@editing
def comment(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One comment with its replies; sending the form adds one. The address of a reply leads to its place here."""
    person = access.person_of(request)
    voice = access.get(Voice, to=person, slug=slug)
    found = queries.comment_of(voice, pk)
    if request.method == "POST":
        access.require(person, "voices.write_comment", voice)
    elif found.parent_id is not None:
        return redirect(_place_of_reply(voice, found))
    page = queries.replies_to(found, seen_by=person, cursor=request.GET.get("nach", ""))
    context = {
        "voice": voice,
        "comment": queries.row_of(found, seen_by=person),
        "replies": page,
        **form_context(request, voice, reply=True),
    }

    def submit(values: dict[str, Any]) -> str:
        return _place_of_reply(voice, _write(request, voice, values, found))

    return form_view(
        request,
        form=context["form"] or ConfirmForm(),
        submit=submit,
        title=_("Kommentar und Antworten"),
        lead=voice.title,
        template="voices/comment.html",
        context=context,
    )


def _place_of_reply(voice: Voice, reply: Comment) -> str:
    """The page of replies that begins with this one."""
    return f"{comment_url(voice, reply.parent_id or reply.pk)}?nach={queries.place_of(reply)}{anchor(reply.pk)}"


def _place_of(voice: Voice, found: Comment) -> str:
    return _place_of_reply(voice, found) if found.parent_id else comment_url(voice, found.pk)


@editing
def hide_comment(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    person = access.person_of(request)
    voice = access.get(Voice, to=person, slug=slug)
    found = access.get(Comment, to=person, voice=voice, pk=pk)
    access.require(person, "voices.hide_comment", found)
    back = _place_of(voice, found)

    def submit(values: dict[str, Any]) -> str:
        actions.hide_comment(comment=found, **values, by=person, now=timezone.now())
        return back

    return form_view(
        request,
        form=HideForm(request.POST or None),
        submit=submit,
        title=_("Kommentar ausblenden"),
        button=_("Ausblenden"),
        back=back,
        template="voices/about_comment.html",
        context={"comment": queries.row_of(found, seen_by=person)},
    )


@editing
def show_comment(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    person = access.person_of(request)
    voice = access.get(Voice, to=person, slug=slug)
    found = access.get(Comment, to=person, voice=voice, pk=pk)
    access.require(person, "voices.show_comment", found)
    back = _place_of(voice, found)

    def submit(_values: dict[str, Any]) -> str:
        actions.show_comment(comment=found, by=person, now=timezone.now())
        return back

    return form_view(
        request,
        form=ConfirmForm(request.POST if request.method == "POST" else None),
        submit=submit,
        title=_("Kommentar wieder zeigen?"),
        button=_("Wieder zeigen"),
        back=back,
        template="voices/about_comment.html",
        context={"comment": queries.row_of(found, seen_by=person)},
    )


@editing
def delete_comment(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    person = access.person_of(request)
    voice = access.get(Voice, to=person, slug=slug)
    found = access.get(Comment, to=person, voice=voice, pk=pk)
    access.require(person, "voices.delete_comment", found)
    back = _place_of(voice, found)

    def submit(_values: dict[str, Any]) -> str:
        actions.delete_comment(comment=found, by=person, now=timezone.now())
        return back

    return form_view(
        request,
        form=ConfirmForm(request.POST if request.method == "POST" else None),
        submit=submit,
        title=_("Kommentar löschen?"),
        lead=_("Text und Name werden gelöscht. Antworten anderer bleiben stehen. Das lässt sich nicht zurücknehmen."),
        button=_("Löschen"),
        back=back,
        template="voices/about_comment.html",
        context={"comment": queries.row_of(found, seen_by=person)},
    )


def voice_url(voice: Voice) -> str:
    """The voice's own page in the reader's language."""
    return localized(voice.get_absolute_url())
