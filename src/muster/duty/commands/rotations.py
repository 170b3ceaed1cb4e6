"""Rotations: who takes turns on a level, how long, from when on; and how the party is asked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, time
from typing import Any
from uuid import UUID

from muster.duty import queries
from muster.duty.commands.keeping import known_on, names_of_people, own_rota, touch, write_down
from muster.duty.events import RotaEdited, RotationAdded, RotationEdited, RotationRemoved
from muster.duty.models import Rota, Rotation, Turn
from muster.duty.queries.plans import people_of, policy_of, rule_of
from muster.journal import clock
from muster.journal.command import command
from muster.members.checks import Reasons
from muster.rules import rotas
from muster.rules.actor import Actor
from muster.rules.refusal import Refusal, Refused, refuse_if
from muster.rules.rotas import LastResort, Order, ShiftUnit

MOST_ROTATIONS = 20
HIGHEST_LEVEL = 5


@command("duty.edit")
def edit_rota(
    actor: Actor,
    *,
    party_id: UUID,
    zone: str,
    minutes_between: int,
    order: str,
    asks_officers: bool,
    last_resort: str,
) -> Rota:
    """Say in which steps a party's people are asked, and in which time zone its hours are.

    Refuses `duty.not_yours`, `time_zone.unknown`, `field.unknown_choice`, `rota.wrong_minutes`.
    Records RotaEdited. Clause: none.
    """
    rota = own_rota(actor, party_id)
    reasons = Reasons()
    values = {
        "zone": reasons.zone("zone", zone) or rota.zone,
        "minutes_between": minutes_between,
        "order": reasons.choice("order", order, Order),
        "asks_officers": asks_officers,
        "last_resort": reasons.choice("last_resort", last_resort, LastResort),
    }
    reasons.raise_any()
    for name, value in values.items():
        setattr(rota, name, value)
    refuse_if(rotas.refusals_for_policy(policy_of(rota)))
    rota.save(update_fields=list(values))
    touch(rota)
    write_down(RotaEdited(rota.id, party_id, **values), actor, rota)
    return rota


@command("duty.edit")
def add_rotation(
    actor: Actor,
    *,
    party_id: UUID,
    level: int,
    name: str,
    person_ids: Sequence[UUID],
    starts_on: date,
    hands_over_at: time,
    length: int,
    unit: str,
    begins_at: time | None = None,
    ends_at: time | None = None,
    weekdays: Collection[int] = (),
    rotation_id: UUID | None = None,
) -> Rotation:
    """Let people take turns on a level, the first of them from the hand-over on a day.

    Hours and weekdays bound when it counts; without them it always does. Refuses `duty.not_yours`,
    `duty.stranger`, `rotation.too_many_rotations`, `rotation.wrong_level`, `rotation.half_hours`,
    `id.taken`, and what `refusals_for_rotation` names. Records RotationAdded. Clause: none.
    """
    rota = own_rota(actor, party_id)
    if earlier := known_on(rota, Rotation.objects.all(), rotation_id):
        earlier.people = people_of([earlier]).get(earlier.id, ())
        return earlier
    live = Rotation.objects.filter(rota=rota, removed_at__isnull=True)
    if live.count() >= MOST_ROTATIONS:
        values = {"most": MOST_ROTATIONS}
        raise Refused(Refusal("rotation.too_many_rotations", values=values))
    rotation = Rotation(rota=rota, made_at=clock.now())
    if rotation_id:
        rotation.id = rotation_id
    _fill(
        rotation,
        person_ids,
        level=level,
        name=name,
        starts_on=starts_on,
        hands_over_at=hands_over_at,
        length=length,
        unit=unit,
        begins_at=begins_at,
        ends_at=ends_at,
        weekdays=weekdays,
    )
    rotation.save(force_insert=True)
    _seat(rotation, person_ids)
    touch(rota)
    head = (rotation.id, rota.id, party_id, rotation.name, rotation.level)
    write_down(RotationAdded(*head, tuple(person_ids)), actor, rota)
    return rotation


@command("duty.edit")
def edit_rotation(
    actor: Actor,
    *,
    rotation_id: UUID,
    level: int,
    name: str,
    person_ids: Sequence[UUID],
    starts_on: date,
    hands_over_at: time,
    length: int,
    unit: str,
    begins_at: time | None = None,
    ends_at: time | None = None,
    weekdays: Collection[int] = (),
) -> Rotation:
    """Change a rotation; whoever has the turn keeps it until the next hand-over.

    Refuses `duty.not_yours`, `duty.stranger`, `rotation.is_listed`, `rotation.wrong_level`,
    `rotation.half_hours`, and what `refusals_for_rotation` names. Records RotationEdited. Clause:
    none.
    """
    rota = own_rota(actor, queries.get_rotation(actor, rotation_id).rota.party_id)
    rotation = queries.get_rotation(actor, rotation_id, lock=True)
    if rotation.is_listed:
        raise Refused(Refusal("rotation.is_listed"))
    before = rule_of(rotation, rotation.people)
    _fill(
        rotation,
        person_ids,
        level=level,
        name=name,
        starts_on=starts_on,
        hands_over_at=hands_over_at,
        length=length,
        unit=unit,
        begins_at=begins_at,
        ends_at=ends_at,
        weekdays=weekdays,
    )
    rotation.first_turn = 0
    after = rule_of(rotation, tuple(person_ids))
    rotation.first_turn = rotas.keeping_turn(before, after, clock.now())
    rotation.save()
    _seat(rotation, person_ids)
    touch(rota)
    head = (rotation.id, rota.id, rota.party_id, rotation.name, rotation.level)
    write_down(RotationEdited(*head, tuple(person_ids)), actor, rota)
    return rotation


@command("duty.edit")
def remove_rotation(actor: Actor, *, rotation_id: UUID) -> Rotation:
    """Take a rotation out of the rota; overrides and time off stay.

    Refuses `duty.not_yours`. Records RotationRemoved. Clause: none.
    """
    rota = own_rota(actor, queries.get_rotation(actor, rotation_id).rota.party_id)
    rotation = queries.get_rotation(actor, rotation_id, lock=True)
    rotation.removed_at = clock.now()
    rotation.save(update_fields=["removed_at"])
    touch(rota)
    head = (rotation.id, rota.id, rota.party_id, rotation.name, rotation.level)
    write_down(RotationRemoved(*head), actor, rota)
    return rotation


def _fill(rotation: Rotation, person_ids: Sequence[UUID], **given: Any) -> None:
    """Put checked values on the row; refuses with every reason at once."""
    reasons = Reasons()
    rotation.name = reasons.line("name", given["name"], 100, required=True)
    rotation.unit = reasons.choice("unit", given["unit"], ShiftUnit)
    rotation.level = given["level"]
    if not 1 <= given["level"] <= HIGHEST_LEVEL:
        reasons.add("rotation.wrong_level", "level", highest=HIGHEST_LEVEL)
    if (given["begins_at"] is None) != (given["ends_at"] is None):
        reasons.add("rotation.half_hours", "ends_at")
    reasons.raise_any()
    for name in ("starts_on", "hands_over_at", "length", "begins_at", "ends_at"):
        setattr(rotation, name, given[name])
    rotation.weekdays = sorted(set(given["weekdays"]))
    rotation.has_window = rotation.begins_at is not None or bool(rotation.weekdays)
    refuse_if(rotas.refusals_for_rotation(rule_of(rotation, tuple(person_ids))))
    names_of_people(rotation.rota, person_ids, "people")


def _seat(rotation: Rotation, person_ids: Sequence[UUID]) -> None:
    """Write the places anew where they changed."""
    rotation.people = tuple(person_ids)
    if people_of([rotation]).get(rotation.id) == rotation.people:
        return
    rotation.turns.all().delete()
    Turn.objects.bulk_create(
        Turn(rotation=rotation, place=place, person_id=person_id)
        for place, person_id in enumerate(person_ids)
    )
