"""Taking people's names and words out of missions whose time is over; hours, days and amounts stay."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models.functions import Coalesce

from muster.aid import commands as aid
from muster.deployments.models import (
    Activity,
    ClearanceAcceptance,
    Continuation,
    Deployment,
    Expense,
    Extension,
    HandOver,
    OutsideOrder,
    Recall,
    SignedStatement,
    Stay,
    SupplyLot,
    ThingUse,
    TimeEntry,
)
from muster.files.commands import dispose_files
from muster.journal import clock
from muster.journal.command import command
from muster.journal.holding import refuse_held
from muster.rules.actor import Actor
from muster.rules.retention import DISPOSED

PERSON = "person"


@command("record.dispose")
def dispose_work(actor: Actor, *, mission_ids: Collection[UUID]) -> int:
    """Take who came and what they wrote out of missions, with receipts and photographs.

    *Refuses*: `record.under_hold`. *Records*: nothing; the disposal's own fact says it. *Clause*: retention.
    """
    refuse_held(actor.network_id, mission_ids)
    ids = list(mission_ids)
    deployments = Deployment.objects.filter(network_id=actor.network_id, mission_id__in=ids)
    deployments.filter(kind=PERSON).update(label=DISPOSED, responder=None)
    deployments.update(end_note="", checked_in_place="", escorted_by="")
    TimeEntry.objects.filter(deployment__in=deployments).update(task=DISPOSED, void_reason="")
    costs = Expense.objects.filter(network_id=actor.network_id, mission_id__in=ids)
    handed = HandOver.objects.filter(deployment__in=deployments)
    evidence = [
        *costs.filter(receipt_file_id__isnull=False).values_list("receipt_file_id", flat=True),
        *handed.filter(photo_file_id__isnull=False).values_list("photo_file_id", flat=True),
    ]
    dispose_files(actor, file_ids=evidence)
    costs.update(description=DISPOSED, void_reason="", vendor="", receipt_number="")
    Stay.objects.filter(network_id=actor.network_id, mission_id__in=ids).update(void_reason="")
    ThingUse.objects.filter(deployment__in=deployments).update(remark="", void_reason="")
    given = SupplyLot.objects.filter(network_id=actor.network_id, mission_id__in=ids)
    given.update(description=DISPOSED, void_reason="")
    handed.update(received_by=DISPOSED, condition_note="", serial_numbers=[])
    Activity.objects.filter(network_id=actor.network_id, mission_id__in=ids).delete()
    OutsideOrder.objects.filter(mission_id__in=ids).update(
        label=DISPOSED, reason=DISPOSED, said_by_name=DISPOSED, taken_in_by_name=""
    )
    Recall.objects.filter(mission_id__in=ids).update(reason=DISPOSED)
    Extension.objects.filter(mission_id__in=ids).update(reason=DISPOSED)
    Continuation.objects.filter(mission_id__in=ids).update(
        wording=DISPOSED, answered_by_name=DISPOSED
    )
    _dispose_clearances(actor, ids)
    return aid.dispose_missions(actor, mission_ids=ids)


def _dispose_clearances(actor: Actor, mission_ids: Collection[UUID]) -> None:
    """Who was accepted and who signed; that it was so, and when, stays, and counts no longer."""
    ended = {"person": None, "ended_at": Coalesce("ended_at", clock.now())}
    accepted = ClearanceAcceptance.objects.filter(
        network_id=actor.network_id, mission_id__in=mission_ids
    )
    accepted.update(
        helper_name=DISPOSED,
        basis=DISPOSED,
        accepted_by_name=DISPOSED,
        ended_by_name="",
        end_reason="",
        **ended,
    )
    signed = SignedStatement.objects.filter(network_id=actor.network_id, mission_id__in=mission_ids)
    signed.update(
        signer_name=DISPOSED,
        paper_note="",
        recorded_by_name=DISPOSED,
        ended_by_name="",
        end_reason="",
        **ended,
    )
