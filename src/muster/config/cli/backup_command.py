"""Write one encrypted archive of database, files and keys, while the service runs.

The archive is encrypted with age for a recipient; keep the matching identity somewhere else.
`muster backup --new-key FILE` makes a pair. `--ship` brings one to every place of MUSTER_BACKUP_TO
now, as the worker does every MUSTER_BACKUP_EVERY minutes; `--status` says what lies there.
"""

from __future__ import annotations

import argparse
import os
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from muster.config.cli.output import add_json, fail, progress, show
from muster.journal import clock

if TYPE_CHECKING:
    from muster.backups.queries import PlaceStanding

HELP = "write an encrypted backup, or ship one to the second party"
NICENESS = 10


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
    parser.add_argument(
        "--ship", action="store_true", help="bring one to every place of MUSTER_BACKUP_TO"
    )
    parser.add_argument("--due", action="store_true", help="with --ship: only where one is due")
    parser.add_argument(
        "--status", action="store_true", help="say how the backups that leave stand"
    )


def run(arguments: argparse.Namespace) -> int:
    if arguments.new_key:
        return _make_key(arguments)
    if arguments.status:
        return _tell_status(arguments)
    if arguments.ship:
        return _ship(arguments)
    import pyrage
    from django.conf import settings

    from muster.backups import archive

    recipients = arguments.recipient or settings.MUSTER_BACKUP_RECIPIENTS
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


def _ship(arguments: argparse.Namespace) -> int:
    """Bring one to each place; calmly, for people are served from the same machine."""
    from django.conf import settings

    from muster.backups import shipping

    if not (settings.MUSTER_BACKUP_EVERY and settings.MUSTER_BACKUP_TO):
        return fail(
            arguments, "set MUSTER_BACKUP_EVERY, MUSTER_BACKUP_TO, MUSTER_BACKUP_RECIPIENTS"
        )
    os.nice(NICENESS)
    try:
        tries = shipping.ship(progress, only_due=arguments.due)
    except shipping.AlreadyUnderWay:
        return fail(arguments, "a backup is being shipped already: see `muster backup --status`")
    is_well = not any(each.error for each in tries)
    lines = [f"{each.place.label}: {each.error or 'arrived as ' + each.name}" for each in tries]
    rows = [
        {
            "place": each.place.label,
            "name": each.name,
            "state": each.state,
            "bytes": each.size_bytes,
            "checked": each.checked,
            "error": each.error,
        }
        for each in tries
    ]
    show(
        arguments,
        {"ok": is_well, "shipments": rows},
        "\n".join(lines) or "no backup is due",
    )
    return 0 if is_well else 1


def _tell_status(arguments: argparse.Namespace) -> int:
    """Exit code 1 while a place has had none for two intervals."""
    from muster.backups import queries

    standings = queries.all_standings()
    is_well = not any(each.is_overdue for each in standings)
    lines = [_line(each) for each in standings] or ["backups do not leave by themselves"]
    places = [_plain(each) for each in standings]
    show(arguments, {"ok": is_well, "places": places}, "\n".join(lines))
    return 0 if is_well else 1


def _plain(standing: PlaceStanding) -> dict[str, Any]:
    good = standing.last_good
    last = {"name": good.name, "made_at": good.made_at, "bytes": good.size_bytes} if good else None
    return {**asdict(standing), "last_good": last, "seconds": standing.last_good_seconds}


def _line(standing: PlaceStanding) -> str:
    good = standing.last_good
    words = (
        f"last {good.made_at:%Y-%m-%d %H:%M} UTC, {good.size_bytes:,} bytes, "
        f"{standing.last_good_seconds} s"
        if good
        else "none yet"
    )
    if standing.next_try_at:
        words += f"; next {standing.next_try_at:%Y-%m-%d %H:%M} UTC"
    if standing.last_error:
        words += f"; {standing.failures} failed: {standing.last_error}"
    return f"{'OVERDUE ' if standing.is_overdue else ''}{standing.label}: {words}"
