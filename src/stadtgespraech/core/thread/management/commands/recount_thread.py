"""``stadtgespraech recount-thread``"""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from stadtgespraech.core.thread import recount


class Command(BaseCommand):
    help = "Compare the red thread's nodes with the apps' objects; --repair writes them anew."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--repair", action="store_true", help="write nodes and implied links anew")

    def handle(self, *args: Any, repair: bool = False, **options: Any) -> None:
        differences = recount.drift()
        for line in differences:
            self.stdout.write(line)
        if not differences:
            self.stdout.write("The thread agrees with the apps.")
        elif repair:
            recount.repair(at=timezone.now())
            self.stdout.write(f"Repaired {len(differences)} differences.")
        else:
            raise CommandError(f"{len(differences)} differences. Run again with --repair to write them anew.")
