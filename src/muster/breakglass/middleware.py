"""Narrows whoever came in by a code, after `request.actor` is known and before any page is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from muster.breakglass import queries, sessions
from muster.rules.actor import Actor, PartyRole
from muster.rules.breakglass import MAY_DO_IN_A_SESSION
from muster.web import errors

PARTY_ROLES = frozenset(str(role) for role in PartyRole)
# Factors, passwords, connections, other posts, invitations: what a code must not reach.
SHUT = ("/account/", "/join/", "/recover/", "/switch-post/")
OPEN_ALL_THE_SAME = ("/account/logout/", "/account/login/")
WORDS = (
    "You signed in with a break-glass code. It lets you ask, answer, log hours and fence; passwords, "
    "passkeys, roles and tokens need an ordinary sign-in."
)


class BreakGlassMiddleware:
    """An ordinary session passes untouched, without a query."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        mark = sessions.mark_of(request) if request.user.is_authenticated else None
        if mark is None:
            return self.get_response(request)
        actor = _narrowed(request, mark)
        if actor is None:
            logout(request)
            return redirect("breakglass:entrance")
        request.actor = actor  # type: ignore[attr-defined]
        path = request.path
        if path.startswith(SHUT) and not path.startswith(OPEN_ALL_THE_SAME):
            return errors.answer(request, 403, title="Not with a break-glass code", words=WORDS)
        return self.get_response(request)


def _narrowed(request: HttpRequest, mark: sessions.Mark) -> Actor | None:
    """The actor of the marked session, at its one post; None when the session is over."""
    posts = [
        post
        for post in request.posts  # type: ignore[attr-defined]
        if (post.network_id, post.party_id) == (mark.network_id, mark.party_id)
    ]
    actor: Actor | None = request.actor  # type: ignore[attr-defined]
    is_live = bool(posts) and not mark.is_over and queries.is_session_live(mark.code_id)
    if actor is None or not is_live:
        return None
    post = replace(posts[0], roles=posts[0].roles & PARTY_ROLES)
    request.posts, request.post_held = [post], post  # type: ignore[attr-defined]
    return replace(
        actor,
        network_id=mark.network_id,
        party_id=mark.party_id,
        roles=post.roles,
        scopes=MAY_DO_IN_A_SESSION,
        via="break-glass",
        stepped_up=actor.stepped_up or mark.is_fresh,
    )
