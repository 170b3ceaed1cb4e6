"""Taking names and words out of claims whose time is over; numbers, amounts and clauses stay."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from muster.claims.models import Claim, ClaimLine, ClaimQuestion, CreditNote, Waiver
from muster.journal.command import command
from muster.journal.holding import refuse_held
from muster.rules.actor import Actor
from muster.rules.retention import DISPOSED


@command("record.dispose")
def dispose_claims(actor: Actor, *, claim_ids: Collection[UUID]) -> int:
    """Take descriptions, workings, questions and reasons out of claims. The digest of the settlement
    stays: a copy kept elsewhere can still be proved.

    *Refuses*: `record.under_hold`. *Records*: nothing; the disposal's own fact says it. *Clause*: retention.
    """
    refuse_held(actor.network_id, claim_ids)
    rows = Claim.objects.filter(network_id=actor.network_id, id__in=claim_ids)
    ids = list(rows.values_list("id", flat=True))
    ClaimLine.objects.filter(claim_id__in=ids).update(
        description=DISPOSED, working=[], evidence=[], reasons=[]
    )
    ClaimQuestion.objects.filter(claim_id__in=ids).delete()
    Waiver.objects.filter(claim_id__in=ids).update(reason=DISPOSED)
    CreditNote.objects.filter(claim_id__in=ids).update(reason=DISPOSED)
    return rows.update(note=DISPOSED, settlement={})
