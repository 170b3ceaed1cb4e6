"""Run Muster with the demo network: first start loads it, later ones keep what was done."""

from __future__ import annotations

import argparse

HELP = "run Muster with the demo network"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--reset", action="store_true", help="throw the demo's data away first")
    parser.add_argument("--load-only", action="store_true", help="load the network and end")


def run(arguments: argparse.Namespace) -> int:
    from muster.config.demo import running

    return running.run(reset=arguments.reset, load_only=arguments.load_only)
