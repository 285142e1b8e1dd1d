"""``stadtgespraech add-examples``"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from stadtgespraech.apps.packs.examples import add_examples


class Command(BaseCommand):
    help = "Demo only: add made-up people, events, milestones and values, each marked as an example."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Examples belong into the demo. Set STADTGESPRAECH_DEMO=on if this is one.")
        logins = add_examples(now=timezone.now())
        self.stdout.write(f"Examples are in place: {len(logins)} example people.")
