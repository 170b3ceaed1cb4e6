"""What every test stands on: which database, which browser, which folder.

`MUSTER_TEST_DATABASE=postgresql` runs the same tests on PostgreSQL; SQLite is the default. The
surroundings are set before Django reads its settings, so nothing of a developer's own
installation leaks into a test.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
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
    settings.DATABASES["default"].setdefault("TEST", {})["MIGRATE"] = False


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The tables come straight from the models, as at a first start; the migrations are noted."""
    from django.core.management import call_command

    with django_db_blocker.unblock():
        call_command("migrate", fake=True, interactive=False, verbosity=0)


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
