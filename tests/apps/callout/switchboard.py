"""Stand-ins for what carries calls: they take a call, listen to it, and press keys on it.

Each signs by its own reckoning, from the carrier's documents, not by the product's.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit
from xml.etree import ElementTree

from django.test import Client

from tests.apps.messaging.stand_in import Post, StandIn

ACCOUNT, TOKEN, FROM = "AC" + "0" * 32, "made-up-token", "+18015550100"
SECRET = "shared with the gateway"


class Twilio:
    """Takes calls under Basic auth, each under a number of its own, and posts keys signed by HMAC-SHA1."""

    def __init__(self) -> None:
        pair = base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
        self.line = StandIn(status=201, needed={"Authorization": f"Basic {pair}"}, body=self._sid)

    def _sid(self, _post: Post) -> bytes:
        return json.dumps({"sid": f"CA{len(self.calls)}"}).encode()

    @property
    def calls(self) -> list[dict[str, str]]:
        made = (post for post in self.line.posts if post.path.endswith("/Calls.json"))
        forms = (parse_qs(post.body.decode()) for post in made)
        return [{name: values[0] for name, values in form.items()} for form in forms]

    def heard(self, markup: str) -> tuple[str, str]:
        """What is said, and where a key goes; fails where the markup is not the provider's."""
        root = ElementTree.fromstring(markup)
        assert root.tag == "Response"
        assert {each.tag for each in root.iter()} <= {
            "Response",
            "Say",
            "Gather",
            "Pause",
            "Hangup",
        }
        gathers = root.findall("Gather")
        assert all(each.get("numDigits") == "1" for each in gathers)
        assert all(each.get("method") == "POST" for each in gathers)
        actions = {each.get("action", "") for each in gathers}
        assert len(actions) <= 1, "both readings lead to the same address"
        return " ".join(each.text or "" for each in root.iter("Say")), "".join(actions)

    def ring(self, call: int = -1) -> tuple[str, str]:
        return self.heard(self.calls[call]["Twiml"])

    def press(self, digit: str, call: int = -1, **forged: Any) -> Any:
        """Post a key, as the provider would unless something is `forged`."""
        number = call % len(self.calls) + 1
        url = forged.get("url") or self.ring(call)[1]
        fields = {"CallSid": forged.get("sid", f"CA{number}"), "Digits": digit, "From": "+1999"}
        pieces = url + "".join(name + fields[name] for name in sorted(fields))
        key = forged.get("token", TOKEN).encode()
        signed = base64.b64encode(hmac.new(key, pieces.encode(), hashlib.sha1).digest()).decode()
        return Client().post(
            urlsplit(forged.get("sent_to", url)).path,
            urlencode(fields),
            content_type="application/x-www-form-urlencoded",
            headers={"X-Twilio-Signature": forged.get("signature", signed)},
        )


class Gateway:
    """A gateway of one's own that gathers keys; it says its own id of each call."""

    def __init__(self) -> None:
        self.line = StandIn(body=self._call)

    def _call(self, _post: Post) -> bytes:
        return json.dumps({"call": f"call-{len(self.line.posts)}"}).encode()

    @property
    def calls(self) -> list[dict[str, Any]]:
        return [json.loads(post.body) for post in self.line.posts]

    def press(self, digit: str, call: int = -1, **forged: Any) -> Any:
        """Post a key, as the gateway would unless something is `forged`."""
        number, url = call % len(self.calls) + 1, self.calls[call]["answers"]["url"]
        content = {"url": url, "call": f"call-{number}", "digit": digit} | forged.get("content", {})
        body = forged.get("body", json.dumps(content).encode())
        stamp = str(int(forged.get("at", time.time())))
        key = forged.get("secret", SECRET).encode()
        signed = hmac.new(key, stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
        return Client().post(
            urlsplit(forged.get("sent_to", url)).path,
            body,
            content_type="application/json",
            headers={"X-Muster-Signature": f"t={stamp},v1={signed}"},
        )


@contextmanager
def twilio(settings: Any) -> Iterator[Twilio]:
    made = Twilio()
    settings.MUSTER_TWILIO_URL = made.line.url("")
    settings.MUSTER_TWILIO_ACCOUNT, settings.MUSTER_TWILIO_TOKEN = ACCOUNT, TOKEN
    settings.MUSTER_TWILIO_FROM = FROM
    yield made
    made.line.close()


@contextmanager
def gateway(settings: Any) -> Iterator[Gateway]:
    made = Gateway()
    settings.MUSTER_VOICE_GATEWAY = made.line.url("/calls")
    settings.MUSTER_TEXT_GATEWAY_SECRET = SECRET
    settings.MUSTER_VOICE_GATEWAY_KEYS = True
    yield made
    made.line.close()
