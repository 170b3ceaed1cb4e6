"""Disposal: proposed by the clock, approved by one, carried out by another."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from muster.journal import clock
from muster.journal.command import command
from muster.journal.record import EVERYONE, record
from muster.members import queries as members
from muster.records import events, queries
from muster.records.kinds import is_disposable, kind_of, kinds
from muster.records.models import Disposal, DisposalItem
from muster.rules.actor import Actor
from muster.rules.lifecycle import DISPOSAL, DisposalState, move
from muster.rules.refusal import Refusal, Refused
from muster.rules.retention import Keeping, cutoff, free_and_held

MOST_AT_ONCE = 500
LOOKED_AT = 5_000


@command("disposal.propose")
def propose_disposals(actor: Actor) -> list[Disposal]:
    """Propose, kind by kind, what has been kept for its time and no hold keeps.

    A kind with an open proposal waits for it. *Refuses*: nothing. *Records* DisposalProposed for
    each. *Clause*: retention.
    """
    members.get_network(actor, lock=True)
    held = queries.held_reach(actor.network_id)
    waiting = {each.kind for each in queries.open_disposals(actor)}
    made = []
    for kind in kinds():
        kept = queries.keeping(actor, kind)
        if kind not in waiting and is_disposable(kind) and kept.years:
            disposal = _propose(actor, kind, kept, held)
            if disposal:
                made.append(disposal)
    return made


@command("disposal.approve", step_up=True)
def approve_disposal(actor: Actor, *, disposal_id: UUID) -> Disposal:
    """Agree that the records go; somebody else carries it out.

    *Refuses* `disposal.wrong_state`. *Records* DisposalApproved. *Clause*: retention.
    """
    disposal = queries.get_disposal(actor, disposal_id, lock=True)
    disposal.state = move(DISPOSAL, disposal.state, "approve")
    disposal.approved_by_id, disposal.approved_by_name = actor.person_id, actor.name[:200]
    disposal.approved_at = clock.now()
    disposal.save(update_fields=["state", "approved_by_id", "approved_by_name", "approved_at"])
    _record(events.DisposalApproved(disposal.id, disposal.kind), actor, disposal)
    return disposal


@command("disposal.approve")
def decline_disposal(actor: Actor, *, disposal_id: UUID, reason: str) -> Disposal:
    """Keep the records after all; they may be proposed again.

    *Refuses* `disposal.wrong_state`, `disposal.no_reason`. *Records* DisposalDeclined.
    *Clause*: retention.
    """
    disposal = queries.get_disposal(actor, disposal_id, lock=True)
    state = move(DISPOSAL, disposal.state, "decline")
    if not reason.strip():
        raise Refused(Refusal("disposal.no_reason", field="reason"))
    disposal.state, disposal.reason = state, reason.strip()
    disposal.save(update_fields=["state", "reason"])
    disposal.items.update(fate=DisposalItem.Fate.KEPT)
    _record(events.DisposalDeclined(disposal.id, disposal.kind), actor, disposal)
    return disposal


@command("disposal.approve", step_up=True)
def carry_out_disposal(actor: Actor, *, disposal_id: UUID) -> Disposal:
    """Have the home rooms take the words out of what is still due and which no hold keeps by now.

    *Refuses* `disposal.wrong_state`, `disposal.same_person`. *Records* RecordsDisposed.
    *Clause*: retention.
    """
    members.get_network(actor, lock=True)
    disposal = queries.get_disposal(actor, disposal_id, lock=True)
    state = move(DISPOSAL, disposal.state, "carry_out")
    if actor.person_id == disposal.approved_by_id:
        raise Refused(Refusal("disposal.same_person", term="retention"))
    at = clock.now()
    count, held = _carry_out(actor, disposal)
    disposal.state, disposal.done_at, disposal.done_count = state, at, count
    disposal.done_by_name = actor.name[:200]
    disposal.save(update_fields=["state", "done_at", "done_count", "done_by_name"])
    happened = events.RecordsDisposed(disposal.id, disposal.kind, disposal.rule, count, held)
    _record(happened, actor, disposal)
    return disposal


def _propose(actor: Actor, kind: str, kept: Keeping, held: frozenset[UUID]) -> Disposal | None:
    at = clock.now()
    before = cutoff(at, kept.years or 0)
    free, _ = free_and_held(kind_of(kind).due(actor.network_id, before, LOOKED_AT), held)
    if not free:
        return None
    chosen = free[:MOST_AT_ONCE]
    disposal = Disposal.objects.create(
        network_id=actor.network_id,
        kind=kind,
        state=DisposalState.PROPOSED,
        years=kept.years,
        rule=f"{kept.years} years after its end. {kept.source}"[:400],
        cutoff=before,
        proposed_at=at,
    )
    DisposalItem.objects.bulk_create(
        DisposalItem(
            disposal=disposal, key=each.key, label=each.label[:200], ended_at=each.ended_at
        )
        for each in chosen
    )
    happened = events.DisposalProposed(disposal.id, kind, len(chosen), disposal.rule)
    _record(happened, actor, disposal, at)
    return disposal


def _carry_out(actor: Actor, disposal: Disposal) -> tuple[int, int]:
    """How many records were disposed of, and how many a hold keeps by now."""
    kind = kind_of(disposal.kind)
    items = {item.key: item for item in disposal.items.all()}
    found = kind.due(disposal.network_id, disposal.cutoff, LOOKED_AT)
    free, held = free_and_held(
        [each for each in found if each.key in items], queries.held_reach(disposal.network_id)
    )
    count = kind.dispose(actor, [each.key for each in free])
    fates = {each.key: DisposalItem.Fate.DISPOSED for each in free}
    fates |= {each.key: DisposalItem.Fate.HELD for each in held}
    for key, item in items.items():
        item.fate = fates.get(key, DisposalItem.Fate.KEPT)
    DisposalItem.objects.bulk_update(items.values(), ["fate"])
    return count, len(held)


def _record(happened: object, actor: Actor, disposal: Disposal, at: datetime | None = None) -> None:
    record(happened, actor=actor, subjects=[("disposal", disposal.id)], audience=EVERYONE, at=at)
