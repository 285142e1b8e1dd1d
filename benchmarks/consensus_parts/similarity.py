"""Texts: all similar pairs of six thousand sentences, and planted duplicates."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np

from benchmarks.consensus_parts.goals import Goal, at_least, at_most
from stadtgespraech.cli.similar import read_texts
from stadtgespraech.engines.similarity import TOPIC_KEYWORDS, SimilarTexts, TopicSuggester
from tests.engines.similarity.voices import WAYS

NUMBER = 6_000


def similar_sentences(data: Path) -> list[Goal]:
    file = data / "voices" / "raddialog-bonn.tsv"
    if not file.exists():
        print("  left out: the real contributions are not on this machine")
        return []
    sentences = read_texts(file, column="content", rows=NUMBER).texts
    cpu, wall = float("inf"), float("inf")
    for _run in range(3):
        started, clock = time.process_time(), time.perf_counter()
        index = SimilarTexts.fit(sentences)
        pairs = index.pairs()
        cpu, wall = min(cpu, time.process_time() - started), min(wall, time.perf_counter() - clock)
    print(
        f"  {len(sentences)} sentences: {len(pairs.first)} similar pairs in {cpu:.2f} s CPU ({wall:.2f} s by the clock)",
        flush=True,
    )
    goals = [at_most("all similar pairs of 6,000 sentences, CPU", cpu, 3, "s")]
    random = np.random.default_rng(7)
    long_enough = [number for number, text in enumerate(sentences) if len(text.split()) >= 5]
    for way, spoil in WAYS.items():
        chosen = random.choice(long_enough, 1_000, replace=False).tolist()
        places = []
        for one in chosen:
            found = [match.number for match in index.nearest(spoil(sentences[one], random))]
            places.append(found.index(one) if one in found else 99)
        first, five = (float(np.mean(np.array(places) < limit)) for limit in (1, 5))
        print(f"  {way}: recall@1 {first:.3f}, recall@5 {five:.3f}", flush=True)
        goals.append(at_least(f"recall@5 of planted duplicates, {way}", five, 0.99, ""))
    suggester = TopicSuggester.from_keywords(TOPIC_KEYWORDS)
    topics = [[one.topic for one in suggester.suggest(text)] for text in sentences]
    first, three, none = (
        float(np.mean([chosen(found) for found in topics]))
        for chosen in (
            lambda found: found[:1] == ["mobilitaet"],
            lambda found: "mobilitaet" in found,
            lambda found: not found,
        )
    )
    print(
        "  topics without any decision, on sentences about cycling: mobility first"
        f" {first:.0%}, among three {three:.0%}, no suggestion {none:.0%}",
        flush=True,
    )
    return goals
