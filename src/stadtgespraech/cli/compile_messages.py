"""Compile the translations in locale/ (needs no gettext tools)."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import polib

PROJECT_ROOT = Path(__file__).resolve().parents[3]


def main(arguments: list[str]) -> int:
    """Write a .mo beside each .po; fuzzy entries are left out."""
    argparse.ArgumentParser("stadtgespraech compile-messages", description=__doc__).parse_args(arguments)
    for source in sorted((PROJECT_ROOT / "locale").glob("*/LC_MESSAGES/*.po")):
        try:
            catalogue = polib.pofile(str(source))
        except (OSError, UnicodeDecodeError) as error:
            sys.stderr.write(f"{source.relative_to(PROJECT_ROOT)}: {error}\n")
            return 1
        target = source.with_suffix(".mo")
        # Written aside and moved: a running server never reads half a file.
        aside = target.with_suffix(".mo.new")
        catalogue.save_as_mofile(str(aside))
        aside.replace(target)
    return 0
