"""Taking one's own voice back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stadtgespraech.apps.voices import actions
from stadtgespraech.apps.voices.models import Voice
from stadtgespraech.apps.voices.views.reading import page_of
from stadtgespraech.core import access
from stadtgespraech.core.web.editing import form_view
from stadtgespraech.core.web.submissions import ConfirmForm


@require_http_methods(["GET", "POST"])
def withdraw_voice(request: HttpRequest, slug: str) -> HttpResponse:
    person = access.person_of(request)
    voice = access.get(Voice, to=person, slug=slug)
    access.require(person, "voices.withdraw_voice", voice)
    return form_view(
        request,
        form=ConfirmForm(request.POST if request.method == "POST" else None),
        submit=lambda values: page_of(actions.withdraw_voice(voice=voice, by=person, now=timezone.now())),
        title=_("Stimme zurückziehen: %(title)s") % {"title": voice.title},
        lead=_("Dann sehen sie nur noch Sie und die Moderation. Rückgängig machen lässt sich das nicht."),
        button=_("Stimme zurückziehen"),
        back=page_of(voice),
    )
