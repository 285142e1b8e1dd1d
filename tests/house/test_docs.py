"""The reference says what the code says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from stadtgespraech.cli.write_docs import reference
from tests.house.sources import ROOT, files, name_of, text_of, tracked_files

FOLDER = ROOT / "docs" / "reference"


@pytest.mark.parametrize("name", ["openapi.json", "api.md", "commands.md", "settings.md", "permissions.md"])
def test_the_reference_is_what_the_code_says(name: str) -> None:
    assert (FOLDER / name).read_text(encoding="utf-8") == reference()[name], "run ./do docs and read the difference"


def test_every_setting_that_is_used_anywhere_is_documented() -> None:
    """Also those that a script or a service file reads past settings.py."""
    text = text_of(FOLDER / "settings.md")
    used = {
        name: name_of(file)
        for file in tracked_files()
        if file.suffix in {".py", ".sh", ".service", ".env", ".conf", ".yml", ".yaml", ".md"} or file.name == "do"
        for name in re.findall(r"\bSTADTGESPRAECH_[A-Z_]+[A-Z]\b", file.read_text(encoding="utf-8", errors="replace"))
    }
    assert {name: where for name, where in used.items() if f"`{name}`" not in text} == {}


def test_every_operation_has_its_own_name_and_says_what_it_does() -> None:
    import json

    description = json.loads(text_of(FOLDER / "openapi.json"))
    operations = [operation for methods in description["paths"].values() for operation in methods.values()]
    names = [operation["operationId"] for operation in operations]
    assert len(names) == len(set(names))
    for operation in operations:
        assert operation["summary"]
        assert operation["responses"].keys() >= {"200", "400", "404"}, operation["operationId"]
        undescribed = [
            parameter["name"]
            for parameter in operation.get("parameters", [])
            if parameter["in"] == "query" and not parameter.get("description")
        ]
        assert undescribed == [], operation["operationId"]


LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


# The texts of city packs link to pages of the site; their loader checks them.
DOCUMENTS = [file for file in files(".md") if not {"cities", "packs"} & set(file.relative_to(ROOT).parts)]


@pytest.mark.parametrize("file", DOCUMENTS, ids=name_of)
def test_links_between_documents_lead_somewhere(file: Path) -> None:
    dead = [
        target
        for target in LINK.findall(re.sub(r"```.*?```|`[^`]*`", "", text_of(file), flags=re.DOTALL))
        if not target.startswith(("http://", "https://", "mailto:", "#", "/"))
        and not (file.parent / target.partition("#")[0]).exists()
    ]
    assert dead == []
