"""What may be kept: by what the bytes are, not by what the name says."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath

from muster.rules.refusal import Refusal

LARGEST_BYTES = 10 * 1024 * 1024
LONGEST_NAME = 120

TYPES = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".heic": "image/heic",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".txt": "text/plain",
    ".csv": "text/csv",
}
TEXTS = {".txt", ".csv"}
ZIPPED = {".docx": b"word/", ".xlsx": b"xl/"}
SAME = {".jpeg": {".jpg", ".jpeg", ".jfif"}, ".jpg": {".jpg", ".jpeg", ".jfif"}}


@dataclass(frozen=True)
class Checked:
    """A file that may be kept: a harmless name and the media type that its bytes bear out."""

    name: str
    media_type: str


def check(name: str, content: bytes) -> Checked | list[Refusal]:
    """The checked file, or every reason why it may not be kept.

    Refuses `file.empty`, `file.too_large`, `file.type_not_allowed`, `file.not_what_it_says`.
    """
    name = safe_name(name)
    suffix = PurePosixPath(name).suffix.lower()
    if not content:
        return [Refusal("file.empty", field="file")]
    if len(content) > LARGEST_BYTES:
        limit = f"{LARGEST_BYTES // 1024 // 1024} MB"
        return [Refusal("file.too_large", field="file", values={"limit": limit})]
    if suffix not in TYPES:
        kinds = ", ".join(sorted(each.lstrip(".") for each in TYPES))
        return [Refusal("file.type_not_allowed", field="file", values={"kinds": kinds})]
    if not _is(suffix, content):
        return [Refusal("file.not_what_it_says", field="file", values={"kind": suffix.lstrip(".")})]
    return Checked(name, TYPES[suffix])


def safe_name(name: str) -> str:
    """The last part of a name without control, path or direction characters, bounded."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(
        sign for sign in unicodedata.normalize("NFC", last) if unicodedata.category(sign)[0] != "C"
    )
    plain = "".join("_" if sign in '<>:"|?*;' else sign for sign in plain).strip(". ") or "file"
    if len(plain) > LONGEST_NAME:
        suffix = PurePosixPath(plain).suffix[:10]
        plain = plain[: LONGEST_NAME - len(suffix)] + suffix
    return plain


def _is(suffix: str, content: bytes) -> bool:
    if suffix in TEXTS:
        return _is_text(content)
    if suffix in ZIPPED:
        return content.startswith(b"PK\x03\x04") and ZIPPED[suffix] in content
    import puremagic  # at first use: it reads long tables

    try:
        found = {match.extension for match in puremagic.magic_string(content)}
    except (puremagic.PureError, ValueError):
        return False
    return bool(found & SAME.get(suffix, {suffix}))


def _is_text(content: bytes) -> bool:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return not any(ord(sign) < 32 and sign not in "\r\n\t\f" for sign in text)
