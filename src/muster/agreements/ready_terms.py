"""The terms files that Muster brings along: real agreements, as far as their text is known."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from muster.rules.refusal import NotFound
from muster.rules.terms import Terms, read_terms

FOLDER = Path(__file__).resolve().parent / "library"
FIRST = "utah_it_maa"  # what a network starts from before it has chosen


@dataclass(frozen=True)
class ReadyTerms:
    """One file of the library, read."""

    key: str
    text: str
    terms: Terms

    @property
    def name(self) -> str:
        return self.terms.heading.name

    @property
    def summary(self) -> str:
        return self.terms.heading.summary


@lru_cache(maxsize=1)
def ready_terms() -> tuple[ReadyTerms, ...]:
    """Every file of the library, by the agreement's name."""
    found = [
        ReadyTerms(path.stem, text, read_terms(text))
        for path in FOLDER.glob("*.toml")
        if (text := path.read_text(encoding="utf-8"))
    ]
    return tuple(sorted(found, key=lambda each: each.name))


def get_ready_terms(key: str) -> ReadyTerms:
    """One file of the library by its short name."""
    if not re.fullmatch(r"[a-z][a-z0-9_]{1,60}", key):
        raise NotFound("terms_file")
    found = next((each for each in ready_terms() if each.key == key), None)
    if found is None:
        raise NotFound("terms_file")
    return found


def ready_text(key: str = FIRST) -> str:
    """The text of one file of the library."""
    return get_ready_terms(key).text
