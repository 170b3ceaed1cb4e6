"""When something cannot be shown: calm pages, and problem documents under `/api/`."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

SERVER_ERRORS = 500

logger = logging.getLogger(__name__)

WORDS: dict[int, tuple[str, str]] = {
    400: (
        "This page could not be understood",
        "Something in the address or the form was broken on the way. Go back and try again.",
    ),
    403: (
        "Your role does not allow this",
        "Switch to another post at the top of the page, or ask your authorized representative.",
    ),
    404: (
        "There is no such page here",
        "It may have moved, or it may belong to another party. Check the address, or start at home.",
    ),
    405: (
        "This cannot be opened this way",
        "The address takes a form, not a visit. Go back and use its button.",
    ),
    409: (
        "This is not possible now",
        "Something changed in the meantime. Reload the page to see how it stands.",
    ),
    413: (
        "That is too large",
        "Files and forms have a size limit. Send a smaller file, or split it.",
    ),
    422: ("Please check this form", "Go back and correct what was marked."),
    429: (
        "Too many tries",
        "To keep everyone safe, Muster waits a little. Try again in a few minutes.",
    ),
    500: (
        "Muster made a mistake",
        "Nothing was half-saved. Try again; if it stays, call your coordinator, who can file for you.",
    ),
    503: (
        "Muster is busy or being restarted",
        "Nothing was half-saved. This page may be tried again in a few seconds.",
    ),
}
FORM_EXPIRED = (
    "This form needs to be sent once more",
    "The page was open for long, or the sign-in changed in another tab. Nothing was saved and "
    "nothing is wrong. Go back, reload the page and send it again.",
)


def is_api(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")


def answer(
    request: HttpRequest,
    status: int,
    *,
    title: str = "",
    words: str = "",
    sentences: list[str] | None = None,
    with_frame: bool = True,
) -> HttpResponse:
    """A page, or under `/api/` a problem document, for a status."""
    known = WORDS.get(status, WORDS[500])
    title, words = title or known[0], words or known[1]
    if is_api(request):
        return problem(status, title, " ".join(sentences or [words]))
    context: dict[str, Any] = {
        "status": status,
        "title": title,
        "words": words,
        "sentences": sentences or [],
        "coordinator_phone": settings.MUSTER_COORDINATOR_PHONE if status >= SERVER_ERRORS else "",
    }
    try:
        body: str = render_to_string("web/error.html", context, request if with_frame else None)
    except Exception:
        # The page that says sorry must not be the next thing to fail.
        logger.exception("the error page could not be rendered")
        body = f"{title}\n\n{words}\n"
        return HttpResponse(body, status=status, content_type="text/plain; charset=utf-8")
    response = HttpResponse(body, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


def problem(status: int, title: str, detail: str) -> JsonResponse:
    content = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return JsonResponse(content, status=status, content_type="application/problem+json")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    from django.core.exceptions import RequestDataTooBig

    status = (
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE if isinstance(exception, RequestDataTooBig) else 400
    )
    return answer(request, int(status))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return answer(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return answer(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Touches neither the database nor the session: they may be what broke."""
    return answer(request, 500, with_frame=False)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """An old form is no attack: say so, and how to go on."""
    title, words = FORM_EXPIRED
    return answer(request, 403, title=title, words=words)


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return answer(request, 429)
