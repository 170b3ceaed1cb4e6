"""The key that signs checkpoints: made once in the data directory, readable by its owner alone."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import os
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

PRIVATE_NAME = "journal-signing.pem"


def folder() -> Path:
    return Path(settings.MUSTER_DATA_DIR) / "keys"


def sign(message: bytes) -> tuple[str, str]:
    """The id of the key and the signature, as text."""
    key = _private_key()
    return key_id(key.public_key()), base64.b64encode(key.sign(message)).decode()


def is_known(identifier: str) -> bool:
    return _public_path(identifier).exists()


def holds(identifier: str, message: bytes, signature: str) -> bool:
    """Whether a key of this installation made the signature."""
    try:
        content = _public_path(identifier).read_bytes()
        public = serialization.load_pem_public_key(content)
        if not isinstance(public, Ed25519PublicKey) or key_id(public) != identifier:
            return False
        public.verify(base64.b64decode(signature, validate=True), message)
    except (OSError, ValueError, InvalidSignature):
        return False
    return True


def public_key_text(identifier: str) -> str:
    """The public key as PEM text, to be kept beside the checkpoints."""
    return _public_path(identifier).read_text()


def key_id(public: Ed25519PublicKey) -> str:
    return hashlib.sha256(public.public_bytes_raw()).hexdigest()[:16]


def _private_key() -> Ed25519PrivateKey:
    path = folder() / PRIVATE_NAME
    if not path.exists():
        _make(path)
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError(f"{path} is not an Ed25519 key")
    public_path = _public_path(key_id(key.public_key()))
    if not public_path.exists():
        public_path.write_bytes(
            key.public_key().public_bytes(
                serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
            )
        )
    return key


def _make(path: Path) -> None:
    content = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    keep_first(path, content)


def keep_first(path: Path, content: bytes) -> None:
    """Keep a new secret for its owner alone, unless another is there: of two processes that arrive
    at once the first to link its file wins, and the other uses that one."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{os.urandom(4).hex()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    with contextlib.suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()


def _public_path(identifier: str) -> Path:
    name = identifier if identifier.isalnum() else "unknown"
    return folder() / f"journal-{name}.pub.pem"
