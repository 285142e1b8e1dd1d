"""The console command ``stadtgespraech``.

A command is a module beside this one (``main(arguments) -> exit code``; these start before Django does), or a
Django management command of core or an app. Dashes and underscores are the same.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys
from collections.abc import Sequence

from django.core.exceptions import ImproperlyConfigured
from django.core.management import BaseCommand, get_commands, load_command_class
from django.core.management.base import CommandError, SystemCheckError, handle_default_options
from django.db import DatabaseError, connections

from stadtgespraech import cli
from stadtgespraech.core.errors import HouseError

# Modules of this package that are not commands.
PARTS = {
    "ballot_files",
    "logins",
    "main",
    "opinion_report",
    "probe",
    "processes",
    "rows",
    "series_rows",
    "vote_files",
}
HELP_WORDS = {"help", "-h", "--help"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; anticipated errors become one sentence on stderr."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stadtgespraech.config.settings")
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    try:
        if not arguments or arguments[0] in HELP_WORDS:
            print_help()
            return 0
        return run(arguments[0], arguments[1:])
    except (HouseError, CommandError, ImproperlyConfigured) as error:
        if "--traceback" in arguments:
            raise
        return complain(str(error), error.returncode if isinstance(error, CommandError) else 1)
    except (FileNotFoundError, PermissionError, IsADirectoryError, NotADirectoryError) as error:
        if error.filename is None or "--traceback" in arguments:
            raise
        return complain(f"{error.filename}: {error.strerror}.")
    except DatabaseError as error:
        if "--traceback" in arguments:
            raise
        return complain(
            f"The database refused: {' '.join(str(error).split())}. Is it prepared? (stadtgespraech migrate)"
        )
    except BrokenPipeError:
        # The reader of our output has seen enough (`… | head`).
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130


def run(name: str, arguments: list[str]) -> int:
    """Run one command by its name."""
    own = name.replace("-", "_")
    if own in site_free_commands():
        return int(importlib.import_module(f"{cli.__name__}.{own}").main(arguments))
    setup_django()
    known = get_commands()
    name = own if own in known else name
    if name not in known:
        return complain(f"There is no command {name!r}. `stadtgespraech` lists them.", 2)
    command = load(name)
    parser = command.create_parser("stadtgespraech", name.replace("_", "-"))
    options = parser.parse_args(arguments)
    handle_default_options(options)
    values = vars(options)
    positional = values.pop("args", ())
    try:
        command.execute(*positional, **values)
    except SystemCheckError as error:
        return complain(str(error))
    finally:
        connections.close_all()
    return 0


def load(name: str) -> BaseCommand:
    """The management command of this name."""
    app = get_commands()[name]
    return app if isinstance(app, BaseCommand) else load_command_class(app, name)


def setup_django() -> None:
    import django

    django.setup()


def site_free_commands() -> list[str]:
    """Names of the modules of this package that are commands."""
    return [module.name for module in pkgutil.iter_modules(cli.__path__) if module.name not in PARTS]


def own_commands() -> dict[str, str]:
    """Our commands as they are typed, with one line each (needs Django set up)."""
    found: dict[str, str] = {}
    for name in site_free_commands():
        found[name.replace("_", "-")] = first_line(importlib.import_module(f"{cli.__name__}.{name}").__doc__)
    for name, app in get_commands().items():
        if isinstance(app, str) and app.startswith("stadtgespraech."):
            found[name.replace("_", "-")] = first_line(load(name).help)
    return dict(sorted(found.items()))


def first_line(text: str | None) -> str:
    return (text or "").strip().split("\n")[0]


def print_help() -> None:
    setup_django()
    commands = own_commands()
    width = max(map(len, commands))
    sys.stdout.write("stadtgespraech <command> [options]\n\n")
    for name, line in commands.items():
        sys.stdout.write(f"  {name:<{width}}  {line}\n")
    sys.stdout.write(
        "\n`stadtgespraech <command> --help` says more. Django's own commands (migrate, check, shell …) work too.\n"
    )


def complain(sentence: str, code: int = 1) -> int:
    sys.stderr.write(f"{sentence}\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
