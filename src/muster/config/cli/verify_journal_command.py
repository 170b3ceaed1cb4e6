"""Verify the journal's chain; names the first position that was altered, inserted, or is missing."""

from __future__ import annotations

import argparse
from pathlib import Path

from muster.config.cli.output import add_json, fail, show

HELP = "verify the journal"


def configure(parser: argparse.ArgumentParser) -> None:
    add_json(parser)
    parser.add_argument(
        "--checkpoint", type=Path, help="a signed checkpoint that was kept elsewhere"
    )


def run(arguments: argparse.Namespace) -> int:
    from muster.journal import verification

    try:
        verdict = verification.verify(arguments.checkpoint)
    except verification.BadCheckpoint as error:
        return fail(arguments, str(error))
    show(arguments, verdict.as_dict(), verdict.sentence)
    return 0 if verdict.ok else 1
