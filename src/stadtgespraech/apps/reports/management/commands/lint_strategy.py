"""``stadtgespraech lint-strategy``"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import translation

from stadtgespraech.apps.reports.linter import as_data, lint, summary
from stadtgespraech.apps.reports.queries import read_strategy


class Command(BaseCommand):
    help = "List where the strategy is incomplete or contradicts itself: leads, indicators, sponsors, dates, sums."

    def add_arguments(self, parser: ArgumentParser) -> None:
        languages = [code for code, _name in settings.LANGUAGES]
        parser.add_argument("--json", action="store_true", help="counts and findings as JSON")
        parser.add_argument(
            "--language", choices=languages, default=settings.LANGUAGE_CODE, help="language of the sentences"
        )

    def handle(self, *args: Any, language: str, **options: Any) -> None:
        with translation.override(language):
            report = lint(read_strategy())
            if options["json"]:
                self.stdout.write(json.dumps(as_data(report), ensure_ascii=False, indent=2))
                return
            self.stdout.write(summary(report))
            for code, heading, findings in report.groups:
                self.stdout.write(f"\n{heading} ({len(findings)}, {code})")
                for finding in findings:
                    self.stdout.write(f"  {finding.sentence} {finding.to_do} {finding.about.address}")
