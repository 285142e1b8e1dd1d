"""``stadtgespraech journal-head``"""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand

from stadtgespraech.core.journal.writing import head, plain


class Command(BaseCommand):
    help = "Print the journal's newest head as JSON; keep it outside this machine to detect truncation later."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(json.dumps(plain(head())))
