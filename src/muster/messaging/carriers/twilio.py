"""Texts and calls through Twilio's REST API: form-encoded, Basic auth, webhooks signed by HMAC-SHA1.

The interface is documented at https://www.twilio.com/docs/messaging/api/message-resource, for calls
at https://www.twilio.com/docs/voice/api/call-resource, for keys at
https://www.twilio.com/docs/voice/twiml/gather, for signatures at
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
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from muster.messaging import posting
from muster.messaging.carriers.arrival import Arrival, NotFromCarrier, Pressed
from muster.messaging.channels.parcel import LONGEST_REFERENCE, Delivery, Parcel
from muster.messaging.models import Outcome

NAME = "twilio"
SIGNATURE_HEADER = "X-Twilio-Signature"
AGAIN_WORDS = "Perhaps you have this already: "
NO_KEY = "No key was pressed. Please look at your messages, or open Muster."
KEY_SECONDS = 8
"""How long a key is waited for after the words."""


def can(kind: str) -> bool:
    return kind in ("text", "voice") and bool(
        settings.MUSTER_TWILIO_ACCOUNT
        and settings.MUSTER_TWILIO_TOKEN
        and settings.MUSTER_TWILIO_FROM
    )


def gathers_keys() -> bool:
    return True


def deliver(kind: str, parcel: Parcel, text: str, keys_url: str = "") -> Delivery:
    """Ask for one message or one call; the carrier's id of it is kept as the reference."""
    words = (AGAIN_WORDS if parcel.may_be_duplicate else "") + text
    form = {"To": parcel.address, "From": settings.MUSTER_TWILIO_FROM}
    form["StatusCallback"] = address_of("status")
    if kind == "voice":
        form["Twiml"] = spoken(words, keys_url)
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
    return Delivery.of(
        answer.outcome, detail, reference=str(said.get("sid", ""))[:LONGEST_REFERENCE]
    )


def spoken(text: str, keys_url: str = "") -> str:
    """The call as TwiML: the words twice, for whoever was still asleep at the first. With `keys_url`
    each time one key may be pressed; silence, as of an answering machine, posts nothing."""
    said = _say(text)
    if not keys_url:
        return _response(f'{said}<Pause length="1"/>{said}')
    address = quoteattr(keys_url)
    gather = (
        f'<Gather input="dtmf" numDigits="1" timeout="{KEY_SECONDS}" action={address} '
        f'method="POST">{said}</Gather>'
    )
    return _response(gather * 2 + _say(NO_KEY))


def said_back(words: str, keys_url: str = "") -> tuple[str, str]:
    """What the call goes on with after a key: the words, and the end unless keys are gathered."""
    markup = spoken(words, keys_url) if keys_url else _response(f"{_say(words)}<Hangup/>")
    return markup, "text/xml; charset=utf-8"


def _say(text: str) -> str:
    """Without the signs that no XML may hold."""
    return f"<Say>{escape(''.join(sign for sign in text if sign.isprintable()))}</Say>"


def _response(verbs: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><Response>{verbs}</Response>'


def read(request: HttpRequest) -> Arrival:
    """An answer, or word on a message, as Twilio posts it. Raises `NotFromCarrier`."""
    kind = "status" if request.path == reverse("messaging:twilio_status") else "reply"
    fields = _signed_fields(request, address_of(kind))
    reference = _first(fields, "MessageSid") or _first(fields, "CallSid")
    if not reference:
        raise NotFromCarrier("what was signed has no id")
    if kind == "status":
        status = _first(fields, "MessageStatus") or _first(fields, "CallStatus")
        return Arrival(NAME, f"{reference}/{status}", "text", status=status, reference=reference)
    return Arrival(NAME, reference, "text", _first(fields, "From"), _first(fields, "Body"))


def read_key(request: HttpRequest) -> Pressed:
    """A key, as Twilio posts it to the address that its call was given. Raises `NotFromCarrier`."""
    fields = _signed_fields(request, settings.MUSTER_BASE_URL + request.path)
    call = _first(fields, "CallSid")
    if not call:
        raise NotFromCarrier("what was signed has no call")
    return Pressed(call[:LONGEST_REFERENCE], _first(fields, "Digits")[:1])


def _signed_fields(request: HttpRequest, url: str) -> dict[str, list[str]]:
    """The form, where its signature for an address is good. Raises `NotFromCarrier`."""
    fields = {name: request.POST.getlist(name) for name in request.POST}
    given = request.headers.get(SIGNATURE_HEADER, "")
    token = settings.MUSTER_TWILIO_TOKEN
    expected = signature_of(url, fields, token)
    if not token or not hmac.compare_digest(expected.encode(), given.encode()):
        raise NotFromCarrier("the signature is missing or wrong")
    return fields


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
