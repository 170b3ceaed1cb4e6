"""What in a text looks like a secret of the stricken party: passwords, keys, tokens, card and social
security numbers.

It answers places and kinds, never what stands there. It is a warning, not a wall: whoever typed it
may say that it is none. Shapes that are not secrets as a rule (digests, identifiers, file names,
telephone numbers, references) are let through.

Sources: token prefixes as their issuers document them (AWS, GitHub, GitLab, Slack, Stripe, Google,
npm, PyPI, SendGrid); card numbers ISO/IEC 7812-1 (Luhn, issuer ranges); social security numbers as
the Social Security Administration has assigned them since 2011 (no area 000, 666 or 900 to 999, no
group 00, no serial 0000); private keys RFC 7468.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, is_dataclass
from enum import StrEnum
from typing import Any


class SecretKind(StrEnum):
    PRIVATE_KEY = "private key"
    TOKEN = "token or key"
    PASSWORD = "password"
    CARD = "card number"
    SOCIAL_SECURITY = "social security number"


@dataclass(frozen=True, slots=True)
class Finding:
    """Where something stands that looks like a secret; not what it says."""

    kind: SecretKind
    start: int
    end: int


FREE_TEXT = frozenset(
    {
        *("access_note", "account", "close_reason", "condition_note", "decision", "description"),
        *("finding", "helpers_note", "message", "note", "overview", "proof", "reason"),
        *("recommendation", "remark", "remarks", "situation", "statement", "summary", "system"),
        *("task", "text", "title", "what", "went_badly", "went_well", "wording", "words"),
    }
)
"""Names of the inputs in which people write what they like, at both doors."""

LONGEST = 200_000
RANDOM_LENGTH = 20
RANDOM_BITS = 3.6
RANDOM_CHANGES = 0.35

PRIVATE_KEY = re.compile(r"-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----")
TOKENS = re.compile(
    r"(?<![A-Za-z0-9])(?:"
    r"(?:AKIA|ASIA)[0-9A-Z]{16}"
    r"|gh[pousr]_[A-Za-z0-9]{36,}"
    r"|github_pat_[A-Za-z0-9_]{22,}"
    r"|glpat-[\w-]{20,}"
    r"|xox[abeoprs]-[\w-]{10,}"
    r"|(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{16,}"
    r"|AIza[\w-]{35}"
    r"|ya29\.[\w-]{20,}"
    r"|npm_[A-Za-z0-9]{36}"
    r"|pypi-AgE[\w-]{40,}"
    r"|SG\.[\w-]{16,32}\.[\w-]{32,64}"
    r"|eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}"
    r")"
)
LABELLED = re.compile(
    r"\b(?:pass ?word|pass ?phrase|passwd|passwort|pwd|pass|pw|secret|api[ _-]?key)\b"
    r"(?:\s+(?:is|was)\s+|\s*(?:[:=]|->|=>)\s*)"
    r"[\"'“‘`]?(?P<value>[^\s\"'”’`]{6,100})",
    re.IGNORECASE,
)
RANDOM = re.compile(r"(?<![A-Za-z0-9+/_.@:-])[A-Za-z0-9+/]{20,}={0,2}(?![A-Za-z0-9+/_.@-])")
CARD = re.compile(
    r"(?<![\w.-])(?:"
    r"4\d{3}|5[1-5]\d{2}|2[2-7]\d{2}|6011|65\d{2}|3[47]\d{2}"
    r")(?:[ -]?\d){9,15}(?![\w-])"
)
SOCIAL_SECURITY = re.compile(r"(?<![\w-])(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-])")
CARD_LENGTHS = {"3": {15}, "4": {13, 16, 19}, "2": {16}, "5": {16}, "6": {16, 19}}


def findings(text: str) -> tuple[Finding, ...]:
    """What looks like a secret, in the order of the text; each place once."""
    found: list[Finding] = []
    for each in _all(text[:LONGEST]):
        if not any(each.start < known.end and known.start < each.end for known in found):
            found.append(each)
    return tuple(sorted(found, key=lambda each: each.start))


def kinds_in(text: str) -> tuple[SecretKind, ...]:
    """The kinds of what was found, each once."""
    return tuple(dict.fromkeys(each.kind for each in findings(text)))


def secrets_in(given: Mapping[str, Any], names: frozenset[str] = FREE_TEXT) -> dict[str, str]:
    """The free texts among inputs in which something was found, with the first kind of each.

    Lists and nested inputs are looked through too.
    """
    found: dict[str, str] = {}
    for name, value in given.items():
        if isinstance(value, str):
            if name in names and (kinds := kinds_in(value)):
                found.setdefault(name, kinds[0].value)
            continue
        for each in value if isinstance(value, list | tuple) else (value,):
            if is_dataclass(each) and not isinstance(each, type):
                each = asdict(each)
            if isinstance(each, Mapping):
                found = {**secrets_in(each, names), **found}
    return found


def _all(text: str) -> Iterator[Finding]:
    """The surest kinds first, so that what overlaps is called by its best name."""
    for match in PRIVATE_KEY.finditer(text):
        yield Finding(SecretKind.PRIVATE_KEY, match.start(), match.end())
    for match in TOKENS.finditer(text):
        yield Finding(SecretKind.TOKEN, match.start(), match.end())
    for match in LABELLED.finditer(text):
        if _looks_chosen(match["value"].rstrip(".,;)")):
            yield Finding(SecretKind.PASSWORD, match.start("value"), match.end("value"))
    for match in SOCIAL_SECURITY.finditer(text):
        yield Finding(SecretKind.SOCIAL_SECURITY, match.start(), match.end())
    for match in CARD.finditer(text):
        if is_card(match.group()):
            yield Finding(SecretKind.CARD, match.start(), match.end())
    for match in RANDOM.finditer(text):
        if _looks_random(match.group().rstrip("=")):
            yield Finding(SecretKind.TOKEN, match.start(), match.end())


def is_card(typed: str) -> bool:
    """Whether the digits are as many as the issuer gives and end in their Luhn check digit."""
    digits = [int(sign) for sign in typed if sign.isdigit()]
    if len(digits) not in CARD_LENGTHS.get(str(digits[0]) if digits else "", set()):
        return False
    doubled = [
        each if place % 2 == 0 else sum(divmod(2 * each, 10))
        for place, each in enumerate(reversed(digits))
    ]
    return sum(doubled) % 10 == 0 and len(set(digits)) > 1


def _looks_chosen(value: str) -> bool:
    """A word of a language is none; letters with digits or signs among them are."""
    if len(value) < 6 or value.startswith(("http://", "https://", "/", "<", "{", "[", "$")):
        return False
    kinds = (
        any(sign.isalpha() for sign in value),
        any(sign.isdigit() for sign in value),
        any(sign in "!@#$%^&*?+=~_" for sign in value),
    )
    return sum(kinds) >= 2 and kinds[0]


def _looks_random(value: str) -> bool:
    """Upper and lower case and digits, mixed as no word or name is."""
    classes = [_class_of(sign) for sign in value]
    if len(value) < RANDOM_LENGTH or not {"u", "l", "d"} <= set(classes):
        return False
    changes = sum(one != two for one, two in zip(classes, classes[1:], strict=False))
    return changes >= RANDOM_CHANGES * (len(value) - 1) and _bits(value) >= RANDOM_BITS


def _class_of(sign: str) -> str:
    if sign.isdigit():
        return "d"
    if sign.isalpha():
        return "u" if sign.isupper() else "l"
    return "s"


def _bits(value: str) -> float:
    """Shannon entropy, in bits a sign."""
    counted = Counter(value)
    return -sum(n / len(value) * math.log2(n / len(value)) for n in counted.values())
