"""The board in the navigation; its live topic."""

from __future__ import annotations

from muster.response import topics
from muster.web.navigation import register_entry

register_entry("Board", "response:board", order=10)

__all__ = ["topics"]
