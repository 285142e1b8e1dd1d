"""What happens when an answer is overdue."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from stadtgespraech.apps.people.models import Person, Unit
from stadtgespraech.apps.voices import office_mails
from stadtgespraech.apps.voices.models import Voice
from stadtgespraech.apps.voices.queries.deadlines import OVERDUE, open_voices, with_clock
from stadtgespraech.core import jobs, journal


@transaction.atomic
def escalate_overdue(*, now: datetime) -> int:
    """Tell the sponsor office's people of every answer that is overdue; each voice once for each day it was due.

    Where no sponsor is named, or nobody holds that office, it is the strategy office, and where nobody works there
    either its mail address. Everybody gets one mail with all their voices.

    Returns:
        How many voices were escalated.
    """
    # Locked, so that two runs at once can't both find the same voice.
    late = list(
        with_clock(open_voices(), today=timezone.localdate(now))
        .filter(clock_state=OVERDUE, escalated_at=None)
        .select_for_update(of=("self",))
        .select_related("unit", "sponsor_unit")
        .order_by("due_on", "pk")
    )
    for_whom: dict[str, list[Voice]] = defaultdict(list)
    languages: dict[str, str] = {}
    staff: dict[Unit | None, list[Person]] = {}
    for voice in late:
        office = voice.sponsor_unit
        if office not in staff:
            staff[office] = office_mails.people_of(office, "sponsor") if office else []
            staff[office] = staff[office] or office_mails.people_of(None, "strategy_office")
        for person in staff[office]:
            for_whom[person.email].append(voice)
            languages[person.email] = person.language
        if not staff[office]:
            for_whom[settings.OFFICE_EMAIL].append(voice)
        journal.record(
            "voice.escalated",
            subject=voice,
            by=None,
            at=now,
            unit=voice.unit,
            due_on=voice.due_on,
            to=office.slug if office else "strategy_office",
        )
    Voice.objects.filter(pk__in=[voice.pk for voice in late]).update(escalated_at=now)
    for address, voices in for_whom.items():
        named = f"{address}\n" + "\n".join(f"{voice.pk} {voice.due_on}" for voice in voices)
        with override(languages.get(address, settings.LANGUAGE_CODE)):
            jobs.send_mail(
                key=f"voices-escalated-{hashlib.sha256(named.encode()).hexdigest()[:32]}",
                to=address,
                now=now,
                **office_mails.escalated(voices),
            )
    return len(late)
