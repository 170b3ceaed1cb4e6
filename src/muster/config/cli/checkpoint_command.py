"""Sign the journal's present end; keep the file on another machine."""

from __future__ import annotations

import argparse
from pathlib import Path

from muster.config.cli.output import add_json, show

HELP = "write a signed checkpoint of the journal"


def configure(parser: argparse.ArgumentParser) -> None:
    add_json(parser)
    parser.add_argument("path", nargs="?", type=Path, help="file to write; else it is printed")


def run(arguments: argparse.Namespace) -> int:
    import json

    from muster.journal import verification

    statement = verification.make_checkpoint()
    if arguments.path:
        arguments.path.write_text(json.dumps(statement, indent=1) + "\n")
        show(arguments, statement, f"wrote {arguments.path}")
    else:
        print(json.dumps(statement, indent=1))
    return 0
