"""The clock of one voice: where it is on its way to an answer, in plain words. No statements, no clock of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stadtgespraech.apps.voices.models import Answer, Voice
from stadtgespraech.core.web.templatetags.formatting import day


def due_day(now: datetime) -> date:
    """Until when a voice that is routed now is answered (STADTGESPRAECH_ANSWER_DAYS)."""
    return timezone.localdate(now) + timedelta(days=settings.ANSWER_DAYS)


@dataclass(frozen=True)
class Step:
    """A station on the way to the answer, as ``{% thread %}`` draws it."""

    kind_label: str
    title: str
    on: date | None
    note: str
    state: str
    url: str = ""
    is_example: bool = False


@dataclass(frozen=True)
class Clock:
    """How far a voice has come.

    Attributes:
        voice: with ``unit`` and ``sponsor_unit`` joined.
        answer: what was answered, if anything.
        today: local day.
    """

    voice: Voice
    answer: Answer | None
    today: date

    @property
    def is_overdue(self) -> bool:
        """The day has passed and nobody has answered."""
        due = self.voice.due_on
        return self.answer is None and due is not None and due < self.today

    @property
    def acknowledge_by(self) -> date | None:
        """Until when the unit confirms that it is theirs (STADTGESPRAECH_ACKNOWLEDGE_DAYS)."""
        routed = self.voice.routed_at
        return timezone.localdate(routed) + timedelta(days=settings.ACKNOWLEDGE_DAYS) if routed else None

    @property
    def is_confirmation_overdue(self) -> bool:
        until = self.acknowledge_by
        waits = self.answer is None and self.voice.acknowledged_at is None
        return waits and until is not None and until < self.today

    @property
    def days_late(self) -> int:
        """Days between the due day and the answer, or today; 0 in time."""
        if self.voice.due_on is None:
            return 0
        end = timezone.localdate(self.answer.given_at) if self.answer else self.today
        return max(0, (end - self.voice.due_on).days)

    @property
    def sentence(self) -> str:
        """Where the voice stands, in one sentence that its author can repeat."""
        voice = self.voice
        facts: dict[str, Any] = {"unit": _office(voice), "days": self.days_late}
        if self.answer:
            facts["day"] = day(timezone.localdate(self.answer.given_at))
            if not self.days_late:
                return _("Die Stadt hat am %(day)s geantwortet.") % facts
            return (
                ngettext(
                    "Die Stadt hat am %(day)s geantwortet, einen Tag zu spät.",
                    "Die Stadt hat am %(day)s geantwortet, %(days)s Tage zu spät.",
                    self.days_late,
                )
                % facts
            )
        if voice.due_on is None:
            return _("Wir klären gerade, wer antwortet.")
        facts["day"] = day(voice.due_on)
        if self.is_overdue:
            return (
                ngettext(
                    "%(unit)s sollte bis %(day)s antworten. Die Antwort ist einen Tag überfällig.",
                    "%(unit)s sollte bis %(day)s antworten. Die Antwort ist %(days)s Tage überfällig.",
                    self.days_late,
                )
                % facts
            )
        return _("%(unit)s antwortet bis %(day)s.") % facts

    @property
    def steps(self) -> list[Step]:
        """The way as a thread: what is done, and what is still to come."""
        voice = self.voice
        moments = [
            (_("eingegangen"), voice.get_channel_display(), voice.given_at, ""),
            (_("veröffentlicht"), _("Alle können sie lesen"), voice.published_at, ""),
            (_("zuständig"), _office(voice) if voice.unit else _("Wir klären, wer antwortet"), voice.routed_at, ""),
            (_("bestätigt"), _("Die zuständige Stelle kümmert sich"), voice.acknowledged_at, self._until_confirmed()),
            (_("beantwortet"), _("Antwort der Stadt"), self.answer and self.answer.given_at, self._until_answered()),
        ]
        reached = [moment is not None for _word, _title, moment, _note in moments]
        # An answer can come before the confirmation; then the confirmation is no longer waited for.
        last = max((place for place, done in enumerate(reached) if done), default=0)
        return [
            Step(
                kind_label=word,
                title=str(title),
                on=timezone.localdate(moment) if moment else None,
                note=note if not moment else "",
                state="done" if moment else "next",
            )
            for place, (word, title, moment, note) in enumerate(moments)
            if moment or place > last
        ]

    def _until_confirmed(self) -> str:
        if self.is_confirmation_overdue:
            return _("überfällig seit %(day)s") % {"day": day(self.acknowledge_by)}
        return _("bis %(day)s") % {"day": day(self.acknowledge_by)} if self.acknowledge_by else ""

    def _until_answered(self) -> str:
        if self.is_overdue:
            return _("überfällig seit %(day)s") % {"day": day(self.voice.due_on)}
        return _("bis %(day)s") % {"day": day(self.voice.due_on)} if self.voice.due_on else ""


def _office(voice: Voice) -> str:
    return str(voice.unit.name) if voice.unit else str(_("Das Strategiebüro"))
