"""One ASGI application on one port: live events on the loop, pages and API in a pool of threads.

Pages are synchronous; running them as WSGI in threads that keep their database connection measured
faster than Django's own ASGI handler. A live stream costs no thread.
"""

from __future__ import annotations

import gc
import sys
from typing import Any

from a2wsgi import WSGIMiddleware

from muster.config.bridge import Bridge
from muster.config.wsgi import application as pages

gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 20)
# Live streams share this process with the threads that make pages: shorter turns, sooner seen.
sys.setswitchinterval(0.001)


def make_application() -> Any:
    from django.conf import settings

    from muster.config import environment, live  # noqa: F401
    from muster.web.events import events

    threads = environment.read().web_threads
    general = WSGIMiddleware(pages, workers=threads)  # type: ignore[arg-type]

    async def large(scope: Any, receive: Any, send: Any) -> None:
        await general(scope, _as_coroutine(receive), send)

    bridge = Bridge(pages, threads, large)
    assert settings.configured

    async def application(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await _lifespan(receive, send)
        elif scope["type"] == "http" and scope["path"] == "/events":
            await events(scope, receive, send)
        else:
            await bridge(scope, receive, send)

    return application


def _as_coroutine(receive: Any) -> Any:
    """The server answers with a future; the bridge's threads can only hand over coroutines."""

    async def receive_message() -> Any:
        return await receive()

    return receive_message


async def _lifespan(receive: Any, send: Any) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.shutdown":
            from muster.web import streams

            streams.close_all()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return


application = make_application()
