"""People without a post: who follow a link to get one, or whose last one was taken back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest

from muster.members.addresses import client_address
from muster.members.step_up import stepped_up_lately
from muster.rules.actor import Actor


def stranger(request: HttpRequest) -> Actor:
    """Whoever opens a link; known by the account signed in, if any, and never by a post."""
    user: Any = getattr(request, "user", None)
    known = {"person_id": user.id, "name": user.name} if user and user.is_authenticated else {}
    return Actor(network_id=None, via="page", address=client_address(request), **known)


def without_a_post(request: HttpRequest) -> Actor | None:
    """The signed-in person as owner of the account alone: no network, no role, no party."""
    user: Any = request.user
    if not user.is_authenticated:
        return None
    return replace(stranger(request), stepped_up=stepped_up_lately(request))
