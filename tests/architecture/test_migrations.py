"""Every step of the tables goes forward and back, in one line, and says what it does."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path
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
def test_all_tables_can_be_made_taken_back_and_made_again(empty_database: dict[str, str]) -> None:
    """Forward, each app back to nothing, forward again."""
    done = run_python("-c", FORWARD_BACK_FORWARD, surroundings=empty_database)
    assert done.returncode == 0, done.stderr[-3000:]


FORWARD_BACK_FORWARD = """
import django; django.setup()
from django.apps import apps
from django.core.management import call_command
call_command("migrate", verbosity=0)
for config in reversed(list(apps.get_app_configs())):
    if config.name.startswith("muster.") and config.models_module:
        call_command("migrate", config.label, "zero", verbosity=0)
call_command("migrate", verbosity=0)
"""


@pytest.fixture
def empty_database(tmp_path: Path) -> dict[str, str]:
    """The surroundings of a Django on a database in which nothing is yet."""
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
