"""What looks like a secret is found; what people write on an ordinary night is not."""

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.rules.secrets import FREE_TEXT, SecretKind, findings, is_card, kinds_in, secrets_in

ROOT = Path(__file__).resolve().parents[2]
# Put together here, so that no file of the house holds what it warns of.
AWS = "AKIA" + "IOSFODNN7EXAMPLE"
GITHUB = "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"
JWT = "eyJhbGciOiJIUzI1NiJ9" + ".eyJzdWIiOiIxMjM0In0" + ".c2lnbmF0dXJlMTIz"
CARD = "4111 1111 " + "1111 1111"
KEY = "-----BEGIN OPENSSH " + "PRIVATE KEY-----\nb3BlbnNz"

SECRETS = [
    (f"use {AWS} for the bucket", SecretKind.TOKEN),
    (GITHUB, SecretKind.TOKEN),
    (f"Bearer {JWT}", SecretKind.TOKEN),
    (KEY, SecretKind.PRIVATE_KEY),
    ("Admin password: Winter2026!", SecretKind.PASSWORD),
    ("the password is hunter2!", SecretKind.PASSWORD),
    ("pw=Xk9-blue", SecretKind.PASSWORD),
    ("passphrase is 'correct7horse'", SecretKind.PASSWORD),
    (f"paid with {CARD}", SecretKind.CARD),
    ("378282246310005", SecretKind.CARD),
    ("SSN 219-09-9999", SecretKind.SOCIAL_SECURITY),
    ("key q7Xb2Lk9Vt4Rz8Mn3Ws6Yd1H", SecretKind.TOKEN),
]
ORDINARY = [
    "The password is expired on every account.",
    "Password: see the sealed envelope in the safe.",
    "Passwords of all 412 users were reset at 03:10.",
    "Call +1 801 555 0137 or (801) 555-0101.",
    "SHA-256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "Request 01a2072b-9f71-7b06-b72e-81845b6b38a0, mission M-2026-0007",
    "Case number 4111-22-3333-44 of the clerk",
    "Purchase order 4500012345678901",
    "C:/Backups/Server01/2026-03-14/Full/FINANCE01.vbk restored",
    "https://example.org/notes/2026/03/RansomwareAtTheWaterWorks2026",
    "x-responder1 in group DomainAdmins2026Temporary",
    "000-12-3456 and 900-12-3456 and 123-00-4567 are nobody's numbers",
]


@pytest.mark.parametrize(("text", "kind"), SECRETS)
def test_a_secret_is_found_and_called_by_its_name(text, kind):
    assert kinds_in(text) == (kind,)


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_text_is_let_through(text):
    assert findings(text) == ()


def corpus():
    """Paragraphs of what people write here: the demo's story, the pages of the docs, the agreements."""
    for path in (ROOT / "src/muster/config/demo").glob("*.toml"):
        yield from _strings(tomllib.loads(path.read_text(encoding="utf-8")))
    for path in (ROOT / "docs").rglob("*.md"):
        yield from re.split(r"\n\s*\n", path.read_text(encoding="utf-8"))
    for path in (ROOT / "src/muster/agreements/library").glob("*.toml"):
        yield from _strings(tomllib.loads(path.read_text(encoding="utf-8")))


def _strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)


def test_fewer_than_one_in_a_thousand_ordinary_paragraphs_is_warned_of():
    texts = list(corpus())
    warned = [text[:120] for text in texts if findings(text)]
    assert len(texts) > 1_000
    assert len(warned) <= len(texts) / 1_000, warned


@given(st.text())
def test_nothing_that_is_typed_breaks_it(text):
    for found in findings(text):
        assert 0 <= found.start < found.end <= len(text)


def test_a_wrong_check_digit_is_no_card():
    assert is_card("4111111111111111")
    assert not is_card("4111111111111112")
    assert not is_card("0000000000000000")


def test_free_texts_are_looked_through_however_deep_they_lie():
    given_values = {
        "note": "fine",
        "lines": [{"description": "password: Winter2026!", "place": "password: Winter2026!"}],
        "code": AWS,
    }
    assert secrets_in(given_values) == {"description": "password"}
    assert "code" not in FREE_TEXT
