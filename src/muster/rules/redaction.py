"""Finding personal data in a text, and taking passages out of it.

What is taken out is replaced by a mark that tells the reason and nothing of what stood there, not
even how long it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

WHOLE = ""
"""The passage that stands for the whole text."""

PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("e-mail address", re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")),
    ("account name", re.compile(r"\b[A-Za-z][\w-]{0,30}\\[\w.$-]{1,64}")),
    (
        "account name",
        re.compile(r"(?<=\b)(?:user(?: ?name)?|account|login)\s*[:=]\s*[\w.@\\$-]{2,64}", re.I),
    ),
    ("network address", re.compile(r"\b(?:\d{1,3}\.){3}\d{1,3}(?:/\d{1,2})?\b")),
    (
        "network address",
        re.compile(r"(?<![\w:])(?:[0-9A-Fa-f]{1,4}:){3,7}[0-9A-Fa-f]{1,4}(?![\w:])"),
    ),
    (
        "network address",
        re.compile(r"(?<![\w:])(?:[0-9A-Fa-f]{1,4}:){1,6}:(?:[0-9A-Fa-f]{1,4})?(?![\w:])"),
    ),
    (
        "telephone number",
        re.compile(r"(?<![\w.])\+?(?:1[ .-]?)?(?:\(\d{3}\)|\d{3})[ .-]?\d{3}[ .-]?\d{4}(?!\w)"),
    ),
    ("telephone number", re.compile(r"(?<!\w)\+\d[\d .()-]{6,18}\d(?!\w)")),
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A passage that looks like personal data, and of which kind."""

    passage: str
    kind: str


def suggestions(text: str) -> tuple[Suggestion, ...]:
    """What looks like personal data, each passage once, in the order of the kinds."""
    found: dict[str, Suggestion] = {}
    for kind, pattern in PATTERNS:
        for match in pattern.finditer(text):
            passage = match.group().strip()
            if passage not in found and not _is_inside(passage, found):
                found[passage] = Suggestion(passage, kind)
    return tuple(found.values())


def mark_of(reason_key: str) -> str:
    return f"[withheld: {reason_key}]"


def occurrences(text: str, passage: str) -> list[tuple[int, int]]:
    """Where a passage stands, overlapping places too; case and the kind of blank do not matter."""
    words = passage.split()
    if not words:
        return [(0, len(text))] if passage == WHOLE else []
    pattern = r"\s+".join(re.escape(word) for word in words)
    found = re.finditer(f"(?=({pattern}))", text, re.IGNORECASE)
    return [(match.start(1), match.end(1)) for match in found]


def redacted(text: str, passages: Iterable[tuple[str, str]]) -> str:
    """`text` without the passages; `passages` are pairs of a passage and its reason's key.

    Passages that touch each other go as one, under the ground of the first.
    """
    cuts: list[tuple[int, int, str]] = []
    for passage, reason_key in passages:
        if passage == WHOLE:
            return mark_of(reason_key)
        cuts += [(start, end, reason_key) for start, end in occurrences(text, passage)]
    parts, reached = [], 0
    for start, end, reason_key in sorted(cuts):
        if start >= reached:
            parts += [text[reached:start], mark_of(reason_key)]
        reached = max(reached, end)
    return "".join([*parts, text[reached:]])


def _is_inside(passage: str, found: Iterable[str]) -> bool:
    return any(passage in longer for longer in found)
