"""Which voices are part of a picture, and which pictures are part of each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stadtgespraech.apps.dialogue.models import District, Topic
from stadtgespraech.apps.pictures import actions, forms, queries
from stadtgespraech.apps.pictures.models import Picture
from stadtgespraech.apps.pictures.views.ways import found_for, page_of, to_picture
from stadtgespraech.apps.voices.models import Voice
from stadtgespraech.core import access
from stadtgespraech.core.errors import BadInput
from stadtgespraech.core.web.addresses import localized
from stadtgespraech.core.web.editing import editing, form_view, saved

# So many voices stand on a page to be ticked.
PAGE = 25


@editing
def merge_voices(request: HttpRequest, slug: str) -> HttpResponse:
    """ "Stimmen zusammenführen": search, tick, merge."""
    person, found = found_for(request, slug, "pictures.merge_voices")

    def submit(voices: Sequence[Voice], values: dict[str, Any]) -> str:
        added = actions.merge_voices(
            picture=found, voices=voices, reason=values["reason"], by=person, now=timezone.now()
        )
        sentence = ngettext(
            "Eine Stimme ist neu Teil des Bildes.", "%(number)d Stimmen sind neu Teil des Bildes.", len(added)
        )
        return saved(request, found, sentence % {"number": len(added)})

    return _ticking(
        request,
        found,
        rows=lambda only: queries.to_merge(found, only=only),
        submit=submit,
        form_class=forms.TickForm,
        title=_("Stimmen zusammenführen"),
        button=_("In das Bild aufnehmen"),
        lead=_("Was Sie ankreuzen, wird Teil von „%(title)s“. Jede Stimme behält ihren Namen und ihre Unterstützung.")
        % {"title": found.quotable},
        shows_merged=True,
    )


@editing
def take_out_voices(request: HttpRequest, slug: str) -> HttpResponse:
    """Take voices out of a picture again."""
    person, found = found_for(request, slug, "pictures.merge_voices")

    def submit(voices: Sequence[Voice], values: dict[str, Any]) -> str:
        taken = actions.take_out_voices(
            picture=found, voices=voices, reason=values["reason"], by=person, now=timezone.now()
        )
        sentence = ngettext(
            "Eine Stimme ist nicht mehr Teil des Bildes.",
            "%(number)d Stimmen sind nicht mehr Teil des Bildes.",
            len(taken),
        )
        return saved(request, found, sentence % {"number": len(taken)})

    return _ticking(
        request,
        found,
        rows=lambda only: queries.own_voices(found, only=only),
        submit=submit,
        form_class=forms.TickForm,
        title=_("Stimmen herausnehmen"),
        button=_("Aus dem Bild herausnehmen"),
        lead=_("Diese Stimmen sind Teil von „%(title)s“. Was Sie herausnehmen, bleibt als Stimme bestehen.")
        % {"title": found.quotable},
    )


@editing
def split_picture(request: HttpRequest, slug: str) -> HttpResponse:
    """Make a picture of its own out of some of the voices."""
    person, found = found_for(request, slug, "pictures.merge_voices")
    return _ticking(
        request,
        found,
        rows=lambda only: queries.own_voices(found, only=only),
        submit=lambda voices, values: saved(
            request,
            actions.split_picture(picture=found, voices=voices, **values, by=person, now=timezone.now()),
            _("Das neue Bild ist angelegt, die Stimmen sind umgezogen."),
        ),
        form_class=forms.SplitForm,
        title=_("Bild aufteilen"),
        button=_("Neues Bild anlegen"),
        lead=_("Ein Teil der Stimmen von „%(title)s“ wird zu einem eigenen Bild.") % {"title": found.quotable},
    )


def _ticking(
    request: HttpRequest,
    picture: Picture,
    *,
    rows: Callable[[queries.VoiceSelection], QuerySet[Voice]],
    submit: Callable[[Sequence[Voice], dict[str, Any]], str],
    form_class: type[forms.TickForm],
    title: str,
    button: str,
    lead: str,
    shows_merged: bool = False,
) -> HttpResponse:
    """A page on which voices are searched and ticked. The selection stands in the address, also when it is sent."""
    person = access.person_of(request)
    narrowing = forms.VoiceFilterForm(request.GET)
    narrowing.offer_all(
        topics=access.visible(Topic, to=person).filter(archived_at=None).order_by("order", "slug"),
        districts=access.visible(District, to=person).filter(archived_at=None),
    )
    only = queries.VoiceSelection(**narrowing.chosen())
    if not shows_merged:
        del narrowing.fields["verbunden"]
    selected = rows(only)
    page = Paginator(selected, PAGE).get_page(request.GET.get("seite"))
    form = form_class(request.POST or None, number=page.paginator.count)

    def run(values: dict[str, Any]) -> str:
        which, slugs = values.pop("which"), values.pop("voices")
        values.pop("found")
        if which == forms.TickForm.ALL:
            return submit(list(selected), values)
        voices = list(Voice.objects.filter(slug__in=slugs))
        if len(voices) < len(slugs):
            raise BadInput(_("Eine der Stimmen gibt es nicht mehr. Bitte kreuzen Sie neu an."))
        return submit(voices, values)

    return form_view(
        request,
        form=form,
        submit=run,
        title=title,
        lead=lead,
        button=button,
        back=page_of(picture),
        template="pictures/ticking.html",
        context={
            "crumbs": to_picture(picture),
            "picture": picture,
            "filter": narrowing,
            "is_filtered": only != queries.VoiceSelection(),
            "page": page,
            "ticked": form.ticked,
            "page_has_examples": any(voice.is_example for voice in page.object_list),
        },
    )


@editing
def add_voice(request: HttpRequest, slug: str) -> HttpResponse:
    """From the page of a voice: make it part of a picture."""
    person = access.person_of(request)
    access.require(person, "pictures.merge_voices")
    voice = access.get(Voice, to=person, slug=slug)
    back = localized(voice.get_absolute_url())

    def submit(values: dict[str, Any]) -> str:
        picture = values["picture"]
        actions.merge_voices(picture=picture, voices=[voice], reason=values["reason"], by=person, now=timezone.now())
        messages.success(request, _("Die Stimme ist Teil von „%(title)s“.") % {"title": picture.quotable})
        return back

    return form_view(
        request,
        form=forms.PictureOfVoiceForm(request.POST or None, choices=queries.pictures_to_choose(seen_by=person)),
        submit=submit,
        title=_("Stimme in ein Bild aufnehmen"),
        lead=f"„{voice.title}“",
        button=_("Aufnehmen"),
        back=back,
    )


@editing
def merge_pictures(request: HttpRequest, slug: str) -> HttpResponse:
    """Make a picture part of another one."""
    person, found = found_for(request, slug, "pictures.merge_pictures")
    others = queries.pictures_to_choose(seen_by=person, kind=found.kind).exclude(pk=found.pk)
    draft = Picture.State.DRAFT
    others = others.filter(state=draft) if found.state == draft else others.exclude(state=draft)
    return form_view(
        request,
        form=forms.IntoForm(request.POST or None, choices=others),
        submit=lambda values: saved(
            request,
            actions.merge_pictures(picture=found, **values, by=person, now=timezone.now()),
            _("Die Bilder sind zusammengeführt. Alle Stimmen stehen jetzt hinter diesem."),
        ),
        title=_("Bild in ein anderes eingliedern"),
        lead=_("Alle Stimmen von „%(title)s“ stehen dann hinter dem anderen Bild. Das lässt sich rückgängig machen.")
        % {"title": found.quotable},
        button=_("Eingliedern"),
        back=page_of(found),
    )


@editing
def separate_pictures(request: HttpRequest, slug: str) -> HttpResponse:
    """Undo it."""
    person, found = found_for(request, slug, "pictures.merge_pictures")
    return form_view(
        request,
        form=forms.ReasonForm(request.POST or None),
        submit=lambda values: saved(
            request,
            actions.separate_pictures(picture=found, **values, by=person, now=timezone.now()),
            _("Das Bild steht wieder für sich, mit seinen Stimmen."),
        ),
        title=_("Bild wieder herauslösen?"),
        lead=str(found.title),
        button=_("Herauslösen"),
        back=page_of(found) if found.archived_at is None else reverse("pictures:pictures"),
    )
