"""``stadtgespraech export-journal``"""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand

from stadtgespraech.core.journal.check import entries_in_order


class Command(BaseCommand):
    help = "Print the whole journal, one JSON entry per line, for pruefe_protokoll.py."

    def handle(self, *args: Any, **options: Any) -> None:
        for entry in entries_in_order():
            self.stdout.write(json.dumps(entry, ensure_ascii=False))
