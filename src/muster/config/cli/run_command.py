"""Bring the database up to date, then run web server and worker under one supervisor."""

from __future__ import annotations

import argparse

HELP = "run web server and worker together"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--no-migrate", action="store_true", help="leave the database as it is")


def run(arguments: argparse.Namespace) -> int:
    from muster.config import supervisor

    return supervisor.run(migrate=not arguments.no_migrate)
