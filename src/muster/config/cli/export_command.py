"""Export everything of one network in open formats: one JSON Lines file a table, and a manifest.

Secrets stay out: passwords, factors, sessions, the digests of links and tokens.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from muster.config.cli.networks import actor_for, add_network
from muster.config.cli.output import add_json, fail, progress, show

HELP = "export a network in open formats"


def configure(parser: argparse.ArgumentParser) -> None:
    add_json(parser)
    add_network(parser)
    parser.add_argument("folder", type=Path, help="an empty or new folder")


def run(arguments: argparse.Namespace) -> int:
    from muster.config import network_export

    folder: Path = arguments.folder
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        return fail(arguments, f"{folder} is not an empty folder: choose another")
    actor = actor_for(arguments.network)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        counts = network_export.write(actor.network_id, folder, progress)
    except OSError as error:
        return fail(arguments, f"cannot write to {folder}: {error.strerror}")
    rows = sum(counts.values())
    show(
        arguments,
        {"ok": True, "folder": str(folder), "rows": counts},
        f"wrote {rows} rows of {len(counts)} tables to {folder}",
    )
    return 0
