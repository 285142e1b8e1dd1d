"""``stadtgespraech load PACK``"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from stadtgespraech.apps.packs.actions import Loaded, load_pack
from stadtgespraech.apps.packs.checking import open_pack
from stadtgespraech.apps.packs.problems import PackInvalid


class Command(BaseCommand):
    help = "Load a city pack: check all of it first, change only what is new, keep what was edited on the site."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "pack",
            type=Path,
            nargs="?",
            default=settings.CITY_PACK,
            help="folder of the pack (default: STADTGESPRAECH_PACK)",
        )
        parser.add_argument("--check", action="store_true", help="only check the pack; change nothing")
        parser.add_argument(
            "--take-pack",
            metavar="FIELD",
            action="append",
            default=[],
            help="let the pack win this edited field, e.g. field/wohnen.name; repeatable",
        )
        parser.add_argument(
            "--language",
            choices=[code for code, _name in settings.LANGUAGES],
            default=settings.LANGUAGE_CODE,
            help="language of the messages",
        )

    def handle(self, *args: Any, pack: Path, check: bool, take_pack: list[str], language: str, **options: Any) -> None:
        with translation.override(language):
            try:
                opened = open_pack(pack)
            except PackInvalid as error:
                for problem in error.problems:
                    self.stderr.write(str(problem))
                raise CommandError(str(error)) from error
            if check:
                self.stdout.write(_("Das Paket von %(city)s ist in Ordnung.") % {"city": opened.city.name})
                return
            self._report(load_pack(pack=opened, take=take_pack, now=timezone.now()))

    def _report(self, loaded: Loaded) -> None:
        outcome = loaded.outcome
        if loaded.nothing_new:
            self.stdout.write(
                _("Das Paket von %(city)s ist schon geladen. Es wurde nichts geändert.") % {"city": loaded.pack.name}
            )
        elif outcome.changed_anything:
            counts = {
                name: sum(getattr(outcome, name).values()) for name in ("created", "changed", "archived", "restored")
            }
            sentence = _(
                "Paket von %(city)s geladen: %(created)d neu, %(changed)d geändert, %(archived)d archiviert, %(restored)d zurückgeholt."
            )
            self.stdout.write(sentence % {"city": loaded.pack.name, **counts})
        for _obj, difference in outcome.taken:
            self.stdout.write(_("Aus dem Paket übernommen: %(path)s") % {"path": difference.path})
        for difference in outcome.conflicts:
            self.stdout.write(
                _("Auf der Website geändert, bleibt so: %(path)s (--take-pack %(path)s übernimmt den Wert des Pakets)")
                % {"path": difference.path}
            )
