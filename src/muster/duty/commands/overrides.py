"""Overrides: somebody takes a span; two swap; somebody takes over now."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from muster.duty import queries
from muster.duty.commands.keeping import (
    FURTHEST,
    check_span,
    known_on,
    may_plan_for,
    names_of_people,
    own_rota,
    touch,
    write_down,
)
from muster.duty.commands.rotations import HIGHEST_LEVEL
from muster.duty.events import DutyOverridden, OverrideEnded
from muster.duty.models import Override, Rota
from muster.journal import clock
from muster.journal.command import command
from muster.members.checks import Reasons
from muster.rules import rotas
from muster.rules.actor import Actor
from muster.rules.refusal import Refusal, Refused, refuse_if
from muster.rules.rotas import Duty

MOST_OVERRIDES = 500
TAKEN_OVER = timedelta(hours=12)


@command("duty.override")
def make_override(
    actor: Actor,
    *,
    party_id: UUID,
    level: int,
    person_id: UUID,
    since: datetime,
    until: datetime,
    reason: str = "",
    override_id: UUID | None = None,
) -> Override:
    """Let a person take a span of a level, whatever its rotation says; a past beginning means now.

    Planners give it to anybody who answers for the party, others take it themselves. Refuses
    `duty.not_yours`, `duty.only_yourself`, `duty.stranger`, `duty.is_away`, `rotation.wrong_level`,
    `span.backwards`, `span.over`, `span.too_long`, `span.too_far`, `override.too_many`, `id.taken`.
    Records DutyOverridden. Clause: none.
    """
    rota = own_rota(actor, party_id)
    if earlier := known_on(rota, Override.objects.all(), override_id):
        return earlier
    made = _override(actor, rota, level, person_id, since, until, reason, override_id)
    touch(rota)
    return made


@command("duty.override")
def take_over(
    actor: Actor, *, party_id: UUID, level: int = 1, until: datetime | None = None
) -> Override:
    """Go on duty now oneself: until the running duty of the level ends, or for twelve hours.

    Refuses `duty.not_yours`, `duty.stranger`, `duty.is_away`, `override.already_on_duty`,
    `rotation.wrong_level`, `span.over`, `span.too_long`, `override.too_many`. Records
    DutyOverridden. Clause: none.
    """
    rota = own_rota(actor, party_id)
    at = clock.now()
    running = next(
        (each for each in queries.on_duty(rota.network_id, party_id, at) if each.level == level),
        None,
    )
    is_on_rota = running is not None and running.source is not rotas.Source.CONTACT_ORDER
    if is_on_rota and running.person_id == actor.person_id:
        raise Refused(Refusal("override.already_on_duty"))
    ends = running.until if is_on_rota else None
    last = until or ends or at + TAKEN_OVER
    made = _override(actor, rota, level, actor.person_id, at, last, "", None)
    touch(rota)
    return made


@command("duty.override")
def swap_shifts(
    actor: Actor,
    *,
    party_id: UUID,
    level: int,
    since: datetime,
    other_level: int,
    other_since: datetime,
) -> list[Override]:
    """Let two people exchange a shift each, named by level and by a moment within it.

    Whoever is no planner exchanges a shift of their own. Refuses `duty.not_yours`,
    `duty.only_yourself`, `duty.is_away`, `swap.nobody`, `swap.same_person`, `span.over`,
    `override.too_many`. Records DutyOverridden twice. Clause: none.
    """
    rota = own_rota(actor, party_id)
    at = clock.now()
    one = _shift_with(rota, level, since, at, "since")
    other = _shift_with(rota, other_level, other_since, at, "other")
    if one.person_id == other.person_id:
        raise Refused(Refusal("swap.same_person", field="other"))
    if not any(may_plan_for(actor, each.person_id) for each in (one, other)):
        raise Refused(Refusal("duty.only_yourself"))
    spans = [(one, other.person_id), (other, one.person_id)]
    made = [
        _override(actor, rota, duty.level, person_id, duty.since, duty.until, "Swapped", None, True)
        for duty, person_id in spans
    ]
    touch(rota)
    return made


@command("duty.override")
def end_override(actor: Actor, *, override_id: UUID) -> Override:
    """End an override; from now on the rotation counts again.

    Refuses `duty.not_yours`, `duty.only_yourself`. Records OverrideEnded. Clause: none.
    """
    rota = own_rota(actor, queries.get_override(actor, override_id).rota.party_id)
    override = queries.get_override(actor, override_id, lock=True)
    if not may_plan_for(actor, override.person_id):
        raise Refused(Refusal("duty.only_yourself"))
    at = clock.now()
    if override.since < at:
        override.until = at  # what was done stays on the record
    else:
        override.ended_at = at
    override.save(update_fields=["until", "ended_at"])
    touch(rota)
    person = (override.person_id, override.person.name)
    head = (override.id, rota.id, rota.party_id, override.level)
    write_down(OverrideEnded(*head, *person), actor, rota)
    return override


def _override(
    actor: Actor,
    rota: Rota,
    level: int,
    person_id: UUID,
    since: datetime,
    until: datetime,
    reason: str,
    override_id: UUID | None,
    is_agreed: bool = False,
) -> Override:
    """One override, checked, saved and recorded. `is_agreed`: the two of a swap are both bound."""
    at = clock.now()
    since = max(since, at)
    reasons = Reasons()
    words = reasons.line("reason", reason, 200)
    if not 1 <= level <= HIGHEST_LEVEL:
        reasons.add("rotation.wrong_level", "level", highest=HIGHEST_LEVEL)
    reasons.raise_any()
    refuse_if(check_span(since, until, at))
    name = names_of_people(rota, [person_id], "person")[person_id]
    if not (is_agreed or may_plan_for(actor, person_id)):
        raise Refused(Refusal("duty.only_yourself", field="person"))
    away = rota.times_off.filter(ended_at__isnull=True, person_id=person_id)
    if away.filter(since__lt=until, until__gt=since).exists():
        raise Refused(Refusal("duty.is_away", field="person", values={"name": name}))
    if rota.overrides.filter(ended_at__isnull=True, until__gt=at).count() >= MOST_OVERRIDES:
        raise Refused(Refusal("override.too_many", values={"most": MOST_OVERRIDES}))
    override = Override.objects.create(
        **({"id": override_id} if override_id else {}),
        rota=rota,
        level=level,
        person_id=person_id,
        since=since,
        until=until,
        reason=words,
        made_by_name=actor.name,
        made_at=at,
    )
    head = (override.id, rota.id, rota.party_id, level, person_id, name)
    write_down(DutyOverridden(*head, since, until), actor, rota)
    return override


def _shift_with(rota: Rota, level: int, moment: datetime, at: datetime, field: str) -> Duty:
    """The stretch of a level in which a moment lies. Refuses `swap.nobody`."""
    moment = max(moment, at)
    found = None
    if moment - at < FURTHEST:
        around = moment - timedelta(days=130), moment + timedelta(days=130)
        plan = queries.plan_of(rota.network_id, rota.party_id, *around)
        running = rotas.duty_now(plan.rota, moment)
        found = next((each for each in running if each.level == level), None)
    if found is None or found.until is None:
        raise Refused(Refusal("swap.nobody", field=field))
    return Duty(level, found.person_id, max(found.since or at, at), found.until)
