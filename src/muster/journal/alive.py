"""Knowing at once that a worker on this machine is dead: each holds a file lock while it lives.

The kernel lets go of the lock whatever ends the process, so its jobs need not wait for their
leases. A worker on another machine is missed by its lease alone.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
from pathlib import Path

from muster.journal import wake


class SignOfLife:
    """Held for as long as the worker lives."""

    def __init__(self, worker: str):
        self.path = _folder() / f"{worker}.alive"
        self._handle: int | None = None
        with contextlib.suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
            fcntl.flock(self._handle, fcntl.LOCK_EX)
            if not self.path.exists():  # taken for dead between the two lines above
                os.close(self._handle)
                self._handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
                fcntl.flock(self._handle, fcntl.LOCK_EX)

    def close(self) -> None:
        self.path.unlink(missing_ok=True)
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def dead_workers() -> list[str]:
    """Workers of this machine that ended without a word. Their files are for `forget`."""
    dead = []
    with contextlib.suppress(OSError):
        for path in _folder().glob("*.alive"):
            with contextlib.suppress(OSError):
                handle = os.open(path, os.O_RDWR)
                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    dead.append(path.stem)
                except BlockingIOError:
                    pass
                finally:
                    os.close(handle)
    return dead


def forget(workers: list[str]) -> None:
    """Remove the files of dead workers whose jobs were put back."""
    for worker in workers:
        (_folder() / f"{worker}.alive").unlink(missing_ok=True)


def _folder() -> Path:
    return wake.directory()
