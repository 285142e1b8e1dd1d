"""Made-up events for the demo, marked as examples wherever they show."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from stadtgespraech.apps.dialogue.models import Event, Format, Topic
from stadtgespraech.core import thread
from stadtgespraech.core.languages import Translated

# slug, days from now, hour, minutes, format, place, topics, name, description
EVENTS = [
    (
        "beispiel-stadtteilgespraech-hoerde",
        9,
        18,
        120,
        "stadtkonferenz",
        "Bürgersaal Hörde (Beispiel)",
        ["wohnen", "sicherheit"],
        Translated(de="Stadtteilgespräch Hörde", en="Neighbourhood talk in Hörde"),
        Translated(
            de="Was läuft gut in Hörde, was fehlt? Zwei Stunden am runden Tisch, einfach vorbeikommen.",
            en="What works in Hörde, what is missing? Two hours at a round table, just drop in.",
        ),
    ),
    (
        "beispiel-online-abend-mobilitaet",
        16,
        19,
        90,
        "online-beteiligung",
        "Online (Beispiel)",
        ["mobilitaet", "klima"],
        Translated(de="Online-Abend: Wie kommen wir durch die Stadt?", en="Online evening: how do we get around?"),
        Translated(
            de="Eine Stunde zuhören und fragen, eine halbe Stunde gemeinsam ordnen, was wichtig ist.",
            en="An hour to listen and ask, half an hour to sort out together what matters.",
        ),
    ),
    (
        "beispiel-jugend-werkstatt",
        30,
        15,
        180,
        "kinder-und-jugend",
        "Jugendtreff Nordmarkt (Beispiel)",
        ["kinder", "freizeit"],
        Translated(de="Werkstatt für Jugendliche", en="Workshop for young people"),
        Translated(
            de="Ein Nachmittag für alle von 12 bis 18 Jahren: Wo haltet ihr euch gern auf, und was müsste sich ändern?",
            en="An afternoon for everybody between 12 and 18: where do you like to be, and what should change?",
        ),
    ),
]

# slug → places, for the events that ask for registration
PLACES = {"beispiel-online-abend-mobilitaet": 80, "beispiel-jugend-werkstatt": 24}


def add_example_events(*, now: datetime) -> int:
    """Add the example events that are not there yet, some days ahead of ``now``; returns how many were added."""
    added = 0
    formats = {fmt.slug: fmt for fmt in Format.objects.all()}
    topics = {topic.slug: topic for topic in Topic.objects.all()}
    for slug, days, hour, minutes, format_slug, place, topic_slugs, name, description in EVENTS:
        day = timezone.localtime(now) + timedelta(days=days)
        start = day.replace(hour=hour, minute=0, second=0, microsecond=0)
        event, created = Event.objects.get_or_create(
            slug=slug,
            defaults={
                "name": name,
                "description": description,
                "place": place,
                "format": formats.get(format_slug),
                "starts_at": start,
                "ends_at": start + timedelta(minutes=minutes),
                "takes_registrations": slug in PLACES,
                "capacity": PLACES.get(slug),
                "is_example": True,
            },
        )
        if created:
            event.topics.set([topics[topic] for topic in topic_slugs if topic in topics])
            thread.put(event, at=now)
            added += 1
    return added
