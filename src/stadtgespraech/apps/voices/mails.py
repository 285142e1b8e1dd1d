"""What our mails to offices about voices say, and who gets them. In the language that is active."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stadtgespraech.apps.following.mails import signature
from stadtgespraech.apps.people.models import Person, Unit
from stadtgespraech.apps.voices.models import Voice
from stadtgespraech.core.web.addresses import localized
from stadtgespraech.core.web.templatetags.formatting import day


def people_of(unit: Unit | None, role: str) -> list[Person]:
    """Active people who hold a role now, for one unit or (None) for any."""
    rows = Person.objects.filter(is_active=True, role_assignments__role=role, role_assignments__ended_at=None)
    if unit is not None:
        rows = rows.filter(role_assignments__unit=unit, role_assignments__role=role, role_assignments__ended_at=None)
    return list(rows.distinct().order_by("pk"))


def routed(voice: Voice) -> dict[str, Any]:
    """A unit is asked to answer."""
    facts = {"title": voice.title, "day": day(voice.due_on), "link": _address(localized(voice.get_absolute_url()))}
    parts = [
        _("Eine Stimme wartet auf Ihre Antwort: „%(title)s“") % facts,
        _("Bitte bestätigen Sie, dass Sie zuständig sind, und antworten Sie bis %(day)s.") % facts,
        _("Sie finden sie hier: %(link)s") % facts,
        signature(),
    ]
    return {"subject": _("Eine Stimme wartet auf Ihre Antwort"), "body": "\n\n".join(parts)}


def escalated(voices: Iterable[Voice]) -> dict[str, Any]:
    """Answers are overdue, and whoever reads this is asked to see to them."""
    voices = list(voices)
    lines = []
    for voice in voices:
        facts = {"title": voice.title, "unit": voice.unit.name if voice.unit else "", "day": day(voice.due_on)}
        lines.append(
            _("„%(title)s“, zuständig: %(unit)s, fällig am %(day)s") % facts
            + f"\n{_address(localized(voice.get_absolute_url()))}"
        )
    subject = ngettext("Eine Antwort ist überfällig", "%(n)s Antworten sind überfällig", len(voices)) % {
        "n": len(voices)
    }
    parts = [
        _("Diese Stimmen hätten schon beantwortet sein sollen. Bitte sorgen Sie dafür, dass es bald geschieht."),
        *lines,
        _("Alle Fristen: %(link)s") % {"link": _address(reverse("voices:deadlines"))},
        signature(),
    ]
    return {"subject": subject, "body": "\n\n".join(parts)}


def _address(path: str) -> str:
    return f"{settings.SITE_URL.rstrip('/')}{path}"
