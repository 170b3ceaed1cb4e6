"""Taking the words out of what was noted, once the time of what it is about is over."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from muster.clocks.models import Happening
from muster.files.commands import dispose_files
from muster.journal.command import command
from muster.journal.holding import refuse_held
from muster.rules.actor import Actor
from muster.rules.retention import DISPOSED


@command("record.dispose")
def dispose_happenings(actor: Actor, *, subject_ids: Collection[UUID]) -> int:
    """Take notes, names and proofs out of what was noted of these things; that it was done stays.

    *Refuses*: `record.under_hold`. *Records*: nothing; the disposal's own fact says it. *Clause*: retention.
    """
    refuse_held(actor.network_id, subject_ids)
    rows = Happening.objects.filter(network_id=actor.network_id, subject_id__in=list(subject_ids))
    proofs = rows.filter(evidence_file_id__isnull=False)
    dispose_files(actor, file_ids=list(proofs.values_list("evidence_file_id", flat=True)))
    return rows.update(note=DISPOSED, noted_by_name=DISPOSED)
