"""Lists of deadlines, the clock of one voice, and the public rate."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.template import engines
from django.test import Client
from django.utils import timezone

from stadtgespraech.apps.people.models import Person
from stadtgespraech.apps.voices import actions
from stadtgespraech.apps.voices.models import Answer, Voice, VoiceContact
from stadtgespraech.apps.voices.queries import deadlines as queries
from stadtgespraech.core.access.models import AccessLogEntry
from tests.apps.voices.waiting import NOW, routed, unit, voice
from tests.conftest import PersonOf
from tests.counting import page_statements

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Person | None], Client]
TODAY = date(2026, 4, 20)  # a week after what was routed at NOW was due


def answered(by: Person, *, days: int, to: object, **columns: object) -> Voice:
    sent = routed(to, by=by, **columns)  # type: ignore[arg-type]
    actions.answer_voice(voice=sent, disposition="adopted", text="Ja.", by=by, now=NOW + timedelta(days=days))
    return sent


# -- The clock in words ----------------------------------------------------------------------------


def clock(one: Voice, today: date = TODAY) -> queries.Clock:
    return queries.clock_of(Voice.objects.select_related("answer", "unit").get(pk=one.pk), today=today)


def steps(one: Voice, today: date = TODAY) -> list[tuple[str, str, str]]:
    return [(step.kind_label, step.state, step.note) for step in clock(one, today).steps]


def test_a_new_voice_waits_for_somebody_in_charge() -> None:
    waiting = voice()
    assert clock(waiting).sentence == "Wir klären gerade, wer antwortet."
    assert steps(waiting) == [
        ("eingegangen", "done", ""),
        ("veröffentlicht", "done", ""),
        ("zuständig", "next", ""),
        ("bestätigt", "next", ""),
        ("beantwortet", "next", ""),
    ]


def test_a_routed_voice_says_who_answers_until_when(person_of: PersonOf) -> None:
    sent = routed(unit("Sozialamt"), by=person_of("strategy_office"))
    early = date(2026, 3, 5)
    assert clock(sent, early).sentence == "Sozialamt antwortet bis 13. April 2026."
    assert steps(sent, early)[2:] == [
        ("zuständig", "done", ""),
        ("bestätigt", "next", "bis 9. März 2026"),
        ("beantwortet", "next", "bis 13. April 2026"),
    ]
    assert not clock(sent, date(2026, 3, 9)).is_confirmation_overdue
    assert clock(sent, date(2026, 3, 10)).is_confirmation_overdue


def test_overdue_is_said_openly(person_of: PersonOf) -> None:
    sent = routed(unit("Sozialamt"), by=person_of("strategy_office"))
    assert clock(sent, date(2026, 4, 13)).sentence == "Sozialamt antwortet bis 13. April 2026."
    assert clock(sent, date(2026, 4, 14)).sentence == (
        "Sozialamt sollte bis 13. April 2026 antworten. Die Antwort ist einen Tag überfällig."
    )
    assert clock(sent).sentence.endswith("Die Antwort ist 7 Tage überfällig.")
    assert steps(sent)[-1] == ("beantwortet", "next", "überfällig seit 13. April 2026")


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        (42, "Die Stadt hat am 13. April 2026 geantwortet."),
        (43, "Die Stadt hat am 14. April 2026 geantwortet, einen Tag zu spät."),
        (45, "Die Stadt hat am 16. April 2026 geantwortet, 3 Tage zu spät."),
    ],
)
def test_an_answer_stops_the_clock(days: int, sentence: str, person_of: PersonOf) -> None:
    done = answered(person_of("strategy_office"), days=days, to=unit())
    assert (clock(done).sentence, clock(done).is_overdue) == (sentence, False)
    # Nobody confirmed it; that is no longer waited for.
    assert [(label, state) for label, state, _note in steps(done)] == [
        ("eingegangen", "done"),
        ("veröffentlicht", "done"),
        ("zuständig", "done"),
        ("beantwortet", "done"),
    ]


# -- Lists -----------------------------------------------------------------------------------------


def test_what_is_overdue_comes_first_and_units_see_theirs(person_of: PersonOf) -> None:
    office, own, other = person_of("strategy_office"), unit(), unit()
    unrouted = voice()
    late = routed(own, by=office)
    running = routed(other, by=office, now=NOW + timedelta(days=40))
    actions.acknowledge_voice(voice=running, by=office, now=NOW + timedelta(days=41))
    new = routed(own, by=office, now=NOW + timedelta(days=45))
    done = answered(office, days=1, to=own)
    voice(state=Voice.State.PENDING)
    assert list(queries.deadlines(seen_by=office, today=TODAY)) == [late, running, new, unrouted]
    assert queries.workload(seen_by=office, today=TODAY).voices == {
        "overdue": 1,
        "unrouted": 1,
        "unconfirmed": 1,
        "running": 1,
        "answered": 1,
    }
    by_state = {state: list(queries.deadlines(seen_by=office, today=TODAY, state=state)) for state in queries.STATES}
    assert by_state == {
        "overdue": [late],
        "unrouted": [unrouted],
        "unconfirmed": [new],
        "running": [running],
        "answered": [done],
    }
    member = person_of("unit", unit=own)
    assert list(queries.deadlines(seen_by=member, today=TODAY)) == [late, new]
    assert list(queries.deadlines(seen_by=member, today=TODAY, unit=other.slug)) == []
    assert list(queries.units_with_voices(seen_by=office)) == [own, other]


def test_the_page_filters_and_asks_no_more_for_many(person_of: PersonOf, client_of: ClientOf) -> None:
    office, own = person_of("strategy_office"), unit()
    client = client_of(office)

    late = routed(own, by=office)
    few = page_statements(client, "/stimmen/fristen/")
    for _ in range(25):
        routed(unit(), by=office)
    assert page_statements(client, "/stimmen/fristen/") == few <= 15
    page = client.get(f"/stimmen/fristen/?stand=ueberfaellig&stelle={own.slug}").text
    assert late.title in page
    assert page.count("Tage überfällig") == 1
    assert "Hier wartet nichts" in client.get("/stimmen/fristen/?stand=in-arbeit").text
    assert client.get("/stimmen/fristen/?stand=quatsch&seite=99&stelle=%00").status_code in (200, 404)


@pytest.mark.parametrize(("role", "status"), [("moderator", 200), ("unit", 200), ("resident", 403), ("council", 403)])
def test_the_list_is_for_those_who_answer(role: str, status: int, person_of: PersonOf, client_of: ClientOf) -> None:
    assert client_of(person_of(role)).get("/stimmen/fristen/").status_code == status


# -- From routing to the answer, on pages ----------------------------------------------------------


def test_a_voice_goes_its_way_through_the_forms(person_of: PersonOf, client_of: ClientOf) -> None:
    own, asked = unit("Sozialamt"), voice()
    office, member = client_of(person_of("strategy_office")), client_of(person_of("unit", unit=own))
    at = f"/stimmen/{asked.slug}"
    assert office.post(f"{at}/zustaendig/", {"unit": own.pk})["Location"] == f"{at}/"
    assert member.post(f"{at}/bestaetigen/", {"words": "Wir sehen es uns an."}).status_code == 302
    refused = member.post(f"{at}/beantworten/", {"disposition": "rejected", "text": "Nein."})
    assert refused.status_code == 422
    assert "Bitte begründen Sie" in refused.text
    values = {"disposition": "partly", "text": "Zum **Teil**."}
    preview = member.post(f"{at}/beantworten/", {**values, "preview": "1"})
    assert "<strong>Teil</strong>" in preview.text
    assert Answer.objects.count() == 0
    assert member.post(f"{at}/beantworten/", values)["Location"] == f"{at}/#antwort"
    again = member.post(f"{at}/beantworten/", values)
    assert again.status_code == 409
    assert "schon beantwortet" in again.text
    fixed = member.post(f"{at}/antwort/berichtigen/", {"disposition": "adopted", "text": "Ganz.", "why": "Irrtum"})
    assert fixed.status_code == 302
    assert Answer.objects.get().disposition == "adopted"


def test_the_boxes_show_answer_clock_and_what_can_be_done(person_of: PersonOf) -> None:
    own = unit("Sozialamt")
    sent = routed(own, by=person_of("strategy_office"))
    template = engines["django"].from_string(
        '{% boxes "voices.voice.top" voice %}{% boxes "voices.voice.aside" voice %}{% boxes "voices.voice.office" voice %}'
    )

    def shown(person: Person | None) -> str:
        return template.render({"voice": Voice.objects.get(pk=sent.pk), "person": person})

    member = person_of("unit", unit=own)
    assert "überfällig" in shown(None)  # by today's date
    assert "beantworten/" not in shown(None)
    assert "beantworten/" in shown(member)
    actions.acknowledge_voice(voice=sent, by=member, now=NOW, words="Wir prüfen es.")
    given = actions.answer_voice(voice=sent, disposition="planned", text="Im **Herbst**.", by=member, now=NOW)
    actions.correct_answer(
        answer=given, disposition="planned", text="Im Winter.", why="Verschoben.", by=member, now=NOW
    )
    page = shown(None)
    for words in (
        "Die Stimme ist schon geplant.",
        "Im Winter.",
        "<strong>Herbst</strong>",
        "Verschoben.",
        "Wir prüfen es.",
    ):
        assert words in page
    assert ("berichtigen/" in page, "berichtigen/" in shown(member), "beantworten/" in shown(member)) == (
        False,
        True,
        False,
    )


def test_answers_by_phone_are_listed_until_told(person_of: PersonOf, client_of: ClientOf) -> None:
    office, own = person_of("strategy_office"), unit()
    told = answered(office, days=1, to=own, channel="phone")
    VoiceContact.objects.create(voice=told, details="0231 123")
    waiting = routed(own, by=office, channel="letter")
    VoiceContact.objects.create(voice=waiting, details="Weg 1")
    foreign = client_of(person_of("unit", unit=unit()))
    member = client_of(person_of("unit", unit=own))
    assert "0231 123" not in foreign.get("/stimmen/ausrichten/").text
    page = member.get("/stimmen/ausrichten/").text
    assert ("0231 123" in page, "Weg 1" in page) == (True, False)
    assert AccessLogEntry.objects.filter(kind="personal-data-read").count() == 1
    assert foreign.post(f"/stimmen/{told.slug}/antwort/ausgerichtet/", {}).status_code == 403
    assert member.post(f"/stimmen/{told.slug}/antwort/ausgerichtet/", {}).status_code == 302
    assert list(VoiceContact.objects.values_list("details", flat=True)) == ["Weg 1"]
    assert "Alles ausgerichtet" in member.get("/stimmen/ausrichten/").text


# -- The public rate -------------------------------------------------------------------------------


def test_the_rate_counts_what_was_due(person_of: PersonOf) -> None:
    office, fast, slow = person_of("strategy_office"), unit("Schnell"), unit("Langsam")
    for days in (1, 2, 42, 43):
        answered(office, days=days, to=fast)
    answered(office, days=1, to=fast, is_example=True)
    routed(slow, by=office)  # its day has passed without an answer
    routed(slow, by=office, now=NOW + timedelta(days=45))  # still running: not counted
    Voice.objects.filter(pk=routed(slow, by=office).pk).update(state=Voice.State.WITHDRAWN)
    actions.answer_voice(voice=voice(), disposition="adopted", text="Ja.", by=office, now=NOW)  # no clock: not counted
    total, by_unit = queries.rates(seen_by=None, today=TODAY)
    assert (total.counted, total.in_time, total.has_examples) == (6, 4, True)
    assert [(str(rate.unit.name), rate.counted, rate.in_time, rate.percent) for rate in by_unit if rate.unit] == [
        ("Schnell", 5, 4, 80.0),
        ("Langsam", 1, 0, None),
    ]
    assert queries.rate_of(fast, seen_by=None, today=TODAY) == by_unit[0]
    assert queries.rate_of(unit(), seen_by=None, today=TODAY) is None


def test_page_and_open_data_say_the_same(person_of: PersonOf, client: Client) -> None:
    assert "Noch keine Zahlen" in client.get("/stimmen/antwortquote/").text
    office, fast, few = person_of("strategy_office"), unit("Schnell"), unit("Wenig")
    for _ in range(6):
        answered(office, days=1, to=fast)
    answered(office, days=1, to=few)
    page = client.get("/stimmen/antwortquote/").text
    assert "7 von 7 Stimmen wurden rechtzeitig beantwortet, das sind 100" in page
    assert "zu wenige" in page
    items = json.loads(client.get("/api/v1/answer-rates").content)["items"]
    assert [(row["slug"], row["counted"], row["in_time"], row["percent"]) for row in items] == [
        (fast.slug, 6, 6, 100.0),
        (few.slug, 1, None, None),
    ]


def test_the_unit_and_the_workplace_show_what_waits(person_of: PersonOf, client_of: ClientOf) -> None:
    office, own = person_of("strategy_office"), unit("Sozialamt")
    routed(own, by=office)
    routed(own, by=office, now=timezone.now())
    member = client_of(person_of("unit", unit=own))
    page = member.get(f"/fachbereiche/{own.slug}/").text
    assert "2 Stimmen warten auf Antwort" in page
    assert "eine überfällig" in page
    assert "zu wenig für eine Quote" in page
    public = Client().get(f"/fachbereiche/{own.slug}/").text
    assert ("warten auf Antwort" in public, "zu wenig für eine Quote" in public) == (False, True)
    desk = member.get("/arbeitsplatz/").text
    assert "Eine Stimme wartet zu lange auf Antwort" in desk
    assert "Bei einer Stimme ist der Eingang zu bestätigen" in desk
