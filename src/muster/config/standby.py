"""The mark of an installation that stands in for a lost host: written by `muster restore --standby`.

It lies in the data folder as `standby.json`, is read once when a process starts, and is not part of
a backup: a host that is restored from a standby's backup is a host again.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

NAME = "standby.json"


@dataclass(frozen=True)
class Mark:
    """Since when it stands in, for which host, from which backup.

    `last_fact_id` is the last fact of the backup: what is to be told of it, and of all before it,
    the host may have told already.
    """

    since: datetime
    base_url: str
    host_url: str
    backup_made_at: datetime
    last_fact_id: int

    @property
    def host_name(self) -> str:
        return urlsplit(self.host_url).hostname or self.host_url


def mark_in(data_dir: Path) -> Mark | None:
    """The mark of the installation whose data folder this is; None for a host."""
    path = data_dir / NAME
    if not path.exists():
        return None
    kept = json.loads(path.read_text())
    for name in ("since", "backup_made_at"):
        kept[name] = datetime.fromisoformat(kept[name])
    return Mark(**{each.name: kept[each.name] for each in fields(Mark)})


def write_mark(data_dir: Path, mark: Mark) -> None:
    """Keep the mark; it is whole or not there."""
    draft = data_dir / f".{NAME}.{os.getpid()}"
    draft.write_text(json.dumps(asdict(mark), indent=1, default=datetime.isoformat))
    draft.replace(data_dir / NAME)


def remove_mark(data_dir: Path) -> None:
    """Make it a host's folder again."""
    (data_dir / NAME).unlink(missing_ok=True)
