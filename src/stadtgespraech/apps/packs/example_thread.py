"""One example walked to its end: from a resident's voice to a measured result, and back to her.

Every step is the action that people take on the site, taken by the example people and on made-up objects. The city's
own papers, projects and indicators are left alone.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from stadtgespraech.apps.council import actions as council
from stadtgespraech.apps.council.models import Body, Paper, Resolution
from stadtgespraech.apps.dialogue import actions as dialogue
from stadtgespraech.apps.dialogue.models import Sector, Stage, Topic
from stadtgespraech.apps.indicators import actions as indicators
from stadtgespraech.apps.indicators.models import Indicator
from stadtgespraech.apps.people.examples import DOMAIN, PEOPLE
from stadtgespraech.apps.people.models import Person, Unit
from stadtgespraech.apps.pictures import actions as pictures
from stadtgespraech.apps.pictures.models import Picture
from stadtgespraech.apps.strategy import actions as strategy
from stadtgespraech.apps.strategy.models import Field, Goal, Project
from stadtgespraech.apps.voices.examples import WALKED
from stadtgespraech.apps.voices.models import Voice
from stadtgespraech.core import thread
from stadtgespraech.core.languages import Translated

STAGE, TOPIC, GOAL, FIELD, UNIT = "zielbilder", "wohnen", "dortmund-zieht-an", "wohnen", "64"
INDICATOR = "beispiel-neue-familienwohnungen"
PROPOSAL = Translated(
    de="Der Rat beschließt, die drei Grundstücke nach dem besten Konzept zu vergeben und hundert geförderte Wohnungen "
    "mit vier und mehr Zimmern zu bauen."
)


def person(role: str) -> Person:
    """The example person with this role."""
    return Person.objects.get(email=f"{PEOPLE[role][0]}@{DOMAIN}")


def open_the_dialogue(*, now: datetime) -> bool:
    """Open a stage for everything residents and offices can do; false if somebody did before."""
    stage = Stage.objects.filter(slug=STAGE, state=Stage.State.PLANNED, opens=[]).first()
    if stage is None or Stage.objects.filter(state=Stage.State.OPEN).exists():
        return False
    changes = {"state": Stage.State.OPEN, "opens": list(Stage.Opens.values)}
    dialogue.change_stage(stage=stage, changes=changes, by=person("strategy_office"), now=now)
    return True


def add_example_thread(*, now: datetime) -> int:
    """Walk the example from the voices to the answer, once; returns how many steps the chain has."""
    if Picture.objects.filter(is_example=True).exists() or not Voice.objects.filter(title=WALKED[0]).exists():
        return 0
    office = person("strategy_office")

    def ago(days: int) -> datetime:
        return now - timedelta(days=days)

    target = _pictures(office, ago)
    project = _project(office, target, ago)
    _council(office, project, ago)
    _measure(office, project, ago)
    pictures.answer_all_voices(
        picture=Picture.objects.get(kind=Picture.Kind.STARTING, is_example=True),
        disposition="adopted",
        text="Der Rat hat beschlossen, hundert Wohnungen für Familien zu bauen. Zwei von drei Grundstücken "
        "sind vergeben. Wie es weitergeht, sehen Sie hier auf dieser Seite.",
        by=office,
        now=ago(1),
    )
    return 8


def _pictures(office: Person, ago: Any) -> Picture:
    topic = Topic.objects.get(slug=TOPIC)
    starting = pictures.create_picture(
        kind=Picture.Kind.STARTING,
        title=Translated(
            de="Familien mit mittlerem Einkommen finden in Dortmund kaum eine Wohnung.",
            en="Families with middling incomes hardly find a home in Dortmund.",
        ),
        text=Translated(
            de="Viele Stimmen aus allen Stadtbezirken sagen dasselbe: Es gibt kleine Wohnungen und es gibt teure, aber "
            "kaum große, die man bezahlen kann. Wer umziehen müsste, bleibt, wo er ist.",
            en="Many voices from all districts say the same: there are small homes and there are dear ones, but hardly "
            "any large ones that people can pay for.",
        ),
        topic=topic,
        by=office,
        now=ago(80),
    )
    voices = list(Voice.objects.filter(title__in=WALKED, state=Voice.State.PUBLISHED).order_by("pk"))
    reason = "Alle beschreiben, dass bezahlbare große Wohnungen fehlen."
    pictures.merge_voices(picture=starting, voices=voices, reason=reason, by=office, now=ago(79))
    _agree_and_confirm(starting, office, ago, first_day=70)
    target = pictures.grow_target_picture(
        starting_pictures=[starting],
        title=Translated(
            de="Wer in Dortmund arbeitet oder aufwächst, findet hier eine Wohnung, die zum Einkommen passt.",
            en="Whoever works or grows up in Dortmund finds a home here that fits their income.",
        ),
        text=Translated(
            de="Es entstehen jedes Jahr Wohnungen für Familien, gefördert und gut an Bus, Bahn und Kita gelegen. Wer "
            "seine Wohnung tauschen möchte, zahlt danach nicht mehr als vorher.",
            en="Every year homes for families are built, subsidised and close to bus, train and day care.",
        ),
        topic=topic,
        by=office,
        now=ago(60),
    )
    _agree_and_confirm(target, office, ago, first_day=55)
    return target


def _agree_and_confirm(picture: Picture, office: Person, ago: Any, *, first_day: int) -> None:
    pictures.open_agreement(picture=picture, by=office, now=ago(first_day + 1))
    for number, sector in enumerate(Sector.objects.order_by("order", "slug")):
        pictures.record_agreement(
            picture=picture, sector=sector, stance="agrees", by=office, now=ago(first_day - number)
        )
    pictures.confirm_picture(picture=picture, by=office, now=ago(first_day - 5))


def _project(office: Person, target: Picture, ago: Any) -> Project:
    strategy.support_goal(
        picture=target,
        goal=Goal.objects.get(slug=GOAL),
        reason="Bezahlbare Wohnungen gehören zu diesem Ziel.",
        by=office,
        now=ago(48),
    )
    field, unit = Field.objects.get(slug=FIELD), Unit.objects.get(number=UNIT)
    project = strategy.add_project(
        values={
            "field": field,
            "name": Translated(de="Hundert Wohnungen für Familien", en="A hundred homes for families"),
            "summary": Translated(
                de="In drei Stadtbezirken entstehen zusammen hundert geförderte Wohnungen mit vier und mehr Zimmern.",
                en="A hundred subsidised homes with four rooms or more are built in three districts.",
            ),
            "unit": unit,
            "state": Project.State.RUNNING,
        },
        by=office,
        now=ago(46),
    )
    strategy.take_up_picture(
        picture=target,
        project=project,
        reason="Das Projekt baut die Wohnungen, die dem Bild fehlen.",
        by=office,
        now=ago(46),
    )
    strategy.add_package(
        values={
            "goal": field.goal,
            "name": Translated(de="Wohnen, das man bezahlen kann", en="Homes that people can pay for"),
            "summary": Translated(
                de="Was in den nächsten zwei Jahren begonnen wird.", en="What begins within two years."
            ),
            "horizon": "short",
            "projects": [project],
        },
        by=office,
        now=ago(45),
    )
    return project


def _council(office: Person, project: Project, ago: Any) -> None:
    paper = council.draft_paper(
        values={
            "title": Translated(de="Hundert Wohnungen für Familien", en="A hundred homes for families"),
            "summary": Translated(
                de="Die Vorlage schlägt vor, auf drei städtischen Grundstücken hundert geförderte Wohnungen zu bauen.",
                en="The paper proposes to build a hundred subsidised homes on three plots of the city.",
            ),
            "proposal": PROPOSAL,
            "unit": project.unit,
        },
        sources=[project],
        reason="Das Projekt braucht die Grundstücke der Stadt.",
        by=office,
        now=ago(44),
    )
    day = timezone.localdate(ago(42))
    paper = council.submit_paper(paper=paper, number="Beispiel-1", dated=day, by=office, now=ago(42))
    for body, role, days, result in (
        ("ausschuss-umwelt-stadtgestaltung-wohnen", "recommendation", 30, "agreed-changed"),
        ("rat", "decision", 21, "agreed"),
    ):
        on = timezone.localdate(ago(days))
        step = council.add_consultation(
            paper=paper, body=Body.objects.get(slug=body), on=on, role=role, by=office, now=ago(41)
        )
        council.set_result(
            consultation=step,
            result=result,
            on=on,
            note="Mindestens ein Drittel barrierefrei." if result == "agreed-changed" else "",
            by=office,
            now=ago(days),
        )
    resolution = Resolution.objects.get(paper=Paper.objects.get(pk=paper.pk))
    council.change_resolution(
        resolution=resolution,
        changes={
            "text": PROPOSAL,
            "conditions": Translated(de="Mindestens ein Drittel der Wohnungen ist barrierefrei."),
        },
        by=office,
        now=ago(21),
    )
    item = council.add_follow_up(
        resolution=resolution,
        what=Translated(de="Grundstücke ausschreiben und vergeben", en="Tender and award the plots"),
        unit=project.unit or Unit.objects.get(number=UNIT),
        deadline=timezone.localdate(ago(-90)),
        by=office,
        now=ago(20),
    )
    council.report_follow_up(
        follow_up=item, state="in-work", reason="Zwei von drei sind vergeben.", by=office, now=ago(5)
    )


def _measure(office: Person, project: Project, ago: Any) -> None:
    indicator = Indicator.objects.create(
        slug=INDICATOR,
        field=project.field,
        project=project,
        name=Translated(de="Neue Wohnungen für Familien im Jahr", en="New homes for families per year"),
        description=Translated(
            de="Zählt die geförderten Wohnungen mit vier und mehr Zimmern, die im Jahr fertig wurden."
        ),
        unit_of_measure="Wohnungen",
        minimum=0,
        direction=Indicator.Direction.UP,
        reporting_unit=project.unit,
        is_example=True,
        order=90,
    )
    thread.put(indicator, at=ago(20))
    year = timezone.localdate(ago(0)).year
    for back, value in ((4, "3"), (3, "9"), (2, "21"), (1, "40")):
        entry = indicators.Entry(year=year - back, value=Decimal(value), quality="A", source="Erfundenes Beispiel")
        indicators.report_value(indicator=indicator, entry=entry, by=office, now=ago(10 + back))
    for ahead, value in ((-1, "35"), (2, "100")):
        indicators.set_target(
            indicator=indicator,
            year=year + ahead,
            value=Decimal(value),
            source="Erfundenes Beispiel",
            by=office,
            now=ago(10),
        )
