#!/usr/bin/env python3
"""Check a journal of Stadtgespräch. Needs nothing but Python: ``python3 pruefe_protokoll.py journal.jsonl [head.json]``.

Each line of the journal is one entry: ``{"seq": 7, "body": "{…}", "hash": "…"}``. The body is canonical
JSON and holds its own number; ``hash`` is SHA-256 over a fixed label, the previous entry's hash and the
body. So every edit, deletion, insertion and reordering breaks the chain. Cutting off the end, going back
to an older copy, or rewriting the end and hashing it anew can only be seen by comparing with a head
``{"seq": 7, "hash": "…"}`` that somebody saved elsewhere.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

LABEL = "stadtgespraech-journal-v1"
GENESIS = "0" * 64
WITHOUT_HEAD = (
    "No saved head was given: entries cut off at the end, a return to an older copy, or an end that was "
    "rewritten and hashed anew can't be seen. Save a head now (journal-head) and compare with it next time."
)
AFTER_HEAD = (
    "The saved head is entry {seq}: it says nothing about the entries after it. If their end was cut off, or "
    "rewritten and hashed anew, that can't be seen. Save the newest head now and compare with it next time."
)


def canonical(value: Any) -> str:
    """Canonical JSON (RFC 8785 for the values used here: no floats, keys in ASCII)."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def chain_hash(previous: str, body: str) -> str:
    """SHA-256 (hex) that binds ``body`` to everything before it."""
    # Half a character is never written by the house, but may stand in what is checked.
    return hashlib.sha256(f"{LABEL}\n{previous}\n{body}".encode(errors="surrogatepass")).hexdigest()


@dataclass
class Report:
    """What the check found. ``ok`` means: no problem found among the things that can be seen."""

    entries: int = 0
    head: str = GENESIS
    problems: list[str] = field(default_factory=list)
    blind_spots: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not self.problems


def verify(entries: Iterable[dict[str, Any]], head: dict[str, Any] | None = None) -> Report:
    """Walk the chain once.

    Args:
        entries: dicts with ``seq`` (int), ``body`` (canonical JSON text), ``hash`` (64 hex digits), in the order given.
        head: a head saved earlier, with ``seq`` and ``hash``.
    """
    report = Report()
    previous, expected = GENESIS, 1
    seen_at_head: str | None = None
    for entry in entries:
        seq, body, stored = entry["seq"], entry["body"], entry["hash"]
        if seq != expected:
            report.problems.append(f"Entry {expected} is missing or out of place: found {seq} there.")
            expected = seq
        try:
            content = json.loads(body)
            readable = isinstance(content, dict) and canonical(content) == body
        except (ValueError, RecursionError):
            content, readable = {}, False
        if not readable:
            report.problems.append(f"Entry {seq}: its body is not canonical JSON.")
        elif content.get("seq") != seq:
            report.problems.append(f"Entry {seq}: its body says number {content.get('seq')}.")
        if chain_hash(previous, body) != stored:
            report.problems.append(f"Entry {seq}: its hash does not fit its content and the entry before it.")
        if head and seq == head["seq"]:
            seen_at_head = stored
        previous, expected = stored, expected + 1
        report.entries += 1
    report.head = previous
    if head is None:
        report.blind_spots.append(WITHOUT_HEAD)
    elif head["seq"] > 0 and seen_at_head is None:
        report.problems.append(
            f"The saved head is entry {head['seq']}, but the journal ends at {expected - 1}: entries were cut off or an older copy was put back."
        )
    elif head["seq"] > 0 and seen_at_head != head["hash"]:
        report.problems.append(
            f"Entry {head['seq']} has another hash than the saved head: it or something before it was rewritten."
        )
    elif report.entries > head["seq"]:
        report.blind_spots.append(AFTER_HEAD.format(seq=head["seq"]))
    return report


def read_lines(path: str) -> Iterator[dict[str, Any]]:
    with open(path, encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                try:
                    entry = json.loads(line)
                    yield {"seq": int(entry["seq"]), "body": str(entry["body"]), "hash": str(entry["hash"])}
                except (ValueError, KeyError, TypeError):
                    raise SystemExit(f"{path}, line {number}: not a journal entry.") from None


def read_head(path: str) -> dict[str, Any]:
    with open(path, encoding="utf-8") as file:
        try:
            head = json.load(file)
            return {"seq": int(head["seq"]), "hash": str(head["hash"])}
        except (ValueError, KeyError, TypeError):
            raise SystemExit(f"{path}: not a head of a journal.") from None


def main(arguments: list[str]) -> int:
    if len(arguments) not in (1, 2):
        print("Usage: pruefe_protokoll.py journal.jsonl [head.json]")
        return 2
    try:
        report = verify(read_lines(arguments[0]), read_head(arguments[1]) if len(arguments) == 2 else None)
    except OSError as error:
        print(f"{error.filename}: {error.strerror}.")
        return 2
    for problem in report.problems:
        print(f"PROBLEM: {problem}")
    for blind_spot in report.blind_spots:
        print(f"NOTE: {blind_spot}")
    print(
        f"{report.entries} entries, head {report.head}: {'no problem found' if report.ok else f'{len(report.problems)} problems'}"
    )
    return 0 if report.ok else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
