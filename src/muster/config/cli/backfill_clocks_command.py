"""Make the deadlines of matters older than the deadlines themselves; running it again makes none."""

from __future__ import annotations

import argparse

from muster.config.cli.networks import actor_for, add_network
from muster.config.cli.output import add_json, show

HELP = "make deadlines that were never started"


def configure(parser: argparse.ArgumentParser) -> None:
    add_json(parser)
    add_network(parser)


def run(arguments: argparse.Namespace) -> int:
    from muster.clocks.handlers import make_missing

    made = make_missing(actor_for(arguments.network))
    show(arguments, {"ok": True, "made": made}, f"{made} deadlines were made")
    return 0
