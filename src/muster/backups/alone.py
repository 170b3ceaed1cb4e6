"""Never two at once: a lock that ends with whoever holds it, whatever ends it."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

ADVISORY_LOCK = 0x4D757374657242  # any number that nobody else in this database uses


@contextmanager
def alone() -> Iterator[bool]:
    """Whether nobody else ships now; the lock is held until the end of the block."""
    with _alone_in_database() if connection.vendor == "postgresql" else _alone_on_machine() as free:
        yield free


@contextmanager
def _alone_in_database() -> Iterator[bool]:
    """Workers on several machines share a PostgreSQL; its lock goes with the session."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [ADVISORY_LOCK])
        is_free = bool(cursor.fetchone()[0])
    try:
        yield is_free
    finally:
        if is_free:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [ADVISORY_LOCK])


@contextmanager
def _alone_on_machine() -> Iterator[bool]:
    handle = os.open(Path(settings.MUSTER_DATA_DIR) / "backup.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            is_free = True
        except BlockingIOError:
            is_free = False
        yield is_free
    finally:
        os.close(handle)
