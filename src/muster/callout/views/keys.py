"""Where carriers post the keys of a call: no session, no form, only their signature counts."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from muster.callout import calls, links
from muster.callout.letters import keys_url
from muster.messaging.arriving import opened, plain
from muster.messaging.carriers import carrier_named
from muster.rules.refusal import NotFound

NOT_FOUND, TOO_MANY = 404, 429


@csrf_exempt  # signed by the carrier; there is no session to ride on
@require_POST
def key_pressed(request: HttpRequest, token: str, attempt: int, carrier: str) -> HttpResponse:
    """One key of one call; answers what the call goes on with."""
    named = carrier_named(carrier)
    if named is None:
        raise Http404
    pressed = opened(request, named.NAME, named.read_key)
    if isinstance(pressed, HttpResponse):
        return pressed
    try:
        said = calls.press(request, token, attempt, pressed)
    except NotFound:
        if links.is_guessing(request):
            return plain("too many tries", TOO_MANY)
        return plain("not known", NOT_FOUND)
    again = f"{keys_url(token)}{attempt}/{named.NAME}/" if said.gathers else ""
    body, content_type = named.said_back(said.words, again)
    return HttpResponse(body, content_type=content_type)
