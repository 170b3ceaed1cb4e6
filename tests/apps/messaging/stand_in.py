"""A message gateway for tests: honours idempotency keys, remembers all that was posted."""

from __future__ import annotations

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class StandIn:
    """Answers `status` to each POST after `delay` seconds."""

    def __init__(self, status=200, delay=0.0, headers=()):
        self.posts, self.accepted = [], {}
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                length = int(self.headers.get("Content-Length", 0))
                body = json.loads(self.rfile.read(length))
                key = self.headers["Idempotency-Key"]
                outer.posts.append((key, self.headers.get("X-Muster-Duplicate"), body))
                if outer.status < 300:
                    outer.accepted.setdefault(key, body)
                time.sleep(outer.delay)
                self.send_response(outer.status)
                for name, value in outer.headers:
                    self.send_header(name, value)
                self.end_headers()

            def log_message(self, *words):
                pass

        self.status, self.delay, self.headers = status, delay, headers
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/messages"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
