"""Bring the database and the static files up to date with this version."""

from __future__ import annotations

import argparse

from muster.config.cli.output import add_json, show

HELP = "bring the database up to date"


def configure(parser: argparse.ArgumentParser) -> None:
    add_json(parser)
    parser.add_argument("--plan", action="store_true", help="only say what would be done")


def run(arguments: argparse.Namespace) -> int:
    from muster.config import upkeep

    steps = upkeep.pending_migrations()
    if not arguments.plan:
        upkeep.prepare()
        upkeep.collect_static()
    verb = "would run" if arguments.plan else "ran"
    show(arguments, {"steps": steps, "applied": not arguments.plan}, f"{verb} {len(steps)} steps")
    return 0
