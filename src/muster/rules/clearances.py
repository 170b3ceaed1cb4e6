"""Whether who comes has what is asked of them, on the day it matters.

A clearance holds on its first day and through its last; without dates it holds. Some count only once
the party that is helped has accepted that very record of another agency (fingerprints); others are
statements that the person signs. What the request's line asks for is asked of everyone who serves
it; of what the agreement asks for before protected data is touched, the statements are. Whether an
escort stands in for what is missing is the agreement's word. Term: data_access.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from muster.rules.refusal import Refusal


class Standing(StrEnum):
    """How somebody stands with what is asked."""

    IN_ORDER = "in_order"
    NOT_HELD = "not_held"
    NOT_SIGNED = "not_signed"
    NOT_ACCEPTED = "not_accepted"


@dataclass(frozen=True, slots=True)
class Held:
    """A clearance that somebody has, from a day, through a day."""

    key: str
    granted_on: date | None = None
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class Accepted:
    """The host's word for one record, known by its day, from a day, through a day."""

    key: str
    record_of: date | None
    accepted_on: date
    holds_until: date | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of each person, and whether the agreement lets an escort stand in for it."""

    key: str
    label: str
    escort_instead: bool
    needs_acceptance: bool = False
    is_statement: bool = False


def holds(first: date | None, last: date | None, on: date) -> bool:
    """Whether the day lies within both days; a day that is not known bounds nothing."""
    return (first is None or first <= on) and (last is None or last >= on)


def held_on(key: str, held: Iterable[Held], on: date) -> list[Held]:
    """Those of the clearances that are the wanted one and hold on that day."""
    return [
        each for each in held if each.key == key and holds(each.granted_on, each.expires_on, on)
    ]


def is_held(key: str, held: Iterable[Held], on: date) -> bool:
    """Whether one of the clearances is the wanted one and holds on that day."""
    return bool(held_on(key, held, on))


def is_accepted(record: Held, accepted: Iterable[Accepted], on: date) -> bool:
    """Whether the host accepted this very record: another day on it is another record."""
    return any(
        each.key == record.key
        and each.record_of == record.granted_on
        and holds(each.accepted_on, each.holds_until, on)
        for each in accepted
    )


def standing_of(
    asked: Asked, held: Iterable[Held], accepted: Iterable[Accepted], on: date
) -> Standing:
    """How somebody with these records stands with what is asked, on that day."""
    records = held_on(asked.key, held, on)
    if not records:
        return Standing.NOT_SIGNED if asked.is_statement else Standing.NOT_HELD
    words = tuple(accepted)
    if asked.needs_acceptance and not any(is_accepted(each, words, on) for each in records):
        return Standing.NOT_ACCEPTED
    return Standing.IN_ORDER


def refusals_for_taking(asked: Asked, name: str, held: Iterable[Held], on: date) -> list[Refusal]:
    """Why somebody may not be taken for a line: nothing stands in for what they lack.

    A statement is signed, and a record accepted, after that and before check-in.
    """
    if asked.escort_instead or asked.is_statement or is_held(asked.key, held, on):
        return []
    values = {"name": name, "clearance": asked.label}
    return [Refusal("clearance.not_held", "data_access", "quantities", values)]


# how they stand → the refusal where nothing stands in for it, and where an escort would
AT_THE_DOOR = {
    Standing.NOT_HELD: ("clearance.not_held", "clearance.escort_needed"),
    Standing.NOT_SIGNED: ("clearance.not_signed", "clearance.sign_or_escort"),
    Standing.NOT_ACCEPTED: ("clearance.not_accepted", "clearance.accept_or_escort"),
}


def refusals_for_entry(
    asked: Asked,
    name: str,
    held: Iterable[Held],
    on: date,
    escorted_by: str,
    accepted: Iterable[Accepted] = (),
) -> list[Refusal]:
    """Why somebody may not be checked in: what is asked is not in order, and nobody of the host
    goes along."""
    records = tuple(held)
    standing = standing_of(asked, records, accepted, on)
    if standing is Standing.IN_ORDER or (asked.escort_instead and escorted_by.strip()):
        return []
    strict, lenient = AT_THE_DOOR[standing]
    values = {"name": name, "clearance": asked.label, "record": ""}
    if standing is Standing.NOT_ACCEPTED:
        newest = max(held_on(asked.key, records, on), key=lambda each: each.granted_on or date.min)
        values["record"] = f" of {newest.granted_on}" if newest.granted_on else ""
    if asked.escort_instead:
        return [Refusal(lenient, "data_access", "escorted_by", values)]
    return [Refusal(strict, "data_access", values=values)]


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What the host says when it accepts a record of another agency."""

    accepted_on: date
    holds_until: date | None
    basis: str
    today: date


def refusals_for_acceptance(said: Acceptance) -> list[Refusal]:
    """Every reason why a record may not be accepted so; empty when it may. Term: data_access."""
    checks = (
        (not said.basis.strip(), "clearance.no_basis", "basis"),
        (said.accepted_on > said.today, "clearance.accepted_ahead", "accepted_on"),
        (
            said.holds_until is not None and said.holds_until < max(said.accepted_on, said.today),
            "clearance.ends_too_early",
            "holds_until",
        ),
    )
    return [Refusal(code, "data_access", field) for broken, code, field in checks if broken]


def refusals_for_signature(signed_on: date, holds_until: date | None, today: date) -> list[Refusal]:
    """Every reason why a signature may not be kept so; empty when it may. Term: data_access."""
    checks = (
        (signed_on > today, "statement.signed_ahead", "signed_on"),
        (
            holds_until is not None and holds_until < max(signed_on, today),
            "statement.ends_too_early",
            "holds_until",
        ),
    )
    return [Refusal(code, "data_access", field) for broken, code, field in checks if broken]
