"""`muster demo`: make, load and run the demo network as one supervised command."""

from __future__ import annotations

import argparse
import fcntl
import os
import shutil
import socket
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import IO

LOADING = "demo.loading"
LOADED = "demo.loaded"
LOCK = "demo.lock"


class CannotRun(Exception):
    """Why the demo cannot run, as a sentence that says what to do."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--reset", action="store_true", help="start over with a fresh demo network")
    parser.add_argument(
        "--load-only", action="store_true", help="load the demo network and stop, without serving"
    )


def prepare_environment() -> None:
    """Settings of the demo where the user gave none; to be called before Django is set up."""
    os.environ.setdefault("MUSTER_DATA_DIR", "var/demo")
    os.environ.setdefault("MUSTER_DEMO", "1")
    os.environ.setdefault("MUSTER_EMAIL_URL", "file")
    os.environ.setdefault("MUSTER_COORDINATOR_PHONE", "+1 801 555 0190")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "muster.config.settings")


def run(arguments: argparse.Namespace) -> int:
    """Load the demo network if it is not there yet, then serve it until stopped."""
    prepare_environment()
    began = time.monotonic()
    try:
        import django

        django.setup()
        from django.db import connections

        from muster.config import environment

        surroundings = environment.read()
        if not arguments.load_only:
            _check_port(surroundings.host, surroundings.port)
        kept = _take_hold(surroundings.data_dir)  # held for as long as this process lives
        _prepare_data(surroundings.data_dir, surroundings.database, reset=arguments.reset)
        connections.close_all()
        say(f"The demo network is ready ({time.monotonic() - began:.0f} s).")
        if arguments.load_only:
            return 0
        from muster.config import supervisor

        with kept:
            return supervisor.run(migrate=False, when_ready=lambda: announce(surroundings.base_url))
    except CannotRun as problem:
        print(f"muster demo: {problem}", file=sys.stderr)
        return 1


def say(sentence: str) -> None:
    print(sentence, flush=True)


def _check_port(host: str, port: int) -> None:
    with closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CannotRun(
                f"port {port} on {host} cannot be used ({error.strerror}). "
                f"Choose another one: MUSTER_PORT={port + 1} make demo"
            ) from error


def _take_hold(data_dir: Path) -> IO[str]:
    """Keep a second demo out of the same folder: it could wipe what the first one serves."""
    data_dir.mkdir(parents=True, exist_ok=True)
    handle = (data_dir / LOCK).open("w", encoding="utf-8")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        handle.close()
        raise CannotRun(
            f"a demo runs in {data_dir} already. Stop it first, or set MUSTER_DATA_DIR to "
            "another folder."
        ) from error
    return handle


def _prepare_data(data_dir: Path, database: dict, *, reset: bool) -> None:
    from muster.config import upkeep

    is_sqlite = database["ENGINE"].endswith("sqlite3")
    half_loaded = (data_dir / LOADING).exists()
    if reset or half_loaded:
        if half_loaded and not reset:
            say("The last run stopped while loading: starting over.")
        _wipe(data_dir, Path(database["NAME"]) if is_sqlite else None)
    is_new = not (data_dir / LOADED).exists()
    if is_new:
        _refuse_a_used_database()
        (data_dir / LOADING).touch()
    say("Preparing the database …")
    upkeep.prepare()
    upkeep.collect_static()
    if is_new:
        from muster.config.demo import load

        load.load_demo_network(say)
        (data_dir / LOADED).write_text("The demo network is loaded here.\n", encoding="utf-8")
        (data_dir / LOADING).unlink()
    else:
        say("Keeping the data of the last run; `muster demo --reset` starts over.")


def _refuse_a_used_database() -> None:
    """The demo never moves into a database that holds something already."""
    from django.db import connection

    if connection.introspection.table_names():
        raise CannotRun(
            "the database holds something that the demo did not make, and is left alone. "
            "Unset MUSTER_DATABASE_URL or set MUSTER_DATA_DIR to another folder."
        )


def _wipe(data_dir: Path, sqlite_file: Path | None) -> None:
    """Remove what the demo made. Only a folder that the demo marked as its own is touched."""
    if not data_dir.exists() or not any(data_dir.iterdir()):
        return
    if not ((data_dir / LOADED).exists() or (data_dir / LOADING).exists()):
        # the secret key is made by whoever starts first, and tells nothing about the owner
        if {path.name for path in data_dir.iterdir()} <= {"secret_key", LOCK}:
            return
        raise CannotRun(
            f"{data_dir} was not made by the demo and is left alone. "
            "Set MUSTER_DATA_DIR to another folder."
        )
    if sqlite_file is None:
        raise CannotRun(
            "starting over is only known for SQLite. Empty the database that "
            "MUSTER_DATABASE_URL names, remove the demo.loaded file, and run the demo again."
        )
    for name in ("", "-wal", "-shm", "-journal"):
        sqlite_file.with_name(sqlite_file.name + name).unlink(missing_ok=True)
    for folder in ("files", "outbox", "checkpoints"):
        shutil.rmtree(data_dir / folder, ignore_errors=True)
    for marker in (LOADED, LOADING):
        (data_dir / marker).unlink(missing_ok=True)


def announce(base_url: str) -> None:
    """The address, the accounts by role, and what to try first."""
    from muster.config.demo import accounts

    rows = accounts.accounts()
    width = max(len(row.email) for row in rows)
    lines = [
        "",
        f"Muster runs at {base_url}   (Ctrl-C stops it; the data stay)",
        "",
        f"Accounts, all with the password  {accounts.shared_password()}",
        *(f"  {row.email:<{width}}  {row.title}" for row in rows),
        "",
        "Try first:",
        *(f"  {number}. {line}" for number, line in enumerate(accounts.first_things(), 1)),
        "",
        "Everything that parties share here is sample data; no real agency is in need.",
        "",
    ]
    say("\n".join(lines))
