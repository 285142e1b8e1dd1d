"""Made-up voices for the demo, marked as examples wherever they show: on pages, in files and in API answers."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.db.models import F

from stadtgespraech.apps.dialogue.models import District, Format, Stage, Topic
from stadtgespraech.apps.dialogue.queries import open_stage
from stadtgespraech.apps.following.actions import follow
from stadtgespraech.apps.people.examples import DOMAIN
from stadtgespraech.apps.people.models import Person, Unit
from stadtgespraech.apps.voices import actions
from stadtgespraech.apps.voices.actions.submitting import RECEIPT_LETTERS
from stadtgespraech.apps.voices.models import RECEIPT_LENGTH, Comment, Support, Voice
from stadtgespraech.core import thread

TEXTS = Path(__file__).with_name("example_voices.yaml")
SOURCE = "Erfundenes Beispiel"
# The voice of the example resident: the one that is walked to its end (see packs/example_thread.py).
OWN = "Wohnungen für Familien"
WALKED = (
    OWN,
    "Wohnungen die wir bezahlen können",
    "Miete frisst alles",
    "Große Wohnung, kleine Rente",
    "Studierende und Azubis",
)
SUPPORTERS = 24
# Every so many-th voice still waits to be read.
PENDING = 27
FORMATS = {
    "online": ("online-beteiligung",),
    "workshop": ("stakeholder-werkstatt", "buergerforum", "politik-workshop", "kinder-und-jugend"),
    "conversation": ("stadtkonferenz",),
    "paper": ("stadtkonferenz", ""),
}
# Title → comments: (text, replies).
COMMENTS: dict[str, list[tuple[str, tuple[str, ...]]]] = {
    "Radweg an der Möllerbrücke": [
        ("Stimmt. Ich steige da immer ab und schiebe.", ("Ich auch, mit Anhänger geht es gar nicht anders.",)),
        ("Aber bitte nicht zulasten des Busses, der steht dort sowieso schon.", ("Beides muss gehen.",)),
        ("Gilt genauso für die andere Richtung!", ()),
    ],
    "Was wird aus unseren Ideen?": [
        ("Genau deshalb bin ich hier. Mal sehen.", ("Diesmal kann man es wenigstens nachlesen.",)),
        ("Ich folge jetzt mal und schaue, ob eine Antwort kommt.", ()),
    ],
    "Miete frisst alles": [
        ("Ich arbeite auch in der Pflege. Wir wohnen jetzt in Lünen und fahren jeden Tag.", ()),
        ("Und dann wundern sich alle, dass Personal fehlt.", ()),
    ],
    "Bäume auf die Kampstraße": [("Wasser wäre auch schön. Ein Brunnen kühlt den ganzen Platz.", ())],
}
# Title → (number of the unit, days since it was routed, disposition, answer, reason).
ANSWERS: dict[str, tuple[str, int, str, str, str]] = {
    "Radweg an der Möllerbrücke": (
        "66",
        60,
        "planned",
        "Sie haben recht, die Stelle ist gefährlich. Eine durchgehende Führung ist in der Planung. Bis dahin markieren wir die Kreuzung neu.",
        "",
    ),
    "Unser Spielplatz": (
        "63",
        48,
        "adopted",
        "Danke für den Hinweis, liebe Klasse 3b! Die neue Rutsche ist bestellt und wird im Frühjahr aufgebaut.",
        "",
    ),
    "S-Bahn fällt aus": (
        "61",
        50,
        "not-ours",
        "Der Ärger ist verständlich. Wir haben ihn weitergegeben und nachgefragt, wann es besser wird.",
        "Für die S-Bahn ist der Verkehrsverbund zuständig, nicht die Stadt.",
    ),
    "Flughafen": (
        "80",
        55,
        "rejected",
        "Wir haben Ihre Stimme in die Beratung aufgenommen.",
        "Über Flüge in der Nacht entscheidet die Luftfahrtbehörde des Landes.",
    ),
    "Hundehaufen": ("70", 40, "adopted", "Die Spender werden jetzt zweimal in der Woche nachgefüllt.", ""),
    "WLAN in allen Schulen das funktioniert": (
        "10",
        58,
        "partly",
        "In 40 Schulen wird das Netz in diesem Jahr erneuert, die übrigen folgen, sobald die Leitungen liegen.",
        "",
    ),
    "Kurse für Ältere": ("33", 30, "adopted", "Wir suchen mit den Schulen einen Ort in jedem Stadtbezirk.", ""),
    "Aufzug am Bahnhof": (
        "61",
        45,
        "not-ours",
        "Wir drängen darauf, dass der Aufzug schnell wieder fährt, und melden uns, wenn wir ein Datum haben.",
        "Der Aufzug gehört der Bahn.",
    ),
}
# Routed and not answered yet: title → (number of the unit, days since then). More than six weeks are overdue.
WAITING = {
    "Hallenbad": ("52", 20),
    "Schwimmen können": ("52", 20),
    "Müll am Borsigplatz": ("70", 58),
    "Licht im Park": ("63", 51),
    "Kitaplatz": ("51", 12),
    "Termine beim Bürgeramt": ("33", 5),
    "Leerstand bestrafen": ("64", 25),
    # The example unit has something late, something to do and something new.
    "Genehmigungen": ("80", 47),
    "Flächen für kleine Betriebe": ("80", 30),
    "Mehr Ausbildungsplätze im Handwerk": ("80", 16),
    "Forschung in der Fußgängerzone": ("80", 2),
}
# Title → days since it was sent to its unit.
ROUTED = {title: days for title, (_unit, days, *_rest) in (ANSWERS | WAITING).items()}


def add_example_voices(*, by: Any, author: Person, now: datetime) -> int:
    """Add the example voices with supporters, comments and answers, unless there are some; returns how many.

    Args:
        by: the example person of the strategy office, who enters and answers.
        author: the example resident, who wrote one of them.
    """
    if Voice.objects.filter(source=SOURCE).exists():
        return 0
    voices = _voices(by=by, author=author, now=now)
    Voice.objects.bulk_create(voices)
    thread.put_bulk(voices, at=now)
    by_title = {voice.title: voice for voice in voices if voice.state == Voice.State.PUBLISHED}
    follow(obj=by_title[OWN], by=author, now=by_title[OWN].given_at)
    _supports(list(by_title.values()), now=now)
    _comments(by_title, now=now)
    _answers(by_title, by=by, now=now)
    return len(voices)


def _voices(*, by: Any, author: Person, now: datetime) -> list[Voice]:
    topics, districts, formats, stage = (
        {topic.slug: topic for topic in Topic.objects.all()},
        {district.slug: district for district in District.objects.all()},
        {format_.slug: format_ for format_ in Format.objects.all()},
        open_stage(Stage.Opens.VOICES),
    )
    texts = yaml.safe_load(TEXTS.read_text(encoding="utf-8"))
    rows = [(topic, *row) for topic, voices in texts.items() for row in voices]
    made = []
    for number, (topic, district, channel, title, text) in enumerate(rows):
        # Spread over four months, without an order that anybody could see.
        given = now - timedelta(days=3 + number * 37 % 117, hours=number * 5 % 11, minutes=number * 17 % 60)
        if title in WALKED:
            given -= timedelta(days=120)
        if title in ROUTED:
            given = min(given, now - timedelta(days=ROUTED[title] + 2))
        waits = number % PENDING == PENDING - 1 and title not in WALKED and title not in ROUTED
        choice = FORMATS.get(channel, ("",))
        made.append(
            Voice(
                slug=_slug(f"{topic}-{number}"),
                title=title,
                text=text,
                topic=topics.get(topic),
                district=districts.get(district),
                channel=channel,
                stage=stage,
                format=formats.get(choice[number % len(choice)]),
                author=author if title == OWN else None,
                entered_by=None if channel == "online" or title == OWN else by,
                given_at=given if not waits else now - timedelta(hours=number % 40),
                state=Voice.State.PENDING if waits else Voice.State.PUBLISHED,
                published_at=None if waits else given + timedelta(hours=9),
                moderated_at=None if waits else given + timedelta(hours=9),
                source=SOURCE,
                external_id=f"{topic}-{number}",
                is_example=True,
            )
        )
    return made


def _slug(key: str) -> str:
    """The same receipt in every demo, so that links to it can be shown."""
    digest = hashlib.sha256(f"voices.examples\n{key}".encode()).digest()
    return "".join(RECEIPT_LETTERS[byte % len(RECEIPT_LETTERS)] for byte in digest[:RECEIPT_LENGTH])


def _supports(voices: list[Voice], *, now: datetime) -> None:
    """Some voices have many behind them, most a few."""
    people = [
        Person.objects.create_user(f"unterstuetzung-{number}@{DOMAIN}", is_example=True) for number in range(SUPPORTERS)
    ]
    supports = []
    for number, voice in enumerate(voices):
        voice.support_count = number * number * 7 % SUPPORTERS if number % 3 else number % 4
        supports += [Support(voice=voice, person=person, at=now) for person in people[: voice.support_count]]
    Support.objects.bulk_create(supports)
    Voice.objects.bulk_update(voices, ["support_count"])


def _comments(by_title: dict[str, Voice], *, now: datetime) -> None:
    authors = list(Person.objects.filter(is_example=True, email__startswith="unterstuetzung-").order_by("pk"))
    for title, comments in COMMENTS.items():
        voice = by_title[title]
        for number, (text, replies) in enumerate(comments):
            first = Comment.objects.create(
                voice=voice,
                author=authors[number],
                text=text,
                given_at=now - timedelta(days=2, hours=number),
                reply_count=len(replies),
            )
            Comment.objects.bulk_create(
                Comment(voice=voice, parent=first, author=authors[-1], text=reply, given_at=now - timedelta(days=1))
                for reply in replies
            )
        total = sum(1 + len(replies) for _text, replies in comments)
        Voice.objects.filter(pk=voice.pk).update(comment_count=F("comment_count") + total)


def _answers(by_title: dict[str, Voice], *, by: Any, now: datetime) -> None:
    units = {unit.number: unit for unit in Unit.objects.all()}
    for title, (number, days) in WAITING.items():
        voice = by_title[title]
        routed = now - timedelta(days=days)
        actions.route_voice(voice=voice, unit=units[number], by=by, now=routed)
        if days > 10:
            actions.acknowledge_voice(voice=voice, by=by, now=routed + timedelta(days=3))
    for title, (number, days, disposition, text, reason) in ANSWERS.items():
        routed = now - timedelta(days=days)
        voice = actions.route_voice(voice=by_title[title], unit=units[number], by=by, now=routed)
        voice.refresh_from_db()
        actions.answer_voice(
            voice=voice, disposition=disposition, text=text, reason=reason, by=by, now=routed + timedelta(days=21)
        )
