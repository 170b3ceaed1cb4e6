"""What a returned host had alone: noted by the command line, settled by the coordinators."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from muster.backups import events, queries
from muster.backups.models import HostFact, HostMatter, Reconciliation
from muster.journal import clock
from muster.journal.command import command
from muster.journal.holding import refuse_held
from muster.journal.parting import LoneFact, Parting
from muster.journal.queries import subjects_known
from muster.journal.record import EVERYONE, record
from muster.members.queries import network_ids
from muster.rules.actor import Actor
from muster.rules.reconciliation import Matter, Standing, Touch, matters, refusals_for_settling
from muster.rules.refusal import NotFound, Refusal, Refused


@command("reconciliation.record")
def note_comparison(
    actor: Actor, *, parting: Parting, host_url: str, archive_made_at: datetime
) -> list[Reconciliation]:
    """Note what only the returned host has, for each network by what it is about; what an earlier
    comparison noted is not noted again.

    *Refuses* nothing. *Records* HostCompared, in each network of which something new was found.
    """
    made = []
    for network_id in network_ids():
        theirs = [each for each in parting.only_there if each.network_id == network_id]
        known = queries.fingerprints_noted(network_id, [each.fingerprint for each in theirs])
        new = [each for each in theirs if each.fingerprint not in known]
        if not new:
            continue
        here = [each for each in parting.only_here if each.network_id == network_id]
        reconciliation = Reconciliation.objects.create(
            network_id=network_id,
            host_url=host_url[:300],
            archive_made_at=archive_made_at,
            compared_at=clock.now(),
            fork_position=parting.fork.position,
            fork_at=parting.fork_at,
            here_only=len(here),
        )
        found = matters(_touches(new), _touches(here), ("network", str(network_id)))
        _keep(reconciliation, found, new)
        _record_comparison(actor.within(network_id), reconciliation, found, len(new))
        made.append(reconciliation)
    return made


@command("reconciliation.settle")
def settle_matter(
    actor: Actor, *, matter_id: UUID, outcome: str, became: str = "", reason: str = ""
) -> HostMatter:
    """Say what came of a thing of the host: entered here again (as what), of no more weight, or
    that both stand (and why).

    *Refuses* `reconciliation.settled`, `reconciliation.nothing_to_settle`,
    `reconciliation.unknown_outcome`, `reconciliation.became_missing`,
    `reconciliation.reason_missing`. *Records* HostMatterSettled.
    """
    matter = _locked_matter(actor, matter_id)
    became, reason = became.strip(), reason.strip()
    if not matter.waits:
        raise Refused(Refusal("reconciliation.nothing_to_settle"))
    if matter.outcome:
        by = matter.settled_by_name
        raise Refused(Refusal("reconciliation.settled", values={"who": by}))
    if refusals := refusals_for_settling(outcome, became, reason):
        raise Refused(refusals)
    matter.outcome, matter.became, matter.reason = outcome, became[:300], reason[:1000]
    matter.settled_at, matter.settled_by_name = clock.now(), actor.name[:200]
    matter.save()
    happened = events.HostMatterSettled(
        matter.network_id,
        matter.id,
        matter.subject_kind,
        matter.outcome,
        matter.became,
        matter.reason,
    )
    _record_matter(actor, matter, happened)
    return matter


@command("reconciliation.settle")
def reopen_matter(actor: Actor, *, matter_id: UUID) -> HostMatter:
    """Let a settled thing of the host wait again; what was said of it stays in the journal.

    *Refuses* `reconciliation.not_settled`. *Records* HostMatterReopened.
    """
    matter = _locked_matter(actor, matter_id)
    if not matter.outcome:
        raise Refused(Refusal("reconciliation.not_settled"))
    matter.outcome = matter.became = matter.reason = matter.settled_by_name = ""
    matter.settled_at = None
    matter.save()
    happened = events.HostMatterReopened(matter.network_id, matter.id, matter.subject_kind)
    _record_matter(actor, matter, happened)
    return matter


@command("record.dispose")
def dispose_host_facts(actor: Actor, *, matter_ids: Collection[UUID]) -> int:
    """Take the words out of what a host had alone; answers of how many things.

    *Refuses* `record.under_hold`. *Records* nothing; the disposal's own fact says it.
    """
    rows = HostMatter.objects.filter(network_id=actor.network_id, id__in=matter_ids)
    refuse_held(actor.network_id, frozenset[UUID]().union(*map(queries.reach_of, rows)))
    HostFact.objects.filter(matter__in=rows).update(payload=None)
    return rows.update(became="", reason="", settled_by_name="")


def _touches(facts: Sequence[LoneFact]) -> list[Touch]:
    return [Touch(each.kind, each.subjects) for each in facts]


def _keep(reconciliation: Reconciliation, found: list[Matter], facts: list[LoneFact]) -> None:
    """Rows of what was found, many at a time."""
    known = subjects_known([UUID(matter.subject[1]) for matter in found])
    rows = [
        HostMatter(
            reconciliation=reconciliation,
            network_id=reconciliation.network_id,
            number=number,
            subject_kind=matter.subject[0][:40],
            subject_id=UUID(matter.subject[1]),
            is_known_here=UUID(matter.subject[1]) in known,
            standing=matter.standing,
            waits=matter.waits,
        )
        for number, matter in enumerate(found, start=1)
    ]
    HostMatter.objects.bulk_create(rows, batch_size=500)
    HostFact.objects.bulk_create(
        [
            _host_fact(row, facts[number])
            for row, matter in zip(rows, found, strict=True)
            for number in matter.facts
        ],
        batch_size=500,
    )


def _host_fact(matter: HostMatter, fact: LoneFact) -> HostFact:
    return HostFact(
        matter=matter,
        network_id=matter.network_id,
        fingerprint=fact.fingerprint,
        kind=fact.kind,
        at=fact.at,
        actor_party_id=fact.actor_party_id,
        actor_name=fact.actor_name,
        via=fact.via,
        subjects=fact.subjects,
        audience=fact.audience,
        exercise_id=fact.exercise_id,
        payload=fact.payload,
        position=fact.position,
        hash=fact.hash,
    )


def _record_comparison(
    actor: Actor, reconciliation: Reconciliation, found: list[Matter], host_only: int
) -> None:
    waiting = [matter for matter in found if matter.waits]
    record(
        events.HostCompared(
            network_id=reconciliation.network_id,
            reconciliation_id=reconciliation.id,
            host_url=reconciliation.host_url,
            fork_position=reconciliation.fork_position,
            host_only=host_only,
            waiting=len(waiting),
            touched_here=sum(matter.standing == Standing.BOTH for matter in waiting),
            here_only=reconciliation.here_only,
        ),
        actor=actor,
        subjects=[("network", reconciliation.network_id)],
        audience=EVERYONE,
    )


def _locked_matter(actor: Actor, matter_id: UUID) -> HostMatter:
    matter = (
        HostMatter.objects.select_for_update()
        .filter(network_id=actor.network_id, id=matter_id)
        .first()
    )
    if matter is None:
        raise NotFound("host matter")
    return matter


def _record_matter(actor: Actor, matter: HostMatter, happened: Any) -> None:
    """On the thing's own timeline, for those who might know of each of the host's facts of it."""
    audiences = [set(each) for each in queries.audiences_of(matter) if each is not None]
    narrowest = set.intersection(*audiences) if audiences else None
    record(
        happened,
        actor=actor,
        subjects=[(matter.subject_kind, matter.subject_id)],
        audience=EVERYONE if narrowest is None else [UUID(party) for party in narrowest],
    )
