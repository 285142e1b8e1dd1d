"""Reads settings from environment variables and remembers what each of them means."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

# FULL survives power loss, not only a killed process; WAL lets readers go on while somebody writes.
SQLITE_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "journal_size_limit=67108864",
    "cache_size=-32000",
)


@dataclass(frozen=True)
class Setting:
    """One documented environment variable."""

    name: str
    default: str
    help: str


class Environment:
    """Typed access to ``os.environ``; ``known`` lists every variable that was asked for."""

    def __init__(self) -> None:
        self.known: list[Setting] = []

    def _read(self, name: str, default: object, help: str) -> str | None:
        self.known.append(Setting(name, str(default), help))
        value = os.environ.get(name)
        return value if value not in (None, "") else None

    def text(self, name: str, *, default: str, help: str) -> str:
        return self._read(name, default, help) or default

    def flag(self, name: str, *, default: bool, help: str) -> bool:
        value = self._read(name, "on" if default else "off", help)
        if value is None:
            return default
        if value.lower() in ("1", "on", "true", "yes", "ja"):
            return True
        if value.lower() in ("0", "off", "false", "no", "nein"):
            return False
        raise ImproperlyConfigured(f"{name} is {value!r}; write on or off.")

    def number(self, name: str, *, default: int, help: str) -> int:
        value = self._read(name, default, help)
        if value is None:
            return default
        try:
            return int(value)
        except ValueError:
            raise ImproperlyConfigured(f"{name} is {value!r}; write a whole number.") from None

    def list(self, name: str, *, default: list[str], help: str) -> list[str]:
        value = self._read(name, ",".join(default), help)
        return default if value is None else [part.strip() for part in value.split(",") if part.strip()]

    def path(self, name: str, *, default: Path, help: str) -> Path:
        value = self._read(name, default, help)
        return default if value is None else Path(value).expanduser().resolve()

    def secret(self, name: str, *, file: Path, help: str) -> str:
        """A secret from the environment, or one made once and kept in ``file`` (readable by its owner only)."""
        value = self._read(name, "(a key file in the data folder)", help)
        if value is not None:
            return value
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return file.read_text().strip()
        with os.fdopen(descriptor, "w") as handle:
            key = secrets.token_urlsafe(48)
            handle.write(key)
        return key

    def database(self, name: str, *, default: str, help: str) -> dict[str, Any]:
        """Django's description of the database behind a ``sqlite:///`` or ``postgres://`` address."""
        address = self._read(name, default, help) or default
        parts = urlsplit(address)
        if parts.scheme == "sqlite":
            file = Path(unquote(parts.path))
            file.parent.mkdir(parents=True, exist_ok=True)
            return {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": str(file),
                # Opening the file and its pragmas cost a tenth of a page.
                "CONN_MAX_AGE": 600,
                # A real file in tests too: a database in memory locks whole tables between threads.
                "TEST": {"NAME": str(file.with_name(f"test-{file.name}"))},
                "OPTIONS": {
                    "timeout": 20,
                    # A write transaction takes the lock at its start: no upgrade from read to write can fail halfway.
                    "transaction_mode": "IMMEDIATE",
                    "init_command": "; ".join(f"PRAGMA {pragma}" for pragma in SQLITE_PRAGMAS),
                },
            }
        if parts.scheme in ("postgres", "postgresql"):
            options: dict[str, Any] = {}
            host = unquote(parts.hostname or "")
            for pair in parts.query.split("&") if parts.query else []:
                key, _, value = pair.partition("=")
                if key == "host":
                    host = unquote(value)
                else:
                    options[key] = unquote(value)
            return {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": parts.path.lstrip("/"),
                "USER": unquote(parts.username or ""),
                "PASSWORD": unquote(parts.password or ""),
                "HOST": host,
                "PORT": str(parts.port or ""),
                "CONN_MAX_AGE": 600,
                "CONN_HEALTH_CHECKS": True,
                "OPTIONS": options,
            }
        raise ImproperlyConfigured(
            f"{name} is {address!r}; write sqlite:///file or postgres://user:password@host:port/name."
        )
