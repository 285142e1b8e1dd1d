"""``stadtgespraech recount-voices``"""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from stadtgespraech.apps.voices import actions
from stadtgespraech.apps.voices.queries.recounting import comment_drift, voice_drift


class Command(BaseCommand):
    help = "Compare the numbers of supports, comments and replies with the rows they count; --repair counts anew."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--repair", action="store_true", help="count anew")

    def handle(self, *args: Any, repair: bool = False, **options: Any) -> None:
        lines = []
        for voice in voice_drift():
            if voice.support_count != voice.supports:
                lines.append(f"{voice.slug}: {voice.support_count} supports counted, {voice.supports} there.")
            if voice.comment_count != voice.comments:
                lines.append(f"{voice.slug}: {voice.comment_count} comments counted, {voice.comments} there.")
        lines += [
            f"{comment.slug}, comment {comment.pk}: {comment.reply_count} replies counted, {comment.replies} there."
            for comment in comment_drift()
        ]
        for line in lines:
            self.stdout.write(line)
        if not lines:
            self.stdout.write("The counters agree with the tables.")
        elif repair:
            self.stdout.write(f"Repaired {actions.repair_counters()} rows.")
        else:
            raise CommandError(f"{len(lines)} differences. Run again with --repair to count anew.")
