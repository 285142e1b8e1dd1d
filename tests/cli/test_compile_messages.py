"""Translations are compiled without gettext's tools."""

from __future__ import annotations

import gettext
from pathlib import Path

import pytest

from stadtgespraech.cli import compile_messages

CATALOGUE = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Ziel"
msgstr "goal"

msgid "Ein Treffer"
msgid_plural "%(n)s Treffer"
msgstr[0] "One hit"
msgstr[1] "%(n)s hits"

#, fuzzy
msgid "Feld"
msgstr "meadow"
"""


def test_a_catalogue_is_compiled_without_its_fuzzy_entries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "locale" / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(CATALOGUE, encoding="utf-8")
    monkeypatch.setattr(compile_messages, "PROJECT_ROOT", tmp_path)
    assert compile_messages.main([]) == 0
    english = gettext.translation("django", tmp_path / "locale", ["en"])
    read = [english.gettext("Ziel"), english.ngettext("Ein Treffer", "%(n)s Treffer", 3), english.gettext("Feld")]
    assert (read, sorted(path.name for path in folder.iterdir())) == (
        ["goal", "%(n)s hits", "Feld"],
        ["django.mo", "django.po"],
    )
