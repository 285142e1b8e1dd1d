"""How a table of voices comes in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stadtgespraech.apps.dialogue.models import District, Topic
from stadtgespraech.apps.voices.actions.entering import beginning_of, shortened
from stadtgespraech.apps.voices.actions.importing import ImportedVoice, import_voices, imported_already
from stadtgespraech.apps.voices.models import TEXT_LENGTH, TITLE_LENGTH, Voice
from stadtgespraech.core import access
from stadtgespraech.core.tables import DayField
from stadtgespraech.core.tables.forms import RowForm
from stadtgespraech.core.tables.importing import ImportColumn, Problem, Row, TableImport, repeated
from stadtgespraech.core.tables.reading import heading_key

EARLIEST = date(1990, 1, 1)


@dataclass(frozen=True)
class Known:
    """What rows may name: by slug and by name in any language, written in any way."""

    topics: dict[str, Topic]
    districts: dict[str, District]
    channels: dict[str, str]
    now: datetime


def known_to(person: Any, now: datetime) -> Known:
    """Topics and districts by all their names (two statements)."""
    topics, districts = {}, {}
    for topic in access.visible(Topic, to=person).filter(archived_at=None):
        for name in (topic.slug, *topic.name.values()):
            topics[heading_key(name)] = topic
    for district in access.visible(District, to=person).filter(archived_at=None):
        for name in (district.slug, str(district.name)):
            districts[heading_key(name)] = district
    channels = {
        heading_key(name): channel.value for channel in Voice.Channel for name in (channel.value, str(channel.label))
    }
    return Known(topics, districts, channels, now)


class VoiceRowForm(RowForm):
    """One voice. Nothing that was said is cut: a title that is too long is also kept in the text."""

    source = forms.CharField(max_length=200)
    external_id = forms.CharField(max_length=200)
    title = forms.CharField(max_length=TEXT_LENGTH, required=False)
    text = forms.CharField(max_length=TEXT_LENGTH, required=False)
    topic = forms.CharField(max_length=200, required=False)
    district = forms.CharField(max_length=200, required=False)
    channel = forms.CharField(max_length=40)
    given_on = DayField(required=False)

    def clean_topic(self) -> Topic | None:
        return self._known(self.context.topics, "topic", _("Dieses Thema kennen wir nicht: „%(name)s“."))

    def clean_district(self) -> District | None:
        return self._known(self.context.districts, "district", _("Diesen Stadtbezirk kennen wir nicht: „%(name)s“."))

    def clean_channel(self) -> str:
        ways = ", ".join(str(channel.label) for channel in Voice.Channel)
        unknown = _("Den Weg „%(name)s“ kennen wir nicht. Möglich sind: %(ways)s.")
        found: str = self._known(self.context.channels, "channel", unknown, ways=ways)
        return found

    def _known(self, names: dict[str, Any], field: str, sentence: str, **more: str) -> Any:
        given: str = self.cleaned_data[field]
        if not given:
            return None
        found = names.get(heading_key(given))
        if found is None:
            raise forms.ValidationError(sentence % {"name": given[:60], **more})
        return found

    def clean_given_on(self) -> date | None:
        day: date | None = self.cleaned_data["given_on"]
        if day is not None and not EARLIEST <= day <= timezone.localdate(self.context.now):
            raise forms.ValidationError(
                _("Bitte geben Sie einen Tag an, der nach 1990 liegt und nicht in der Zukunft.")
            )
        return day

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if "title" not in values or "text" not in values:
            return values
        title, text = " ".join(values["title"].split()), values["text"]
        if not title and not text:
            self.add_error("text", _("In dieser Zeile steht nichts, was jemand gesagt hat."))
            return values
        if len(title) > TITLE_LENGTH:
            # Its beginning becomes the title; all of it stays, at the head of the text.
            text = f"{title}\n\n{text}".strip()
        values["title"], values["text"] = shortened(title) if title else beginning_of(text), text or title
        if len(values["text"]) > TEXT_LENGTH:
            self.add_error("text", _("Titel und Text sind zusammen länger als %(n)s Zeichen.") % {"n": TEXT_LENGTH})
        return values


def check(rows: Sequence[Row], context: Known) -> list[Problem]:
    """One voice per source and number; what is there already says the same."""
    problems = repeated(rows, lambda values: (values["source"], values["external_id"]), _("Nummer"))
    there = imported_already({row.values["source"] for row in rows})
    for row in rows:
        text = there.get((row.values["source"], row.values["external_id"]))
        if text is not None and text != row.values["text"]:
            message = _("Aus dieser Quelle gibt es diese Nummer schon, mit einem anderen Text.")
            problems.append(Problem(row.number, _("Nummer"), message))
    return problems


def remarks(rows: Sequence[Row], context: Known) -> list[str]:
    """What will be left as it is, and which titles are shortened."""
    there = imported_already({row.values["source"] for row in rows})
    old = sum((row.values["source"], row.values["external_id"]) in there for row in rows)
    cut = sum(len(" ".join(str(row.cells.get("title") or "").split())) > TITLE_LENGTH for row in rows)
    sentences = []
    if old:
        text = ngettext(
            "Eine davon ist schon eingelesen und bleibt, wie sie ist.",
            "%(n)s davon sind schon eingelesen und bleiben, wie sie sind.",
            old,
        )
        sentences.append(text % {"n": old})
    if cut:
        text = ngettext(
            "Ein Titel ist zu lang und wird gekürzt; ganz steht er am Anfang des Textes.",
            "%(n)s Titel sind zu lang und werden gekürzt; ganz stehen sie am Anfang des Textes.",
            cut,
        )
        sentences.append(text % {"n": cut})
    return sentences


def store(rows: Sequence[dict[str, Any]], by: Any, now: datetime, *, publish: bool = False) -> int:
    voices = [
        ImportedVoice(
            source=row["source"],
            external_id=row["external_id"],
            title=row["title"],
            text=row["text"],
            topic=row["topic"],
            district=row["district"],
            channel=row["channel"],
            given_at=_moment(row["given_on"], now),
        )
        for row in rows
    ]
    return import_voices(voices=voices, publish=publish, by=by, now=now)


def _moment(day: date | None, now: datetime) -> datetime:
    """Noon of a day whose hour nobody noted."""
    if day is None or day == timezone.localdate(now):
        return now
    return timezone.make_aware(datetime.combine(day, time(12)))


VOICES = TableImport(
    name="voices.voices",
    columns=(
        ImportColumn("source", ("Quelle", "Source")),
        ImportColumn("external_id", ("Nummer", "Number", "External id", "ID")),
        ImportColumn("title", ("Titel", "Title", "In einem Satz"), required=False),
        ImportColumn("text", ("Text", "Stimme", "Voice")),
        ImportColumn("topic", ("Thema", "Topic"), required=False),
        ImportColumn("district", ("Stadtbezirk", "District"), required=False),
        ImportColumn("channel", ("Weg", "Channel")),
        ImportColumn("given_on", ("Datum", "Date", "Gesagt am"), required=False),
    ),
    form=VoiceRowForm,
    prepare=known_to,
    check=check,
    remarks=remarks,
    store=store,
)
