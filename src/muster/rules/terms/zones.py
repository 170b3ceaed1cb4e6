"""The zone in which an agreement's days begin and end, beside that of the network that takes it.

A ready file comes from one state and a network may lie in another. Deadlines, days of pay and nights
away end at the network's own midnight, so a version may hold no other zone than the network's.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace

from muster.rules.terms.places import Place, lines_of
from muster.rules.terms.terms import Terms

PLACE: Place = ("agreement", "time_zone")


@dataclass(frozen=True, slots=True)
class ZoneLine:
    """The line of a terms file, from 1, that names its zone."""

    line: int
    zone: str


def zone_line(text: str) -> ZoneLine | None:
    """Where a terms file names its zone, also while other lines are broken; None where it does not."""
    number = lines_of(text).get(PLACE)
    if number is None:
        return None
    try:
        named = tomllib.loads(text.splitlines()[number - 1]).get(PLACE[-1])
    except tomllib.TOMLDecodeError:
        return None
    return ZoneLine(number, named) if isinstance(named, str) else None


def text_in_zone(text: str, zone: str) -> str:
    """The same file with its days in `zone`; what it said before stays beside it as a comment."""
    named = zone_line(text)
    if named is None or named.zone == zone:
        return text
    lines = text.splitlines(keepends=True)
    ending = lines[named.line - 1][len(lines[named.line - 1].rstrip("\r\n")) :]
    lines[named.line - 1] = (
        f'time_zone = "{zone}"  # where the network is; the ready file has {named.zone}{ending}'
    )
    return "".join(lines)


def in_zone(terms: Terms, zone: str) -> Terms:
    """The same terms with their days in another zone, for a mission that was recorded there."""
    return replace(terms, heading=replace(terms.heading, time_zone=zone))
