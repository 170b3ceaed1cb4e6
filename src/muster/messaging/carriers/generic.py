"""Any gateway that takes JSON by POST and honours an Idempotency-Key; replies signed by HMAC.

What is posted is a template of the installation's own: its strings hold `{to}`, `{text}`, `{kind}`
and so on. What comes in is JSON with `id`, `from`, `text` and, for a mail, `channel` and `subject`; signed with the shared secret:
`X-Muster-Signature: t=<seconds>,v1=<hex HMAC-SHA256 of "seconds.body">`, at most five minutes old.
A gateway that gathers keys is given `answers` with a call: the keys, and the address to post one to
as JSON with `url`, `call` and `digit`, signed alike. The address stands in what is signed, so that
nobody can carry a signed key over to another call.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from muster.journal import clock
from muster.messaging import posting
from muster.messaging.carriers.arrival import Arrival, NotFromCarrier, Pressed
from muster.messaging.channels.parcel import LONGEST_REFERENCE, Delivery, Parcel
from muster.messaging.models import Outcome

NAME = "gateway"
SIGNATURE_HEADER = "X-Muster-Signature"
LONGEST_SKEW_SECONDS = 300
PLACE = re.compile(r"\{([a-z_]+)\}")
DEFAULT_TEMPLATE = {
    "id": "{id}",
    "kind": "{kind}",
    "to": "{to}",
    "text": "{text}",
    "urgent": "{urgent}",
    "exercise": "{exercise}",
    "created_at": "{created_at}",
}
KEYS = {"1": "we come", "2": "we cannot", "9": "hear it again"}


def can(kind: str) -> bool:
    return bool(_address(kind))


def gathers_keys() -> bool:
    """Whether the operator says so, and what is posted has a place for where to post them."""
    template = settings.MUSTER_TEXT_GATEWAY_TEMPLATE
    has_place = template is None or "{answers}" in json.dumps(template)
    return settings.MUSTER_VOICE_GATEWAY_KEYS and has_place


def deliver(kind: str, parcel: Parcel, text: str, keys_url: str = "") -> Delivery:
    """Post one text or call. `refused` where no gateway is configured."""
    address = _address(kind)
    if not address:
        return Delivery.of(Outcome.REFUSED, "no gateway is configured")
    template = settings.MUSTER_TEXT_GATEWAY_TEMPLATE or DEFAULT_TEMPLATE
    values = _values(kind, parcel, text) | {"answers": _answers(keys_url)}
    if keys_url and template is DEFAULT_TEMPLATE:
        template = {**template, "answers": "{answers}"}
    body = json.dumps(filled(template, values))
    try:
        answer = posting.post(address, body.encode(), _headers(parcel))
    except posting.NotReached as error:
        return Delivery.of(Outcome.FAILED, error)
    except posting.NoAnswer as error:
        return Delivery.of(Outcome.UNKNOWN, error)
    reference = _call_of(answer.body) if kind == "voice" else ""
    return Delivery.of(answer.outcome, f"the gateway answered {answer.status}", reference)


def filled(template: Any, values: Mapping[str, Any]) -> Any:
    """The template with its places filled; a string that is one place takes the value as it is."""
    if isinstance(template, dict):
        return {name: filled(each, values) for name, each in template.items()}
    if isinstance(template, list):
        return [filled(each, values) for each in template]
    if not isinstance(template, str):
        return template
    whole = PLACE.fullmatch(template)
    if whole and whole[1] in values:
        return values[whole[1]]
    return PLACE.sub(lambda place: str(values.get(place[1], place[0])), template)


def read(request: HttpRequest) -> Arrival:
    """What the gateway posts. Raises `NotFromCarrier`."""
    check_signature(request.body, request.headers.get(SIGNATURE_HEADER, ""))
    try:
        content = json.loads(request.body)
        channel, text = _text(content.get("channel", "text")), _text(content["text"])
        if channel == "email":
            text = f"{' '.join(_text(content.get('subject', '')).split())}\n{text}"
        arrival = Arrival(
            NAME, _text(content["id"]), channel, sender=_text(content["from"]), text=text
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise NotFromCarrier("what was signed cannot be read") from error
    if not arrival.carrier_id or channel not in ("text", "email"):
        raise NotFromCarrier("what was signed has no id, or is neither a text nor a mail")
    return arrival


def read_key(request: HttpRequest) -> Pressed:
    """A key that the gateway posts. Raises `NotFromCarrier`."""
    check_signature(request.body, request.headers.get(SIGNATURE_HEADER, ""))
    try:
        content = json.loads(request.body)
        url, call, digit = (_text(content[name]) for name in ("url", "call", "digit"))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise NotFromCarrier("what was signed cannot be read") from error
    if url != settings.MUSTER_BASE_URL + request.path:
        raise NotFromCarrier("what was signed was meant for another address")
    if not call:
        raise NotFromCarrier("what was signed has no call")
    return Pressed(call[:LONGEST_REFERENCE], digit[:1])


def said_back(words: str, keys_url: str = "") -> tuple[str, str]:
    """What the call goes on with after a key; without `answers` it ends there."""
    said = {"text": words, "answers": _answers(keys_url)}
    return json.dumps(said), "application/json"


def check_signature(body: bytes, signature: str) -> None:
    """Raises `NotFromCarrier` unless the body was signed with the shared secret just now."""
    secret = settings.MUSTER_TEXT_GATEWAY_SECRET
    parts = dict(part.split("=", 1) for part in signature.split(",") if "=" in part)
    stamp, given = parts.get("t", "").strip(), parts.get("v1", "").strip()
    if not secret or not stamp.isascii() or not stamp.isdigit() or len(stamp) > 12:
        raise NotFromCarrier("there is no usable signature")
    if not hmac.compare_digest(signature_of(body, stamp, secret).encode(), given.encode()):
        raise NotFromCarrier("the signature is wrong")
    if abs(clock.now().timestamp() - int(stamp)) > LONGEST_SKEW_SECONDS:
        raise NotFromCarrier("the signature is too old")


def signature_of(body: bytes, stamp: str, secret: str) -> str:
    """HMAC-SHA256, in hexadecimal, of the time in seconds, a dot, and the body."""
    return hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def _address(kind: str) -> str:
    addresses = {
        "text": settings.MUSTER_TEXT_GATEWAY,
        "voice": settings.MUSTER_VOICE_GATEWAY,
    }
    return addresses.get(kind, "")


def _values(kind: str, parcel: Parcel, text: str) -> dict[str, Any]:
    return {
        "id": str(parcel.id),
        "kind": kind,
        "to": parcel.address,
        "text": text,
        "subject": parcel.subject,
        "urgent": parcel.is_urgent,
        "exercise": parcel.is_exercise,
        "created_at": parcel.created_at.isoformat(),
    }


def _answers(keys_url: str) -> dict[str, Any] | None:
    return {"url": keys_url, "keys": KEYS} if keys_url else None


def _call_of(body: bytes) -> str:
    """The gateway's own id of the call, where it says one."""
    try:
        said = json.loads(body)
        return _text(said["call"])[:LONGEST_REFERENCE]
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""


def _headers(parcel: Parcel) -> dict[str, str]:
    headers = {
        "Content-Type": "application/json",
        "Idempotency-Key": parcel.idempotency_key,
        "User-Agent": f"Muster/{settings.MUSTER_VERSION}",
    }
    if parcel.may_be_duplicate:
        headers["X-Muster-Duplicate"] = "possible"
    if settings.MUSTER_TEXT_GATEWAY_TOKEN:
        headers["Authorization"] = f"Bearer {settings.MUSTER_TEXT_GATEWAY_TOKEN}"
    return headers


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value.replace("\x00", "")[:4000]
