"""Grounds for withholding and the time for an answer, as the law of a network's state has them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

LIBRARY = Path(__file__).with_name("library") / "redaction_reasons.toml"
ELSEWHERE = "other"


@dataclass(frozen=True)
class Ground:
    """Why something may be withheld; `citation` names the statute, `source` who entered it."""

    key: str
    title: str
    citation: str
    source: str = "Muster's library"


@dataclass(frozen=True)
class StateLaw:
    business_days: int
    deadline_source: str
    grounds: tuple[Ground, ...]


def law_of(state_code: str) -> StateLaw:
    """The entry of a state, or the one that says that nothing is entered."""
    whole = _library()
    entry = whole.get(state_code or ELSEWHERE, whole[ELSEWHERE])
    grounds = tuple(Ground(**each) for each in entry["reason"])
    return StateLaw(entry["business_days"], entry["deadline_source"], grounds)


@lru_cache(maxsize=1)
def _library() -> dict[str, Any]:
    return tomllib.loads(LIBRARY.read_text(encoding="utf-8"))
