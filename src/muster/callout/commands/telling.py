"""What every command of this room records about, and who may know."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from muster.callout.models import CallOut
from muster.journal.record import record
from muster.rules.actor import Actor


def tell(actor: Actor, happened: Any, call_out: CallOut, *audience: UUID) -> None:
    """Record what happened to a call-out, for its requester and the parties named."""
    aid_request = call_out.aid_request
    record(
        happened,
        actor=actor,
        subjects=subjects_of(call_out),
        audience=[aid_request.requesting_party_id, *audience],
        network_id=call_out.network_id,
        exercise_id=call_out.exercise_id,
    )


def subjects_of(call_out: CallOut) -> Iterable[tuple[str, UUID]]:
    aid_request = call_out.aid_request
    return [
        ("call_out", call_out.id),
        ("aid_request", aid_request.id),
        ("incident", aid_request.incident_id),
    ]
