"""The folder of a draw: written as a whole or not at all, every file committed to by its hash."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from stadtgespraech.cli.draw.inputs import BadInput

FORMAT = "stadtgespraech-draw-v1"
LABEL = FORMAT.encode()
PROGRAMS = ("verify_draw.py", "verify_order.py", "verify_draw.mjs")


def canonical(value: Any) -> bytes:
    """JSON in one form: keys in order, no spaces, no escapes, one line."""
    return json.dumps(value, separators=(",", ":"), sort_keys=True, ensure_ascii=False).encode() + b"\n"


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def ticket_of(line: str) -> str:
    """What is published of a private line; its nonce keeps it from being guessed."""
    return sha(LABEL + b"ticket" + line.encode())


def refuse_used_folder(folder: Path) -> None:
    """Say so before a long computation, not after it."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BadInput(f"{folder}: there is something here already; a draw gets a folder of its own.")
    parent = folder.absolute().parent
    if not parent.is_dir():
        raise BadInput(f"{folder}: the folder {parent} does not exist.")


def write_bundle(folder: Path, *, kind: str, public: Mapping[str, bytes], private: Mapping[str, bytes]) -> str:
    """Write files, the programs that check them, and the manifest; return the commitment.

    Args:
        public: contents by name.
        private: contents by name below ``private/``.
    """
    refuse_used_folder(folder)
    here = Path(__file__).parent
    files = {**public, **{name: (here / name).read_bytes() for name in PROGRAMS}}
    manifest = canonical(
        {
            "format": FORMAT,
            "kind": kind,
            "files": {name: sha(data) for name, data in files.items()},
            "private": {f"private/{name}": sha(data) for name, data in private.items()},
        }
    )
    commitment = sha(manifest)
    files |= {"manifest.json": manifest, "commitment.txt": f"{commitment}\n".encode()}
    temporary = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.absolute().parent))
    try:
        temporary.chmod(0o755)
        for name, data in files.items():
            _write(temporary / name, data)
        (temporary / "private").mkdir(mode=0o700)
        for name, data in private.items():
            _write(temporary / "private" / name, data)
        if folder.exists():
            folder.rmdir()
        temporary.rename(folder)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
    return commitment


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def add_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Add files one after the other, each complete or not there; the last one is what makes them count."""
    for name, data in files.items():
        unfinished = folder / f".{Path(name).name}.unfinished"
        _write(unfinished, data)
        unfinished.rename(folder / name)


def read_bundle(folder: Path) -> tuple[dict[str, Any], dict[str, Any], str]:
    """Manifest, rules and commitment of a folder, after all its hashes have been compared.

    Raises:
        BadInput: it is no draw, or something was changed since it was committed.
    """
    try:
        raw = (folder / "manifest.json").read_bytes()
        manifest = json.loads(raw)
        commitment = sha(raw)
        if (folder / "commitment.txt").read_text(encoding="utf-8") != f"{commitment}\n":
            raise BadInput(f"{folder / 'manifest.json'}, line 1: this is not what was committed.")
        names = {**manifest["files"], **manifest["private"]}
        for name, digest in names.items():
            path = folder / name
            if name.startswith("private/") and not path.exists():
                continue
            data = path.read_bytes()
            if sha(data) != digest:
                raise BadInput(f"{path}, line 1: the file was changed after it was committed; draw from the original.")
        return manifest, json.loads((folder / "rules.json").read_bytes()), commitment
    except OSError as error:
        raise BadInput(
            f"{error.filename or folder}: {error.strerror or 'cannot be read'}; is this a draw's folder?"
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadInput(f"{folder / 'manifest.json'}, line 1: this is not the manifest of a draw.") from error
