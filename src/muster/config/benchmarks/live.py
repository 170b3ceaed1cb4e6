"""Live boards: a thousand open, one change after the other; when does each of them see it?"""

from __future__ import annotations

import asyncio
import json
import os
import re
import sys
import time
import zlib
from pathlib import Path
from typing import Any

from muster.config.benchmarks.harness import Installation, Result, installation, percentile, running

BOARDS = 1000
PEOPLE = 50
CHANGES = 20
PAUSE_SECONDS = 0.7
OPEN_AT_ONCE = 50
WORKLOAD = (
    f"{BOARDS:,} boards of {PEOPLE} people held open on one server process, {CHANGES} aid requests "
    "opened one after the other; from the commit until a board has received its new fragment"
)
GOAL = {
    "seen_ms_p99": ("<=", 2000.0),
    "server_megabytes": ("<=", 400.0),
    "boards_open": (">=", float(BOARDS)),
    "not_seen": ("<=", 0.0),
}


def run(progress: Any) -> Result:
    with installation() as place:
        progress("live: preparing")
        keys = _ask(place, "prepare", PEOPLE)["sessions"]
        with running(place, "serve", "worker"):
            figures = asyncio.run(_watch(place, keys, progress))
    return Result("live", WORKLOAD, figures, GOAL)


async def _watch(place: Installation, keys: list[str], progress: Any) -> dict[str, float]:
    boards = [_Board(place.port, keys[number % len(keys)]) for number in range(BOARDS)]
    progress(f"live: opening {BOARDS:,} boards")
    for start in range(0, BOARDS, OPEN_AT_ONCE):
        await asyncio.gather(*(board.open() for board in boards[start : start + OPEN_AT_ONCE]))
    await asyncio.sleep(2)
    quiet = _server_megabytes(place)
    progress(f"live: {CHANGES} changes")
    changes = await asyncio.to_thread(_ask, place, "change", CHANGES)
    await asyncio.sleep(3)
    loaded = _server_megabytes(place)
    seen = [
        (board.seen[reference] - committed) * 1000
        for reference, committed in changes["committed"].items()
        for board in boards
        if reference in board.seen
    ]
    for board in boards:
        board.close()
    return {
        "boards_open": float(sum(board.is_open for board in boards)),
        "seen_ms_first": min(seen, default=float("inf")),
        "seen_ms_p50": percentile(seen, 0.5) if seen else float("inf"),
        "seen_ms_p99": percentile(seen, 0.99) if seen else float("inf"),
        "seen_ms_max": max(seen, default=float("inf")),
        "not_seen": float(BOARDS * CHANGES - len(seen)),
        "server_megabytes_quiet": quiet,
        "server_megabytes": loaded,
    }


class _Board:
    """One browser's stream, read without a library."""

    def __init__(self, port: int, session: str):
        self.port, self.session = port, session
        self.seen: dict[str, float] = {}
        self.is_open = False

    async def open(self) -> None:
        reader, self.writer = await asyncio.open_connection(
            "127.0.0.1", self.port, limit=4 * 1024 * 1024
        )
        self.writer.write(
            (
                f"GET /events?topic=board HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
                f"Cookie: sessionid={self.session}\r\nAccept: text/event-stream\r\n"
                "Accept-Encoding: gzip\r\n\r\n"
            ).encode()
        )
        status = await reader.readline()
        self.is_open = b" 200 " in status
        self.task = asyncio.create_task(self._read(reader))

    async def _read(self, reader: asyncio.StreamReader) -> None:
        """Chunk by chunk, unpacked as a browser does."""
        while (await reader.readline()).strip():
            pass
        unpack, rest = zlib.decompressobj(wbits=31), b""
        while size := int(await reader.readline() or b"0", 16):
            chunk = await reader.readexactly(size + 2)
            at = time.time()
            rest += unpack.decompress(chunk[:-2])
            *messages, rest = rest.split(b"\n\n")
            for message in messages:
                for reference in re.findall(rb"BENCH-\d+", message):
                    self.seen.setdefault(reference.decode(), at)
        self.is_open = False

    def close(self) -> None:
        if hasattr(self, "task"):
            self.task.cancel()
            self.writer.close()


def _server_megabytes(place: Installation) -> float:
    """Resident memory of the server's processes: those that hold this port's environment."""
    total = 0
    marker = f"MUSTER_DATA_DIR={place.folder}".encode()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes()
            is_server = b"serve" in command or b"spawn_main" in command
            if is_server and marker in (folder / "environ").read_bytes():
                total += _resident_kilobytes(folder)
        except OSError:
            continue
    return total / 1024


def _resident_kilobytes(folder: Path) -> int:
    """What the process alone uses, and its share of what several use."""
    found = re.search(rb"^Pss:\s+(\d+)", (folder / "smaps_rollup").read_bytes(), re.MULTILINE)
    return int(found.group(1)) if found else 0


def _ask(place: Installation, *arguments: object) -> dict[str, Any]:
    return place.ask("muster.config.benchmarks.live", *arguments, seconds=180)


# What runs in the scratch installation's own processes


def part(name: str, *arguments: str) -> dict[str, Any]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "muster.config.settings")
    import django

    django.setup()
    from muster.config.benchmarks import _boards

    answer: dict[str, Any] = getattr(_boards, name)(*map(int, arguments))
    return answer


if __name__ == "__main__":
    print(json.dumps(part(*sys.argv[1:])))
