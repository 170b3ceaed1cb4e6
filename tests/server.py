"""The real product for tests over HTTP: `muster serve` and `muster worker` as processes."""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from pathlib import Path

from tests.postgres import PostgresServer, free_port

ROOT = Path(__file__).resolve().parent.parent
COMMAND_LINE = "import sys; from muster.config.cli import main; sys.exit(main())"


class Prepared:
    """An installation with the demo network, the cast in it, made once; servers run on copies."""

    def __init__(self, folder: Path, postgres: PostgresServer | None) -> None:
        self.folder = folder
        self.postgres = postgres
        self.database = f"prepared_{uuid.uuid4().hex[:12]}"
        self.is_made = False

    def copy_to(self, folder: Path) -> str:
        """Give a server its own database and data folder; return the database's address."""
        self._make()
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        if self.postgres is None:
            return f"sqlite:///{folder}/muster.sqlite3"
        return self.postgres.create_database(f"muster_{uuid.uuid4().hex[:12]}", self.database)

    def _make(self) -> None:
        if self.is_made:
            return
        url = f"sqlite:///{self.folder}/muster.sqlite3"
        if self.postgres is not None:
            url = self.postgres.create_database(self.database)
        surroundings = environment(self.folder, url, port=0)
        run_python(["-c", COMMAND_LINE, "demo", "--load-only"], surroundings)
        self.is_made = True


class MusterServer:
    """One running Muster on the loopback address."""

    def __init__(self, prepared: Prepared, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.database_url = prepared.copy_to(folder)
        self.environment = environment(folder, self.database_url, self.port)
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    @classmethod
    def empty(cls, postgres: PostgresServer | None, folder: Path) -> MusterServer:
        """A machine with nothing on it yet, which knows neither its own name nor a secret key."""
        server = cls.__new__(cls)
        server.folder, server.port, server.processes = folder, free_port(), {}
        server.url = f"http://127.0.0.1:{server.port}"
        server.database_url = f"sqlite:///{folder}/muster.sqlite3"
        if postgres is not None:
            server.database_url = postgres.create_database(f"muster_{uuid.uuid4().hex[:12]}")
        server.environment = environment(folder, server.database_url, server.port)
        del server.environment["MUSTER_BASE_URL"], server.environment["MUSTER_SECRET_KEY"]
        return server

    def start(self) -> None:
        """Start the web server and the worker, and wait until they answer that all is well."""
        self.start_process("serve", "--port", str(self.port))
        self.start_process("worker")
        self.wait_until_healthy()

    def start_process(self, name: str, *arguments: str) -> None:
        """Start one command of the product in the background; its words go to a log."""
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, "-c", COMMAND_LINE, name, *arguments],
                cwd=self.folder,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=end_with_the_tests,
            )

    def stop_process(self, name: str, how: signal.Signals = signal.SIGTERM) -> None:
        """End one process and all that it started."""
        process = self.processes.pop(name)
        if how is signal.SIGKILL:
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.send_signal(how)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def stop(self) -> None:
        """End everything."""
        for name in list(self.processes):
            self.stop_process(name)

    def run(self, *arguments: str) -> str:
        """Run a command of the product to its end and return what it printed."""
        return run_python(["-c", COMMAND_LINE, *arguments], self.environment)

    def wait_until_healthy(self, seconds: float = 120) -> None:
        """Return as soon as `/healthz` answers 200; say what went wrong when it does not."""
        last = "no answer"
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            ended = [name for name, process in self.processes.items() if process.poll() is not None]
            if ended:
                last = f"{ended} ended"
                break
            try:
                with urllib.request.urlopen(f"{self.url}/healthz", timeout=5) as answer:
                    if answer.status == 200:
                        return
            except urllib.error.HTTPError as error:
                last = f"{error.code}: {error.read()[:300]!r}"
            except OSError as error:
                last = str(error)
            time.sleep(0.1)
        logs = {path.name: path.read_text()[-1500:] for path in self.folder.glob("*.log")}
        self.stop()
        raise RuntimeError(f"Muster did not become healthy: {last}\n{logs}")


def end_with_the_tests() -> None:
    """Ask Linux to end this process when the one that runs the tests is gone, however it went."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # 1 is PR_SET_PDEATHSIG


def environment(folder: Path, database_url: str, port: int) -> dict[str, str]:
    """What a Muster of its own is told; nothing of the test's own settings but the code."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MUSTER_")}
    kept.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)
    return {
        **kept,
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        "DJANGO_SETTINGS_MODULE": "muster.config.settings",
        "MUSTER_DATA_DIR": str(folder),
        "MUSTER_DATABASE_URL": database_url,
        "MUSTER_SECRET_KEY": os.environ["MUSTER_SECRET_KEY"],
        "MUSTER_PORT": str(port),
        "MUSTER_BASE_URL": f"http://127.0.0.1:{port}",
        # One process a server: many servers run beside one another here.
        "MUSTER_WEB_WORKERS": "1",
    }


def run_python(arguments: list[str], surroundings: dict[str, str]) -> str:
    """Run Python to its end; what it said is in the error when it fails."""
    done = subprocess.run(
        [sys.executable, *arguments],
        env=surroundings,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"{arguments} ended with {done.returncode}: {done.stderr[-3000:]}")
    return done.stdout
