"""Refusals are values: a code, the term it rests on, the field it concerns."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Refusal:
    """One reason why something may not be done.

    `code` is dotted (`offer.too_late`) and has its sentence in the wording; `term` is the key of
    the agreement's term that it rests on; `field` names the input to mend; `values` fill the
    sentence.
    """

    code: str
    term: str | None = None
    field: str | None = None
    values: Mapping[str, Any] = dataclasses.field(default_factory=dict)


class Refused(Exception):
    """A command was refused, with every reason at once. Nothing was saved."""

    def __init__(self, refusals: Iterable[Refusal] | Refusal):
        self.refusals: tuple[Refusal, ...] = (
            (refusals,) if isinstance(refusals, Refusal) else tuple(refusals)
        )
        super().__init__(", ".join(refusal.code for refusal in self.refusals))

    def after_undone(self) -> None:
        """What must stay although nothing else was saved; doors call it once all is undone."""


class NotFound(Exception):
    """There is no such thing, or the actor may not know of it: the two are told apart nowhere."""

    def __init__(self, what: str = "thing"):
        self.what = what
        super().__init__(what)


def refuse_if(refusals: Iterable[Refusal]) -> None:
    """Raise `Refused` when there is any reason; return when there is none."""
    reasons = tuple(refusals)
    if reasons:
        raise Refused(reasons)
