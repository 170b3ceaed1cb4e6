"""A party's rota as its own people, and the network's officers, read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from muster.duty.models import HandoverNote, Override, Rota, Rotation, TimeOff
from muster.duty.queries.now import OnDuty, on_duty_under
from muster.duty.queries.plans import Plan, people_of, plan_kept_by, plan_of, plans_of
from muster.journal import clock
from muster.members import queries as members
from muster.rules import rotas
from muster.rules.actor import Actor
from muster.rules.refusal import NotFound
from muster.rules.rotas import Duty, Gap

AHEAD = timedelta(days=28)
FORTNIGHT = timedelta(days=14)
YEAR = timedelta(days=400)
NIGHT = timedelta(hours=14)
SOON = timedelta(days=2)
LONGEST_LIST = 200


@dataclass(frozen=True)
class RotaView:
    """A party's rota at a moment: who is on duty now, what comes, where nobody is.

    `names` holds everybody whom it speaks of. `notes` are the last hand-over notes.
    """

    party_id: UUID
    at: datetime
    row: Rota | None
    zone: str
    now: list[OnDuty]
    duties: list[Duty]
    gaps: list[Gap]
    names: dict[UUID, str]
    notes: list[HandoverNote]

    @property
    def is_kept(self) -> bool:
        """Whether anything fills its levels."""
        return bool(self.duties)


def sees_rota_of(actor: Actor, party_id: UUID) -> bool:
    """A rota is its party's own; the network's officers see it too."""
    return actor.is_system or actor.is_network_officer or actor.party_id == party_id


def rota_of(
    actor: Actor, party_id: UUID, *, ahead: timedelta = AHEAD, at: datetime | None = None
) -> RotaView:
    """A party's rota from a moment on. Raises `NotFound`."""
    members.get_party(actor, party_id)
    if not sees_rota_of(actor, party_id):
        raise NotFound("rota")
    at = at or clock.now()
    plan = plan_of(actor.network_id, party_id, at - FORTNIGHT * 10, at + ahead)
    now = on_duty_under(plan, at)
    duties = rotas.duties(plan.rota, at, at + ahead)
    people = {each.person_id for each in (*now, *duties)} | {each.instead_of for each in duties}
    return RotaView(
        party_id,
        at,
        plan.row,
        zone_of(actor, plan.row),
        now,
        duties,
        gaps_under(plan, at, min(at + ahead, at + AHEAD)),
        members.person_names(each for each in people if each),
        notes_of(plan.row),
    )


def gaps_under(plan: Plan, since: datetime, until: datetime) -> list[Gap]:
    """When nobody is on duty; a party without any rotation has no gaps, but no rota."""
    return rotas.gaps(plan.rota, since, until) if plan.rota.levels else []


def gaps_ahead(actor: Actor, party_id: UUID, *, ahead: timedelta) -> list[Gap]:
    """When nobody is on duty for a party that keeps a rota, from now on. Raises `NotFound`."""
    members.get_membership(actor, party_id)
    if not sees_rota_of(actor, party_id):
        raise NotFound("rota")
    at = clock.now()
    plan = plan_kept_by(actor.network_id, party_id, at - FORTNIGHT * 10, at + ahead)
    return gaps_under(plan, at, at + ahead) if plan else []


def zone_of(actor: Actor, row: Rota | None) -> str:
    """The rota's time zone; that of the network until the party chooses its own."""
    return row.zone if row else members.get_network(actor).time_zone


def notes_of(row: Rota | None) -> list[HandoverNote]:
    """The three last hand-over notes, the newest first."""
    return list(row.notes.all()[:3]) if row else []


def get_rota(actor: Actor, party_id: UUID, *, lock: bool = False) -> Rota | None:
    """The kept rota of a party whose rota the actor sees; None while it has none."""
    members.get_membership(actor, party_id)
    if not sees_rota_of(actor, party_id):
        raise NotFound("rota")
    rows = Rota.objects.filter(network_id=actor.network_id, party_id=party_id)
    return (rows.select_for_update() if lock else rows).first()


def rotations_of(actor: Actor, party_id: UUID) -> list[Rotation]:
    """A party's rotations by level, each with its `.people` in order."""
    rota = get_rota(actor, party_id)
    if rota is None:
        return []
    live = rota.rotations.filter(removed_at__isnull=True).select_related("rota")
    return _with_people(list(live.order_by("level", "made_at", "id")[:LONGEST_LIST]))


def get_rotation(actor: Actor, rotation_id: UUID, *, lock: bool = False) -> Rotation:
    """One live rotation with its `.people`. Raises `NotFound`."""
    rows = Rotation.objects.filter(
        pk=rotation_id, rota__network_id=actor.network_id, removed_at__isnull=True
    )
    return _with_people([_own(actor, rows, lock, "rotation")])[0]


