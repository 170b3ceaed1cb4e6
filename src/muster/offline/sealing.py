"""What a device seals so that this installation alone can open it, and how it proves to be itself.

A device makes an ECDH key for one sealing (P-256), derives an AES-256-GCM key from the shared
secret (HKDF-SHA256) and binds both to its own id. The installation's key is derived from the
secret key that it has anyway: a standby with the same secret opens what was sealed for the host,
and nothing more has to be kept or backed up.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

SEALED_FOR = b"muster: queue key of a device"
OWN_KEY_OF = b"muster: key that devices seal for"
CONTACT = "muster-device-contact"
GROUP_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
POINT_BYTES, NONCE_BYTES, SIGNATURE_BYTES = 65, 12, 64


class BadSeal(ValueError):
    """Not sealed for this installation and this device, or damaged."""


@dataclass(frozen=True)
class OwnKey:
    """The public half, as devices use it: an uncompressed point, and a short name for it."""

    identifier: str
    public: str


def own_key() -> OwnKey:
    """The key that devices seal for today."""
    point = _point(_private_key(settings.SECRET_KEY))
    return OwnKey(hashlib.sha256(point).hexdigest()[:16], encoded(point))


def open_sealed(device_id: UUID, sealed: str) -> bytes:
    """What a device sealed: point of its one-time key, nonce, ciphertext. Raises `BadSeal`.

    Earlier secret keys still open what was sealed for them.
    """
    content = decoded(sealed)
    point, rest = content[:POINT_BYTES], content[POINT_BYTES:]
    try:
        theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except ValueError as error:
        raise BadSeal("no point of the curve") from error
    for private in _private_keys():
        key = _derive(private.exchange(ec.ECDH(), theirs), device_id.bytes, SEALED_FOR, 32)
        try:
            return AESGCM(key).decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], device_id.bytes)
        except (InvalidTag, ValueError):
            continue
    raise BadSeal("sealed for somebody else")


def is_public_key(text: str) -> bool:
    """Whether the text is a P-256 public key (SubjectPublicKeyInfo, base64url)."""
    return _public_key(text) is not None


def signed_contact(public_key: str, device_id: UUID, at: str, signature: str) -> bool:
    """Whether the device's own key signed that it calls, at what it holds for the time."""
    return is_signed(public_key, f"{CONTACT}\n{device_id}\n{at}", signature)


def is_signed(public_key: str, message: str, signature: str) -> bool:
    """Whether the key's owner signed the message (ECDSA, SHA-256, the two numbers as 64 bytes)."""
    public = _public_key(public_key)
    try:
        raw = decoded(signature)
    except BadSeal:
        return False
    if public is None or len(raw) != SIGNATURE_BYTES:
        return False
    numbers = utils.encode_dss_signature(
        int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")
    )
    try:
        public.verify(numbers, message.encode(), ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True


def encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def decoded(text: str) -> bytes:
    """Base64url without padding. Raises `BadSeal`."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadSeal("not base64url") from error


def _public_key(text: str) -> ec.EllipticCurvePublicKey | None:
    try:
        public = serialization.load_der_public_key(decoded(text))
    except (BadSeal, ValueError, TypeError):
        return None
    on_curve = isinstance(public, ec.EllipticCurvePublicKey) and isinstance(
        public.curve, ec.SECP256R1
    )
    return public if on_curve else None  # type: ignore[return-value]


def _private_keys() -> Iterator[ec.EllipticCurvePrivateKey]:
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        yield _private_key(secret)


def _private_key(secret: str) -> ec.EllipticCurvePrivateKey:
    """48 derived bytes reduced by the order: the bias is below 2^-128."""
    number = int.from_bytes(_derive(secret.encode(), b"", OWN_KEY_OF, 48), "big")
    return ec.derive_private_key(number % (GROUP_ORDER - 1) + 1, ec.SECP256R1())


def _point(private: ec.EllipticCurvePrivateKey) -> bytes:
    return private.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )


def _derive(secret: bytes, salt: bytes, purpose: bytes, length: int) -> bytes:
    kdf = HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=purpose)
    return kdf.derive(secret)
