"""Check an installation: settings, database, pending migrations, folders, disk, worker."""

from __future__ import annotations

import argparse
import os
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

from muster.config.cli.output import add_json, show

HELP = "check an installation"

LITTLE_DISK_BYTES = 1_000_000_000


@dataclass(frozen=True)
class Finding:
    """One thing looked at. `mend` says what to do where it is not well."""

    what: str
    is_well: bool
    detail: str
    mend: str = ""


def configure(parser: argparse.ArgumentParser) -> None:
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    findings = [_database(), _migrations(), *_settings(), _folder(), _disk(), _worker(), _backups()]
    lines = [
        f"{'ok ' if finding.is_well else 'BAD'} {finding.what}: {finding.detail}"
        + (f" — {finding.mend}" if not finding.is_well else "")
        for finding in findings
    ]
    is_well = all(finding.is_well for finding in findings)
    show(
        arguments,
        {"ok": is_well, "findings": [asdict(finding) for finding in findings]},
        "\n".join(lines),
    )
    return 0 if is_well else 1


def _database() -> Finding:
    from django.db import DatabaseError, connection

    try:
        connection.ensure_connection()
    except DatabaseError as error:
        return Finding("database", False, str(error).strip(), "see MUSTER_DATABASE_URL")
    return Finding("database", True, connection.vendor)


def _migrations() -> Finding:
    from django.db import DatabaseError

    from muster.config.upkeep import pending_migrations

    try:
        pending = pending_migrations()
    except DatabaseError as error:
        return Finding("migrations", False, str(error).strip(), "mend the database first")
    return Finding(
        "migrations", not pending, f"{len(pending)} pending", "take a backup, then `muster migrate`"
    )


def _settings() -> list[Finding]:
    from django.conf import settings

    is_local = settings.MUSTER_BASE_URL.startswith(("http://127.", "http://localhost"))
    return [
        Finding(
            "secret key",
            len(settings.SECRET_KEY) >= 32,
            f"{len(settings.SECRET_KEY)} characters",
            "set MUSTER_SECRET_KEY to at least 32 random characters",
        ),
        Finding(
            "address",
            is_local or settings.MUSTER_BASE_URL.startswith("https://"),
            settings.MUSTER_BASE_URL,
            "people sign in here: put TLS before it and set MUSTER_BASE_URL to https://…",
        ),
    ]


def _folder() -> Finding:
    from django.conf import settings

    folder = Path(settings.MUSTER_DATA_DIR)
    is_well = folder.is_dir() and os.access(folder, os.W_OK)
    return Finding(
        "data folder", is_well, str(folder), "run `muster migrate` as the service's user"
    )


def _disk() -> Finding:
    from django.conf import settings

    folder = Path(settings.MUSTER_DATA_DIR)
    free = shutil.disk_usage(folder if folder.is_dir() else "/").free
    return Finding("disk", free > LITTLE_DISK_BYTES, f"{free:,} bytes free", "make room")


def _worker() -> Finding:
    from django.db import DatabaseError

    from muster.config.health import worker_state

    try:
        state = worker_state()
    except DatabaseError as error:
        return Finding("worker", False, str(error).strip(), "mend the database first")
    return Finding("worker", state == "ok", state, "start `muster worker`")


def _backups() -> Finding:
    from django.db import DatabaseError

    from muster.config.health import backups_state

    try:
        state = backups_state()
    except DatabaseError as error:
        return Finding("backups", False, str(error).strip(), "mend the database first")
    return Finding("backups", not state.startswith("overdue"), state, "mend what the place answers")
