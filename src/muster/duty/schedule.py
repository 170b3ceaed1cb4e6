"""What comes round in this room: who goes on duty soon or now, and where nobody will be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID

from muster.duty import queries
from muster.duty.commands import note_duty_change, note_gaps
from muster.journal import clock
from muster.journal.handling import enqueue, task
from muster.journal.schedule import every
from muster.members import queries as members
from muster.rules import rotas
from muster.rules.actor import system_actor
from muster.rules.rotas import Duty

DAY = timedelta(days=1)
JUST_NOW = timedelta(minutes=15)
LOOKING_BACK = timedelta(days=5)


@every(300, in_transaction=True)
def watch_rotas() -> None:
    """Put on the list every duty that begins within a day or began just now, once each."""
    at = clock.now()
    for network_id in members.network_ids():
        kept = queries.rotas_kept(network_id)
        plans = queries.plans_of(network_id, kept, at - LOOKING_BACK, at + DAY)
        for party_id, plan in plans.items():
            for former, duty in changes_of(plan, at):
                _enqueue_change(network_id, party_id, former, duty, at)


@every(3600, in_transaction=True)
def look_for_gaps() -> None:
    """Look a fortnight ahead at each rota, one task for each."""
    hour = clock.now().isoformat()[:13]
    for network_id in members.network_ids():
        for party_id in queries.rotas_kept(network_id):
            key = f"duty-gaps/{network_id}/{party_id}/{hour}"
            ids = {"network": str(network_id), "party": str(party_id)}
            enqueue(gaps_of_party, network_id=network_id, unique_key=key, **ids)


def changes_of(plan: queries.Plan, at: datetime) -> Iterator[tuple[Duty, Duty]]:
    """The duty before and the one after each change of person around a moment.

    Hours of nobody between two duties of the same person, such as nights, are no change.
    """
    found = rotas.duties(plan.rota, at - LOOKING_BACK, at + DAY)
    held = [each for each in found if each.person_id is not None]
    for former, duty in pairwise(held):
        is_change = former.level == duty.level and former.person_id != duty.person_id
        if is_change and duty.since > at - JUST_NOW:
            yield former, duty


def _enqueue_change(
    network_id: UUID, party_id: UUID, former: Duty, duty: Duty, at: datetime
) -> None:
    """One notice a day ahead and one at the hand-over; several short shifts of a day are one."""
    is_over = duty.since <= at
    moment = duty.since.isoformat() if is_over else duty.since.date().isoformat()
    name = "duty-begins" if is_over else "duty-comes"
    enqueue(
        change_of_duty,
        network_id=network_id,
        unique_key=f"{name}/{party_id}/{duty.level}/{duty.person_id}/{moment}",
        network=str(network_id),
        party=str(party_id),
        level=duty.level,
        person=str(duty.person_id),
        former=str(former.person_id or ""),
        since=duty.since.isoformat(),
    )


@task
def change_of_duty(
    network: str, party: str, level: int, person: str, former: str, since: str
) -> None:
    """One duty that comes up or began."""
    note_duty_change(
        system_actor(UUID(network)),
        party_id=UUID(party),
        level=level,
        person_id=UUID(person),
        former_person_id=UUID(former) if former else None,
        since=datetime.fromisoformat(since),
    )


@task
def gaps_of_party(network: str, party: str) -> None:
    """The gaps of one party's coming fortnight."""
    note_gaps(system_actor(UUID(network)), party_id=UUID(party))
