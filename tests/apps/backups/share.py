"""A second party's web server with WebDAV, on this machine, that can also misbehave."""

from __future__ import annotations

import base64
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

USER, PASSWORD = "host", "p@ss:word"


class Share:
    """`files` is what lies there. `moods` says how a method is answered: a status, `silence`,
    `cut` (the line goes in the middle), `mangle` (other bytes are kept)."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.moods: dict[str, Any] = {}
        self.asked: list[str] = []
        share = self

        class Handler(Answering):
            place = share

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://host:p%40ss%3Aword@127.0.0.1:{self.server.server_port}/muster/"

    @property
    def label(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/muster/"

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


class Answering(BaseHTTPRequestHandler):
    place: Share

    def log_message(self, *_: Any) -> None:
        pass

    def _begin(self) -> bool:
        """Whether to go on in earnest."""
        share, method = self.place, self.command
        share.asked.append(f"{method} {self.name}")
        mood = share.moods.get(method)
        wanted = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        if self.headers.get("Authorization") != wanted:
            mood = 401
        if isinstance(mood, int):
            self._answer(mood)
        elif mood == "silence":
            time.sleep(1.5)
        elif mood == "cut":
            self.rfile.read(10)
            self.connection.close()
        return mood in (None, "mangle")

    @property
    def name(self) -> str:
        return self.path.removeprefix("/muster/")

    def _answer(self, status: int, content: bytes = b"") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def do_PUT(self) -> None:
        if self._begin():
            content = self.rfile.read(int(self.headers["Content-Length"]))
            if self.place.moods.get("PUT") == "mangle":
                content = content[:-1] + b"?"
            self.place.files[self.name] = content
            self._answer(201)

    def do_GET(self) -> None:
        if self._begin():
            kept = self.place.files.get(self.name)
            self._answer(404 if kept is None else 200, kept or b"")

    do_HEAD = do_GET

    def do_MOVE(self) -> None:
        if self._begin():
            target = self.headers["Destination"].removeprefix(self.place.label)
            if target in self.place.files and self.headers["Overwrite"] == "F":
                return self._answer(412)
            self.place.files[target] = self.place.files.pop(self.name)
            self._answer(201)
        return None

    def do_DELETE(self) -> None:
        if self._begin():
            self._answer(204 if self.place.files.pop(self.name, None) is not None else 404)
