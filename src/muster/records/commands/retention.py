"""The network's own choice of how long it keeps a kind of record."""

from __future__ import annotations

from muster.journal import clock
from muster.journal.command import command
from muster.journal.record import EVERYONE, record
from muster.members import queries as members
from muster.records.events import RetentionSet
from muster.records.kinds import is_disposable, kinds
from muster.records.models import RetentionChoice
from muster.rules.actor import Actor
from muster.rules.refusal import NotFound, Refusal, Refused

MOST_YEARS = 99


@command("retention.set")
def set_retention(actor: Actor, *, kind: str, years: int | None, source: str) -> RetentionChoice:
    """Say for how many years a kind of record is kept after its end, and by which schedule or law.

    No years: for good. *Refuses* `retention.not_disposable`, `retention.bad_years`,
    `retention.no_source`. *Records* RetentionSet. *Clause*: retention.
    """
    if kind not in kinds():
        raise NotFound("kind")
    if not is_disposable(kind):
        raise Refused(Refusal("retention.not_disposable", term="retention"))
    if years is not None and not 1 <= years <= MOST_YEARS:
        raise Refused(Refusal("retention.bad_years", term="retention", field="years"))
    if not source.strip():
        raise Refused(Refusal("retention.no_source", term="retention", field="source"))
    network = members.get_network(actor, lock=True)
    choice, _ = RetentionChoice.objects.update_or_create(
        network_id=network.id,
        kind=kind,
        defaults={
            "years": years,
            "source": source.strip(),
            "set_by_name": actor.name[:200],
            "set_at": clock.now(),
        },
    )
    record(
        RetentionSet(kind, years, choice.source),
        actor=actor,
        subjects=[("network", network.id)],
        audience=EVERYONE,
    )
    return choice
