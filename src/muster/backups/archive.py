"""One archive of a whole installation: every row, every file, the keys; on any database.

A tar stream of `rows/<app>.<model>.<part>.jsonl` in one consistent snapshot, `data/files/…`,
`data/keys/…` and `manifest.json`, packed with gzip, encrypted with age for a recipient whose identity is kept
elsewhere. A table is cut into parts of a few megabytes, and nothing is ever in memory as a whole.
The same archive is a backup, a restore and the move from SQLite to PostgreSQL.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import shutil
import tarfile
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import IO, Any

import pyrage
from django.apps import apps
from django.conf import settings
from django.core import serializers
from django.core.management.color import no_style
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder

from muster.journal import clock

Progress = Callable[[str], None]

FORMAT = 2
READABLE_FORMATS = (1, 2)
"""The first kept each table in one part, and was not packed."""
LEFT_OUT = {"sessions.session", "contenttypes.contenttype", "auth.permission", "auth.group"}
KEPT_FOLDERS = ("files", "keys", "checkpoints")
SECRET_KEY, FALLBACKS = "data/secret_key", "data/secret_key_fallbacks"
BATCH = 500
PART_BYTES = 4_000_000
CHUNK_BYTES = 1 << 20
PACKING = 6
GZIP_MAGIC = b"\x1f\x8b"


class ExactEncoder(DjangoJSONEncoder):
    """Moments to the microsecond: Django's own encoder cuts them to milliseconds, which would
    break the journal's chain."""

    def default(self, value: Any) -> Any:
        return value.isoformat() if isinstance(value, datetime) else super().default(value)


class BadArchive(Exception):
    """The archive cannot be used; the message says why and what to do."""


def archived_models() -> list[type[models.Model]]:
    """Every table that holds what people entered, through tables included."""
    found = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.label_lower not in LEFT_OUT
    ]
    return sorted(found, key=lambda model: model._meta.label_lower)


