"""Errors under `/api/` are problem documents, also those that no operation answered."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from muster.api.problems import problem

DETAILS = {
    400: "Send well-formed JSON.",
    401: "Sign in, or send a personal token as `Authorization: Bearer <token>`.",
    403: "You may not do this, or the page's CSRF token is missing.",
    404: "There is no such operation. /api/v1/openapi.json lists them.",
    405: "This address does not take that method; the Allow header lists those it takes.",
    413: "Send less at once.",
    415: "Send JSON.",
    429: "Too many calls. Wait a minute.",
    500: "Something went wrong on our side. Nothing was saved; try again.",
    503: "The service is not ready. Try again in a moment.",
}


class ProblemMiddleware:
    """Replaces HTML or text errors by problem documents and keeps their headers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path.startswith("/api/") or response.status_code < 400:
            return response
        if "json" in response.get("Content-Type", ""):
            return response
        replaced = problem(response.status_code, DETAILS.get(response.status_code, "Refused."))
        for name in ("Allow", "Retry-After", "WWW-Authenticate"):
            if name in response:
                replaced[name] = response[name]
        return replaced
