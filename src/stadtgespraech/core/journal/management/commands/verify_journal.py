"""``stadtgespraech verify-journal``"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from stadtgespraech.core.journal.check import verify_database


class Command(BaseCommand):
    help = "Check the journal's hash chain; with --head also against a head saved earlier."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--head", type=Path, help="JSON file written by journal-head")

    def handle(self, *args: Any, head: Path | None = None, **options: Any) -> None:
        saved = None
        if head is not None:
            try:
                saved = json.loads(head.read_text(encoding="utf-8"))
                saved = {"seq": int(saved["seq"]), "hash": str(saved["hash"])}
            except (OSError, ValueError, KeyError, TypeError) as error:
                raise CommandError(f"{head}: not a head written by journal-head ({error}).") from error
        report = verify_database(saved)
        for problem in report.problems:
            self.stdout.write(f"PROBLEM: {problem}")
        for blind_spot in report.blind_spots:
            self.stdout.write(f"NOTE: {blind_spot}")
        self.stdout.write(f"{report.entries} entries, head {report.head}")
        if not report.ok:
            raise CommandError(f"The journal does not verify: {len(report.problems)} problems.")
        self.stdout.write("No problem found.")
