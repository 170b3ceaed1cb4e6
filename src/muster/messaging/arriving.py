"""Opening what carriers post: no session and no form, only their signature counts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.http import HttpRequest, HttpResponse

from muster.messaging.carriers.arrival import NotFromCarrier
from muster.messaging.commands.replies import refuse_forged

T = TypeVar("T")
MOST_BYTES = 64 * 1024
TYPES = ("application/json", "application/x-www-form-urlencoded")


def opened(
    request: HttpRequest, carrier_name: str, read: Callable[[HttpRequest], T]
) -> T | HttpResponse:
    """What `read` finds in a post, or why it is not taken; what is forged is written down."""
    if request.content_type not in TYPES:
        return plain("send JSON or a plain form", 415)
    if len(request.body) > MOST_BYTES:
        return plain("too large", 413)
    try:
        return read(request)
    except NotFromCarrier:
        refuse_forged(carrier_name, request.body)
        return plain("the signature is not good", 403)


def plain(words: str, status: int) -> HttpResponse:
    return HttpResponse(f"{words}\n", status=status, content_type="text/plain; charset=utf-8")
