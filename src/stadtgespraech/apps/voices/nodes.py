"""How voices and answers hang on the red thread."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stadtgespraech.apps.voices.models import Answer, Voice
from stadtgespraech.core import thread
from stadtgespraech.core.languages import Translated, in_every_language
from stadtgespraech.core.thread import LinkFacts, NodeFacts
from stadtgespraech.core.web.templatetags.formatting import day

SUMMARY_LENGTH = 300


def sentence_of(voice: Voice) -> str:
    """Who will answer until when, from the day the unit says so until it has answered."""
    if not (voice.acknowledged_at and voice.unit and voice.due_on) or getattr(voice, "answer", None):
        return ""
    facts = {"unit": voice.unit.name, "day": day(voice.due_on)}
    return _("%(unit)s hat die Stimme angenommen und antwortet bis %(day)s.") % facts


def describe_voice(voice: Voice) -> NodeFacts:
    """Before it is published a voice is its author's and the offices' business."""
    is_public = voice.state == Voice.State.PUBLISHED
    return NodeFacts(
        Translated({voice.language: voice.title}),
        voice.get_absolute_url(),
        summary=Translated({voice.language: voice.text[:SUMMARY_LENGTH]}),
        note=in_every_language(voice.get_channel_display),
        sentence=in_every_language(lambda: sentence_of(voice)),
        visibility="public" if is_public else "person",
        person_id=None if is_public else voice.author_id,
        is_example=voice.is_example,
        on=voice.given_at.date(),
    )


def describe_answer(answer: Answer) -> NodeFacts:
    is_public = answer.voice.state == Voice.State.PUBLISHED
    return NodeFacts(
        in_every_language(lambda: _("Antwort der Stadt: %(result)s") % {"result": answer.get_disposition_display()}),
        answer.get_absolute_url(),
        sentence=in_every_language(
            lambda: (
                _("Die Stadt hat geantwortet: Die Stimme %(result)s.") % {"result": answer.get_disposition_display()}
            )
        ),
        visibility="public" if is_public else "person",
        person_id=None if is_public else answer.voice.author_id,
        is_example=answer.is_example,
        on=answer.given_at.date(),
    )


def links_of_answer(answer: Answer) -> Iterable[LinkFacts]:
    yield LinkFacts(answer.voice, "answered_by", answer)


thread.register(
    "voice",
    Voice,
    label=gettext_lazy("Stimme"),
    plural=gettext_lazy("Stimmen"),
    describe=describe_voice,
    reads=("unit", "answer"),
)
thread.register(
    "answer",
    Answer,
    label=gettext_lazy("Antwort"),
    plural=gettext_lazy("Antworten"),
    describe=describe_answer,
    links=links_of_answer,
    reads=("voice",),
)
