"""Taking names, words and files out of papers whose time is over; who was bound, and when, stays."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from muster.files.commands import dispose_files
from muster.joining.models import Accession, ExitNotice, Signature, StepTaken
from muster.journal.command import command
from muster.journal.holding import refuse_held_rows
from muster.rules.actor import Actor
from muster.rules.retention import DISPOSED


@command("record.dispose")
def dispose_joinings(actor: Actor, *, joining_ids: Collection[UUID]) -> int:
    """Take names, notes, reasons and files out of joinings and exit notices, by the ids of either.

    *Refuses*: `record.under_hold`. *Records*: nothing; the disposal's own fact says it. *Clause*:
    retention.
    """
    rows = Accession.objects.filter(network_id=actor.network_id, id__in=joining_ids)
    notices = ExitNotice.objects.filter(network_id=actor.network_id, id__in=joining_ids)
    refuse_held_rows(actor.network_id, rows, "id", "party_id", "other_party_id")
    refuse_held_rows(actor.network_id, notices, "id", "party_id")
    steps = StepTaken.objects.filter(accession__in=rows)
    signatures = Signature.objects.filter(accession__in=rows)
    for papers in (steps, signatures, notices):
        kept = papers.filter(file_id__isnull=False)
        dispose_files(actor, file_ids=list(kept.values_list("file_id", flat=True)))
    steps.update(who=DISPOSED, recorded_by_name=DISPOSED)
    signatures.update(signer_name=DISPOSED, title="", person_id=None, statement="", findings={})
    count = notices.update(reason=DISPOSED, given_by_name="")
    return count + rows.update(note="", begun_by_name=DISPOSED, ended_reason=DISPOSED)
