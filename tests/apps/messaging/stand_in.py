"""A stand-in for gateways: takes posts over kept connections, honours idempotency keys, counts."""

from __future__ import annotations

import asyncio
import ssl
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Post:
    """One request as it came."""

    path: str
    headers: Mapping[str, str]
    body: bytes
    at: float

    @property
    def key(self) -> str:
        return self.headers.get("idempotency-key", "")

    @property
    def is_marked(self) -> bool:
        """Whether the sender says that it may be a second copy."""
        return "x-muster-duplicate" in self.headers


@dataclass
class Manners:
    """How the stand-in behaves; may be changed while it runs."""

    status: int = 200
    delay: float = 0.0
    body: bytes | Callable[[Post], bytes] = b"{}"
    headers: Mapping[str, str] = field(default_factory=dict)
    needed: Mapping[str, str] = field(default_factory=dict)
    closes: bool = False  # takes the post and says nothing


class StandIn:
    """Listens on the loopback address from the moment it is made until `close`."""

    def __init__(self, port: int = 0, tls: ssl.SSLContext | None = None, **manners: Any):
        self.manners = Manners(**manners)
        self.posts: list[Post] = []
        self.accepted: dict[str, Post] = {}
        self._loop = asyncio.new_event_loop()
        self._begun = threading.Event()
        self._wanted_port, self._tls = port, tls
        threading.Thread(target=self._serve, daemon=True).start()
        self._begun.wait(10)

    def url(self, path: str = "/messages") -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._end)

    def figures(self) -> dict[str, Any]:
        """How many came, how many different ones were taken, when the first and the last came."""
        copies = Counter(post.key for post in self.posts)
        unmarked = Counter(post.key for post in self.posts if not post.is_marked)
        return {
            "posts": len(self.posts),
            "accepted": len(self.accepted),
            "unmarked_copies": sum(count - 1 for count in unmarked.values() if count > 1),
            "copies": sum(count - 1 for count in copies.values() if count > 1),
            "first_at": self.posts[0].at if self.posts else None,
            "last_at": max((post.at for post in self.accepted.values()), default=None),
        }

    def _end(self) -> None:
        for each in asyncio.all_tasks(self._loop):
            each.cancel()
        self._loop.call_soon(self._loop.stop)

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(
            asyncio.start_server(
                self._talk, "127.0.0.1", self._wanted_port, backlog=1024, ssl=self._tls
            )
        )
        self.port: int = server.sockets[0].getsockname()[1]
        self._begun.set()
        self._loop.run_forever()
        server.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while await self._answer_one(reader, writer):
                pass
        except (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError, ValueError):
            pass
        finally:
            writer.close()

    async def _answer_one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        _, path, _ = head[0].split(" ", 2)
        pairs = (line.split(":", 1) for line in head[1:] if ":" in line)
        headers = {name.strip().lower(): value.strip() for name, value in pairs}
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        post = Post(path, headers, body, time.time())
        self.posts.append(post)
        status = self._judge(post)
        if self.manners.delay:
            await asyncio.sleep(self.manners.delay)
        if self.manners.closes:
            return False
        body = self.manners.body
        _write(writer, status, body(post) if callable(body) else body, self.manners.headers)
        await writer.drain()
        return True

    def _judge(self, post: Post) -> int:
        """Its status; a post with the wrong credentials is not taken, whatever its key."""
        for name, value in self.manners.needed.items():
            if post.headers.get(name.lower()) != value:
                return 401
        if self.manners.status < 300:
            self.accepted.setdefault(post.key or str(len(self.posts)), post)
        return self.manners.status


def _write(
    writer: asyncio.StreamWriter, status: int, body: bytes, headers: Mapping[str, str]
) -> None:
    extra = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    head = f"HTTP/1.1 {status} Said\r\nContent-Length: {len(body)}\r\n{extra}\r\n"
    writer.write(head.encode() + body)
