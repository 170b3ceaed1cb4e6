"""A folder: a share of the second party that is mounted here."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from muster.backups.places.kinds import CHUNK_BYTES, PART, Parcel, PlaceError, is_the_same


@dataclass(frozen=True)
class Folder:
    """It must be there: a folder that is made here would hide that the share is not mounted."""

    path: Path

    @property
    def label(self) -> str:
        return str(self.path)

    def take(self, parcel: Parcel) -> str:
        self._require_mounted()
        part = self.path / f"{parcel.name}{PART}"
        try:
            self._copy(parcel, part)
            part.replace(self.path / parcel.name)
            self._settle()
        except OSError as error:
            raise PlaceError(f"the folder did not take it: {error.strerror}") from error
        finally:
            with suppress(OSError):
                part.unlink()
        return "sha256"

    def remove(self, name: str) -> None:
        self._require_mounted()
        try:
            for each in (name, f"{name}{PART}"):
                (self.path / each).unlink(missing_ok=True)
        except OSError as error:
            raise PlaceError(f"the folder did not remove it: {error.strerror}") from error

    def _require_mounted(self) -> None:
        if not self.path.is_dir():
            raise PlaceError("there is no such folder: is the share mounted?")

    def _copy(self, parcel: Parcel, part: Path) -> None:
        handle = os.open(part, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(parcel.path, "rb") as source, os.fdopen(handle, "w+b") as target:
            shutil.copyfileobj(source, target, CHUNK_BYTES)
            target.flush()
            os.fsync(target.fileno())
        with open(part, "rb") as written:
            if not is_the_same(written.read, parcel):
                raise PlaceError("what was read back is not what was written")

    def _settle(self) -> None:
        """The new name survives a loss of power; some shares know no such thing."""
        with suppress(OSError):
            folder = os.open(self.path, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
