"""One archive of a whole installation: every row, every file, the keys; on any database.

A tar stream of `manifest.json`, `rows/<app>.<model>.jsonl` in one consistent snapshot, `files/…`,
and `keys/…`, encrypted with age for a recipient whose identity is kept elsewhere. The same archive
is a backup, a restore and the move from SQLite to PostgreSQL.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
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

FORMAT = 1
LEFT_OUT = {"sessions.session", "contenttypes.contenttype", "auth.permission", "auth.group"}
KEPT_FOLDERS = ("files", "keys", "checkpoints")
SECRET_KEY, FALLBACKS = "data/secret_key", "data/secret_key_fallbacks"
BATCH = 500


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
    with tarfile.open(fileobj=plain, mode="w|") as tar, snapshot():
        for model in archived_models():
            label = model._meta.label_lower
            content, counts[label] = _rows(model)
            _add(tar, f"rows/{label}.jsonl", content, digests)
        progress(f"{sum(counts.values())} rows of {len(counts)} tables")
        data_dir = Path(settings.MUSTER_DATA_DIR)
        kept = [path for name in KEPT_FOLDERS for path in sorted((data_dir / name).rglob("*"))]
        for path in kept:
            if path.is_file():
                with suppress(FileNotFoundError):
                    name = f"data/{path.relative_to(data_dir)}"
                    _add(tar, name, path.read_bytes(), digests)
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


def _rows(model: type[models.Model]) -> tuple[bytes, int]:
    rows = model._base_manager.order_by("pk").iterator(chunk_size=2000)
    count = 0

    def counted() -> Iterator[models.Model]:
        nonlocal count
        for row in rows:
            count += 1
            yield row

    buffer = io.StringIO()
    serializers.serialize("jsonl", counted(), stream=buffer, cls=ExactEncoder)
    return buffer.getvalue().encode(), count


def _add(tar: tarfile.TarFile, name: str, content: bytes, digests: dict[str, str]) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(content), 0o600
    digests[name] = hashlib.sha256(content).hexdigest()
    tar.addfile(member, io.BytesIO(content))


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
    keys = [pyrage.x25519.Identity.from_str(text) for text in identities]
    # Never beside the archive, which may lie on somebody else's disk.
    plain = Path(settings.MUSTER_DATA_DIR) / f".{path.name}.{os.getpid()}.plain"
    try:
        handle = os.open(plain, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w+b") as target, open(path, "rb") as source:
            try:
                pyrage.decrypt_io(source, target, keys)
            except (pyrage.DecryptError, OSError, ValueError) as error:
                raise BadArchive(
                    f"{path} does not open with this identity, or it is damaged: {error}"
                ) from error
            target.seek(0)
            return _restore(target, progress, before_commit)
    finally:
        plain.unlink(missing_ok=True)


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
                    member = tar.extractfile(f"rows/{label}.jsonl")
                    assert member is not None
                    loaded = _load(model, member.read())
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
    if manifest.get("format") != FORMAT:
        raise BadArchive("the archive was written by another version; restore it with that one")
    for name, digest in manifest["sha256"].items():
        member = tar.extractfile(name)
        if member is None or hashlib.sha256(member.read()).hexdigest() != digest:
            raise BadArchive(f"{name} in the archive is not what its manifest says")
    return manifest


def _require_empty() -> None:
    for model in archived_models():
        if model._meta.label_lower != "muster_journal.chainhead" and model._base_manager.exists():
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


def _load(model: type[models.Model], content: bytes) -> int:
    rows: list[models.Model] = []
    count = 0
    for item in serializers.deserialize("jsonl", content.decode()):
        rows.append(item.object)
        count += 1
        if len(rows) == BATCH:
            model._base_manager.bulk_create(rows)
            rows = []
    if rows:
        model._base_manager.bulk_create(rows)
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
            target.write(stored.read())
        count += 1
    return count
