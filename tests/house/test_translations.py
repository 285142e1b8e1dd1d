"""Every German sentence has its English twin, with the same gaps."""

from __future__ import annotations

import ast
import re

import polib
import pytest

from tests.house.sources import ROOT, syntax

FILE = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy", "npgettext"}
GAP = re.compile(r"%\((\w+)\)[sd]|%[sd]|\{(\w*)\}")


@pytest.fixture(scope="module")
def messages() -> polib.POFile:
    return polib.pofile(str(FILE))


def test_every_text_is_translated(messages: polib.POFile) -> None:
    missing = [entry.msgid for entry in messages if not entry.obsolete and (not entry.translated() or entry.fuzzy)]
    assert missing == []


def test_translations_have_the_same_gaps(messages: polib.POFile) -> None:
    different = []
    for entry in messages:
        texts = list(entry.msgstr_plural.values()) or [entry.msgstr]
        wanted = {match.group() for source in (entry.msgid, entry.msgid_plural) for match in GAP.finditer(source or "")}
        for text in texts:
            found = {match.group() for match in GAP.finditer(text)}
            # One of two forms may leave the number out ("Ein Treffer").
            if text and not (found == wanted or (entry.msgid_plural and found <= wanted)):
                different.append(entry.msgid)
    assert different == []


def test_no_text_in_the_code_was_forgotten(messages: polib.POFile) -> None:
    """`./do messages` was run after the last change: every marked text is in the file."""
    known = {entry.msgid for entry in messages if not entry.obsolete}
    plain = re.compile(r"""{%\s*translate\s+(?:"([^"]+)"|'([^']+)')""")
    forgotten = set()
    for template in (ROOT / "src").rglob("templates/**/*.html"):
        for double, single in plain.findall(template.read_text(encoding="utf-8")):
            text = double or single
            if text not in known:
                forgotten.add(text)
    assert sorted(forgotten) == []


def test_no_text_in_python_was_forgotten(messages: polib.POFile) -> None:
    """Also those inside of f-strings, into which the collector of texts does not look."""
    known = {entry.msgid for entry in messages if not entry.obsolete}
    forgotten = set()
    for _file, nodes in syntax():
        for node in nodes:
            if not isinstance(node, ast.Call) or getattr(node.func, "id", "") not in GETTEXT:
                continue
            texts = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
            # The first text is a context in pgettext.
            if texts and not known.intersection(texts):
                forgotten.add(texts[-1])
    assert sorted(forgotten) == []
