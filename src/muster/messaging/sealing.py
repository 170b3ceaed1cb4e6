"""Addresses at rest: sealed with the secret key, found again by a digest that needs it too."""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac

DIGEST_SALT = "muster.messaging.address"


def seal(text: str) -> str:
    return _seals().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """What was sealed; empty where the secret key that sealed it is gone."""
    try:
        return _seals().decrypt(sealed.encode()).decode()
    except InvalidToken:
        return ""


def digest(text: str) -> str:
    """The same for the same text under the same secret key, and no way back."""
    return salted_hmac(DIGEST_SALT, text, algorithm="sha256").hexdigest()


def _seals() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(secret)) for secret in secrets])


def _key(secret: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(b"muster address " + secret.encode()).digest())
