"""Write one encrypted archive of database, files and keys, while the service runs.

The archive is encrypted with age for a recipient; keep the matching identity somewhere else.
`muster backup --new-key FILE` makes a pair.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from muster.config.cli.output import add_json, fail, progress, show
from muster.journal import clock

HELP = "write an encrypted backup"


def configure(parser: argparse.ArgumentParser) -> None:
    add_json(parser)
    parser.add_argument("path", nargs="?", type=Path, help="file or folder to write to")
    parser.add_argument(
        "--recipient",
        action="append",
        default=[],
        help="age1… public key; repeat for several (MUSTER_BACKUP_RECIPIENTS)",
    )
    parser.add_argument(
        "--new-key", type=Path, help="make an identity file and print its recipient"
    )


def run(arguments: argparse.Namespace) -> int:
    if arguments.new_key:
        return _make_key(arguments)
    import pyrage

    from muster.config import archive

    recipients = arguments.recipient or [
        text for text in os.environ.get("MUSTER_BACKUP_RECIPIENTS", "").split(",") if text
    ]
    if not arguments.path or not recipients:
        return fail(
            arguments,
            "name a file and a --recipient; `muster backup --new-key identity.txt` makes a pair",
        )
    path = arguments.path
    if path.is_dir():
        path = path / f"muster-{clock.now():%Y%m%dT%H%M%SZ}.tar.age"
    try:
        manifest = archive.write(path, recipients, progress)
    except (OSError, pyrage.RecipientError, pyrage.EncryptError) as error:
        return fail(arguments, f"no backup was written: {error}")
    size = path.stat().st_size
    summary = {"path": str(path), "bytes": size, "rows": sum(manifest["rows"].values())}
    show(arguments, {"ok": True, **summary}, f"wrote {path} ({size:,} bytes)")
    return 0


def _make_key(arguments: argparse.Namespace) -> int:
    import pyrage

    identity = pyrage.x25519.Identity.generate()
    try:
        handle = os.open(arguments.new_key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return fail(arguments, f"{arguments.new_key} exists already: choose another name")
    with os.fdopen(handle, "w") as file:
        file.write(f"# Muster backup identity; recipient {identity.to_public()}\n{identity}\n")
    recipient = str(identity.to_public())
    show(
        arguments,
        {"identity": str(arguments.new_key), "recipient": recipient},
        f"{recipient}\nKeep {arguments.new_key} away from this machine: it opens every backup.",
    )
    return 0
