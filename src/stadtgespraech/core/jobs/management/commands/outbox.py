"""``stadtgespraech outbox``"""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Count
from django.utils import timezone

from stadtgespraech.core.jobs.models import OutgoingMail
from stadtgespraech.core.jobs.outbox import send_again


class Command(BaseCommand):
    help = (
        "Count the outgoing mails by state and list those that need a decision; --send-again KEY queues one of these."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--send-again", metavar="KEY", help="send an unclear or failed mail once more, although it may arrive twice"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        key = options["send_again"]
        if key is not None:
            if not send_again(key, now=timezone.now()):
                raise CommandError(f"There is no unclear or failed mail with the key {key!r}.")
            self.stdout.write("Queued again.")
            return
        for row in OutgoingMail.objects.order_by("state").values("state").annotate(mails=Count("pk")):
            self.stdout.write(f"{row['mails']:>7} {row['state']}")
        open_questions = OutgoingMail.objects.filter(
            state__in=(OutgoingMail.State.UNCLEAR, OutgoingMail.State.FAILED), erased_at=None
        )
        # The address stays out: this output ends up in logs.
        for mail in open_questions.order_by("over_at")[:100]:
            self.stdout.write(f"{mail.state}: {mail.key} ({mail.over_at:%Y-%m-%d %H:%M} UTC)")
