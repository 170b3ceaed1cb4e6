"""`muster serve`: pages, API and live events on one port, by granian."""

from __future__ import annotations

import os

BACKLOG = 8192
KILL_TIMEOUT_SECONDS = 10


def run(host: str, port: int) -> None:
    """Serve until SIGTERM or SIGINT.

    HTTP/1 alone; streams count against the back-pressure limit, whose default hangs the 1,025th
    silently; a request that will not end is cut after `KILL_TIMEOUT_SECONDS`.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "muster.config.settings")
    import django

    django.setup()
    from granian.constants import HTTPModes, Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    from muster.config import environment
    from muster.journal import feed, wake

    class MusterServer(Server):
        def shutdown(self, exit_code: int = 0) -> None:
            wake.ring(feed.stop_word(os.getpid()))
            super().shutdown(exit_code)

    env = environment.read()
    MusterServer(
        "muster.config.asgi:application",
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        workers=env.web_workers,
        http=HTTPModes.http1,
        websockets=False,
        backlog=BACKLOG,
        backpressure=BACKLOG,
        workers_kill_timeout=KILL_TIMEOUT_SECONDS,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
    ).serve()
