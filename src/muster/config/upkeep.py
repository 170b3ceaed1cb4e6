"""Getting an installation ready: folders, database, shared cache, compressed static files."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from muster.config import first_tables


def pending_migrations() -> list[str]:
    """The migrations that the database still lacks, in order, as `app.name`."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def prepare() -> None:
    """Make the data folders, make or migrate the tables, make the cache table; safe to run again."""
    for name in ("files", "outbox", "wake", "checkpoints"):
        (Path(settings.MUSTER_DATA_DIR) / name).mkdir(parents=True, exist_ok=True)
    if first_tables.is_empty():
        first_tables.make()
    else:
        call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)


def collect_static() -> None:
    """Gather and compress the static files; skipped while they are as they were."""
    root = Path(settings.STATIC_ROOT)
    stamp, wanted = root / ".collected", _static_stamp()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    from django.test.utils import override_settings

    storages = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    with override_settings(STORAGES=storages):
        call_command("collectstatic", interactive=False, verbosity=0, stdout=StringIO())
    stamp.write_text(wanted)


def _static_stamp() -> str:
    """What the static files looked like: newest change and count, with the version."""
    package = Path(settings.MUSTER_PACKAGE_DIR)
    files = [path for path in package.glob("*/static/**/*") if path.is_file()]
    newest = max((path.stat().st_mtime_ns for path in files), default=0)
    return f"{settings.MUSTER_VERSION} {len(files)} {newest}"
