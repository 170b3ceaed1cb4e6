"""Who is on duty: overrides before rotations, stand-ins for whoever is away, gaps by name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import groupby, pairwise
from uuid import UUID

from muster.rules.rotas.rotation import Rotation, changes, counts_at, shift_at, turn_of

LOOKING_DAYS = (2, 16, 130)
"""How far the two ends of a running duty are looked for; two of the longest shifts lie within."""


class Source(StrEnum):
    """Why somebody is on duty."""

    ROTA = "rota"
    STAND_IN = "stand_in"
    OVERRIDE = "override"
    CONTACT_ORDER = "contact_order"


@dataclass(frozen=True)
class Span:
    """A person's listed shift, until just before its end."""

    person_id: UUID
    since: datetime
    until: datetime

    def holds(self, at: datetime) -> bool:
        return self.since <= at < self.until


@dataclass(frozen=True)
class Absence(Span):
    """A person is away, and so never on duty."""


@dataclass(frozen=True)
class Override(Span):
    """A person takes a span of one level, whatever its rotation says."""

    level: int = 1


@dataclass(frozen=True)
class Layer:
    """What fills a level: a rotation, or shifts that somebody listed elsewhere."""

    level: int
    rotation: Rotation | None = None
    listed: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Rota:
    """A party's whole plan.

    Of two layers of one level the earlier counts, of two overrides the later made, which stands
    last. `gone` serve the party no longer.
    """

    layers: tuple[Layer, ...]
    overrides: tuple[Override, ...] = ()
    absences: tuple[Absence, ...] = ()
    gone: frozenset[UUID] = frozenset()

    @property
    def levels(self) -> list[int]:
        return sorted(
            {each.level for each in self.layers} | {each.level for each in self.overrides}
        )


@dataclass(frozen=True)
class Duty:
    """One stretch of one level; `person_id` is None where nobody is. `instead_of` is who is away.

    `since` and `until` are None where no end was found within the time that was looked at.
    """

    level: int
    person_id: UUID | None
    since: datetime | None
    until: datetime | None
    source: Source = Source.ROTA
    instead_of: UUID | None = None


@dataclass(frozen=True)
class Gap:
    """A stretch of time in which no level has anybody."""

    since: datetime
    until: datetime


@dataclass(frozen=True)
class Found:
    """Who holds a level at a moment, and why."""

    person_id: UUID | None
    source: Source = Source.ROTA
    instead_of: UUID | None = None


NOBODY = Found(None)


def away_at(rota: Rota, at: datetime) -> frozenset[UUID]:
    """Whoever is away at a moment or serves the party no longer."""
    return rota.gone | {each.person_id for each in rota.absences if each.holds(at)}


def person_at(rota: Rota, level: int, at: datetime) -> Found:
    """Who holds a level at a moment: the last override, else the first layer that has anybody."""
    away = away_at(rota, at)
    for override in reversed(rota.overrides):
        if override.level == level and override.holds(at) and override.person_id not in away:
            return Found(override.person_id, Source.OVERRIDE)
    for layer in rota.layers:
        if layer.level == level and (found := _in_layer(layer, at, away)) is not None:
            return found
    return NOBODY


def _in_layer(layer: Layer, at: datetime, away: frozenset[UUID]) -> Found | None:
    for shift in layer.listed:
        if shift.holds(at) and shift.person_id not in away:
            return Found(shift.person_id)
    return _in_turn(layer.rotation, at, away) if layer.rotation else None


def _in_turn(rotation: Rotation, at: datetime, away: frozenset[UUID]) -> Found | None:
    """Whose turn it is, or the next in order who is not away."""
    shift = shift_at(rotation, at)
    if shift is None or not rotation.people or not counts_at(rotation, at):
        return None
    turn = turn_of(rotation, shift)
    due = rotation.people[turn]
    for person_id in (*rotation.people[turn:], *rotation.people[:turn]):
        if person_id not in away:
            if person_id == due:
                return Found(person_id)
            return Found(person_id, Source.STAND_IN, due)
    return None


def people_at(rota: Rota, at: datetime) -> list[tuple[int, UUID]]:
    """Level and person of everybody on duty at a moment, the first asked first."""
    found = ((level, person_at(rota, level, at).person_id) for level in rota.levels)
    return [(level, person_id) for level, person_id in found if person_id is not None]


def duties(rota: Rota, since: datetime, until: datetime) -> list[Duty]:
    """Every level's stretches between two moments, by level and time, with those of nobody.

    The stretches of a level follow one another without a hole and without an overlap.
    """
    return [each for level in rota.levels for each in _of_level(rota, level, since, until)]


def _of_level(rota: Rota, level: int, since: datetime, until: datetime) -> Iterator[Duty]:
    moments = sorted({since, until, *_changes_of(rota, level, since, until)})
    stretches = [
        (person_at(rota, level, begins), begins, ends) for begins, ends in pairwise(moments)
    ]
    for found, alike in groupby(stretches, key=lambda each: each[0]):
        parts = list(alike)
        yield Duty(
            level, found.person_id, parts[0][1], parts[-1][2], found.source, found.instead_of
        )


def _changes_of(rota: Rota, level: int, since: datetime, until: datetime) -> Iterator[datetime]:
    spans: list[Span] = [*rota.absences]
    spans += [each for each in rota.overrides if each.level == level]
    for layer in rota.layers:
        if layer.level == level:
            spans += layer.listed
            if layer.rotation is not None:
                yield from changes(layer.rotation, since, until)
    for span in spans:
        yield from (each for each in (span.since, span.until) if since < each < until)


def gaps(rota: Rota, since: datetime, until: datetime) -> list[Gap]:
    """Every stretch between two moments in which no level has anybody, the first first."""
    open_until = [since]
    found: list[Gap] = []
    held = [each for each in duties(rota, since, until) if each.person_id is not None]
    for begins, ends in sorted((each.since or since, each.until or until) for each in held):
        if begins > open_until[-1]:
            found.append(Gap(open_until[-1], begins))
        open_until.append(max(open_until[-1], ends))
    if open_until[-1] < until:
        found.append(Gap(open_until[-1], until))
    return found


def duty_now(rota: Rota, at: datetime) -> list[Duty]:
    """Who is on duty at a moment, by level, each with when it began and ends where that is known."""
    return [
        _running(rota, level, at)
        for level in rota.levels
        if person_at(rota, level, at).person_id is not None
    ]


def _running(rota: Rota, level: int, at: datetime) -> Duty:
    for days in LOOKING_DAYS:
        first, last = at - timedelta(days=days), at + timedelta(days=days)
        duty = _holding(list(_of_level(rota, level, first, last)), at)
        if duty.since != first and duty.until != last:
            return duty
    return replace(
        duty,
        since=None if duty.since == first else duty.since,
        until=None if duty.until == last else duty.until,
    )


def _holding(stretches: Sequence[Duty], at: datetime) -> Duty:
    return next(each for each in stretches if each.since and each.until and at < each.until)
