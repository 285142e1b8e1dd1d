"""Show the demo's logins with codes that work now."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time

from stadtgespraech.cli.demo import demo_environment
from stadtgespraech.cli.logins import current_logins, print_logins


def main(arguments: list[str]) -> int:
    """Print the logins of the demo on this machine."""
    parser = argparse.ArgumentParser("stadtgespraech demo-logins", description=__doc__)
    parser.add_argument("--json", action="store_true", help="for scripts; with the secrets behind the codes")
    parser.add_argument("--port", type=int, default=8000, help="where the demo listens (default 8000)")
    options = parser.parse_args(arguments)
    os.environ.update(demo_environment(options.port))

    import django

    django.setup()
    if options.json:
        sys.stdout.write(
            json.dumps([login.as_dict() for login in current_logins(time.time())], ensure_ascii=False, indent=2) + "\n"
        )
    else:
        print_logins(options.port)
    return 0
