"""What every place has in common: the parcel, the verbs, the comparing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

PART = ".part"
CHUNK_BYTES = 1 << 20


class PlaceError(Exception):
    """The place did not take or give it; the sentence says why and holds no password."""


@dataclass(frozen=True)
class Parcel:
    """A backup on its way: the file here, the name that it shall have there, what it must be."""

    path: Path
    name: str
    size_bytes: int
    sha256: str


class Place(Protocol):
    @property
    def label(self) -> str: ...

    def take(self, parcel: Parcel) -> str:
        """Bring it there whole or not at all; answers what was compared. Raises `PlaceError`."""

    def remove(self, name: str) -> None:
        """Remove a backup and its part, where they are there. Raises `PlaceError`."""


def is_the_same(read: Callable[[int], bytes], parcel: Parcel) -> bool:
    """Whether what is read back has the parcel's size and SHA-256."""
    digest, size = hashlib.sha256(), 0
    while some := read(CHUNK_BYTES):
        digest.update(some)
        size += len(some)
    return (size, digest.hexdigest()) == (parcel.size_bytes, parcel.sha256)
