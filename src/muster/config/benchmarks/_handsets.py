"""Everybody's phones: a stand-in for a text gateway and a push service that keeps what it is given.

In a process of its own: `python -m muster.config.benchmarks._handsets PORT`. `GET /letters/N`
answers what came in from the N-th on. A letter is told from its copy by its idempotency key, a push
by its topic.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import re
import struct
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any, NamedTuple

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from muster.config.benchmarks import _gateway
from muster.messaging import push_secrets

PUSH_PATH = "/push/"
SALT_BYTES = 16
LINK = re.compile(r"https?://[^/\s]+(/a/[\w-]+/)")
REPLY_CODE = re.compile(r"Reply (\w+) YES")


class Letter(NamedTuple):
    """One post that arrived: to a number, or to a push address of its own."""

    to: str
    key: str
    at: float
    body: bytes

    @property
    def words(self) -> str:
        """What a text says."""
        return str(json.loads(self.body)["text"])


class Keeper(_gateway.StandIn):
    """Takes every post, and keeps it."""

    def __init__(self) -> None:
        super().__init__(0.0)
        self.letters: list[tuple[str, str, float, str]] = []

    def seen(self, path: str) -> Any:
        return self.letters[int(path.rsplit("/", 1)[1]) :]

    def note(self, path: str, headers: dict[str, str], body: bytes, arrived: float) -> None:
        is_push = path.startswith(PUSH_PATH)
        key = headers.get("topic" if is_push else "idempotency-key", "")
        to = path if is_push else str(json.loads(body)["to"])
        self.letters.append((to, key, arrived, base64.b64encode(body).decode()))


class Handsets:
    """What the phones of the night show, read from the stand-in as it arrives."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.count = 0
        self._letters: dict[str, list[Letter]] = defaultdict(list)
        self._lock = threading.Lock()

    def letters_to(self, to: str) -> list[Letter]:
        """What came to a number or a push address so far."""
        with self._lock:
            for receiver, key, at, body in _gateway.asked(self.port, f"/letters/{self.count}"):
                self._letters[receiver].append(Letter(receiver, key, at, base64.b64decode(body)))
                self.count += 1
            return list(self._letters[to])

    def questions_to(self, number: str) -> list[Letter]:
        """The texts among them that ask whether one can come."""
        return [each for each in self.letters_to(number) if LINK.search(each.words)]


def read_push(body: bytes, private_key: str, secret: str) -> dict[str, Any]:
    """What a subscribed browser decrypts (RFC 8188, RFC 8291). Raises where it was made for another."""
    receiver = ec.derive_private_key(int(private_key, 16), push_secrets.CURVE)
    salt, length = body[:SALT_BYTES], struct.unpack("!IB", body[SALT_BYTES : SALT_BYTES + 5])[1]
    begins = SALT_BYTES + 5
    sender_point, sealed = body[begins : begins + length], body[begins + length :]
    sender = ec.EllipticCurvePublicKey.from_encoded_point(push_secrets.CURVE, sender_point)
    key, nonce = push_secrets.keys_for(
        receiver.exchange(ec.ECDH(), sender),
        push_secrets.decode(secret),
        push_secrets.point_of(receiver.public_key()),
        sender_point,
        salt,
    )
    shown: dict[str, Any] = json.loads(AESGCM(key).decrypt(nonce, sealed, None).rstrip(b"\x02"))
    return shown


def link_in(words: str) -> str:
    """The path of the answer link in a text or a push."""
    found = LINK.search(words)
    if found is None:
        raise LookupError(f"no link in {words!r}")
    return found[1]


def reply(number: str, words: str, secret: str, name: str) -> tuple[bytes, dict[str, str]]:
    """A text that somebody wrote back, as the gateway posts it: body and signed headers."""
    body = json.dumps({"id": name, "from": number, "text": words}).encode()
    stamp = str(int(time.time()))
    digest = hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    return body, {
        "Content-Type": "application/json",
        "X-Muster-Signature": f"t={stamp},v1={digest}",
    }


def waited_for(look: Callable[[], Any], seconds: float, every: float = 0.2) -> Any:
    """What a look finds, as soon as it finds something; None where nothing came in time."""
    until = time.monotonic() + seconds
    while not (found := look()):
        if time.monotonic() > until:
            return None
        time.sleep(every)
    return found


if __name__ == "__main__":
    asyncio.run(_gateway.serve(Keeper(), int(sys.argv[1])))
