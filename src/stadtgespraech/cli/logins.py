"""The example logins of the demo, with codes that work now."""

from __future__ import annotations


def print_logins(port: int) -> None:
    raise NotImplementedError
