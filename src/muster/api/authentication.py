"""Who calls: a personal token, or the browser's own session (then with its CSRF token)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja.security import APIKeyCookie, HttpBearer

from muster.api.tokens import holder_of
from muster.rules.actor import Actor


class TokenAuthentication(HttpBearer):
    """`Authorization: Bearer <personal token>`."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        if not token.isascii() or len(token) > 200:
            return None
        actor = holder_of(token, request.META.get("REMOTE_ADDR", ""))
        request.actor = actor  # type: ignore[attr-defined]
        return actor


class SessionAuthentication(APIKeyCookie):
    """The session cookie of somebody who signed in on a page."""

    param_name = settings.SESSION_COOKIE_NAME

    def __call__(self, request: HttpRequest) -> Any:
        # Without a session there is nothing to forge: a mistyped token hears that, and not of CSRF.
        return super().__call__(request) if self.param_name in request.COOKIES else None

    def authenticate(self, request: HttpRequest, key: Any) -> Actor | None:
        return getattr(request, "actor", None)


AUTHENTICATION = [TokenAuthentication(), SessionAuthentication()]
