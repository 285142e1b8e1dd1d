"""What must not stand in the repository."""

from __future__ import annotations

import re

from tests.house.sources import ROOT, name_of, tracked_files

# Written in pieces so that this file does not find itself.
REGISTRY_HOSTS = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("registry", "npmjs", "org"),
        ("registry", "yarnpkg", "com"),
        ("npmmirror", "com"),
        ("proxy", "golang", "org"),
        ("deb", "debian", "org"),
        ("archive", "ubuntu", "com"),
    )
]
ABSOLUTE_PATHS = re.compile(r"(?<![\w.~$}>/-])/(?:work|root|home|Users)/[A-Za-z0-9_.-]+/|(?<![\w/])[A-Z]:\\\\?Users")
BINARY = {".png", ".jpg", ".jpeg", ".webp", ".woff2", ".ico", ".xlsx", ".pdf", ".gz", ".zip", ".mo"}


def test_no_registry_and_no_place_on_somebodys_machine() -> None:
    found = []
    for file in tracked_files():
        if file.suffix in BINARY:
            continue
        text = file.read_text(encoding="utf-8", errors="replace")
        found += [f"{name_of(file)}: {host}" for host in REGISTRY_HOSTS if host in text]
        found += [f"{name_of(file)}: {match.group()}" for match in ABSOLUTE_PATHS.finditer(text)]
    assert found == []


def test_nothing_of_others_is_in_the_repository() -> None:
    """Fonts, style sheets and scripts of others come from their packages at build time."""
    found = [
        name_of(file)
        for file in tracked_files()
        if file.suffix in {".woff", ".woff2", ".ttf", ".otf", ".map"} or file.name.endswith((".min.js", ".min.css"))
    ]
    assert found == []
    assert not [file for file in tracked_files() if file.stat().st_size > 2_000_000]


def test_dependencies_are_pinned_with_hashes_and_without_addresses() -> None:
    for name in ("requirements.lock", "requirements-dev.lock", "requirements-node.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text, name
        pinned = [line for line in text.splitlines() if re.match(r"[A-Za-z0-9]", line)]
        assert pinned and all("==" in line for line in pinned), name
        assert text.count("--hash=sha256:") >= len(pinned), name
    assert "://" not in re.sub(
        r'"(?:url|funding)": ?(?:"[^"]*"|\{[^}]*\}|\[[^\]]*\])',
        "",
        (ROOT / "package-lock.json").read_text(encoding="utf-8"),
    )


def test_the_licence_is_there() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "PUBLIC LICENCE v. 1.2" in text.upper().replace("V. 1.2", "v. 1.2")
    assert len(text) > 10_000
