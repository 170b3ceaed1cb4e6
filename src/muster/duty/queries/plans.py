"""Rotas as the rules read them, for any number of parties in the same few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from django.db.models import QuerySet

from muster.duty.models import ListedShift, Override, Rota, Rotation, TimeOff, Turn
from muster.journal.kept import kept
from muster.members import queries as members
from muster.members.queries import Answering
from muster.rules import rotas

LONGEST_LIST = 100_000


@dataclass(frozen=True)
class Plan:
    """A party's rota as kept (`row` is None without one) and as the rules read it.

    `answering` are all who answer for the party, the first to be called first.
    """

    row: Rota | None
    rota: rotas.Rota
    answering: tuple[Answering, ...]


def plans_of(
    network_id: UUID, party_ids: Collection[UUID], since: datetime, until: datetime
) -> dict[UUID, Plan]:
    """The plans of parties, with what is listed, overridden or away between two moments."""
    kept_rotas = _rotas(network_id=network_id, party_ids=party_ids)
    return _plans(network_id, party_ids, kept_rotas, since, until)


@kept
def _rotas(*, network_id: UUID, party_ids: Collection[UUID]) -> QuerySet[Rota]:
    return Rota.objects.filter(network_id=network_id, party_id__in=party_ids)


def _plans(
    network_id: UUID,
    party_ids: Collection[UUID],
    kept_rotas: Iterable[Rota],
    since: datetime,
    until: datetime,
) -> dict[UUID, Plan]:
    answering = members.answering_for(network_id, party_ids)
    rows = {each.party_id: each for each in kept_rotas}
    parts = _Parts.of({row.id for row in rows.values()}, since, until)
    return {
        party_id: Plan(
            rows.get(party_id),
            parts.rota_of(rows[party_id], answering[party_id])
            if party_id in rows
            else rotas.Rota(()),
            tuple(answering[party_id]),
        )
        for party_id in party_ids
    }


def plan_of(network_id: UUID, party_id: UUID, since: datetime, until: datetime) -> Plan:
    """The plan of one party."""
    return plans_of(network_id, [party_id], since, until)[party_id]


def plan_kept_by(network_id: UUID, party_id: UUID, since: datetime, until: datetime) -> Plan | None:
    """The plan of a party that keeps a rota; None, after one statement, where it keeps none."""
    kept_rotas = _rotas(network_id=network_id, party_ids=[party_id])
    if not kept_rotas:
        return None
    return _plans(network_id, [party_id], kept_rotas, since, until)[party_id]


@dataclass(frozen=True)
class _Parts:
    """The rows of several rotas, by rota."""

    layers: dict[UUID, list[rotas.Layer]]
    overrides: dict[UUID, list[rotas.Override]]
    absences: dict[UUID, list[rotas.Absence]]

    @classmethod
    def of(cls, rota_ids: Collection[UUID], since: datetime, until: datetime) -> _Parts:
        parts = cls(defaultdict(list), defaultdict(list), defaultdict(list))
        if not rota_ids:
            return parts
        within = {"since__lt": until, "until__gt": since}
        rotations = Rotation.objects.filter(rota_id__in=rota_ids, removed_at__isnull=True)
        shifts = ListedShift.objects.filter(
            rotation__rota_id__in=rota_ids, rotation__removed_at__isnull=True, **within
        )
        listed = _by(shifts.order_by("since", "id")[:LONGEST_LIST], "rotation_id")
        people = people_of(rotations)
        for row in rotations.select_related("rota").order_by("level", "made_at", "id"):
            parts.layers[row.rota_id].append(
                _layer(row, people.get(row.id, ()), listed.get(row.id, ()))
            )
        live = {"rota_id__in": rota_ids, "ended_at__isnull": True, **within}
        for each in Override.objects.filter(**live).order_by("made_at", "id")[:LONGEST_LIST]:
            span = each.person_id, each.since, each.until
            parts.overrides[each.rota_id].append(rotas.Override(*span, level=each.level))
        for away in TimeOff.objects.filter(**live)[:LONGEST_LIST]:
            absence = rotas.Absence(away.person_id, away.since, away.until)
            parts.absences[away.rota_id].append(absence)
        return parts

    def rota_of(self, row: Rota, answering: Iterable[Answering]) -> rotas.Rota:
        layers, overrides = self.layers[row.id], self.overrides[row.id]
        named = {each.person_id for each in overrides}
        for layer in layers:
            named |= {each.person_id for each in layer.listed}
            named |= set(layer.rotation.people) if layer.rotation else set()
        return rotas.Rota(
            tuple(layers),
            tuple(overrides),
            tuple(self.absences[row.id]),
            frozenset(named - {each.person_id for each in answering}),
        )


def people_of(rotations: Iterable[Rotation]) -> dict[UUID, tuple[UUID, ...]]:
    """The people of rotations in order."""
    people: dict[UUID, list[UUID]] = defaultdict(list)
    turns = Turn.objects.filter(rotation__in=rotations).order_by("rotation_id", "place")
    for rotation_id, person_id in turns.values_list("rotation_id", "person_id")[:LONGEST_LIST]:
        people[rotation_id].append(person_id)
    return {rotation_id: tuple(found) for rotation_id, found in people.items()}


def rule_of(row: Rotation, people: tuple[UUID, ...]) -> rotas.Rotation:
    """A rotation as the rules read it."""
    window = rotas.Window(row.begins_at or time(0), row.ends_at or time(0), frozenset(row.weekdays))
    return rotas.Rotation(
        people,
        row.rota.zone,
        row.starts_on,
        row.hands_over_at,
        row.length,
        rotas.ShiftUnit(row.unit),
        window if row.has_window else None,
        row.first_turn,
    )


def policy_of(row: Rota | None) -> rotas.Policy:
    """How a party wants to be asked; the usual way where it has not said."""
    if row is None:
        return rotas.Policy()
    return rotas.Policy(
        row.minutes_between,
        rotas.Order(row.order),
        row.asks_officers,
        rotas.LastResort(row.last_resort),
    )


def _layer(row: Rotation, people: tuple[UUID, ...], shifts: Iterable[ListedShift]) -> rotas.Layer:
    if row.is_listed:
        spans = (rotas.Span(each.person_id, each.since, each.until) for each in shifts)
        return rotas.Layer(row.level, None, tuple(spans))
    return rotas.Layer(row.level, rule_of(row, people))


def _by(rows: Iterable[ListedShift], name: str) -> dict[UUID, list[ListedShift]]:
    found: dict[UUID, list[ListedShift]] = defaultdict(list)
    for each in rows:
        found[getattr(each, name)].append(each)
    return found
