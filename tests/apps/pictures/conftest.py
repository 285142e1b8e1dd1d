"""Two topics, three sectors, stages that open agreement and confirmation, and voices as many as wanted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from stadtgespraech.apps.dialogue.models import District, Event, Format, Sector, Stage, Topic
from stadtgespraech.apps.pictures import actions
from stadtgespraech.apps.pictures.models import Picture
from stadtgespraech.apps.voices.models import Voice
from stadtgespraech.core import thread
from stadtgespraech.core.languages import Translated

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Dialogue:
    """The objects by name."""

    housing: Topic
    traffic: Topic
    sectors: list[Sector]
    forum: Format
    open_format: Format
    district: District
    conference: Event
    stage: Stage


@pytest.fixture
def dialogue(db: None) -> Dialogue:
    sectors = [
        Sector.objects.create(slug=slug, name=Translated(de=name), order=order)
        for order, (slug, name) in enumerate(
            [("politik", "Politik"), ("institutionen", "Institutionen"), ("zivilgesellschaft", "Zivilgesellschaft")]
        )
    ]
    stage = Stage.objects.create(
        slug="konferenz",
        number=3,
        name=Translated(de="Konferenz"),
        description=Translated(de="Alle kommen zusammen."),
        state="open",
        opens=["agreement", "confirmation"],
    )
    made = Dialogue(
        housing=Topic.objects.create(slug="wohnen", name=Translated(de="Wohnen"), order=1),
        traffic=Topic.objects.create(slug="verkehr", name=Translated(de="Verkehr"), order=2),
        sectors=sectors,
        forum=Format.objects.create(
            slug="forum", name=Translated(de="Forum"), description=Translated(de="x"), sector=sectors[2]
        ),
        open_format=Format.objects.create(slug="markt", name=Translated(de="Markt"), description=Translated(de="x")),
        district=District.objects.create(slug="nord", name="Nord"),
        conference=Event.objects.create(slug="stadtkonferenz", name=Translated(de="Stadtkonferenz"), starts_at=NOW),
        stage=stage,
    )
    thread.put_many([made.housing, made.traffic, made.forum, made.open_format, made.conference, stage], at=NOW)
    return made


@pytest.fixture
def editor(person_of: Callable[..., Any]) -> Any:
    return person_of("strategy_office")


@pytest.fixture
def moderator(person_of: Callable[..., Any]) -> Any:
    return person_of("moderator")


@pytest.fixture
def resident(person_of: Callable[..., Any]) -> Any:
    return person_of("resident")


def voices(count: int, *, first: int = 0, **more: Any) -> list[Voice]:
    """Published voices on the thread."""
    made = Voice.objects.bulk_create(
        Voice(
            **{
                "slug": f"stimme-{number}",
                "title": f"Stimme Nummer {number}",
                "text": f"Das ist die Stimme {number}.",
                "given_at": NOW,
                "published_at": NOW,
                "state": Voice.State.PUBLISHED,
                **more,
            }
        )
        for number in range(first, first + count)
    )
    put_on_the_thread(made)
    return made


def put_on_the_thread(objects: list[Any]) -> None:
    """What ``put_many`` does, in bulk."""
    from stadtgespraech.core.thread.models import Node
    from stadtgespraech.core.thread.weaving import columns_of

    Node.objects.bulk_create(
        (Node(kind=thread.kind_of(obj).name, object_id=obj.pk, changed_at=NOW, **columns_of(obj)) for obj in objects),
        batch_size=500,
    )


def make(
    title: str, *, by: Any, kind: str = "starting", topic: Topic | None = None, is_open: bool = True, **more: Any
) -> Picture:
    picture = actions.create_picture(
        kind=kind,
        title=Translated(de=title),
        text=Translated(de=f"{title} So ist das."),
        topic=topic,
        by=by,
        now=NOW,
        **more,
    )
    return actions.open_agreement(picture=picture, by=by, now=NOW) if is_open else picture


@pytest.fixture
def picture(dialogue: Dialogue, editor: Any) -> Picture:
    return make("Schulwege sind gefährlich.", by=editor, topic=dialogue.traffic)


def agree_all(picture: Picture, *, by: Any, now: datetime = NOW) -> None:
    for sector in Sector.objects.all():
        actions.record_agreement(picture=picture, sector=sector, stance="agrees", by=by, now=now)
