"""The pack as one HTML file that opens itself from a disk, with a passphrase and no server.

AES-256-GCM under a key that PBKDF2 (SHA-256) makes of the passphrase; the browser does the same by
WebCrypto. Sealed is one gzip stream: the length of the text in four bytes, the text as JSON, then the
documents one after another, whose sizes the text says. Only the days stand in it unsealed, bound to what is sealed. Its own policy allows the
one script and the one style that are in it, by their digests, and no connection at all.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import os
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

from muster.packs.documents.paper import contents

if TYPE_CHECKING:
    from muster.packs.papers import Paper
    from muster.packs.queries import Pack

HERE = Path(__file__).parent
ROUNDS = 600_000
SALT_BYTES, NONCE_BYTES, KEY_BYTES = 16, 12, 32


def pack_bundle(pack: Pack, papers: Sequence[Paper], passphrase: str) -> bytes:
    """The sealed file; anew each time, for salt and nonce are drawn for it."""
    salt, nonce = os.urandom(SALT_BYTES), os.urandom(NONCE_BYTES)
    said = contents(pack)
    bound = f"muster-pack-2 {pack.made_on} {pack.expires_on}"
    plain = gzip.compress(_packed(said, papers), mtime=0)
    sealed = AESGCM(key_of(passphrase, salt)).encrypt(nonce, plain, bound.encode())
    script, style = _part("bundle.js"), _part("bundle.css")
    page = _part("bundle.html")
    for name, value in {
        "made": said["made"],
        "expires": said["expires"],
        "bound": bound,
        "rounds": str(ROUNDS),
        "salt": _encoded(salt),
        "nonce": _encoded(nonce),
        "sealed": _encoded(sealed),
        "script_hash": _encoded(hashlib.sha256(script.encode()).digest()),
        "style_hash": _encoded(hashlib.sha256(style.encode()).digest()),
        "script": script,
        "style": style,
    }.items():
        page = page.replace("{{ " + name + " }}", value)
    return page.encode()


def _packed(said: dict[str, Any], papers: Sequence[Paper]) -> bytes:
    """Text and documents in one piece, as `bundle.js` takes them apart."""
    listed = [
        {"name": each.name, "title": each.title, "size": len(each.content)} for each in papers
    ]
    text = json.dumps({**said, "papers": listed}, ensure_ascii=False, sort_keys=True).encode()
    return b"".join((len(text).to_bytes(4, "big"), text, *(each.content for each in papers)))


def key_of(passphrase: str, salt: bytes) -> bytes:
    """The key of a passphrase, however its letters are composed; spaces around it do not count."""
    phrase = unicodedata.normalize("NFC", passphrase).strip(" ")
    made = PBKDF2HMAC(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=salt, iterations=ROUNDS)
    return made.derive(phrase.encode())


def _part(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


def _encoded(content: bytes) -> str:
    return base64.b64encode(content).decode()
