"""`/events`: live updates as server-sent events (placeholder of the door; see journal feed)."""

from __future__ import annotations

from typing import Any


async def events(scope: Any, receive: Any, send: Any) -> None:
    """Answer 503 until the live feed is mounted."""
    await send({"type": "http.response.start", "status": 503, "headers": []})
    await send({"type": "http.response.body", "body": b""})
