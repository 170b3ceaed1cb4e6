"""The tables of an empty database, made at once from the models.

Running every migration since the first takes Django half a minute of processor time; whoever starts
Muster, or restores it while the host is down, has nothing that the steps in between could carry over.
So an empty database gets the newest tables directly and every migration noted as run, as Django does
for its own test databases. A test holds the result against what the migrations make.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import override_settings


def is_empty() -> bool:
    """Whether the database holds no table at all."""
    return not connection.introspection.table_names()


def make() -> None:
    """All tables and the note of every migration, or nothing."""
    without_migrations = dict.fromkeys(config.label for config in apps.get_app_configs())
    with _all_or_nothing():
        with override_settings(MIGRATION_MODULES=without_migrations):
            call_command("migrate", run_syncdb=True, interactive=False, verbosity=0)
        call_command("migrate", fake=True, interactive=False, verbosity=0)


@contextmanager
def _all_or_nothing() -> Iterator[None]:
    """One transaction; SQLite takes new tables in one only while foreign keys are not checked."""
    connection.disable_constraint_checking()
    try:
        with transaction.atomic():
            yield
    finally:
        connection.enable_constraint_checking()
