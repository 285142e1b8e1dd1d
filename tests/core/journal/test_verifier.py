"""Every edit, deletion, insertion and reordering is found; what can't be seen without a saved head is named."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stadtgespraech.core.journal.verifier import (
    AFTER_HEAD,
    GENESIS,
    WITHOUT_HEAD,
    Report,
    canonical,
    chain_hash,
    main,
    verify,
)

pytestmark = pytest.mark.slow

Entries = list[dict[str, Any]]
many = settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def head_of(entries: Entries, seq: int | None = None) -> dict[str, Any]:
    """The head somebody saved when the journal had ``seq`` entries."""
    entry = entries[(len(entries) if seq is None else seq) - 1]
    return {"seq": entry["seq"], "hash": entry["hash"]}


def hashed_anew(entries: Entries) -> Entries:
    """What somebody does who can write to the database and knows how the chain is made."""
    chain, previous = [], GENESIS
    for number, entry in enumerate(entries, 1):
        body = canonical({**json.loads(entry["body"]), "seq": number})
        previous = chain_hash(previous, body)
        chain.append({"seq": number, "body": body, "hash": previous})
    return chain


def is_hashed_anew(entries: Entries) -> bool:
    """Whether the blows happened to end in the one thing that only a saved head can show: a new end, hashed anew."""
    try:
        return hashed_anew(entries) == entries
    except (ValueError, TypeError, RecursionError):
        return False


def edited(entry: dict[str, Any], draw: Any) -> dict[str, Any]:
    """The entry with one thing changed, cleverly or not."""
    entry = dict(entry)
    match draw(st.sampled_from(["fact", "character", "body", "hash", "number", "both numbers"])):
        case "fact":
            body = json.loads(entry["body"])
            name = draw(st.sampled_from(sorted(body)))
            body[name] = draw(st.none() | st.integers(-9, 9) | st.text(max_size=5))
            entry["body"] = canonical(body)
        case "character":
            at = draw(st.integers(0, len(entry["body"]) - 1))
            entry["body"] = entry["body"][:at] + draw(st.characters()) + entry["body"][at + 1 :]
        case "body":
            entry["body"] = draw(st.text(max_size=40) | st.sampled_from(["{}", "[]", "null", "NaN", "[" * 99_999]))
        case "hash":
            entry["hash"] = draw(st.text("0123456789abcdef", min_size=64, max_size=64) | st.text(max_size=5))
        case "number":
            entry["seq"] = draw(st.integers(-1, 20))
        case _:
            entry["seq"] = draw(st.integers(-1, 20))
            entry["body"] = canonical({**json.loads(entry["body"]), "seq": entry["seq"]})
    return entry


@st.composite
def tampering(draw: Any, entries: Entries) -> Entries:
    """The journal after one to three blows."""
    journal = copy.deepcopy(entries)
    for _blow in range(draw(st.integers(1, 3))):
        if not journal:
            break
        at = draw(st.integers(0, len(journal) - 1))
        match draw(st.sampled_from(["edit", "delete", "insert a copy", "insert a forgery", "swap", "shuffle", "cut"])):
            case "edit":
                journal[at] = edited(journal[at], draw) if journal[at] in entries else journal[at]
            case "delete":
                del journal[at]
            case "insert a copy":
                journal.insert(draw(st.integers(0, len(journal))), dict(journal[at]))
            case "insert a forgery":
                body = canonical({"seq": journal[at]["seq"], "kind": "goal.changed", "at": draw(st.text(max_size=3))})
                previous = journal[at - 1]["hash"] if at else GENESIS
                forged = {"seq": journal[at]["seq"], "body": body, "hash": chain_hash(previous, body)}
                journal.insert(at, forged)
            case "swap":
                other = draw(st.integers(0, len(journal) - 1))
                journal[at], journal[other] = journal[other], journal[at]
            case "shuffle":
                journal = draw(st.permutations(journal))
            case _:
                journal = journal[:at]
    return journal


def test_an_honest_journal_verifies(entries: Entries) -> None:
    assert verify(entries, head_of(entries)) == Report(entries=12, head=entries[-1]["hash"])
    assert verify([]) == Report(blind_spots=[WITHOUT_HEAD])
    assert verify([], {"seq": 0, "hash": GENESIS}) == Report()


def test_every_tampering_is_found(entries: Entries) -> None:
    """Without a head everything but a cut-off end is found; with one, that too."""

    @many
    @given(st.data())
    def check(data: st.DataObject) -> None:
        journal = data.draw(tampering(entries))
        assert verify(journal).ok == (journal == entries[: len(journal)] or is_hashed_anew(journal))
        assert verify(journal, head_of(entries)).ok == (journal == entries)

    check()


def test_a_single_changed_character_anywhere_is_found(entries: Entries) -> None:
    for position, entry in enumerate(entries):
        for at in range(len(entry["body"])):
            sign = "x" if entry["body"][at] != "x" else "y"
            changed = {**entry, "body": entry["body"][:at] + sign + entry["body"][at + 1 :]}
            assert not verify([*entries[:position], changed, *entries[position + 1 :]]).ok, (position, at)


def test_problems_name_the_place(entries: Entries) -> None:
    def problems(journal: Entries, head: dict[str, Any] | None = None) -> list[str]:
        return verify(journal, head).problems

    forged = {**entries[4], "body": entries[4]["body"].replace("name", "text").replace("fields", "fieldz")}
    assert problems([*entries[:4], forged, *entries[5:]]) == [
        "Entry 5: its hash does not fit its content and the entry before it."
    ]
    assert problems([*entries[:4], *entries[5:]]) == [
        "Entry 5 is missing or out of place: found 6 there.",
        "Entry 6: its hash does not fit its content and the entry before it.",
    ]
    assert problems(entries[:9], head_of(entries)) == [
        "The saved head is entry 12, but the journal ends at 9: entries were cut off or an older copy was put back."
    ]
    renumbered = {**entries[0], "body": entries[0]["body"].replace('"seq":1', '"seq":2')}
    assert problems([renumbered]) == [
        "Entry 1: its body says number 2.",
        "Entry 1: its hash does not fit its content and the entry before it.",
    ]
    assert problems([{**entries[0], "body": "\ud800"}])[0] == "Entry 1: its body is not canonical JSON."


def test_what_cannot_be_seen_without_a_head_is_named(entries: Entries) -> None:
    @many
    @given(st.data())
    def check(data: st.DataObject) -> None:
        place = data.draw(st.integers(0, len(entries) - 1))
        kept = data.draw(st.integers(place, len(entries)))
        journal = copy.deepcopy(entries[:kept])
        if place < len(journal):
            body = {**json.loads(journal[place]["body"]), "kind": "goal.praised"}
            journal[place]["body"] = canonical(body)
        journal = hashed_anew(journal)
        # The attack is perfect: nothing in the file itself gives it away, and the report says so.
        assert verify(journal) == Report(
            entries=len(journal), head=journal[-1]["hash"] if journal else GENESIS, blind_spots=[WITHOUT_HEAD]
        )
        # A head from before the rewritten place proves nothing about what came later, and says so.
        saved = data.draw(st.integers(1, len(entries)))
        report = verify(journal, head_of(entries, saved))
        is_seen = saved > len(journal) or saved > place
        assert report.ok == (not is_seen)
        if report.ok and len(journal) > saved:
            assert report.blind_spots == [AFTER_HEAD.format(seq=saved)]

    check()


def test_the_program_says_what_is_wrong(entries: Entries, tmp_path: Any, capsys: pytest.CaptureFixture[str]) -> None:
    journal, head = tmp_path / "journal.jsonl", tmp_path / "head.json"
    journal.write_text("".join(json.dumps(entry) + "\n" for entry in entries), encoding="utf-8")
    head.write_text(json.dumps(head_of(entries)), encoding="utf-8")
    assert main([str(journal), str(head)]) == 0
    assert capsys.readouterr().out == f"12 entries, head {entries[-1]['hash']}: no problem found\n"
    assert main([str(journal)]) == 0
    assert capsys.readouterr().out.startswith("NOTE: No saved head was given")
    assert main([]) == 2
    journal.write_text(json.dumps({**entries[0], "body": "{}"}), encoding="utf-8")
    assert main([str(journal)]) == 1
    assert "PROBLEM: Entry 1: its body says number None." in capsys.readouterr().out
    journal.write_text("{}\n", encoding="utf-8")
    with pytest.raises(SystemExit, match="line 1: not a journal entry"):
        main([str(journal)])
