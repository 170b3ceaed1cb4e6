"""Where carriers post to: no session, no form, only their signature counts."""

from __future__ import annotations

from types import ModuleType

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from muster.messaging.arriving import opened, plain
from muster.messaging.carriers import generic, twilio
from muster.messaging.commands.replies import note_status, take_in

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
    arrival = opened(request, carrier.NAME, carrier.read)
    if isinstance(arrival, HttpResponse):
        return arrival
    if arrival.status:
        note_status(arrival)
    else:
        take_in(arrival)
    if carrier is twilio:
        return HttpResponse(NOTHING_TO_SAY, content_type="text/xml; charset=utf-8")
    return plain("taken in", 200)
