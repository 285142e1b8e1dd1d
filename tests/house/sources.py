"""What the house tests look through."""

from __future__ import annotations

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "stadtgespraech"


@cache
def tracked_files() -> list[Path]:
    """Every file of the repository: what git tracks, or what is there when there is no git."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            check=True,
        ).stdout
        files = [ROOT / name for name in listed.decode().split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        aside = {".venv", "node_modules", "var", ".git", "__pycache__"}
        files = [file for file in ROOT.rglob("*") if not aside & set(file.relative_to(ROOT).parts)]
    return sorted(file for file in files if file.is_file())


def files(*suffixes: str, under: Path = ROOT) -> list[Path]:
    return [file for file in tracked_files() if file.suffix in suffixes and file.is_relative_to(under)]


def templates() -> list[Path]:
    return [file for file in files(".html", ".txt", ".xml", ".svg", under=SOURCE) if "templates" in file.parts]


def text_of(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def name_of(file: Path) -> str:
    return str(file.relative_to(ROOT))


@cache
def syntax() -> list[tuple[Path, list[ast.AST]]]:
    """Every file of the product with all nodes of its syntax tree; parsed once for all tests of a process."""
    return [(file, list(ast.walk(ast.parse(text_of(file))))) for file in files(".py", under=SOURCE)]
