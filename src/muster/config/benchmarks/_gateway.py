"""A stand-in for a text gateway: honours idempotency keys and remembers when each post arrived.

In a process of its own: `python -m muster.config.benchmarks._gateway PORT DELAY_SECONDS`. `GET /`
answers what came in: for each key the moment of its first post, and how many posts there were;
`GET /posts` answers the number of posts alone, so that waiting takes nothing from what is measured.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
import urllib.request
from typing import Any

HEAD_END = b"\r\n\r\n"


class StandIn:
    """Answers 200 to every post after a while; a key that is known is not accepted again."""

    def __init__(self, delay_seconds: float):
        self.delay_seconds = delay_seconds
        self.first: dict[str, float] = {}
        self.to: dict[str, str] = {}
        self.posts = 0
        self.unmarked = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One kept connection."""
        try:
            while True:
                head = (await reader.readuntil(HEAD_END)).decode("latin-1")
                arrived = time.time()
                method, path = head.split(" ", 2)[:2]
                headers = _headers(head)
                body = await reader.readexactly(int(headers.get("content-length", "0")))
                answer = b"{}"
                if method == "GET":
                    answer = json.dumps(self.seen(path)).encode()
                else:
                    self.note(path, headers, body, arrived)
                    await asyncio.sleep(self.delay_seconds)
                writer.write(
                    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                    % len(answer)
                    + answer
                )
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    def seen(self, path: str) -> Any:
        """What a reader of a path is told."""
        return {"posts": self.posts} if path == "/posts" else self.report()

    def note(self, path: str, headers: dict[str, str], body: bytes, arrived: float) -> None:
        """Remember one post."""
        key = headers.get("idempotency-key", "")
        self.posts += 1
        if key in self.first and headers.get("x-muster-duplicate") != "possible":
            self.unmarked += 1
        self.first.setdefault(key, arrived)
        self.to.setdefault(key, json.loads(body).get("to", ""))

    def report(self) -> dict[str, Any]:
        return {
            "first": self.first,
            "to": self.to,
            "posts": self.posts,
            "unmarked": self.unmarked,
        }


def _headers(head: str) -> dict[str, str]:
    lines = head.split("\r\n")[1:]
    pairs = (line.partition(":") for line in lines if ":" in line)
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


def report(port: int) -> dict[str, Any]:
    """What the stand-in on a port has seen so far."""
    found: dict[str, Any] = asked(port, "/")
    return found


def posts(port: int) -> int:
    """How many posts reached the stand-in on a port."""
    return int(asked(port, "/posts")["posts"])


def asked(port: int, path: str) -> Any:
    """What the stand-in on a port answers for a path."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as answer:
        return json.load(answer)


async def serve(stand_in: StandIn, port: int) -> None:
    """Take posts on a port of the loopback address until the process ends."""
    server = await asyncio.start_server(stand_in.serve, "127.0.0.1", port)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(StandIn(float(sys.argv[2])), int(sys.argv[1])))
