"""Puts the acting person on the request: `request.actor`, `request.post_held`, `request.posts`."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from muster.members.addresses import client_address
from muster.members.posts import actor_at, posts_of
from muster.members.step_up import factor_lately, stepped_up_lately

SESSION_KEY = "post"

__all__ = ["SESSION_KEY", "ActorMiddleware", "place", "stepped_up_lately"]


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
            factor=factor_lately(request),
            address=client_address(request),
        )
