"""The words of pictures, and their way from draft to archive."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from stadtgespraech.apps.pictures import actions, forms, queries
from stadtgespraech.apps.pictures.models import Picture
from stadtgespraech.apps.pictures.views.ways import found_for, page_of
from stadtgespraech.core import access
from stadtgespraech.core.web.editing import editing, form_view, saved
from stadtgespraech.core.web.submissions import ConfirmForm


@editing
def create_picture(request: HttpRequest) -> HttpResponse:
    person = access.person_of(request)
    access.require(person, "pictures.create_picture")
    return form_view(
        request,
        form=forms.NewPictureForm(request.POST or None, person=person),
        submit=lambda values: saved(
            request,
            actions.create_picture(**values, by=person, now=timezone.now()),
            _("Der Entwurf ist gespeichert. Nur die Verwaltung sieht ihn."),
        ),
        title=_("Bild anlegen"),
        lead=_("Ein Bild sagt in wenigen Worten, was viele Stimmen sagen. Es beginnt als Entwurf."),
        back=reverse("pictures:pictures"),
    )


@editing
def change_picture(request: HttpRequest, slug: str) -> HttpResponse:
    person, found = found_for(request, slug, "pictures.change_picture")

    def submit(values: dict[str, Any]) -> str:
        reason = values.pop("reason")
        return saved(
            request,
            actions.change_picture(picture=found, changes=values, reason=reason, by=person, now=timezone.now()),
        )

    return form_view(
        request,
        form=forms.PictureForm(request.POST or None, instance=found, person=person),
        submit=submit,
        title=_("Bild ändern"),
        lead=_(
            "Neue Worte sind eine neue Fassung. Alle Bereiche stimmen dann neu ab; was bestätigt war, bleibt lesbar."
        )
        if found.state != Picture.State.DRAFT
        else str(found.title),
        back=page_of(found),
    )


@editing
def open_agreement(request: HttpRequest, slug: str) -> HttpResponse:
    person, found = found_for(request, slug, "pictures.change_picture")
    return form_view(
        request,
        form=ConfirmForm(request.POST or None),
        submit=lambda values: saved(
            request,
            actions.open_agreement(picture=found, by=person, now=timezone.now()),
            _("Das Bild ist öffentlich und kann abgestimmt werden."),
        ),
        title=_("Zur Abstimmung geben?"),
        lead=_("„%(title)s“ wird öffentlich. Die Bereiche können dann zustimmen oder widersprechen.")
        % {"title": found.quotable},
        button=_("Zur Abstimmung geben"),
        back=page_of(found),
    )


@editing
def archive_picture(request: HttpRequest, slug: str) -> HttpResponse:
    person, found = found_for(request, slug, "pictures.archive_picture")
    return form_view(
        request,
        form=ConfirmForm(request.POST or None),
        submit=lambda values: saved(
            request,
            actions.archive_picture(picture=found, by=person, now=timezone.now()),
            _("Das Bild ist archiviert."),
        ),
        title=_("Bild archivieren?"),
        lead=_("„%(title)s“ verschwindet aus Listen und Suche. Stimmen, Verknüpfungen und Protokoll bleiben erhalten.")
        % {"title": found.quotable},
        button=_("Archivieren"),
        back=page_of(found),
    )


@editing
def restore_picture(request: HttpRequest, slug: str) -> HttpResponse:
    person, found = found_for(request, slug, "pictures.archive_picture")
    return form_view(
        request,
        form=ConfirmForm(request.POST or None),
        submit=lambda values: saved(
            request,
            actions.restore_picture(picture=found, by=person, now=timezone.now()),
            _("Das Bild steht wieder in den Listen."),
        ),
        title=_("Bild wieder aufnehmen?"),
        lead=str(found.title),
        button=_("Wieder aufnehmen"),
        back=page_of(found),
    )


@editing
def grow_target_picture(request: HttpRequest) -> HttpResponse:
    """A target picture; ``?aus=`` ticks the starting picture that it grows out of, and takes over its topic."""
    person = access.person_of(request)
    access.require(person, "pictures.grow_target_picture")
    choices = queries.pictures_to_choose(seen_by=person, kind=Picture.Kind.STARTING)
    wanted = choices.filter(slug=request.GET.get("aus", "").replace("\x00", "")).first()
    initial = {"starting_pictures": [wanted.pk], "topic": wanted.topic_id} if wanted else {}
    return form_view(
        request,
        form=forms.GrowForm(request.POST or None, initial=initial, person=person, choices=choices),
        submit=lambda values: saved(
            request,
            actions.grow_target_picture(**values, by=person, now=timezone.now()),
            _("Der Entwurf des Zielbilds ist gespeichert. Nur die Verwaltung sieht ihn."),
        ),
        title=_("Zielbild wachsen lassen"),
        lead=_("So ist die Stadt heute: das sagen Ausgangsbilder. Ein Zielbild sagt, wie sie werden soll."),
        back=page_of(wanted) if wanted else reverse("pictures:pictures"),
    )


@editing
def set_starting_pictures(request: HttpRequest, slug: str) -> HttpResponse:
    person, found = found_for(request, slug, "pictures.grow_target_picture")
    chosen = [one.pk for one in queries.starting_pictures_of(found)]
    return form_view(
        request,
        form=forms.StartingPicturesForm(
            request.POST or None,
            initial={"starting_pictures": chosen},
            choices=queries.pictures_to_choose(seen_by=person, kind=Picture.Kind.STARTING),
        ),
        submit=lambda values: saved(
            request, actions.set_starting_pictures(picture=found, **values, by=person, now=timezone.now())
        ),
        title=_("Woraus dieses Zielbild wächst"),
        lead=str(found.title),
        back=page_of(found),
    )
