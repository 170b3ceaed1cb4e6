"""The key and certificate with which a network seals signed agreements: made at first need.

The private key lies in the data folder's `keys`, encrypted with the installation's secret key, so
that backups carry both. The certificate is the network's own (self-signed): whoever relies on it
compares its SHA-256 with the one that the network publishes.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID, ObjectIdentifier
from django.conf import settings

from muster.journal import clock, keys

KEY_BITS = 3072
VALID_FOR = timedelta(days=3650)
RENEWED_BEFORE = timedelta(days=180)
DOCUMENT_SIGNING = ObjectIdentifier("1.3.6.1.5.5.7.3.36")  # RFC 9336
LONGEST_COMMON_NAME = 64  # of X.520


class KeyLocked(Exception):
    """The key was encrypted with another secret key than any that is configured."""


@dataclass(frozen=True)
class NetworkKey:
    """A certificate with its private key, as DER."""

    certificate: bytes
    private_key: bytes

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, in hexadecimal."""
        return hashlib.sha256(self.certificate).hexdigest()


def network_key(network_id: UUID, network_name: str) -> NetworkKey:
    """The network's key; a new one at first need and before the former one's end comes near."""
    for path in reversed(_paths(network_id)):
        certificate = x509.load_pem_x509_certificate(path.read_bytes())
        if certificate.not_valid_after_utc - RENEWED_BEFORE > clock.now():
            return _loaded(path)
    return _loaded(_make(network_id, network_name))


def certificates(network_id: UUID) -> list[bytes]:
    """Every certificate that the network ever sealed with, as DER, the oldest first."""
    return [
        x509.load_pem_x509_certificate(path.read_bytes()).public_bytes(serialization.Encoding.DER)
        for path in _paths(network_id)
    ]


def certificate_text(network_id: UUID) -> str:
    """All of them as PEM text, to be published; empty before the first signature."""
    texts = [
        x509.load_pem_x509_certificate(path.read_bytes()).public_bytes(serialization.Encoding.PEM)
        for path in _paths(network_id)
    ]
    return b"".join(texts).decode()


def _paths(network_id: UUID) -> list[Path]:
    return sorted(keys.folder().glob(f"agreement-{network_id}-*.pem"))


def _loaded(path: Path) -> NetworkKey:
    content = path.read_bytes()
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            key = serialization.load_pem_private_key(content, password=_password(secret))
        except ValueError:
            continue
        return NetworkKey(
            x509.load_pem_x509_certificate(content).public_bytes(serialization.Encoding.DER),
            key.private_bytes(
                serialization.Encoding.DER,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            ),
        )
    raise KeyLocked(f"{path} was encrypted with another secret key: put that one back")


def _make(network_id: UUID, network_name: str) -> Path:
    """Two processes may arrive at once: the first to link its key wins, the other uses that one."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)
    content = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(_password(settings.SECRET_KEY)),
    ) + _certificate(key, network_name).public_bytes(serialization.Encoding.PEM)
    number = len(_paths(network_id)) + 1
    path = keys.folder() / f"agreement-{network_id}-{number:03d}.pem"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{os.urandom(4).hex()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    with contextlib.suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
    return path


def _certificate(key: rsa.RSAPrivateKey, network_name: str) -> x509.Certificate:
    common_name = f"{network_name[: LONGEST_COMMON_NAME - 12]} agreements"
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])
    at = clock.now()
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    subject_key = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(days=1))
        .not_valid_after(at + VALID_FOR)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.ExtendedKeyUsage([DOCUMENT_SIGNING]), critical=False)
        .add_extension(subject_key, critical=False)
        .sign(key, hashes.SHA256())
    )


def _password(secret: str) -> bytes:
    return hashlib.sha256(b"muster agreement signing " + secret.encode()).hexdigest().encode()
