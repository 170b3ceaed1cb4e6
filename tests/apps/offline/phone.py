"""A phone for tests: it makes keys, signs and seals as the browser's modules do."""

from __future__ import annotations

import os
from uuid import UUID, uuid4

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from muster.offline.sealing import decoded, encoded


class Phone:
    """One browser with a signing key and the key of its queue."""

    def __init__(self) -> None:
        self.id: UUID = uuid4()
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.queue_key = os.urandom(32)

    @property
    def public_key(self) -> str:
        return encoded(
            self.private.public_key().public_bytes(
                serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
            )
        )

    def contact(self, at: str = "2026-11-23T06:00:00.000Z") -> dict[str, str]:
        message = f"muster-device-contact\n{self.id}\n{at}".encode()
        first, second = utils.decode_dss_signature(
            self.private.sign(message, ec.ECDSA(hashes.SHA256()))
        )
        raw = first.to_bytes(32, "big") + second.to_bytes(32, "big")
        return {"at": at, "signature": encoded(raw)}

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
