"""Somebody who follows a link before holding any post."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from muster.rules.actor import Actor


def stranger(request: HttpRequest) -> Actor:
    """Whoever opens a link; known by the account signed in, if any, and never by a post."""
    user: Any = getattr(request, "user", None)
    known = {"person_id": user.id, "name": user.name} if user and user.is_authenticated else {}
    return Actor(network_id=None, via="page", address=request.META.get("REMOTE_ADDR", ""), **known)
