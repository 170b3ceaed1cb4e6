"""What every test stands on: which database, which browser, which folder.

`MUSTER_TEST_DATABASE=postgresql` runs the same tests on PostgreSQL; SQLite is the default. The
surroundings are set before Django reads its settings, so nothing of a developer's own
installation leaks into a test.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.postgres import PostgresServer
from tests.server import MusterServer, Prepared

DATABASE = os.environ.setdefault("MUSTER_TEST_DATABASE", "sqlite")
HERE = Path(__file__).resolve().parent
CHROMIUM_FLAGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-gpu",
    "--disable-sync",
    "--no-first-run",
    "--no-pings",
)


def is_only_about_rules(arguments: list[str]) -> bool:
    """Rules know no framework: their tests run without one, in seconds."""
    paths = [Path(argument.split("::")[0]).resolve() for argument in arguments]
    return all(path.is_relative_to(HERE / "rules") for path in paths)


def prepare_surroundings() -> None:
    """Set the environment once; parallel workers inherit it and find it done."""
    if "MUSTER_TEST_FOLDER" in os.environ:
        return
    for name in [name for name in os.environ if name.startswith("MUSTER_")]:
        if name != "MUSTER_TEST_DATABASE":
            del os.environ[name]
    folder = tempfile.mkdtemp(prefix="muster-tests-")
    os.environ.update(
        MUSTER_TEST_FOLDER=folder,
        MUSTER_DATA_DIR=f"{folder}/data",
        MUSTER_SECRET_KEY="only-for-tests-" + "0" * 40,
        MUSTER_DATABASE_URL=database_url(folder),
        # The synchronous browser driver keeps an event loop in the test's own thread.
        DJANGO_ALLOW_ASYNC_UNSAFE="1",
        DJANGO_SETTINGS_MODULE="muster.config.settings",
    )


def database_url(folder: str) -> str:
    """Where the tests keep their rows; PostgreSQL is started for them."""
    if DATABASE == "sqlite":
        return f"sqlite:///{folder}/muster.sqlite3"
    if DATABASE == "postgresql":
        return PostgresServer.start_new().url()
    raise pytest.UsageError(f"MUSTER_TEST_DATABASE must be sqlite or postgresql, not {DATABASE!r}")


def pytest_configure(config: pytest.Config) -> None:
    """Runs before the Django plugin, which starts Django once its settings are read."""
    if not is_only_about_rules(config.args):
        prepare_surroundings()
        from django.conf import settings

        assert settings.DATABASES


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what was started here and leave nothing behind."""
    if hasattr(config, "workerinput"):
        return
    if server := PostgresServer.running():
        server.stop()
    if folder := os.environ.get("MUSTER_TEST_FOLDER"):
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def database_name() -> str:
    """`sqlite` or `postgresql`."""
    return DATABASE


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """On SQLite use a file: tests with several connections need one that all of them see."""
    from django.conf import settings

    if DATABASE == "sqlite":
        name = f"test-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}.sqlite3"
        path = Path(os.environ["MUSTER_TEST_FOLDER"]) / name
        settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = str(path)
        if (kept := migrated()).exists():
            shutil.copyfile(kept, path)


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Whether the database starts as a copy of one that ran the very same migrations before."""
    return DATABASE == "sqlite" and migrated().exists()


@pytest.fixture(scope="session")
def django_db_setup(django_db_keepdb: bool, django_db_setup: None, django_db_blocker: Any) -> None:
    """On SQLite keep what the migrations made, so that the next run need not run them."""
    if DATABASE == "sqlite" and not django_db_keepdb:
        keep_migrated(django_db_blocker)


def migrated() -> Path:
    """Where the database is kept that this tree's migrations make, and no other tree's."""
    import django

    tree = hashlib.sha256(f"{django.__version__} {sqlite3.sqlite_version}".encode())
    for path in sorted((HERE.parent / "src" / "muster").glob("*/migrations/*.py")):
        tree.update(path.as_posix().encode() + path.read_bytes())
    return HERE.parent / "build" / f"migrated-{tree.hexdigest()[:20]}.sqlite3"


def keep_migrated(blocker: Any) -> None:
    """Copy the fresh test database; a worker that does the same puts the same there."""
    from django.db import connection

    kept = migrated()
    kept.parent.mkdir(exist_ok=True)
    draft = kept.with_suffix(f".{os.getpid()}")
    with blocker.unblock(), closing(sqlite3.connect(draft)) as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)
    draft.replace(kept)


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> None:
    """Argon2 takes 0.2 s on purpose; tests that are not about it must not wait for it."""
    if "DJANGO_SETTINGS_MODULE" not in os.environ:
        return
    from django.conf import settings

    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.MD5PasswordHasher",
        *settings.PASSWORD_HASHERS,
    ]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium, kept from calling home."""
    path = shutil.which("chromium")
    if path is None:
        pytest.fail("Chromium is missing: run  make browser")
    return {**browser_type_launch_args, "executable_path": path, "args": list(CHROMIUM_FLAGS)}


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """A database with the cast in it, made once and copied for each server."""
    return Prepared(tmp_path_factory.mktemp("prepared"), PostgresServer.running())


@pytest.fixture(scope="module")
def muster_server(
    prepared: Prepared, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[MusterServer]:
    """The real product, web server and worker, on a fresh copy of the cast; one per file."""
    server = MusterServer(prepared, tmp_path_factory.mktemp("muster"))
    server.start()
    yield server
    server.stop()
