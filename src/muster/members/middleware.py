"""Puts the acting person on the request: `request.actor`, `request.post_held`, `request.posts`."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from muster.members.posts import actor_at, posts_of

SESSION_KEY = "post"


class ActorMiddleware:
    """Nobody signed in, or no post held: `request.actor` is None."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor, request.post_held, request.posts = None, None, []  # type: ignore[attr-defined]
        if request.user.is_authenticated:
            place(request)
        return self.get_response(request)


def place(request: HttpRequest) -> None:
    """Choose the post that the session remembers, or the first one held."""
    posts = posts_of(request.user)  # type: ignore[arg-type]
    wanted = request.session.get(SESSION_KEY)
    post = next((item for item in posts if item.key == wanted), posts[0] if posts else None)
    request.posts, request.post_held = posts, post  # type: ignore[attr-defined]
    if post is not None:
        request.actor = actor_at(  # type: ignore[attr-defined]
            request.user,  # type: ignore[arg-type]
            post,
            stepped_up=stepped_up_lately(request),
            address=request.META.get("REMOTE_ADDR", ""),
        )


def stepped_up_lately(request: HttpRequest) -> bool:
    """Whether the session proved presence within the last minutes, as the sign-in library notes."""
    records = request.session.get("account_authentication_methods", [])
    latest = max((record.get("at", 0) for record in records), default=0)
    return time.time() - latest < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
