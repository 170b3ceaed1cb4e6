"""Web Push without a third party but the browser's own service: keys and encryption.

RFC 8291 (message encryption, with the aes128gcm coding of RFC 8188) and RFC 8292 (VAPID: the sender
signs who it is). The key pair is made once in the data directory, readable by its owner alone.
"""

from __future__ import annotations

import base64
import json
import os
import struct
import time
from pathlib import Path

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from muster.journal.keys import folder, keep_first

FILE_NAME = "web-push.pem"
CURVE = ec.SECP256R1()
POINT_BYTES = 65
AUTH_BYTES = 16
SALT_BYTES = 16
RECORD_SIZE = 4096
LAST_RECORD = b"\x02"
MOST_BYTES = RECORD_SIZE - 86 - 17
"""What fits into the one record that a push service must take: its header and tag gone."""
TOKEN_SECONDS = 12 * 3600


def encode(content: bytes) -> str:
    """Base64 for addresses, without padding."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    """The other way. Raises `ValueError`."""
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def are_usable_keys(p256dh: str, auth: str) -> bool:
    """Whether these are a point on the curve and a secret of the right length."""
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(CURVE, decode(p256dh))
        return len(decode(auth)) == AUTH_BYTES
    except ValueError:
        return False


def encrypt(
    content: bytes,
    p256dh: str,
    auth: str,
    *,
    sender: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes | None = None,
) -> bytes:
    """One encrypted record for the browser that holds the other half of `p256dh`.

    `sender` and `salt` are new for each message, unless a test gives them. Raises `ValueError`.
    """
    sender = sender or ec.generate_private_key(CURVE)
    salt = salt or os.urandom(SALT_BYTES)
    receiver_point = decode(p256dh)
    receiver = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, receiver_point)
    sender_point = point_of(sender.public_key())
    key, nonce = keys_for(
        sender.exchange(ec.ECDH(), receiver), decode(auth), receiver_point, sender_point, salt
    )
    sealed = AESGCM(key).encrypt(nonce, content + LAST_RECORD, None)
    header = salt + struct.pack("!IB", RECORD_SIZE, len(sender_point)) + sender_point
    return header + sealed


def keys_for(
    shared: bytes, auth: bytes, receiver_point: bytes, sender_point: bytes, salt: bytes
) -> tuple[bytes, bytes]:
    """The content key and the nonce of RFC 8291, section 3.4."""
    about = b"WebPush: info\x00" + receiver_point + sender_point
    secret = _derived(shared, auth, about, 32)
    key = _derived(secret, salt, b"Content-Encoding: aes128gcm\x00", 16)
    return key, _derived(secret, salt, b"Content-Encoding: nonce\x00", 12)


def point_of(public: ec.EllipticCurvePublicKey) -> bytes:
    return public.public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )


def public_key() -> str:
    """What a browser is told when it subscribes: this installation's public key."""
    return encode(point_of(_private_key().public_key()))


def authorization(audience: str) -> str:
    """The header by which a push service knows who sends: a signed token of twelve hours."""
    head = {"typ": "JWT", "alg": "ES256"}
    claims = {"aud": audience, "exp": int(time.time()) + TOKEN_SECONDS, "sub": _subject()}
    signed = ".".join(encode(json.dumps(part).encode()) for part in (head, claims))
    der = _private_key().sign(signed.encode(), ec.ECDSA(hashes.SHA256()))
    r, s = decode_dss_signature(der)
    token = f"{signed}.{encode(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"
    return f"vapid t={token}, k={public_key()}"


def _derived(secret: bytes, salt: bytes, about: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=about).derive(secret)


def _subject() -> str:
    """Whom a push service writes to about this sender."""
    sender = settings.DEFAULT_FROM_EMAIL
    return f"mailto:{sender}" if "@" in sender else settings.MUSTER_BASE_URL


def _private_key() -> ec.EllipticCurvePrivateKey:
    path = folder() / FILE_NAME
    if not path.exists():
        _make(path)
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError(f"{path} is not a key on a curve")
    return key


def _make(path: Path) -> None:
    content = ec.generate_private_key(CURVE).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    keep_first(path, content)
