"""Whether who comes has the vetting that the request's line asks for, on the day it matters.

A clearance holds on its first day and through its last; without dates it holds. Whether an escort
stands in for one that is missing is the agreement's word. Term: data_access.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from muster.rules.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Held:
    """A clearance that somebody has, from a day, through a day."""

    key: str
    granted_on: date | None = None
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What a line asks of each person, and whether the agreement lets an escort stand in for it."""

    key: str
    label: str
    escort_instead: bool


def is_held(key: str, held: Iterable[Held], on: date) -> bool:
    """Whether one of the clearances is the wanted one and holds on that day."""
    return any(
        each.key == key
        and (each.granted_on is None or each.granted_on <= on)
        and (each.expires_on is None or each.expires_on >= on)
        for each in held
    )


def refusals_for_taking(asked: Asked, name: str, held: Iterable[Held], on: date) -> list[Refusal]:
    """Why somebody may not be taken for a line: nothing stands in for what they lack."""
    if asked.escort_instead or is_held(asked.key, held, on):
        return []
    values = {"name": name, "clearance": asked.label}
    return [Refusal("clearance.not_held", "data_access", "quantities", values)]


def refusals_for_entry(
    asked: Asked, name: str, held: Iterable[Held], on: date, escorted_by: str
) -> list[Refusal]:
    """Why somebody may not be checked in: they lack the clearance, and nobody of the host goes along."""
    if is_held(asked.key, held, on):
        return []
    values = {"name": name, "clearance": asked.label}
    if not asked.escort_instead:
        return [Refusal("clearance.not_held", "data_access", values=values)]
    if escorted_by.strip():
        return []
    return [Refusal("clearance.escort_needed", "data_access", "escorted_by", values)]
