"""Secrets that are shown once: made long enough that a plain digest of them is safe to keep."""

from __future__ import annotations

import hashlib
import secrets
from uuid import UUID

from django.utils.crypto import salted_hmac


def new_secret(prefix: str = "") -> str:
    """256 bits in letters that survive a link and a mail program."""
    return prefix + secrets.token_urlsafe(32)


def new_code() -> str:
    """Eight digits in two groups, to be spoken: `4821 0937`."""
    digits = f"{secrets.randbelow(10**8):08d}"
    return f"{digits[:4]} {digits[4:]}"


def digest(secret: str) -> str:
    """What is kept of a secret, and what it is looked up by."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def code_digest(recovery_id: UUID, code: str) -> str:
    """A short code is kept only under the installation's secret key: alone it could be guessed."""
    digits = "".join(sign for sign in code if sign in "0123456789")
    return salted_hmac(f"muster recovery {recovery_id}", digits, algorithm="sha256").hexdigest()
