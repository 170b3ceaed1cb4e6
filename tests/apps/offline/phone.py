"""A phone for tests: it makes keys, signs and seals as the browser's modules do."""

from __future__ import annotations

import json
import os
from typing import Any
from uuid import UUID, uuid4

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from muster.offline.sealing import decoded, encoded


class Phone:
    """One browser with its two signing keys and the key of its queue."""

    def __init__(self) -> None:
        self.id: UUID = uuid4()
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.request = ec.generate_private_key(ec.SECP256R1())
        self.queue_key = os.urandom(32)

    @property
    def public_key(self) -> str:
        return public_half(self.private)

    @property
    def request_key(self) -> str:
        return public_half(self.request)

    def code(self, *said: Any, key: ec.EllipticCurvePrivateKey | None = None) -> str:
        """A request as the text of a code; `said` is what stands in it after the phone's own id."""
        content = json.dumps([encoded(self.id.bytes), *said], default=short)
        payload = encoded(content.encode())
        signature = signed(key or self.request, f"muster-paper-request\n{payload}")
        return f"M1.{payload}.{signature}"

    def contact(self, at: str = "2026-11-23T06:00:00.000Z") -> dict[str, str]:
        return {
            "at": at,
            "signature": signed(self.private, f"muster-device-contact\n{self.id}\n{at}"),
        }

    def sealed(self, server_key: str, content: bytes | None = None) -> str:
        theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decoded(server_key))
        once = ec.generate_private_key(ec.SECP256R1())
        key = HKDF(
            algorithm=hashes.SHA256(),
            length=32,
            salt=self.id.bytes,
            info=b"muster: queue key of a device",
        ).derive(once.exchange(ec.ECDH(), theirs))
        nonce = os.urandom(12)
        body = AESGCM(key).encrypt(nonce, content or self.queue_key, self.id.bytes)
        point = once.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        return encoded(point + nonce + body)


def public_half(private: ec.EllipticCurvePrivateKey) -> str:
    return encoded(
        private.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
    )


def signed(private: ec.EllipticCurvePrivateKey, message: str) -> str:
    first, second = utils.decode_dss_signature(
        private.sign(message.encode(), ec.ECDSA(hashes.SHA256()))
    )
    return encoded(first.to_bytes(32, "big") + second.to_bytes(32, "big"))


def short(value: Any) -> str:
    """An id as it stands in a code."""
    return encoded(value.bytes)
