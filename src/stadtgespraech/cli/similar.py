"""Find German texts that say nearly the same, from a table of texts: pairs with their shared words, and clusters."""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stadtgespraech.cli.rows import BadRows, Problems, columns_of, read_table, refuse, wrong_length
from stadtgespraech.engines.similarity import SimilarTexts, Word, shared_words


def main(arguments: list[str]) -> int:
    """Read, compute, print; exit code 2 with every bad row named if the file can't be used."""
    options = parser().parse_args(arguments)
    try:
        result = computed(options)
    except BadRows as error:
        return refuse(error)
    if options.json:
        json.dump(result, sys.stdout, ensure_ascii=False, indent=1)
        print()
    else:
        print(as_text(result, most=options.most))
    return 0


def parser() -> argparse.ArgumentParser:
    parsing = argparse.ArgumentParser("stadtgespraech similar", description=__doc__)
    parsing.add_argument("texts", type=Path, metavar="TEXTS.csv", help="a table with a header, one text per row")
    parsing.add_argument("--text", default="content", help="column of the text (default content)")
    parsing.add_argument(
        "--least", type=float, default=0.6, help="similarity from which a pair is told, 0.3 to 1 (default 0.6)"
    )
    parsing.add_argument("--rows", type=int, help="only the first so many rows")
    parsing.add_argument("--json", action="store_true", help="everything, with places of shared words, for programs")
    parsing.add_argument("--most", type=int, default=20, help="pairs shown without --json (default 20)")
    return parsing


@dataclass(frozen=True)
class TextFile:
    """Texts and the lines on which they begin."""

    lines: list[int]
    texts: list[str]


def read_texts(file: Path, *, column: str, rows: int | None) -> TextFile:
    """One column of a table.

    Raises:
        BadRows: every row that can't be used.
    """
    header, found = read_table(file)
    (at,) = columns_of(file, header, [column.casefold()])
    problems = Problems(file)
    lines: list[int] = []
    texts: list[str] = []
    for row in found:
        if rows is not None and len(texts) >= rows:
            break
        if len(row.cells) != len(header):
            problems.add(row.line, wrong_length(len(row.cells), len(header)))
            continue
        lines.append(row.line)
        texts.append(row.cells[at])
    if not texts and not problems.sentences:
        problems.add(1, "there is not a single text in this file.")
    problems.stop_if_any()
    return TextFile(lines, texts)


def computed(options: argparse.Namespace) -> dict[str, Any]:
    """The result as plain values."""
    started = time.perf_counter()
    file = read_texts(options.texts, column=options.text, rows=options.rows)
    read = time.perf_counter()
    index = SimilarTexts.fit(file.texts)
    pairs = index.pairs(least=options.least)
    clusters = index.clusters(pairs=pairs, least=options.least)
    finished = time.perf_counter()
    told = []
    for first, second, similarity in zip(
        pairs.first.tolist(), pairs.second.tolist(), pairs.similarity.tolist(), strict=True
    ):
        in_first, in_second = shared_words(file.texts[first], file.texts[second])
        told.append(
            {
                "similarity": round(similarity, 4),
                "first": _place(file, first, in_first),
                "second": _place(file, second, in_second),
            }
        )
    return {
        "texts": len(file.texts),
        "least": options.least,
        "pairs": told,
        "clusters": [[{"line": file.lines[one], "text": file.texts[one]} for one in cluster] for cluster in clusters],
        "seconds": round(finished - started, 4),
        "seconds_by_step": {"reading": round(read - started, 4), "computing": round(finished - read, 4)},
    }


def _place(file: TextFile, number: int, words: tuple[Word, ...]) -> dict[str, Any]:
    return {
        "line": file.lines[number],
        "text": file.texts[number],
        "shared": [[word.start, word.end] for word in words],
    }


def as_text(result: dict[str, Any], *, most: int) -> str:
    counts = f"{result['texts']} texts, {len(result['pairs'])} pairs with a similarity of at least {result['least']:g}"
    lines = [f"{counts}, {len(result['clusters'])} clusters. Similar words are not the same opinion: read both."]
    for pair in result["pairs"][:most]:
        lines += ["", f"{pair['similarity']:.2f}"]
        lines += [f"  line {pair[side]['line']}: {_marked(pair[side])}" for side in ("first", "second")]
    return "\n".join([*lines, "", f"{result['seconds']:.2f} seconds"])


def _marked(side: dict[str, Any]) -> str:
    """The text on one line, shared words in brackets."""
    text, parts, done = side["text"], [], 0
    for start, end in side["shared"]:
        parts += [text[done:start], "[", text[start:end], "]"]
        done = end
    return " ".join("".join([*parts, text[done:]]).split())
