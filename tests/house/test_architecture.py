"""The house plan: who imports whom, what files are called, how long they are."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.house.sources import ROOT, SOURCE, files, name_of, syntax, text_of, tracked_files

LONGEST = 500
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "mixins", "managers", "base", "services"}


def test_imports_only_go_down(monkeypatch: pytest.MonkeyPatch) -> None:
    from importlinter.cli import lint_imports

    monkeypatch.chdir(ROOT)
    assert lint_imports(config_filename="pyproject.toml", no_cache=True, no_logo=True) == 0


def packages() -> list[Path]:
    return sorted(
        folder
        for floor in ("core", "apps")
        for folder in (SOURCE / floor).iterdir()
        if (folder / "__init__.py").exists()
    )


@pytest.mark.parametrize("folder", packages(), ids=name_of)
def test_every_app_and_core_package_says_what_it_is(folder: Path) -> None:
    readme = folder / "README.md"
    assert readme.exists(), f"{name_of(readme)} is missing"
    assert len(text_of(readme).split()) >= 40, f"{name_of(readme)} says too little"


def test_no_file_is_too_long() -> None:
    long = {
        name_of(file): lines
        for file in files(".py", ".html", ".css", ".js", ".mjs", ".sh")
        if (lines := len(text_of(file).splitlines())) > LONGEST
    }
    assert long == {}


def test_no_file_has_a_name_that_says_nothing() -> None:
    vague = [
        name_of(file)
        for file in tracked_files()
        if file.stem.lower() in FORBIDDEN_NAMES
        or {part.lower() for part in file.relative_to(ROOT).parts[:-1]} & FORBIDDEN_NAMES
    ]
    assert vague == []


def test_no_signals_and_nothing_in_save() -> None:
    found = []
    for file, nodes in syntax():
        for node in nodes:
            if isinstance(node, ast.ImportFrom) and node.module in ("django.db.models.signals", "django.dispatch"):
                found.append(f"{name_of(file)}:{node.lineno} {node.module}")
            if isinstance(node, ast.FunctionDef) and node.name == "save" and file.stem == "models":
                found.append(f"{name_of(file)}:{node.lineno} save()")
    assert found == []


# Where the clock may be read: the outermost layer. Everything below takes ``now``.
READS_THE_CLOCK = re.compile(
    r"(views|commands|tasks|cli|middleware|page_context|editing|migrations|login|adapter|demo)"
)
CLOCK = re.compile(r"timezone\.now\(\)|datetime\.now\(|date\.today\(|timezone\.localdate\(\)|time\.time\(")


@pytest.mark.parametrize("floor", ["actions", "queries", "rules", "nodes"])
def test_the_clock_is_an_argument(floor: str) -> None:
    found = [
        f"{name_of(file)}:{number}"
        for file in files(".py", under=SOURCE)
        if file.stem == floor or floor in file.parts
        for number, line in enumerate(text_of(file).splitlines(), 1)
        if CLOCK.search(line)
    ]
    assert found == []


def enqueued_names() -> list[tuple[str, str]]:
    """(file, name) of every job that is enqueued by name."""
    found = []
    for file, nodes in syntax():
        for node in nodes:
            if not isinstance(node, ast.Call) or not node.args:
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called == "enqueue" and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str):
                found.append((name_of(file), node.args[0].value))
    return found


def test_every_job_that_is_enqueued_exists() -> None:
    from stadtgespraech.core import jobs

    known = set(jobs.known_names())
    assert [pair for pair in enqueued_names() if pair[1] not in known] == []


def test_jobs_are_enqueued_by_a_name_that_can_be_read() -> None:
    """A computed name would slip past the test above."""
    computed = [
        f"{name_of(file)}:{node.lineno}"
        for file, nodes in syntax()
        if "jobs" not in file.parts
        for node in nodes
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "enqueue"
        and not (node.args and isinstance(node.args[0], ast.Constant))
    ]
    assert computed == []


def test_no_permission_is_asked_for_that_nobody_registered() -> None:
    from stadtgespraech.core.access import permission_names

    known = set(permission_names())
    unknown = []
    for file, nodes in syntax():
        for node in nodes:
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in ("may", "require")
                and len(node.args) > 1
            ):
                name = node.args[1]
                if isinstance(name, ast.Constant) and isinstance(name.value, str) and name.value not in known:
                    unknown.append(f"{name_of(file)}:{node.lineno} {name.value}")
    assert unknown == []


def test_no_permission_is_registered_that_nobody_asks_for() -> None:
    from stadtgespraech.core.access import permission_names

    texts = {file: text_of(file) for file in files(".py", ".html", under=SOURCE) if file.stem != "rules"}
    unused = [name for name in permission_names() if not any(f'"{name}"' in text for text in texts.values())]
    assert unused == []
