"""What a term is: values, the clause and source they rest on, and which of them were merely chosen."""

from __future__ import annotations

import dataclasses
from dataclasses import MISSING, dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar

CLAUSE_NOT_KNOWN = "clause not known"


class Mark(StrEnum):
    """How well a value is grounded; pages show it beside the value."""

    SOURCED = "sourced"
    CHOSEN_READING = "chosen_reading"  # the text leaves it open; this is the network's reading
    CHOSEN_DEFAULT = "chosen_default"  # not known, chosen default


@dataclass(frozen=True, kw_only=True)
class Term:
    """One term of an agreement.

    `source` is a key of the file's `[sources]`; without one, every value is a chosen default. Values
    named in `readings` or `defaults` carry that mark although the term has a source.
    """

    KEY: ClassVar[str]
    TITLE: ClassVar[str]

    clause: str = CLAUSE_NOT_KNOWN
    source: str | None = None
    readings: frozenset[str] = frozenset()
    defaults: frozenset[str] = frozenset()
    note: str = ""

    def mark(self, name: str) -> Mark:
        """How the value called `name` is grounded."""
        if name in self.readings:
            return Mark.CHOSEN_READING
        if self.source is None or name in self.defaults:
            return Mark.CHOSEN_DEFAULT
        return Mark.SOURCED

    @classmethod
    def values(cls) -> tuple[dataclasses.Field, ...]:
        """The fields that are values, leaving out clause, source and marks."""
        return tuple(each for each in dataclasses.fields(cls) if "says" in each.metadata)

    @classmethod
    def must_be_stated(cls) -> bool:
        """Whether a file must state the term, because one of its values has no default."""
        return any(each.default is MISSING for each in cls.values())


def value(
    says: str,
    *,
    default: Any = MISSING,
    least: Decimal | int | None = None,
    most: int | None = None,
    for_people: bool = False,
) -> Any:
    """A value of a term: what it says (with its unit), its default, and its bounds where it is a number.

    `for_people`: no rule reads it; it is shown, compared and printed for whoever is bound by it.
    """
    metadata = {"says": says, "least": least, "most": most, "for_people": for_people}
    return dataclasses.field(default=default, metadata=metadata)
