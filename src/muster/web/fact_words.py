"""Facts as sentences for timelines: each app registers words for its own facts.

`register_fact_words({"OfferSubmitted": "Offered help: {summary}."})`; braces name values of the
fact. A fact without words is shown by its kind, in plain words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from muster.web.display import when_text
from muster.web.wording import fill

Words = str | Callable[[Mapping[str, Any]], str]

_WORDS: dict[str, Words] = {
    "SecretAcknowledged": "Was warned that {fields} looked like a {kinds}, and sent it as it was.",
    "StandbyBegun": lambda fact: (
        f"The standby {fact.get('standby_url')} took over from {fact.get('host_url')}, as of its "
        f"backup of {when_text(fact.get('backup_made_at'))}; {fact.get('messages_held')} messages "
        "are held."
    ),
}


@dataclass(frozen=True)
class Line:
    """One line of a timeline."""

    at: datetime
    who: str
    sentence: str
    position: int | None
    hash: str
    is_exercise: bool


def register_fact_words(words: Mapping[str, Words]) -> None:
    """Say how facts read: a sentence with braces, or a function of the fact's payload."""
    _WORDS.update(words)


def sentence_of(kind: str, payload: Mapping[str, Any]) -> str:
    """How the fact reads; without its values, hidden or erased, only what kind it is."""
    words = _WORDS.get(kind) if payload else None
    if callable(words):
        return words(payload)
    if words:
        return fill(words, payload)
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", kind).replace("_", " ").strip()
    return f"{spaced[:1].upper()}{spaced[1:].lower()}."


def line(fact: Any) -> Line:
    """A journal's timeline entry, or anything that already carries its sentence."""
    sentence = getattr(fact, "sentence", None) or sentence_of(fact.kind, fact.payload)
    return Line(
        at=fact.at,
        who=getattr(fact, "who", None) or getattr(fact, "actor_name", "") or "Muster",
        sentence=sentence,
        position=getattr(fact, "position", None),
        hash=getattr(fact, "hash", "") or "",
        is_exercise=bool(getattr(fact, "is_exercise", False)),
    )
