"""From the returned host's archive to what waits for the coordinators here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from muster.backups import archive, commands
from muster.backups.models import Reconciliation
from muster.journal.parting import Brought, Parting, part
from muster.rules.actor import system_actor


@dataclass(frozen=True)
class Compared:
    """What the archive's journal and the one here have alone, and what was noted of it now.

    `noted` is empty where an earlier comparison had noted everything.
    """

    host_url: str
    archive_made_at: datetime
    parting: Parting
    noted: list[Reconciliation]


def reconcile(path: Path, identities: list[str]) -> Compared:
    """Compare the host's late archive with this installation, and note what only the host has.

    The archive is only read. Raises `archive.BadArchive` and `parting.CannotCompare`.
    """
    with archive.opened(path, identities) as other:
        parting = part(
            Brought(
                facts=other.lines("journal.fact"),
                heads=other.lines("journal.chainhead"),
                checkpoints=other.lines("journal.checkpoint"),
            )
        )
        host_url = str(other.manifest.get("base_url") or "")
        made_at = datetime.fromisoformat(other.manifest["made_at"])
    noted = commands.note_comparison(
        system_actor(via="command line"),
        parting=parting,
        host_url=host_url,
        archive_made_at=made_at,
    )
    return Compared(host_url, made_at, parting, noted)
