"""``stadtgespraech work``"""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from stadtgespraech.core.jobs.demo_mode import why_demo_is_refused
from stadtgespraech.core.jobs.queue import Backoff
from stadtgespraech.core.jobs.worker import JobWorker


class Command(BaseCommand):
    help = "Run the job worker: queued jobs, jobs by the clock, outgoing mail. Start as many as you like."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--poll", type=float, default=1.0, help="seconds between two looks at an empty queue (default 1)"
        )
        parser.add_argument(
            "--lease",
            type=float,
            default=30.0,
            help="seconds without a sign of life after which a worker counts as dead (default 30)",
        )
        parser.add_argument(
            "--backoff",
            type=float,
            default=10.0,
            help="seconds before a failed job's second attempt; later waits grow fourfold (default 10)",
        )
        parser.add_argument("--until-empty", action="store_true", help="stop when nothing is due")

    def handle(self, *args: Any, **options: Any) -> None:
        if refusal := why_demo_is_refused():
            raise CommandError(refusal)
        worker = JobWorker(
            poll=options["poll"],
            lease=timedelta(seconds=options["lease"]),
            backoff=Backoff(timedelta(seconds=options["backoff"])),
            until_empty=options["until_empty"],
        )
        worker.stop_on_signals()
        worker.run()
