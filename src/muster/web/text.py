"""Text as people meant it: no control characters, no direction tricks, one form of each letter."""

from __future__ import annotations

import re
import unicodedata

# NUL and other controls cannot be stored or shown; surrogates cannot be encoded; direction
# overrides make a name read as another. Line feeds and tabs are kept for `plain_lines`.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]"
)


def plain_lines(value: str) -> str:
    """The text without unwanted characters, its lines kept and ended by a line feed."""
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _UNWANTED.sub("", value))


def plain_line(value: str) -> str:
    """The text on one line."""
    return re.sub(r"[\t\n]+", " ", plain_lines(value)).strip()
