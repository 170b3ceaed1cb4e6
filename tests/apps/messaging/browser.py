"""A browser that was subscribed: it holds the private half of the keys and reads what is pushed."""

from __future__ import annotations

import json
import os
import struct

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from muster.messaging import push_secrets


class Browser:
    """Its private key and secret, the subscription that they belong to, and what it can read."""

    def __init__(self, endpoint, private_key=None, secret=None):
        self.endpoint = endpoint
        self.private_key = private_key or ec.generate_private_key(push_secrets.CURVE)
        self.secret = secret or os.urandom(16)

    @property
    def point(self):
        return push_secrets.point_of(self.private_key.public_key())

    @property
    def subscription(self):
        return {
            "endpoint": self.endpoint,
            "p256dh": push_secrets.encode(self.point),
            "auth": push_secrets.encode(self.secret),
        }

    @property
    def address(self):
        """As a way's address is kept."""
        return json.dumps(self.subscription)

    def read(self, body):
        """Decrypt one record (RFC 8188, RFC 8291). Raises where it was made for somebody else."""
        salt, (size, length) = body[:16], struct.unpack("!IB", body[16:21])
        sender_point, sealed = body[21 : 21 + length], body[21 + length :]
        assert len(sealed) <= size
        sender = ec.EllipticCurvePublicKey.from_encoded_point(push_secrets.CURVE, sender_point)
        shared = self.private_key.exchange(ec.ECDH(), sender)
        key, nonce = push_secrets.keys_for(shared, self.secret, self.point, sender_point, salt)
        content = AESGCM(key).decrypt(nonce, sealed, None)
        assert content.endswith(b"\x02"), "the mark of the last record is missing"
        return content[:-1]
