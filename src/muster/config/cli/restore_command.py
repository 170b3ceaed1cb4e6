"""Restore an archive into an empty installation; with --standby as one that stands in for its host.

A standby says on every page what it is, holds the messages that the host may have sent, and its
links carry the new address. Then `muster verify-journal` and `muster run`.
"""

from __future__ import annotations

import argparse
import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from muster.config.cli.identity_file import identities_in
from muster.config.cli.output import add_json, fail, progress, show

if TYPE_CHECKING:
    from muster.config.taking_over import TakingOver

HELP = "restore a backup into an empty installation"


def configure(parser: argparse.ArgumentParser) -> None:
    add_json(parser)
    parser.add_argument("path", type=Path, help="the .tar.age file")
    parser.add_argument("--identity", type=Path, required=True, help="file with the age identity")
    parser.add_argument(
        "--standby", action="store_true", help="take the place of a lost host, under --base-url"
    )
    parser.add_argument("--base-url", help="the address at which the standby answers: https://…")
    parser.add_argument(
        "--lost-at",
        type=datetime.fromisoformat,
        help="when the host was lost, such as 2026-11-22T02:10+00:00 (now); messages that were due "
        "later are sent, those due before are held",
    )


def run(arguments: argparse.Namespace) -> int:
    import pyrage

    from muster.backups import archive
    from muster.config import upkeep

    if mistake := _mistake_in(arguments):
        return fail(arguments, mistake)
    try:
        identities = identities_in(arguments.identity)
    except OSError as error:
        return fail(arguments, f"cannot read {arguments.identity}: {error.strerror}")
    if not arguments.path.is_file():
        return fail(arguments, f"there is no file {arguments.path}")
    progress("preparing an empty database")
    upkeep.prepare()
    taking_over, manifest = _taking_over(arguments), None
    try:
        manifest = archive.read(arguments.path, identities, progress, taking_over)
    except archive.BadArchive as error:
        return fail(arguments, str(error))
    except pyrage.IdentityError as error:
        return fail(arguments, f"{arguments.identity} holds no usable age identity: {error}")
    finally:
        if taking_over and not manifest:
            taking_over.undo()
    upkeep.collect_static()
    rows = sum(manifest["rows"].values())
    summary = {"rows": rows, "made_at": manifest["made_at"], "version": manifest["version"]}
    sentence = f"restored {rows} rows as of {manifest['made_at']}; now run `muster verify-journal`"
    if taking_over:
        summary["messages_held"] = taking_over.messages_held
        sentence += (
            f"\n{taking_over.messages_held} messages that the host may have sent are held: see "
            f"Deliveries. Then `muster run`; it answers at {taking_over.base_url}"
        )
    show(arguments, {"ok": True, **summary}, sentence)
    return 0


def _mistake_in(arguments: argparse.Namespace) -> str:
    """What is wrong with the words about a standby; empty where nothing is."""
    if not arguments.standby:
        only = arguments.base_url or arguments.lost_at
        return "--base-url and --lost-at go with --standby" if only else ""
    if not _may_be_its_address(arguments.base_url or ""):
        return "name the standby's own address with --base-url https://standby.example.gov"
    given = os.environ.get("MUSTER_BASE_URL", "").strip().rstrip("/")
    if given and given != arguments.base_url.rstrip("/"):
        return f"MUSTER_BASE_URL says {given}: unset it, or set it to the standby's address"
    if arguments.lost_at and arguments.lost_at.tzinfo is None:
        return "--lost-at needs its offset from UTC: 2026-11-22T02:10+00:00"
    return ""


def _may_be_its_address(base_url: str) -> bool:
    """Whether browsers could reach it there safely: by HTTPS, or on this machine."""
    try:
        place = urlsplit(base_url)
    except ValueError:  # as of a bracket that is never closed
        return False
    name = place.hostname or ""
    is_here = name in {"localhost", "127.0.0.1", "::1"} or name.endswith(".localhost")
    return bool(name) and (place.scheme == "https" or is_here)


def _taking_over(arguments: argparse.Namespace) -> TakingOver | None:
    from muster.config.taking_over import TakingOver

    if not arguments.standby:
        return None
    return TakingOver(arguments.base_url.rstrip("/"), arguments.lost_at)
