"""`muster`: the command line of the product."""

from __future__ import annotations

import argparse
import os
import sys


def main(argv: list[str] | None = None) -> int:
    """Run one command; the exit code is 0 when it did what was asked."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "muster.config.settings")
    parser = argparse.ArgumentParser(prog="muster", description=__doc__)
    parser.add_argument("command")
    arguments, rest = parser.parse_known_args(argv)
    from django.core.management import execute_from_command_line

    execute_from_command_line(["muster", arguments.command, *rest])
    return 0


if __name__ == "__main__":
    sys.exit(main())
