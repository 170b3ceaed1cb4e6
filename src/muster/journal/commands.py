"""What people may do to the journal: sign its end, erase a payload under the law, retry dead work."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q

from muster.journal import checkpoints, clock
from muster.journal.checkpoints import Statement
from muster.journal.command import command
from muster.journal.events import JobRetried, PayloadErased, PayloadsErased
from muster.journal.holding import held_in, refuse_held
from muster.journal.models import Fact, FactSubject, Job, JobState
from muster.journal.record import record
from muster.rules.actor import Actor
from muster.rules.refusal import NotFound, Refusal, Refused

CHUNK = 500
ERASURES = (PayloadErased.__name__, PayloadsErased.__name__)
"""Facts that say what was erased: themselves never erased, or nobody could tell law from tampering."""


@command("journal.checkpoint")
def make_checkpoint(actor: Actor) -> Statement:
    """Sign the journal's present end, so that a later loss of its last facts can be shown.

    Refuses `journal.empty`. Records nothing: the statement is about the journal, not in it.
    """
    statement = checkpoints.sign_head()
    if statement is None:
        raise Refused(Refusal("journal.empty"))
    return statement


@command("journal.erase_payload", step_up=True)
def erase_payload(actor: Actor, *, position: int, reason: str) -> Fact:
    """Erase what a sealed fact says, where the law demands it; its digest stays in the chain.

    Refuses `journal.already_erased`, `journal.erasure_stays`, `journal.reason_missing`,
    `record.under_hold`. Records `PayloadErased`.
    """
    fact = (
        Fact.objects.select_for_update()
        .filter(network_id=actor.network_id, position=position)
        .first()
    )
    if fact is None:
        raise NotFound("fact")
    if fact.payload is None:
        raise Refused(Refusal("journal.already_erased"))
    if fact.kind in ERASURES:
        raise Refused(Refusal("journal.erasure_stays"))
    if not reason.strip():
        raise Refused(Refusal("journal.reason_missing", field="reason"))
    refuse_held(actor.network_id, [UUID(subject_id) for _, subject_id in fact.subjects])
    fact.payload = None
    fact.save(update_fields=["payload"])
    record(
        PayloadErased(position=position, kind=fact.kind, reason=reason.strip()),
        actor=actor,
        subjects=[(kind, UUID(subject_id)) for kind, subject_id in fact.subjects],
        audience=None if fact.audience is None else [UUID(each) for each in fact.audience],
        exercise_id=fact.exercise_id,
    )
    return fact


@command("delivery.retry")
def retry_job(actor: Actor, *, job_id: int) -> Job:
    """Have a dead piece of work of the network tried again, from its first attempt.

    Refuses `job.not_dead`. Records `JobRetried`.
    """
    job = (
        Job.objects.select_for_update(of=("self",))
        .filter(id=job_id, network_id=actor.network_id)
        .select_related("fact")
        .first()
        if actor.network_id
        else None
    )
    if job is None:
        raise NotFound("job")
    if job.state != JobState.DEAD:
        raise Refused(Refusal("job.not_dead"))
    job.state, job.attempt, job.run_at = JobState.WAITING, 0, clock.now()
    job.finished_at = None
    job.save(update_fields=["state", "attempt", "run_at", "finished_at"])
    subjects = job.fact.subjects if job.fact else []
    record(
        JobRetried(job_id=job.id, name=job.name),
        actor=actor,
        subjects=[(kind, UUID(subject_id)) for kind, subject_id in subjects],
        audience=[],
    )
    return job


@command("record.dispose")
def dispose_payloads(
    actor: Actor,
    *,
    positions: Collection[int] = (),
    subject_ids: Collection[UUID] = (),
    but: Collection[str] = (),
) -> int:
    """Erase what sealed facts say, by their positions or by what they are about; those of the kinds in
    `but` are left as they are.

    That each happened, who did it and the digest of what it said stay: the chain still verifies.
    A fact that is also about something under a hold keeps its words, unless it was asked for by its
    position: then the whole is refused. Refuses `record.under_hold`. Records `PayloadsErased`; the
    disposal's own fact says why.
    """
    held = held_in(actor.network_id)
    about = Fact.objects.filter(subject_rows__subject_id__in=subject_ids).values("id")
    about_held = FactSubject.objects.filter(subject_id__in=held, fact__network_id=actor.network_id)
    rows = Fact.objects.filter(network_id=actor.network_id, position__isnull=False)
    if about_held.filter(fact__position__in=positions).exists():
        raise Refused(Refusal("record.under_hold", term="retention"))
    refuse_held(actor.network_id, subject_ids)
    rows = rows.filter(Q(position__in=positions) | Q(id__in=about)).exclude(
        kind__in=[*ERASURES, *but]
    )
    rows = rows.exclude(id__in=about_held.values("fact_id"))
    chosen = rows.filter(payload__isnull=False).select_for_update().order_by("position")
    erased = tuple(position or 0 for position in chosen.values_list("position", flat=True))
    if erased:
        for start in range(0, len(erased), CHUNK):
            some = erased[start : start + CHUNK]
            Fact.objects.filter(position__in=some).update(payload=None)
        record(PayloadsErased(erased), actor=actor, subjects=[], audience=[])
    return len(erased)
