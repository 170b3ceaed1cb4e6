#!/usr/bin/env python3
"""Note each app's last migration in `max_migration.txt`, so that git shows two that collide.

usage: migrations.py [--check]
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: list[str]) -> int:
    """Write or compare the notes."""
    stale = []
    for folder in sorted((ROOT / "src" / "muster").glob("*/migrations")):
        names = sorted(path.stem for path in folder.glob("[0-9]*.py"))
        note = folder / "max_migration.txt"
        wanted = f"{names[-1]}\n" if names else ""
        if (note.read_text() if note.exists() else "") != wanted:
            stale.append(str(note.relative_to(ROOT)))
            if arguments != ["--check"]:
                note.write_text(wanted)
    print("\n".join(stale) or "migrations: all noted")
    return 1 if stale and arguments == ["--check"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
