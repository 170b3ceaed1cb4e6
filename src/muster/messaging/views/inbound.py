"""Where carriers post to: no session, no form, only their signature counts."""

from __future__ import annotations

from types import ModuleType

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from muster.messaging.carriers import generic, twilio
from muster.messaging.carriers.arrival import NotFromCarrier
from muster.messaging.commands.replies import note_status, refuse_forged, take_in

MOST_BYTES = 64 * 1024
TYPES = ("application/json", "application/x-www-form-urlencoded")
NOTHING_TO_SAY = '<?xml version="1.0" encoding="UTF-8"?><Response/>'


@csrf_exempt  # signed by the carrier; there is no session to ride on
@require_POST
def from_gateway(request: HttpRequest) -> HttpResponse:
    """A reply by text or mail, signed with the shared secret."""
    return _taken_in(request, generic)


@csrf_exempt  # signed by the carrier; there is no session to ride on
@require_POST
def from_twilio(request: HttpRequest) -> HttpResponse:
    """A reply by text, or Twilio's word on a message."""
    return _taken_in(request, twilio)


def _taken_in(request: HttpRequest, carrier: ModuleType) -> HttpResponse:
    """Whether the answer counted is not said: whoever tries must not learn from it."""
    if request.content_type not in TYPES:
        return _plain("send JSON or a plain form", 415)
    if len(request.body) > MOST_BYTES:
        return _plain("too large", 413)
    try:
        arrival = carrier.read(request)
    except NotFromCarrier:
        refuse_forged(carrier.NAME, request.body)
        return _plain("the signature is not good", 403)
    if arrival.status:
        note_status(arrival)
    else:
        take_in(arrival)
    if carrier is twilio:
        return HttpResponse(NOTHING_TO_SAY, content_type="text/xml; charset=utf-8")
    return _plain("taken in", 200)


def _plain(words: str, status: int) -> HttpResponse:
    return HttpResponse(f"{words}\n", status=status, content_type="text/plain; charset=utf-8")