def write(path: Path, recipients: list[str], progress: Progress) -> dict[str, Any]:
    """Write an encrypted archive of this installation while it runs; answers its manifest."""
    partial = path.with_name(path.name + ".partial")
    keys = [pyrage.x25519.Recipient.from_str(text) for text in recipients]
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "wb") as target, _encrypting(target, keys) as plain:
            manifest = _write_tar(plain, progress)
        with open(partial, "rb") as written:
            os.fsync(written.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    return manifest


@contextmanager
def _encrypting(target: IO[bytes], recipients: list[Any]) -> Iterator[IO[bytes]]:
    """A pipe: what is written comes out of the other end encrypted, so nothing plain is stored."""
    read_end, write_end = os.pipe()
    failures: list[BaseException] = []

    def encrypt() -> None:
        try:
            with os.fdopen(read_end, "rb") as source:
                pyrage.encrypt_io(source, target, recipients)
        except BaseException as error:  # handed to the writing thread below
            failures.append(error)

    thread = threading.Thread(target=encrypt)
    thread.start()
    try:
        with os.fdopen(write_end, "wb") as plain:
            yield plain
    finally:
        thread.join()
    if failures:
        raise failures[0]


def _write_tar(plain: IO[bytes], progress: Progress) -> dict[str, Any]:
    digests: dict[str, str] = {}
    counts: dict[str, int] = {}
    made_at = clock.now()  # what is written from now on may be missing
    with (
        gzip.GzipFile(fileobj=plain, mode="wb", compresslevel=PACKING, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w|") as tar,
        snapshot(),
    ):
        for model in archived_models():
            counts[model._meta.label_lower] = _add_rows(tar, model, digests)
        progress(f"{sum(counts.values())} rows of {len(counts)} tables")
        _add_kept_files(tar, digests)
        _add_secret_keys(tar, digests)
        progress(f"{sum(name.startswith('data/') for name in digests)} files")
        manifest = {
            "format": FORMAT,
            "version": settings.MUSTER_VERSION,
            "made_at": made_at.isoformat(),
            "base_url": settings.MUSTER_BASE_URL,
            "database": connection.vendor,
            "migrations": sorted(
                f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()
            ),
            "rows": counts,
            "sha256": digests,
        }
        _add(tar, "manifest.json", json.dumps(manifest, indent=1).encode(), {})
    return manifest


def _add_secret_keys(tar: tarfile.TarFile, digests: dict[str, str]) -> None:
    """The key in use, wherever it is kept: what it sealed could not be opened without it."""
    _add(tar, SECRET_KEY, settings.SECRET_KEY.encode(), digests)
    if settings.SECRET_KEY_FALLBACKS:
        _add(tar, FALLBACKS, "\n".join(settings.SECRET_KEY_FALLBACKS).encode(), digests)


@contextmanager
def snapshot() -> Iterator[None]:
    """One consistent reading transaction that holds up no writer."""
    if connection.vendor == "sqlite":
        former = getattr(connection, "transaction_mode", None)
        connection.transaction_mode = "DEFERRED"  # type: ignore[attr-defined]
        try:
            with transaction.atomic():
                yield
        finally:
            connection.transaction_mode = former  # type: ignore[attr-defined]
    else:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield


def _add_rows(tar: tarfile.TarFile, model: type[models.Model], digests: dict[str, str]) -> int:
    """Add a table part by part; answers how many rows it had."""
    label, count = model._meta.label_lower, 0
    for number, (part, rows) in enumerate(_parts(model), start=1):
        _add(tar, f"rows/{label}.{number:06d}.jsonl", part, digests)
        count += rows
    return count


def _parts(model: type[models.Model]) -> Iterator[tuple[bytes, int]]:
    """A table's rows as JSON lines, a few megabytes at a time, each with its number of rows."""
    rows = model._base_manager.order_by("pk").iterator(chunk_size=BATCH)
    part, count = io.StringIO(), 0
    while some := list(islice(rows, BATCH)):
        serializers.serialize("jsonl", some, stream=part, cls=ExactEncoder)
        count += len(some)
        if part.tell() >= PART_BYTES:
            yield part.getvalue().encode(), count
            part, count = io.StringIO(), 0
    if count:
        yield part.getvalue().encode(), count


def _add_kept_files(tar: tarfile.TarFile, digests: dict[str, str]) -> None:
    """What lies beside the database; a file that was removed meanwhile is left out."""
    data_dir = Path(settings.MUSTER_DATA_DIR)
    for path in (path for name in KEPT_FOLDERS for path in sorted((data_dir / name).rglob("*"))):
        if path.is_file():
            with suppress(FileNotFoundError), open(path, "rb") as content:
                name = f"data/{path.relative_to(data_dir)}"
                _add_stream(tar, name, content, os.fstat(content.fileno()).st_size, digests)


def _add(tar: tarfile.TarFile, name: str, content: bytes, digests: dict[str, str]) -> None:
    _add_stream(tar, name, io.BytesIO(content), len(content), digests)


def _add_stream(
    tar: tarfile.TarFile, name: str, content: IO[bytes], size: int, digests: dict[str, str]
) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    hashed = Hashed(content)
    tar.addfile(member, hashed)
    digests[name] = hashed.digest.hexdigest()


class Hashed:
    """A file whose bytes are hashed as they are read."""

    def __init__(self, content: IO[bytes]):
        self._content, self.digest = content, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        some = self._content.read(size)
        self.digest.update(some)
        return some


def read(
    path: Path,
    identities: list[str],
    progress: Progress,
    before_commit: Callable[[dict[str, Any]], None] | None = None,
) -> dict[str, Any]:
    """Restore an archive into this installation, which must be empty; answers its manifest.

    Everything is checked against the manifest's digests before the first row is kept.
    `before_commit` gets the manifest once all rows are there, in their transaction.
    """
    _require_empty()
    with _decrypted(path, identities) as plain:
        return _restore(plain, progress, before_commit)


@dataclass(frozen=True)
class Opened:
    """An archive that is only read: what its manifest says, and the rows of its tables."""

    manifest: dict[str, Any]
    tar: tarfile.TarFile

    def lines(self, label: str) -> Iterator[bytes]:
        """The rows of a table (`journal.fact`), one JSON object each."""
        for name in _parts_of(label, self.manifest):
            yield from self.tar.extractfile(name) or ()


@contextmanager
def opened(path: Path, identities: list[str]) -> Iterator[Opened]:
    """Look into an archive without restoring it; every part was checked against its manifest.

    Raises `BadArchive`. The plain archive lies in the data folder for as long as the block lasts.
    """
    with _decrypted(path, identities) as plain:
        try:
            with tarfile.open(fileobj=plain, mode="r:") as tar:
                yield Opened(_verified_manifest(tar), tar)
        except (tarfile.TarError, KeyError) as error:
            raise BadArchive(f"the archive is not whole: {error}") from error


@contextmanager
def _decrypted(path: Path, identities: list[str]) -> Iterator[IO[bytes]]:
    """The plain archive as a file of its own, gone at the end of the block. Raises `BadArchive`."""
    keys = [pyrage.x25519.Identity.from_str(text) for text in identities]
    # Never beside the archive, which may lie on somebody else's disk.
    plain = Path(settings.MUSTER_DATA_DIR) / f".{path.name}.{os.getpid()}.plain"
    try:
        handle = os.open(plain, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w+b") as target, open(path, "rb") as source:
            try:
                unpacking = Unpacking(target)
                pyrage.decrypt_io(source, unpacking, keys)
                unpacking.finish()
            except (pyrage.DecryptError, OSError, ValueError, zlib.error) as error:
                raise BadArchive(
                    f"{path} does not open with this identity, or it is damaged: {error}"
                ) from error
            target.seek(0)
            yield target
    finally:
        plain.unlink(missing_ok=True)


class Unpacking:
    """What is written is unpacked into the target, if it is packed at all."""

    def __init__(self, target: IO[bytes]):
        self._target, self._begun = target, False
        self._unpacker: Any = None

    def write(self, content: bytes) -> int:
        if not self._begun and content:
            self._begun = True
            if content.startswith(GZIP_MAGIC):
                self._unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        plain = self._unpacker.decompress(content) if self._unpacker else content
        self._target.write(plain)
        return len(content)

    def flush(self) -> None:
        self._target.flush()

    def finish(self) -> None:
        """Raises `zlib.error` where the packed stream ends before its end."""
        if self._unpacker and not self._unpacker.eof:
            raise zlib.error("it ends in the middle")


def _restore(
    plain: IO[bytes], progress: Progress, before_commit: Callable[[dict[str, Any]], None] | None
) -> dict[str, Any]:
    try:
        with tarfile.open(fileobj=plain, mode="r:") as tar:
            manifest = _verified_manifest(tar)
            _require_same_schema(manifest)
            _require_its_secret_key(tar, manifest)
            with transaction.atomic():
                for model in archived_models():
                    label = model._meta.label_lower
                    loaded = sum(_load(model, tar, name) for name in _parts_of(label, manifest))
                    if loaded != manifest["rows"][label]:
                        raise BadArchive(f"{label}: {loaded} rows, {manifest['rows'][label]} said")
                _reset_sequences()
                if before_commit is not None:
                    before_commit(manifest)
            progress(f"{sum(manifest['rows'].values())} rows")
            progress(f"{_place_files(tar)} files")
            return manifest
    except (tarfile.TarError, KeyError) as error:
        raise BadArchive(f"the archive is not whole: {error}") from error


def _verified_manifest(tar: tarfile.TarFile) -> dict[str, Any]:
    stored = tar.extractfile("manifest.json")
    assert stored is not None
    manifest: dict[str, Any] = json.loads(stored.read())
    if manifest.get("format") not in READABLE_FORMATS:
        raise BadArchive("the archive was written by another version; restore it with that one")
    for name, digest in manifest["sha256"].items():
        if _digest_of(tar, name) != digest:
            raise BadArchive(f"{name} in the archive is not what its manifest says")
    return manifest


def _digest_of(tar: tarfile.TarFile, name: str) -> str:
    """Raises `KeyError` where the archive has no such part."""
    member, digest = tar.extractfile(name), hashlib.sha256()
    while some := member.read(CHUNK_BYTES) if member else b"":
        digest.update(some)
    return digest.hexdigest()


def _parts_of(label: str, manifest: dict[str, Any]) -> list[str]:
    return sorted(name for name in manifest["sha256"] if name.startswith(f"rows/{label}."))


def _require_empty() -> None:
    for model in archived_models():
        if model._base_manager.exists():
            raise BadArchive(
                f"this installation is not empty ({model._meta.label_lower} has rows): "
                "restore into a fresh MUSTER_DATA_DIR and database"
            )


def _require_same_schema(manifest: dict[str, Any]) -> None:
    applied = {f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()}
    unknown = sorted(set(manifest["migrations"]) - applied)
    missing = sorted(applied - set(manifest["migrations"]))
    if unknown or missing:
        raise BadArchive(
            f"the archive was made by Muster {manifest['version']} with another set of tables "
            f"({', '.join((unknown + missing)[:3])}): restore with that version, then upgrade"
        )


def _require_its_secret_key(tar: tarfile.TarFile, manifest: dict[str, Any]) -> None:
    """A key that the surroundings give wins over the restored one, and opens nothing of it."""
    stored = tar.extractfile(SECRET_KEY) if SECRET_KEY in manifest["sha256"] else None
    known = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    if os.environ.get("MUSTER_SECRET_KEY") and stored and stored.read().decode() not in known:
        raise BadArchive(
            "MUSTER_SECRET_KEY is another key than the backup's, so that no authenticator app, "
            "code or sealed address in it would work: unset it (the backup brings its own)"
        )


def _load(model: type[models.Model], tar: tarfile.TarFile, name: str) -> int:
    """Insert the rows of one part; answers how many there were."""
    lines = tar.extractfile(name)
    count = 0
    loaded = (item.object for item in serializers.deserialize("jsonl", lines))
    while rows := list(islice(loaded, BATCH)):
        model._base_manager.bulk_create(rows)
        count += len(rows)
    return count


def _reset_sequences() -> None:
    statements = connection.ops.sequence_reset_sql(no_style(), archived_models())
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _place_files(tar: tarfile.TarFile) -> int:
    data_dir = Path(settings.MUSTER_DATA_DIR).resolve()
    count = 0
    for member in tar.getmembers():
        if not member.name.startswith("data/") or not member.isfile():
            continue
        path = (data_dir / member.name.removeprefix("data/")).resolve()
        if not path.is_relative_to(data_dir):
            raise BadArchive(f"{member.name} points outside the data folder")
        stored = tar.extractfile(member)
        assert stored is not None
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as target:
            shutil.copyfileobj(stored, target, CHUNK_BYTES)
        count += 1
    return count
