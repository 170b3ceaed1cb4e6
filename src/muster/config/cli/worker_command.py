"""Start the background worker: jobs, the journal's sealer, deliveries, schedules."""

from __future__ import annotations

import argparse

HELP = "start the background worker"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--threads", type=int, default=2, help="jobs at the same time (2)")


def run(arguments: argparse.Namespace) -> int:
    from muster.config import worker

    worker.run(threads=arguments.threads)
    return 0
