"""What the start page and the workplace show, gathered from the apps below."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _

from stadtgespraech.apps.dialogue import queries as dialogue
from stadtgespraech.apps.dialogue.queries import Invitation, StageOnTheWay
from stadtgespraech.apps.indicators import queries as indicators
from stadtgespraech.apps.indicators.lights import GroupLight
from stadtgespraech.apps.strategy import queries as strategy
from stadtgespraech.apps.strategy.models import Goal, Project
from stadtgespraech.apps.voices import queries as voices
from stadtgespraech.core import access, thread
from stadtgespraech.core.journal.models import JournalEntry
from stadtgespraech.core.journal.names import Described, described, named_kinds
from stadtgespraech.core.thread.models import Node
from stadtgespraech.core.web.addresses import localized

# Decisions whose subject has no page of its own, and the page that shows them.
_PAGES_OF_OTHERS = {
    "timeline_entry.added": "dialogue:timeline",
    "timeline_entry.changed": "dialogue:timeline",
    "pack.loaded": "opendata:catalogue",
}
# Too many and too small to be news; a voice is news when it is published.
_NO_NEWS = {"voice.submitted", "voice.entered", "voice.sorted", "voice.supported", "voice.unsupported"}
# So many entries are read to find the newest that are news; keeps the page's work bounded.
_LOOKED_AT = 60
_NO_INDICATOR = GroupLight("no-values")


@dataclass(frozen=True)
class GoalAtAGlance:
    """A goal on the start page.

    Attributes:
        light, light_text: how its indicators stand together, as ``{% light %}`` draws and says it.
        reported, total: how many of its indicators have a value.
        example: whether a made-up value takes part in the light.
    """

    name: str
    url: str
    fields: tuple[str, ...]
    light: str
    light_text: str
    reported: int
    total: int
    example: bool


@dataclass(frozen=True)
class News:
    """A decision from the journal: what, by which office, when, and where to read on."""

    at: datetime
    text: str
    url: str
    example: bool


def things_to_do(*, stages: Iterable[StageOnTheWay], now: datetime) -> tuple[list[Invitation], bool]:
    """What anybody can do right now, and whether anything of it is open only for a time (one statement)."""
    stages = list(stages)
    open_now = [*voices.invitations(stages), *dialogue.invitations(stages=stages, seen_by=None, now=now)]
    always = [
        Invitation(
            _("Nachsehen, was aus den Zielen wird"),
            _("Zu jedem Ziel: was geplant ist, wer dafür zuständig ist und ob es wirkt."),
            reverse("strategy:goals"),
            minutes=4,
        ),
        Invitation(
            _("Nach Ihrem Thema suchen"),
            _("Ein Wort genügt: Schulweg, Klima, Digitalisierung. Sie sehen, was die Stadt dazu vorhat."),
            reverse("web:search"),
            minutes=2,
        ),
        Invitation(
            _("Termine in den eigenen Kalender holen"),
            _("Einmal abonnieren, dann stehen neue Termine von selbst in Ihrem Kalender."),
            reverse("dialogue:events"),
            minutes=2,
        ),
        Invitation(
            _("Eine Barriere melden"),
            _("Etwas auf dieser Website lässt sich nicht lesen oder bedienen? Sagen Sie es uns."),
            reverse("pages:report_barrier"),
            minutes=3,
        ),
    ]
    return [*open_now, *always], bool(open_now)


def goals_at_a_glance() -> list[GoalAtAGlance]:
    """The current goals with their fields and the light of their indicators."""
    lights = indicators.lights_of_goals(seen_by=None)
    fields = strategy.names_of_fields(seen_by=None)
    return [
        _glance(goal, fields.get(goal.pk, []), lights.get(goal.pk, _NO_INDICATOR))
        for goal in access.visible(Goal, to=None).only("slug", "name")
    ]


def _glance(goal: Goal, fields: list[str], light: GroupLight) -> GoalAtAGlance:
    return GoalAtAGlance(
        name=str(goal.name),
        url=localized(goal.get_absolute_url()),
        fields=tuple(fields),
        light=light.state,
        light_text=str(light.text),
        reported=light.reported,
        total=light.total,
        example=light.is_example,
    )


def news(*, most: int = 6) -> list[News]:
    """The newest decisions on things that everybody may see (two statements). Repeats in a row are told once."""
    kinds = {kind.model._meta.label_lower: kind.name for kind in thread.kinds().values()}
    rows = JournalEntry.objects.filter(kind__in=named_kinds().keys() - _NO_NEWS).order_by("-seq")[:_LOOKED_AT]
    entries = [next(repeats) for _same, repeats in groupby(rows, key=_what)]
    names = {entry: (kinds.get(entry.subject_type, ""), entry.subject_id) for entry in entries}
    public = Node.objects.filter(
        kind__in={kind for kind, _slug in names.values()},
        slug__in={slug for _kind, slug in names.values()},
        visibility=Node.Visibility.PUBLIC,
        is_archived=False,
    ).only("kind", "slug", "address", "title", "is_example")
    nodes = {(node.kind, node.slug): node for node in public}
    shown = [(entry, node) for entry in entries if (node := nodes.get(names[entry])) or entry.kind in _PAGES_OF_OTHERS]
    # What stood between two of a kind may be hidden.
    told = [next(repeats) for _same, repeats in groupby(shown, key=lambda pair: _what(pair[0]))]
    return [_item(described(entry), node) for entry, node in told[:most]]


def _what(entry: JournalEntry) -> tuple[str, str, str]:
    return entry.kind, entry.subject_type, entry.subject_id


def _item(entry: Described, node: Node | None) -> News:
    if node is not None:
        text, url, example = f"{entry.sentence}: {node.title}", localized(node.address), node.is_example
    else:
        text, url, example = str(entry.sentence), reverse(_PAGES_OF_OTHERS[entry.kind]), False
    sentence = _("%(text)s (%(office)s)") % {"text": text, "office": entry.office}
    return News(entry.at, sentence, url, example or entry.example)


def counts(goals: Iterable[GoalAtAGlance]) -> dict[str, int]:
    """How much there is behind these goals, as everybody sees it (one statement)."""
    goals = list(goals)
    return {
        "fields": sum(len(goal.fields) for goal in goals),
        "projects": access.visible(Project, to=None).count(),
        "indicators": sum(goal.total for goal in goals),
    }
