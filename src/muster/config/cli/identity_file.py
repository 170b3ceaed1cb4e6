"""The file with which a backup is opened: an age identity a line, and comments."""

from __future__ import annotations

from pathlib import Path


def identities_in(path: Path) -> list[str]:
    """The identities of the file. Raises OSError."""
    lines = (line.strip() for line in path.read_text().splitlines())
    return [line for line in lines if line and not line.startswith("#")]
