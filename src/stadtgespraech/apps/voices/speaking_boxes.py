"""What voices add to other pages, and to their own."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from stadtgespraech.apps.dialogue.models import Event, Stage, Topic
from stadtgespraech.apps.dialogue.queries import open_stage
from stadtgespraech.apps.voices import queries
from stadtgespraech.apps.voices.models import Voice
from stadtgespraech.core import access
from stadtgespraech.core.web import boxes
from stadtgespraech.core.web.addresses import localized
from stadtgespraech.core.web.submissions import ConfirmForm

SHOWN_OF_EVENT = 10


def of_topic(topic: Topic, person: Any) -> boxes.Box:
    """The newest voices on a topic, and the way to add one's own."""
    rows = queries.newest_of_topic(topic, seen_by=person)
    found = list(rows[:3])
    context = {
        "topic_voices": found,
        "all_url": f"{reverse('voices:voices')}?{urlencode({'thema': topic.slug})}",
        "speak_url": f"{reverse('voices:submit')}?{urlencode({'thema': topic.slug})}",
        "is_open": open_stage(Stage.Opens.VOICES) is not None,
    }
    return "voices/boxes/topic.html", context


def of_overview(_nothing: Any, person: Any) -> boxes.Box:
    """Speaking, on the page of the dialogue."""
    if open_stage(Stage.Opens.VOICES) is None:
        return None
    return "voices/boxes/overview.html", {}


def of_my_page(_account: Any, person: Any) -> boxes.Box:
    """How many voices are mine."""
    return "voices/boxes/my_page.html", {"number": queries.own_voices(of=person).count()}


def support(voice: Voice, person: Any) -> boxes.Box:
    """Who stands behind it, and the button."""
    if voice.state != Voice.State.PUBLISHED:
        return None
    is_author = person is not None and voice.author_id == person.pk
    page = localized(voice.get_absolute_url())
    context = {
        "voice": voice,
        "is_author": is_author,
        "supports": queries.supports(person, voice) if not is_author else False,
        "is_open": Stage.Opens.SUPPORT in queries.opened_for(voice),
        "sign_in_url": f"{reverse('account_login')}?{urlencode({'next': page})}",
    }
    return "voices/boxes/support.html", context


def office(voice: Voice, person: Any) -> boxes.Box:
    """What moderation can do with a voice."""
    if not access.may(person, "voices.publish_voice", voice):
        return None
    context = {
        "voice": voice,
        "has_contact": getattr(voice, "contact", None) is not None,
        "pictures": queries.pictures_of(voice),
        "publish_form": ConfirmForm(),
    }
    return "voices/boxes/moderation.html", context


def of_event(event: Event, person: Any) -> boxes.Box:
    """What was said there (two statements), and for the office the way to write it down."""
    rows = access.visible(Voice, to=person).filter(event=event, state=Voice.State.PUBLISHED, archived_at=None)
    found = list(rows.order_by("given_at", "pk")[:SHOWN_OF_EVENT])
    may_enter = access.may(person, "voices.enter_voice")
    if not found and not may_enter:
        return None
    more = rows.count() - len(found)
    return "voices/boxes/event.html", {"event": event, "voices": found, "more": more, "may_enter": may_enter}


def register() -> None:
    """Fill the slots."""
    boxes.register("dialogue.topic", of_topic, order=10)
    boxes.register("dialogue.event", of_event, order=10)
    boxes.register("dialogue.overview", of_overview, order=10)
    boxes.register("people.my_page", of_my_page, order=10)
    boxes.register("voices.voice.aside", support, order=10)
    boxes.register("voices.voice.office", office, order=10)
