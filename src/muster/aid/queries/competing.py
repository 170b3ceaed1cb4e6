"""Open requests side by side, as the rule of precedence looks at them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from muster.aid.models import AidRequest, AidRequestLine
from muster.aid.queries.incidents import severity_of
from muster.aid.queries.visibility import visible_aid_requests
from muster.rules.actor import Actor
from muster.rules.lifecycle import AidRequestState, LineState
from muster.rules.precedence import Asking

MOST_COMPARED = 200


@dataclass(frozen=True)
class OpenAsking:
    """What the rule looks at, and the request with its party and incident to show beside it."""

    asking: Asking
    aid_request: AidRequest


def open_askings(actor: Actor, exercise_id: UUID | None = None) -> list[OpenAsking]:
    """The open requests that the actor may see and that still lack something, in two queries.

    At most `MOST_COMPARED`, the oldest first.
    """
    rows = list(
        visible_aid_requests(actor)
        .filter(state=AidRequestState.OPEN, exercise_id=exercise_id, opened_at__isnull=False)
        .select_related("requesting_party", "incident__party")
        .order_by("opened_at", "id")[:MOST_COMPARED]
    )
    lines = AidRequestLine.objects.filter(
        aid_request_id__in=[row.id for row in rows], state__in=(LineState.OPEN, LineState.FILLED)
    )
    wanted, promised = Counter[UUID](), Counter[UUID]()
    lacks: dict[UUID, Counter[UUID]] = {}
    for line in lines:
        wanted[line.aid_request_id] += line.quantity
        promised[line.aid_request_id] += line.filled_quantity
        own = lacks.setdefault(line.aid_request_id, Counter())
        own[line.resource_type_id] += line.quantity - line.filled_quantity
    return [
        OpenAsking(_asking(row, wanted[row.id], promised[row.id], lacks[row.id]), row)
        for row in rows
        if wanted[row.id] > promised[row.id]
    ]


def _asking(row: AidRequest, wanted: int, promised: int, lacks: Counter[UUID]) -> Asking:
    party = row.requesting_party
    return Asking(
        aid_request_id=row.id,
        reference=row.reference,
        party_kind=party.kind,
        population=party.population,
        severity=severity_of(row.incident).score,
        opened_at=row.opened_at,
        needed_from=row.needed_from,
        wanted=wanted,
        promised=promised,
        lacks=dict(lacks),
    )
