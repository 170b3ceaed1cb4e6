"""Show the public key that browsers subscribe to pushes with; it is made at first need."""

from __future__ import annotations

import argparse

from muster.config.cli.output import add_json, show

HELP = "show the public key of Web Push"


def configure(parser: argparse.ArgumentParser) -> None:
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    from muster.messaging.queries import push_public_key

    key = push_public_key()
    show(arguments, {"public_key": key}, key)
    return 0
