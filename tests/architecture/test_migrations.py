"""Every step of the tables goes forward and back, in one line, and says what it does."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.architecture.tree import ROOT, committed, imported
from tests.postgres import PostgresServer
from tests.server import environment

MIGRATIONS = committed("src/muster/*/migrations/0*.py")
APPS = sorted({path.parts[2] for path in MIGRATIONS})
STEPS_OF_DATA = {"RunPython"}
MADE_UP_NAME = re.compile(r"_(auto|alter|remove|add)?_?\d{8}|_and_more$|_merge")


@pytest.mark.parametrize("app", APPS)
def test_migrations_of_an_app_are_one_line(app: str) -> None:
    names = [path.stem for path in MIGRATIONS if path.parts[2] == app]
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))


def test_a_migration_is_named_by_meaning() -> None:
    assert not [str(path) for path in MIGRATIONS if MADE_UP_NAME.search(path.stem)]


def test_a_migration_stands_alone() -> None:
    # An id's default is a function of the journal; Django names it and cannot copy it.
    allowed = {"muster.journal.ids"}
    leaning = [
        f"{path}: {name}"
        for path in MIGRATIONS
        for name in imported(ast.parse((ROOT / path).read_text()))
        if name.startswith("muster.") and name not in allowed
    ]
    assert not leaning, "a migration must still run when the app has changed"


def test_steps_of_data_and_of_tables_keep_apart() -> None:
    mixed = [
        str(path)
        for path in MIGRATIONS
        if len({step in STEPS_OF_DATA for step in steps(ast.parse((ROOT / path).read_text()))}) > 1
    ]
    assert not mixed


def test_the_last_migration_of_each_app_is_noted(empty_database: dict[str, str]) -> None:
    script = str(ROOT / "scripts" / "migrations.py")
    done = run_python(script, "--check", surroundings=empty_database)
    assert done.returncode == 0, f"run `make migrations`: {done.stdout}"


def steps(tree: ast.AST) -> set[str]:
    """The kinds of operation in a migration."""
    return {
        node.func.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "migrations"
    } - {"swappable_dependency", "Migration"}


def test_the_tables_are_what_the_models_say(empty_database: dict[str, str]) -> None:
    done = run_python(
        *("-m", "django", "makemigrations", "--check", "--dry-run"), surroundings=empty_database
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
def test_all_tables_can_be_made_taken_back_and_made_again(
    empty_database: dict[str, str], tmp_path: Path
) -> None:
    """Forward, every app back to nothing, forward again; what a first start makes is the same."""
    done = run_python("-c", FORWARD_BACK_FORWARD, surroundings=empty_database)
    assert done.returncode == 0, done.stderr[-3000:]
    migrated = run_python("-c", DESCRIPTION, surroundings=empty_database)
    another = another_empty(tmp_path / "first")
    first = run_python("-c", FIRST_START + DESCRIPTION, surroundings=another)
    assert first.returncode == 0, first.stderr[-3000:]
    assert described(first) == described(migrated)


def described(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    """The tables as they are; the ids of a table of Django's own, which stays empty, have another
    width on PostgreSQL when its model makes it."""
    tables: dict[str, Any] = json.loads(done.stdout)
    del tables["auth_group_permissions"]["columns"]
    return tables


def test_a_first_start_that_fails_leaves_no_table(empty_database: dict[str, str]) -> None:
    done = run_python("-c", FAILING_FIRST_START, surroundings=empty_database)
    assert (done.returncode, done.stdout.strip()) == (0, "empty"), done.stderr[-3000:]


FORWARD_BACK_FORWARD = """
import django; django.setup()
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
call_command("migrate", verbosity=0)
executor = MigrationExecutor(connection)
ours = [each.label for each in apps.get_app_configs() if each.name.startswith("muster.")]
executor.migrate([(label, None) for label in ours if label in executor.loader.migrated_apps])
left = set(connection.introspection.table_names()) & {
    model._meta.db_table for label in ours for model in apps.get_app_config(label).get_models()
}
assert not left, left
call_command("migrate", verbosity=0)
"""


FIRST_START = """
import django; django.setup()
from muster.config import first_tables
first_tables.make()
"""
FAILING_FIRST_START = """
import django; django.setup()
from django.db import models, connection
from muster.config import first_tables
made = []
def break_off(sender, **_):
    made.extend(connection.introspection.table_names())
    raise ZeroDivisionError
models.signals.post_migrate.connect(break_off)
try:
    first_tables.make()
except ZeroDivisionError:
    print("empty" if made and first_tables.is_empty() else "left behind")
"""
DESCRIPTION = """
import django; django.setup()
import json, re
from django.db import connection
NUMBERED = re.compile(r"^(__unnamed_constraint|fk)_\\d+(__)?$")
shown = {}
with connection.cursor() as cursor:
    look = connection.introspection
    for table in look.table_names(cursor):
        cursor.execute(f'SELECT COUNT(*) FROM "{table}"')
        rows = cursor.fetchone()[0]
        shown[table] = {
            "rows": rows,
            "columns": sorted(map(repr, look.get_table_description(cursor, table))),
            "constraints": sorted(
                repr((NUMBERED.sub("", name), constraint))
                for name, constraint in look.get_constraints(cursor, table).items()
            ),
        }
print(json.dumps(shown, default=repr, sort_keys=True))
"""


@pytest.fixture
def empty_database(tmp_path: Path) -> dict[str, str]:
    """The surroundings of a Django on a database in which nothing is yet."""
    return another_empty(tmp_path)


def another_empty(tmp_path: Path) -> dict[str, str]:
    tmp_path.mkdir(exist_ok=True)
    if server := PostgresServer.running():
        return environment(tmp_path, server.create_database(f"empty_{uuid4().hex[:8]}"), port=0)
    return environment(tmp_path, f"sqlite:///{tmp_path}/empty.sqlite3", port=0)


def run_python(*arguments: str, surroundings: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run Python to its end."""
    return subprocess.run(
        [sys.executable, *arguments],
        env=surroundings,
        capture_output=True,
        text=True,
        check=False,
    )
