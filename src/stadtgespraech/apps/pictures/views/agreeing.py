"""What the sectors say, and what the conference confirms."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from stadtgespraech.apps.dialogue.models import Sector
from stadtgespraech.apps.pictures import actions, forms, queries
from stadtgespraech.apps.pictures.models import Agreement
from stadtgespraech.apps.pictures.views.ways import found_for, page_of
from stadtgespraech.core import access
from stadtgespraech.core.web.editing import editing, form_view, saved


@editing
def record_agreement(request: HttpRequest, slug: str, sector: str) -> HttpResponse:
    """What one sector says to the version that stands there now."""
    person, found = found_for(request, slug, "pictures.record_agreement")
    asked = access.get(Sector, to=person, slug=sector)
    said = Agreement.objects.filter(picture=found, version=found.version, sector=asked).first()
    initial: dict[str, Any] = {"version": found.version}
    if said is not None:
        initial |= {"stance": said.stance, "words": said.words, "event": said.event_id}
    return form_view(
        request,
        form=forms.AgreementForm(request.POST or None, initial=initial, person=person),
        submit=lambda values: _recorded(
            request, actions.record_agreement(picture=found, sector=asked, **values, by=person, now=timezone.now())
        ),
        title=_("%(sector)s: Was sagt dieser Bereich?") % {"sector": asked.name},
        lead=_("Fassung %(number)d: %(title)s") % {"number": found.version, "title": found.title},
        back=page_of(found),
    )


def _recorded(request: HttpRequest, agreement: Agreement) -> str:
    sentence = _("Eingetragen: %(sector)s %(stance)s.") % {
        "sector": agreement.sector.name,
        "stance": agreement.get_stance_display(),
    }
    return f"{saved(request, agreement.picture, sentence)}#zustimmung"


@editing
def withdraw_agreement(request: HttpRequest, slug: str, sector: str) -> HttpResponse:
    person, found = found_for(request, slug, "pictures.record_agreement")
    asked = access.get(Sector, to=person, slug=sector)

    def submit(values: dict[str, Any]) -> str:
        actions.withdraw_agreement(picture=found, sector=asked, **values, by=person, now=timezone.now())
        return saved(request, found, _("Zurückgenommen.")) + "#zustimmung"

    return form_view(
        request,
        form=forms.WithdrawForm(request.POST or None, initial={"version": found.version}),
        submit=submit,
        title=_("%(sector)s: Aussage zurücknehmen?") % {"sector": asked.name},
        lead=_("Der Bereich hat sich dann zu dieser Fassung noch nicht geäußert. Das Protokoll behält, was er sagte."),
        button=_("Zurücknehmen"),
        back=page_of(found),
    )


@editing
def confirm_picture(request: HttpRequest, slug: str) -> HttpResponse:
    person, found = found_for(request, slug, "pictures.confirm_picture")
    agreed = queries.agreement_of(found)
    return form_view(
        request,
        form=forms.ConfirmPictureForm(request.POST or None, initial={"version": found.version}, person=person),
        submit=lambda values: saved(
            request,
            actions.confirm_picture(picture=found, **values, by=person, now=timezone.now()),
            _("Das Bild ist bestätigt."),
        ),
        title=_("Hat die Konferenz dieses Bild bestätigt?"),
        lead=_("Fassung %(number)d: %(title)s") % {"number": found.version, "title": found.title},
        button=_("Als bestätigt eintragen"),
        back=page_of(found),
        template="pictures/confirm.html",
        context={"agreed": agreed},
    )
