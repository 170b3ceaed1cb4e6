"""Texts and calls through Twilio's REST API: form-encoded, Basic auth, webhooks signed by HMAC-SHA1.

The interface is documented at https://www.twilio.com/docs/messaging/api/message-resource, for calls
at https://www.twilio.com/docs/voice/api/call-resource, for signatures at
https://www.twilio.com/docs/usage/security. It takes no idempotency key: a retry after an unknown
outcome may be a second copy, and says so in its words.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from muster.messaging import posting
from muster.messaging.carriers.arrival import Arrival, NotFromCarrier
from muster.messaging.channels.parcel import Delivery, Parcel
from muster.messaging.models import Outcome

NAME = "twilio"
SIGNATURE_HEADER = "X-Twilio-Signature"
AGAIN_WORDS = "Perhaps you have this already: "


def can(kind: str) -> bool:
    return kind in ("text", "voice") and bool(
        settings.MUSTER_TWILIO_ACCOUNT
        and settings.MUSTER_TWILIO_TOKEN
        and settings.MUSTER_TWILIO_FROM
    )


def deliver(kind: str, parcel: Parcel, text: str) -> Delivery:
    """Ask for one message or one call; the carrier's id of it is kept as the reference."""
    words = (AGAIN_WORDS if parcel.may_be_duplicate else "") + text
    form = {"To": parcel.address, "From": settings.MUSTER_TWILIO_FROM}
    form["StatusCallback"] = address_of("status")
    if kind == "voice":
        form["Twiml"] = spoken(words)
    else:
        form["Body"] = words
    noun = "Calls" if kind == "voice" else "Messages"
    url = f"{settings.MUSTER_TWILIO_URL}/2010-04-01/Accounts/{settings.MUSTER_TWILIO_ACCOUNT}/{noun}.json"
    try:
        answer = posting.post(url, urlencode(form).encode(), _headers())
    except posting.NotReached as error:
        return Delivery.of(Outcome.FAILED, error)
    except posting.NoAnswer as error:
        return Delivery.of(Outcome.UNKNOWN, error)
    said = _said(answer.body)
    detail = f"Twilio answered {answer.status} {said.get('message', '')}".strip()
    return Delivery.of(answer.outcome, detail, reference=str(said.get("sid", ""))[:120])


def spoken(text: str) -> str:
    """The call as TwiML: the words twice, for whoever was still asleep at the first."""
    said = f"<Say>{escape(text)}</Say>"
    return f'<?xml version="1.0" encoding="UTF-8"?><Response>{said}<Pause length="1"/>{said}</Response>'


def read(request: HttpRequest) -> Arrival:
    """An answer, or word on a message, as Twilio posts it. Raises `NotFromCarrier`."""
    kind = "status" if request.path == reverse("messaging:twilio_status") else "reply"
    fields = {name: request.POST.getlist(name) for name in request.POST}
    given = request.headers.get(SIGNATURE_HEADER, "")
    token = settings.MUSTER_TWILIO_TOKEN
    expected = signature_of(address_of(kind), fields, token)
    if not token or not hmac.compare_digest(expected.encode(), given.encode()):
        raise NotFromCarrier("the signature is missing or wrong")
    reference = _first(fields, "MessageSid") or _first(fields, "CallSid")
    if not reference:
        raise NotFromCarrier("what was signed has no id")
    if kind == "status":
        status = _first(fields, "MessageStatus") or _first(fields, "CallStatus")
        return Arrival(NAME, f"{reference}/{status}", "text", status=status, reference=reference)
    return Arrival(NAME, reference, "text", _first(fields, "From"), _first(fields, "Body"))


def signature_of(url: str, fields: Mapping[str, Sequence[str]], token: str) -> str:
    """Base64 of HMAC-SHA1 of the URL and, in the order of their names, each name and value."""
    pieces = [name + value for name in sorted(fields) for value in sorted(set(fields[name]))]
    digest = hmac.new(token.encode(), (url + "".join(pieces)).encode(), hashlib.sha1).digest()
    return base64.b64encode(digest).decode()


def address_of(kind: str) -> str:
    """Where Twilio posts to, as it is signed: the address that people type, and the path."""
    return settings.MUSTER_BASE_URL + reverse(f"messaging:twilio_{kind}")


def _headers() -> dict[str, str]:
    pair = f"{settings.MUSTER_TWILIO_ACCOUNT}:{settings.MUSTER_TWILIO_TOKEN}"
    return {
        "Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}",
        "Content-Type": "application/x-www-form-urlencoded",
        "Accept": "application/json",
        "User-Agent": f"Muster/{settings.MUSTER_VERSION}",
    }


def _said(body: bytes) -> dict[str, Any]:
    try:
        said = json.loads(body)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _first(fields: Mapping[str, Sequence[str]], name: str) -> str:
    values = fields.get(name) or [""]
    return values[0].replace("\x00", "")[:4000]