def get_override(actor: Actor, override_id: UUID, *, lock: bool = False) -> Override:
    """One override that runs or comes. Raises `NotFound`."""
    rows = Override.objects.filter(
        pk=override_id,
        rota__network_id=actor.network_id,
        ended_at__isnull=True,
        until__gt=clock.now(),
    )
    return _own(actor, rows.select_related("person"), lock, "override")


def get_time_off(actor: Actor, time_off_id: UUID, *, lock: bool = False) -> TimeOff:
    """One time off that runs or comes. Raises `NotFound`."""
    rows = TimeOff.objects.filter(
        pk=time_off_id,
        rota__network_id=actor.network_id,
        ended_at__isnull=True,
        until__gt=clock.now(),
    )
    return _own(actor, rows.select_related("person"), lock, "time_off")


def overrides_of(actor: Actor, party_id: UUID, at: datetime) -> list[Override]:
    """The overrides that run or come, the next first."""
    rows = Override.objects.filter(rota=get_rota(actor, party_id), ended_at__isnull=True)
    ahead = rows.filter(until__gt=at).select_related("person")
    return list(ahead.order_by("since", "id")[:LONGEST_LIST])


def times_off_of(actor: Actor, party_id: UUID, at: datetime) -> list[TimeOff]:
    """Who is away or will be, the next first."""
    rows = TimeOff.objects.filter(rota=get_rota(actor, party_id), ended_at__isnull=True)
    ahead = rows.filter(until__gt=at).select_related("person")
    return list(ahead.order_by("since", "id")[:LONGEST_LIST])


def _own(actor: Actor, rows: QuerySet, lock: bool, what: str):
    rows = rows.select_related("rota")
    found = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if found is None or not sees_rota_of(actor, found.rota.party_id):
        raise NotFound(what)
    return found


def _with_people(rotations: list[Rotation]) -> list[Rotation]:
    people = people_of(rotations)
    for each in rotations:
        each.people = people.get(each.id, ())
    return rotations


def who_answers(actor: Actor, party_id: UUID) -> list[OnDuty]:
    """Who is on duty for a party, as others may know: where the agreement shows its contacts.

    Raises `NotFound` where it does not, and for a party that keeps no rota.
    """
    at = clock.now()
    membership = members.get_membership(actor, party_id)
    is_open = membership.standing in members.BOUND and members.may_see_contacts(actor, party_id)
    if not (is_open or sees_rota_of(actor, party_id)):
        raise NotFound("rota")
    plan = plan_of(actor.network_id, party_id, at - FORTNIGHT * 10, at + FORTNIGHT * 10)
    if plan.row is None or not plan.rota.levels:
        raise NotFound("rota")
    return on_duty_under(plan, at)


@dataclass(frozen=True)
class Night:
    """How a party stands tonight. `gaps` only where it keeps a rota; `on_duty` by contact order
    where that is all there is."""

    party_id: UUID
    party_name: str
    keeps_rota: bool
    on_duty: list[OnDuty]
    gaps: list[Gap]

    @property
    def has_nobody(self) -> bool:
        """Whether there is time tonight without anybody on duty, or nobody at all to ask."""
        return bool(self.gaps) or not self.on_duty


def tonight(actor: Actor) -> list[Night]:
    """Every party in force as it stands until the morning, those with nobody first; for officers."""
    if not (actor.is_system or actor.is_network_officer):
        raise NotFound("nights")
    at = clock.now()
    parties = members.in_force(actor)
    plans = plans_of(actor.network_id, [each.id for each in parties], at, at + NIGHT)
    nights = [
        Night(
            each.id,
            each.name,
            bool(plans[each.id].rota.levels),
            on_duty_under(plans[each.id], at),
            gaps_under(plans[each.id], at, at + NIGHT),
        )
        for each in parties
    ]
    return sorted(nights, key=lambda each: (not each.has_nobody, each.keeps_rota, each.party_name))


def rotas_kept(network_id: UUID) -> list[UUID]:
    """The parties of a network that keep a rota."""
    rows = Rota.objects.filter(network_id=network_id).order_by("party_id")
    return list(rows.values_list("party_id", flat=True)[:100_000])


def own_duty(actor: Actor) -> tuple[OnDuty, HandoverNote | None] | None:
    """The duty that the actor has by the rota now, with the last note that somebody else left."""
    at = clock.now()
    span = at - FORTNIGHT * 10, at + FORTNIGHT * 10
    plan = plan_kept_by(actor.network_id, actor.party_id, *span)
    if plan is None or plan.row is None:
        return None
    for each in on_duty_under(plan, at):
        if each.person_id == actor.person_id and each.source is not rotas.Source.CONTACT_ORDER:
            others = plan.row.notes.exclude(written_by_id=actor.person_id)
            return each, others.first()
    return None
