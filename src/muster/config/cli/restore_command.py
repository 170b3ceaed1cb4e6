"""Restore an archive into an empty installation, then verify its journal."""

from __future__ import annotations

import argparse
from pathlib import Path

from muster.config.cli.output import add_json, fail, progress, show

HELP = "restore a backup into an empty installation"


def configure(parser: argparse.ArgumentParser) -> None:
    add_json(parser)
    parser.add_argument("path", type=Path, help="the .tar.age file")
    parser.add_argument("--identity", type=Path, required=True, help="file with the age identity")


def run(arguments: argparse.Namespace) -> int:
    import pyrage

    from muster.config import archive, upkeep

    try:
        identities = [
            line.strip()
            for line in arguments.identity.read_text().splitlines()
            if line.strip() and not line.startswith("#")
        ]
    except OSError as error:
        return fail(arguments, f"cannot read {arguments.identity}: {error.strerror}")
    if not arguments.path.is_file():
        return fail(arguments, f"there is no file {arguments.path}")
    progress("preparing an empty database")
    upkeep.prepare()
    try:
        manifest = archive.read(arguments.path, identities, progress)
    except archive.BadArchive as error:
        return fail(arguments, str(error))
    except pyrage.IdentityError as error:
        return fail(arguments, f"{arguments.identity} holds no usable age identity: {error}")
    rows = sum(manifest["rows"].values())
    show(
        arguments,
        {"ok": True, "rows": rows, "made_at": manifest["made_at"], "version": manifest["version"]},
        f"restored {rows} rows as of {manifest['made_at']}; now run `muster verify-journal`",
    )
    return 0
