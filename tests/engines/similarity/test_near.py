"""Near-duplicates: none is missed, and what is planted is found."""

from __future__ import annotations

import numpy as np
import pytest

from stadtgespraech.engines.similarity import SimilarTexts, shared_words
from tests.engines.similarity.voices import WAYS, real_sentences

TEXTS = [
    "Der Radweg an der Hohen Straße ist viel zu schmal.",
    "An der hohen Strasse ist der Radweg zu schmal",
    "Mehr Bäume in der Innenstadt!",
    "Mehr Baeume in die Innenstadt",
    "Die Buslinie 450 soll öfter fahren.",
    "",
    "!?",
]


def test_the_same_thought_in_other_words_is_found() -> None:
    pairs = SimilarTexts.fit(TEXTS).pairs()
    assert list(zip(pairs.first.tolist(), pairs.second.tolist(), strict=True)) == [(0, 1), (2, 3)]
    assert pairs.similarity.tolist() == sorted(pairs.similarity.tolist(), reverse=True)


def test_shared_words_are_marked_where_they_stand() -> None:
    first, second = shared_words(TEXTS[0], TEXTS[1])
    assert [TEXTS[0][word.start : word.end] for word in first] == ["Radweg", "Hohen", "Straße", "schmal"]
    assert [TEXTS[1][word.start : word.end] for word in second] == ["hohen", "Strasse", "Radweg", "schmal"]


@pytest.mark.parametrize(
    "form", ["Radfahrer*innen", "Radfahrer:innen", "RadfahrerInnen", "Radfahrer/-innen", "Radfahrer_innen"]
)
def test_gender_forms_are_one_word(form: str) -> None:
    first, second = shared_words(f"Platz für {form} schaffen", "Platz für Radfahrerinnen")
    assert [word.form for word in first] == ["platz", "radfahrerinnen"] == [word.form for word in second]


def test_a_question_finds_stored_texts() -> None:
    index = SimilarTexts.fit(TEXTS)
    found = index.nearest("radweg hohe strasse schmal", most=2)
    assert {match.number for match in found} == {0, 1}
    assert index.nearest("", most=2) == []
    assert index.nearest("xyzzy", most=2) == []
    assert SimilarTexts.fit([]).nearest("Radweg") == []
    assert SimilarTexts.fit(["", "?"]).nearest("Radweg") == []


def test_equal_texts_keep_their_order() -> None:
    index = SimilarTexts.fit(["Mehr Grün in der Stadt"] * 4)
    assert [match.number for match in index.nearest("Mehr Grün in der Stadt")] == [0, 1, 2, 3]
    assert index.clusters() == [(0, 1, 2, 3)]


def test_a_chain_of_small_steps_is_no_cluster() -> None:
    words = ["eins", "zwei", "drei", "vier", "fuenf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwoelf"]
    texts = [" ".join(words[start : start + 5]) for start in range(8)]
    clusters = SimilarTexts.fit(texts).clusters()
    assert clusters
    assert max(len(cluster) for cluster in clusters) < 5


@pytest.mark.slow
@pytest.mark.parametrize("least", [0.3, 0.5])
def test_no_pair_is_missed(least: float) -> None:
    """Against the whole product of all texts with all texts."""
    index = SimilarTexts.fit(real_sentences(2_500))
    table = index._table.astype(np.float64)
    cosine = (table @ table.T).toarray()
    first, second = np.nonzero(np.triu(cosine >= least, 1))
    found = index.close(least=least)
    assert set(zip(found[0].tolist(), found[1].tolist(), strict=True)) ^ set(
        zip(first.tolist(), second.tolist(), strict=True)
    ) <= {(one, other) for one, other in zip(*np.nonzero(np.abs(cosine - least) < 1e-5), strict=True)}
    assert np.abs(found[2] - cosine[found[0], found[1]]).max() < 1e-5
    assert len(found[0]) > 300


@pytest.fixture(scope="module")
def index() -> SimilarTexts:
    return SimilarTexts.fit(real_sentences(6_000))


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_planted_duplicates_are_among_the_first_five(way: str, index: SimilarTexts) -> None:
    sentences = index.texts
    random = np.random.default_rng(1)
    long_enough = [number for number, text in enumerate(sentences) if len(text.split()) >= 5]
    chosen = random.choice(long_enough, 300, replace=False).tolist()
    found = [one in [match.number for match in index.nearest(WAYS[way](sentences[one], random))] for one in chosen]
    assert np.mean(found) >= 0.99
