"""`muster`: the command line of the product.

Each command is a module of this folder with `HELP`, `configure(parser)` and `run(arguments)`,
which answers an exit code: 0 done, 1 refused or found wrong, 2 called wrongly.
"""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module

from muster import __version__

COMMANDS = (
    "demo",
    "serve",
    "worker",
    "run",
    "migrate",
    "createnetwork",
    "import",
    "rates",
    "export",
    "forms",
    "party-export",
    "check",
    "backup",
    "restore",
    "reconcile",
    "recover",
    "verify-journal",
    "checkpoint",
    "push-key",
    "inbound-mail",
    "bench",
    "terms",
    "settle",
    "clocks",
    "backfill-clocks",
)
WITHOUT_DATABASE = (
    "demo",
    "run",
    "push-key",
    "terms",
    "settle",
    "clocks",
)  # demo and run start others that set themselves up

NO_DATABASE = (
    "Point MUSTER_DATA_DIR or MUSTER_DATABASE_URL at the right place, or bring the database up to "
    "date with `muster migrate`."
)


def main(argv: list[str] | None = None) -> int:
    """Run one command of the command line and answer its exit code."""
    argv = sys.argv[1:] if argv is None else argv
    parser = make_parser(only=argv[0] if argv and argv[0] in COMMANDS else None)
    arguments = parser.parse_args(argv)
    if not arguments.command:
        parser.print_help()
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "muster.config.settings")
    return _run(arguments)


def make_parser(only: str | None = None) -> argparse.ArgumentParser:
    """The whole command line; with `only`, just that command (quicker to start)."""
    parser = argparse.ArgumentParser(
        prog="muster",
        description="Runs an information technology mutual aid agreement.",
        epilog="Settings come from MUSTER_… variables: see docs/reference/settings.md.",
    )
    parser.add_argument("--version", action="version", version=f"muster {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    for name in COMMANDS:
        if only in (None, name):
            module = _module(name)
            subparser = commands.add_parser(name, help=module.HELP, description=module.__doc__)
            module.configure(subparser)
    return parser


def _module(name: str):
    return import_module(f"muster.config.cli.{name.replace('-', '_')}_command")


def _run(arguments: argparse.Namespace) -> int:
    from django.db.utils import DatabaseError

    from muster.config.cli.output import explain
    from muster.config.environment import BadSetting
    from muster.rules.refusal import NotFound, Refused

    try:
        if arguments.command not in WITHOUT_DATABASE:
            import django

            django.setup()
        return _module(arguments.command).run(arguments)
    except BadSetting as error:
        print(f"muster: {error}", file=sys.stderr)
        return 2
    except (Refused, NotFound) as error:
        print(f"muster: {explain(error)}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        sys.stderr.close()
        return 1
    except DatabaseError as error:
        reason = str(error).partition("\n")[0]
        print(f"muster: the database cannot be used: {reason}. {NO_DATABASE}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
