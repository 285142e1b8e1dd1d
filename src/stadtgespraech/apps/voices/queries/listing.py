"""Lists of voices: search, filters, order, and what a card needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, TextChoices, Value, When
from django.utils.translation import gettext_lazy as _

from stadtgespraech.apps.voices.models import Support, Voice
from stadtgespraech.core import access, thread
from stadtgespraech.core.text import words_of

# So many words of a new voice are looked for in others; long words say most.
_TELLING_WORDS = 2
_SHORTEST_WORD = 5


class AnswerState(TextChoices):
    """How far the city's answer is."""

    OPEN = "offen", _("noch offen")
    OVERDUE = "ueberfaellig", _("überfällig")
    ANSWERED = "beantwortet", _("beantwortet")


class Sort(TextChoices):
    """In which order."""

    NEWEST = "neu", _("Neueste zuerst")
    MOST_SUPPORTED = "unterstuetzt", _("Meiste Unterstützung zuerst")


_ORDERS = {Sort.NEWEST: ("-given_at", "-id"), Sort.MOST_SUPPORTED: ("-support_count", "-id")}


@dataclass(frozen=True)
class VoiceFilter:
    """What somebody wants to see of all voices; empty parts ask for nothing.

    Attributes:
        topic, district: slugs.
        answer: a value of :class:`AnswerState`.
        sort: a value of :class:`Sort`.
    """

    words: str = ""
    topic: str = ""
    district: str = ""
    channel: str = ""
    answer: str = ""
    sort: str = Sort.NEWEST

    @property
    def narrows(self) -> bool:
        """Whether it leaves anything out."""
        return any((self.words, self.topic, self.district, self.channel, self.answer))


def voices(*, seen_by: Any, only: VoiceFilter = VoiceFilter(), today: date | None = None) -> QuerySet[Voice]:
    """Public voices with everything that a card shows (one statement).

    Args:
        today: with it each row says in ``answer_state`` whether its answer is overdue, and can be filtered by that.
    """
    return with_card(_chosen(seen_by, only, today), today=today).order_by(*_ORDERS[Sort(only.sort)])


def number_of_voices(*, seen_by: Any, only: VoiceFilter, today: date) -> int:
    """How many there are, without joining what nobody looks at (one statement)."""
    return _chosen(seen_by, only, today).count()


def _chosen(seen_by: Any, only: VoiceFilter, today: date | None) -> QuerySet[Voice]:
    rows = _public(seen_by)
    wanted = {"topic__slug": only.topic, "district__slug": only.district, "channel": only.channel}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    if only.words:
        rows = rows.filter(pk__in=_found(only.words, seen_by))
    if only.answer:
        rows = rows.filter(_answers(today)[AnswerState(only.answer)])
    return rows


def with_card(rows: QuerySet[Voice], *, today: date | None = None) -> QuerySet[Voice]:
    """Joins what ``voices/card.html`` shows."""
    states = [When(condition, then=Value(state.value)) for state, condition in _answers(today).items()]
    return rows.select_related("topic", "district", "answer").annotate(
        answer_state=Case(*states, default=Value(AnswerState.OPEN.value), output_field=CharField())
    )


def _answers(today: date | None) -> dict[AnswerState, Q]:
    """Which voices are in which state; without a day nothing is overdue."""
    late = Q(due_on__lt=today) if today is not None else Q(pk=None)
    return {
        AnswerState.ANSWERED: Q(answer__isnull=False),
        AnswerState.OVERDUE: Q(answer__isnull=True) & late,
        AnswerState.OPEN: Q(answer__isnull=True),
    }


def _public(person: Any) -> QuerySet[Voice]:
    return access.visible(Voice, to=person).filter(state=Voice.State.PUBLISHED, archived_at=None)


def _found(words: str, person: Any) -> QuerySet[Any]:
    return thread.search(words, seen_by=person, kind="voice").order_by().values("object_id")


def newest_of_topic(topic: Any, *, seen_by: Any) -> QuerySet[Voice]:
    """Public voices on a topic, newest first, as cards."""
    return with_card(_public(seen_by).filter(topic=topic)).order_by("-given_at", "-id")


def own_voices(*, of: Any) -> QuerySet[Voice]:
    """Everything this person has said, in every state, newest first, as cards."""
    rows = access.visible(Voice, to=of).filter(author=of, archived_at=None)
    return with_card(rows).order_by("-given_at", "-id")


def similar_voices(*, title: str, text: str, seen_by: Any, most: int = 3) -> list[Voice]:
    """Public voices that share the telling words of a new one (at most two statements).

    A hint while somebody is writing, not a judgement: the longest words, all of them, then the longest alone.
    """
    words = sorted(
        {word.strip(".,;:!?\"'()„“-") for word in words_of(title) or words_of(text)}, key=lambda w: (-len(w), w)
    )
    telling = [word for word in words if len(word) >= _SHORTEST_WORD][:_TELLING_WORDS]
    for wanted in dict.fromkeys((" ".join(telling), *telling[:1])):
        if wanted:
            found = list(
                _public(seen_by).filter(pk__in=_found(wanted, seen_by)).order_by("-support_count", "-id")[:most]
            )
            if found:
                return found
    return []


def voice_with_facts(*, seen_by: Any) -> QuerySet[Voice]:
    """Voices with everything that their page shows (two statements)."""
    rows = access.visible(Voice, to=seen_by).select_related(
        "topic", "district", "stage", "format", "event", "unit", "answer", "answer__unit"
    )
    if access.may(seen_by, "voices.see_contact"):
        rows = rows.select_related("contact")
    if seen_by is not None:
        rows = rows.annotate(is_supported=Exists(Support.objects.filter(voice=OuterRef("pk"), person=seen_by)))
    return rows.prefetch_related("attachments")
