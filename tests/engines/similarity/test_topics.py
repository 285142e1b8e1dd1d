"""Topic suggestions: keywords first, then what editors decided."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from stadtgespraech.engines.similarity import TOPIC_KEYWORDS, TopicSuggester
from stadtgespraech.engines.similarity.topics import Keyword
from tests.engines.similarity.voices import real_sentences

PROJECT_ROOT = Path(__file__).resolve().parents[3]


def suggested(suggester: TopicSuggester, text: str) -> list[str]:
    return [one.topic for one in suggester.suggest(text)]


@pytest.fixture(scope="module")
def dortmund() -> TopicSuggester:
    return TopicSuggester.from_keywords(TOPIC_KEYWORDS)


def test_every_topic_of_the_city_has_keywords() -> None:
    with (PROJECT_ROOT / "cities" / "dortmund" / "topics.csv").open(encoding="utf-8") as rows:
        topics = [row["slug"] for row in csv.DictReader(rows)]
    assert sorted(TOPIC_KEYWORDS) == sorted(topics)
    assert min(len(words) for words in TOPIC_KEYWORDS.values()) >= 15
    for words in TOPIC_KEYWORDS.values():
        assert len(set(words)) == len(words)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Für Auszubildende fehlen Ausbildungsplätze und Jobs.", "arbeitsmarkt"),
        ("In der Fußgängerzone stehen Läden leer, der Leerstand am Hellweg wächst.", "city"),
        ("Warum kann ich den Antrag nicht online stellen? Das WLAN im Amt ist auch weg.", "digitalisierung"),
        ("Viele Alleinstehende sind einsam und suchen eine Begegnung.", "einsamkeit"),
        ("Im Westfalenpark fehlt ein Platz zum Grillen und Picknicken.", "freizeit"),
        ("Das Quartier braucht einen Masterplan gegen Nachverdichtung.", "grossstadtentwicklung"),
        ("Start-ups und Gründerinnen brauchen Coworking-Räume.", "innovationskultur"),
        ("Zu wenig Kitaplätze, und der Spielplatz ist kaputt.", "kinder"),
        ("Mehr Bäume gegen die Hitze und Photovoltaik auf jedes Dach!", "klima"),
        ("Das Theater und die Bücherei sollen länger öffnen.", "kultur"),
        ("Der Radweg endet an der Kreuzung, Busse kommen zu spät.", "mobilitaet"),
        ("In Eving und Scharnhorst passiert zu wenig.", "nordwaerts"),
        ("Überall liegt Müll, die Papierkörbe quellen über.", "sauberkeit"),
        ("Abends ist es dunkel, ich habe Angst vor Überfällen.", "sicherheit"),
        ("Die Turnhalle ist marode, der Fußballplatz braucht Kunstrasen.", "sport"),
        ("Das Gewerbegebiet braucht Investoren und neue Unternehmen.", "standortentwicklung"),
        ("Barrierefreie Wahllokale und mehr Bürgerbeteiligung", "teilhabe"),
        ("Die Universität und Fraunhofer-Institute forschen hier.", "wissenschaft-und-forschung"),
        ("Die Mieten steigen, Sozialwohnungen fehlen.", "wohnen"),
    ],
)
def test_a_plain_text_gets_its_topic_first(dortmund: TopicSuggester, text: str, topic: str) -> None:
    assert suggested(dortmund, text)[0] == topic


def test_suggestions_say_why(dortmund: TopicSuggester) -> None:
    text = "Der Radweg ist nachts dunkel und voller Scherben."
    found = dortmund.suggest(text)
    assert [one.topic for one in found] == ["mobilitaet", "sauberkeit", "sicherheit"]
    assert [[text[word.start : word.end] for word in one.words] for one in found] == [
        ["Radweg"],
        ["Scherben"],
        ["dunkel"],
    ]
    assert sum(one.score for one in found) == pytest.approx(1)


@pytest.mark.parametrize("text", ["", "!", "Hallo zusammen"])
def test_nothing_is_suggested_for_nothing(dortmund: TopicSuggester, text: str) -> None:
    assert dortmund.suggest(text) == ()


@pytest.mark.parametrize(
    ("keyword", "fits", "fails"),
    [
        ("park", ["park", "parks"], ["parkhaus", "stadtpark"]),
        ("see", ["see"], ["seen", "seele"]),
        ("park*", ["park", "parkplatz"], ["stadtpark"]),
        ("*park", ["stadtpark", "park"], ["parks", "parkplatz"]),
        ("*park*", ["stadtparks"], ["wald"]),
        ("Müll*", ["muelleimer"], ["mull"]),
    ],
)
def test_stars_say_where_a_keyword_may_stand(keyword: str, fits: list[str], fails: list[str]) -> None:
    word = Keyword.of(keyword)
    assert ([word.fits(form) for form in fits], [word.fits(form) for form in fails]) == (
        [True] * len(fits),
        [False] * len(fails),
    )
    with pytest.raises(ValueError, match="is no keyword"):
        Keyword.of("**")


def test_it_learns_what_editors_decide(dortmund: TopicSuggester) -> None:
    """Editors of this city file trees under "freizeit"; the keyword says "klima"."""
    trees = [f"Die alte {kind} am Weg soll stehen bleiben, Bäume sind wichtig" for kind in ("Linde", "Eiche", "Buche")]
    buses = [f"Die Buslinie {number} kommt zu spät" for number in range(400, 420)]
    learned = dortmund.fit(texts=trees * 10 + buses, topics=["freizeit"] * 30 + ["mobilitaet"] * 20)
    text = "Bitte die Bäume am Weg stehen lassen"
    assert suggested(dortmund, text)[0] == "klima"
    assert suggested(learned, text)[0] == "freizeit"
    assert learned.decisions == 50
    # A topic without decisions keeps its keywords.
    assert suggested(learned, "Das Theater zeigt eine Ausstellung")[0] == "kultur"
    # What no keyword names is known from decisions alone.
    assert suggested(dortmund, "Die Linde") == []
    assert suggested(learned, "Die Linde")[0] == "freizeit"
    # The old suggester has not changed.
    assert suggested(dortmund, text)[0] == "klima"


def test_decisions_that_make_no_sense_are_refused(dortmund: TopicSuggester) -> None:
    with pytest.raises(ValueError, match="There is no topic 'wetter'"):
        dortmund.fit(texts=["Regen"], topics=["wetter"])
    with pytest.raises(ValueError, match="2 texts and 1 topics"):
        dortmund.fit(texts=["Regen", "Sonne"], topics=["klima"])


def test_one_decision_leaves_the_keywords_in_force(dortmund: TopicSuggester) -> None:
    learned = dortmund.fit(texts=["Die Linde"], topics=["freizeit"])
    assert suggested(learned, "Der Radweg") == ["mobilitaet"]
    assert dortmund.fit(texts=[], topics=[]).suggest("Der Radweg") == dortmund.suggest("Der Radweg")


@pytest.mark.slow
def test_cyclists_speak_about_mobility(dortmund: TopicSuggester) -> None:
    """Cold start on real sentences: of those with any suggestion, most have mobility among the three."""
    found = [suggested(dortmund, text) for text in real_sentences(500)]
    told = [topics for topics in found if topics]
    assert len(told) / len(found) > 0.75
    assert np.mean(["mobilitaet" in topics for topics in told]) > 0.9
