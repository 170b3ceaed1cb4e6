"""What all benchmarks share: their result, percentiles, a scratch installation on loopback."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4


@dataclass
class Result:
    """One benchmark's answer. `goal` maps a figure's name to `("<=", 10.0)` or `(">=", 300.0)`."""

    name: str
    workload: str
    figures: dict[str, float]
    goal: dict[str, tuple[str, float]] = field(default_factory=dict)

    @property
    def met(self) -> bool:
        return all(_meets(self.figures.get(name), *bound) for name, bound in self.goal.items())

    def as_dict(self) -> dict[str, Any]:
        goals = {name: f"{sign} {value:g}" for name, (sign, value) in self.goal.items()}
        figures = {name: round(value, 3) for name, value in self.figures.items()}
        return {
            "name": self.name,
            "workload": self.workload,
            "figures": figures,
            "goal": goals,
            "met": self.met,
        }


def _meets(figure: float | None, sign: str, bound: float) -> bool:
    if figure is None:
        return False
    return figure <= bound if sign == "<=" else figure >= bound


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0 to 1) of the values lie; nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered)) - 1))]


@dataclass(frozen=True)
class Installation:
    """A scratch data folder and the address that its server will have."""

    folder: Path
    port: int
    environment: Mapping[str, str]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def muster(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start a muster command in this installation; the caller stops it."""
        return subprocess.Popen(
            [sys.executable, "-m", "muster.config.cli", *arguments], env=dict(self.environment)
        )

    def ask(self, module: str, *arguments: object, seconds: float) -> dict[str, Any]:
        """What a module run in this installation's surroundings prints as JSON.

        Raises `CalledProcessError` where it fails, `TimeoutExpired` where it takes longer.
        """
        done = subprocess.run(
            [sys.executable, "-m", module, *map(str, arguments)],
            env=dict(self.environment),
            stdout=subprocess.PIPE,
            check=True,
            timeout=seconds,
        )
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer


@contextmanager
def installation(
    database_url: str | None = None, extra: Mapping[str, str] | None = None
) -> Iterator[Installation]:
    """A scratch installation in a temporary folder, removed at the end.

    `MUSTER_BENCH_POSTGRES` names a PostgreSQL server (`postgresql://user@host:port`) on which it
    gets an empty database of its own; else it is on SQLite. `extra` are settings of its own.
    """
    with tempfile.TemporaryDirectory(prefix="muster-bench-") as name, _database(name) as usual:
        port = free_port()
        environment = os.environ | {
            "MUSTER_DATA_DIR": name,
            "MUSTER_PORT": str(port),
            "MUSTER_DATABASE_URL": database_url or usual,
            "MUSTER_BASE_URL": f"http://127.0.0.1:{port}",
            "MUSTER_LOG_LEVEL": "ERROR",
            **(extra or {}),
        }
        yield Installation(Path(name), port, environment)


def is_on_postgres() -> bool:
    """Whether benchmarks make their installations on a PostgreSQL server."""
    return bool(os.environ.get("MUSTER_BENCH_POSTGRES"))


@contextmanager
def _database(folder: str) -> Iterator[str]:
    """The address of an empty database, dropped at the end."""
    server = os.environ.get("MUSTER_BENCH_POSTGRES")
    if not server:
        yield f"sqlite:///{folder}/muster.sqlite3"
        return
    import psycopg

    name = f"muster_bench_{uuid4().hex[:12]}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as link:
        link.execute(f'CREATE DATABASE "{name}"')
    try:
        yield f"{server}/{name}"
    finally:
        with psycopg.connect(f"{server}/postgres", autocommit=True) as link:
            link.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def running(place: Installation, *commands: str) -> Iterator[None]:
    """`muster serve` and the like, up while the block runs, stopped by the ids started here."""
    children = [place.muster(command) for command in commands]
    try:
        if "serve" in commands:
            wait_until_up(place.address)
        yield
    finally:
        for child in children:
            child.terminate()
        for child in children:
            try:
                child.wait(20)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


def wait_until_up(address: str, seconds: float = 240) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=2).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"{address} did not answer within {seconds} seconds")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def stand_in(module: str, *arguments: object, environment: Any = None) -> Iterator[None]:
    """A module of this folder in a process of its own while the block runs."""
    command = [sys.executable, "-m", f"{__package__}.{module}", *map(str, arguments)]
    child = subprocess.Popen(command, env=None if environment is None else dict(environment))
    try:
        time.sleep(1)
        yield
    finally:
        child.terminate()
        child.wait(20)


def print_part(parts: Mapping[str, Any], name: str, *arguments: str) -> None:
    """Run one part of a stage, whose module is a process of its own, and print its answer as JSON.

    The parts import Django's models where they run: it is set up here.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "muster.config.settings")
    import django

    django.setup()
    given = [int(each) if each.isdigit() else each for each in arguments]
    sys.stdout.write(json.dumps(parts[name](*given)) + "\n")
