"""What we write to authors about moderation; what becomes of their voice later is told by following."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from stadtgespraech.apps.following.mails import signature
from stadtgespraech.apps.following.models import Follow
from stadtgespraech.apps.voices.models import Voice
from stadtgespraech.core import jobs
from stadtgespraech.core.web.addresses import localized


def tell_published(voice: Voice, *, now: datetime) -> None:
    """Everybody can read it now."""
    for place, (address, language) in enumerate(_readers(voice)):
        with override(language):
            body = [
                _("Ihre Stimme „%(title)s“ ist jetzt veröffentlicht, Wort für Wort, wie Sie sie geschrieben haben.")
                % {"title": voice.title},
                _("Hier sehen Sie jederzeit, was daraus wird: %(link)s")
                % {"link": _full(localized(voice.get_absolute_url()))},
            ]
            _send(voice, "published", place, address, _("Ihre Stimme ist veröffentlicht"), body, now)


def tell_refused(voice: Voice, *, now: datetime) -> None:
    """Why it is not published."""
    for place, (address, language) in enumerate(_readers(voice)):
        with override(language):
            page = localized(reverse("voices:receipt", kwargs={"slug": voice.slug}))
            body = [
                _("Ihre Stimme „%(title)s“ wird nicht veröffentlicht: Sie %(reason)s.")
                % {"title": voice.title, "reason": voice.get_refusal_display()},
                voice.refusal_note,
                _("Sie können sie anders schreiben und noch einmal abgeben. Nachlesen können Sie das hier: %(link)s")
                % {"link": _full(page)},
            ]
            _send(voice, "refused", place, address, _("Ihre Stimme wird nicht veröffentlicht"), body, now)


def _readers(voice: Voice) -> Iterator[tuple[str, str]]:
    """(address, language) of its author: of the account, or of the guest who left and confirmed an address.

    Only its author can have begun to follow a voice before it was public.
    """
    if voice.author is not None:
        yield voice.author.email, voice.author.language
    elif voice.entered_by_id is None:
        guests = Follow.objects.filter(node__kind="voice", node__object_id=voice.pk, person=None)
        before = guests.exclude(confirmed_at=None).filter(since__lte=voice.given_at)
        yield from before.values_list("email", "language")


def _send(
    voice: Voice, what: str, place: int, address: str, subject: str, paragraphs: list[str], now: datetime
) -> None:
    text = "\n\n".join(filter(None, [*paragraphs, signature()]))
    key = f"voice-{voice.pk}-{what}-{int(now.timestamp())}-{place}"
    jobs.send_mail(key=key, to=address, subject=subject, body=text, now=now)


def _full(path: str) -> str:
    return f"{settings.SITE_URL.rstrip('/')}{path}"
