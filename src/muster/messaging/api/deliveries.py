"""Deliveries as JSON, for the coordinator and the auditor."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Query, Router, Schema

from muster.api.doors import ActorRequest, Paging, page_schema, reads, run, writes
from muster.messaging import queries
from muster.messaging.commands import retry_delivery, send_held
from muster.rules.actor import Actor
from muster.rules.permissions import need

router = Router()

State = Literal["waiting", "sending", "sent", "unknown", "dead", "withheld", "held"]


class AttemptOut(Schema):
    number: int
    begun_at: datetime
    ended_at: datetime | None
    outcome: str
    detail: str
    marked_duplicate: bool


class DeliveryOut(Schema):
    id: UUID
    person_id: UUID | None
    channel: str
    subject: str
    state: State
    attempts: int
    is_urgent: bool
    is_exercise: bool
    last_error: str
    created_at: datetime
    next_attempt_at: datetime | None
    sent_at: datetime | None


class DeliveryDetailOut(DeliveryOut):
    history: list[AttemptOut]


DeliveryPage = page_schema(DeliveryOut)


class DeliveryQuery(Paging):
    state: State | None = None
    channel: Literal["email", "text", "voice", "push", "chat"] | None = None
    sort: Literal["newest", "oldest"] = "newest"


@router.get(
    "/deliveries", **reads(DeliveryPage, name="deliveries", summary="Messages of the network.")
)
def deliveries(request: ActorRequest, asked: Annotated[DeliveryQuery, Query()]) -> Any:
    actor = _viewer(request)
    page = queries.deliveries_of_network(
        actor,
        state=asked.state,
        channel=asked.channel,
        order=asked.sort,
        cursor=asked.cursor,
        limit=asked.limit,
    )
    return {"items": [_present(message) for message in page.items], "next": page.next}


@router.get(
    "/deliveries/{message_id}",
    **reads(DeliveryDetailOut, name="get_delivery", summary="One message and what was tried."),
)
def get_delivery(request: ActorRequest, message_id: UUID) -> Any:
    return _present_whole(_viewer(request), queries.get_delivery(_viewer(request), message_id))


@router.post("/deliveries/{message_id}/retry", **writes(retry_delivery, DeliveryDetailOut))
def retry(request: ActorRequest, message_id: UUID) -> Any:
    return run(request, retry_delivery, _present_whole, message_id=message_id)


class HeldSentOut(Schema):
    """How many messages went on their way."""

    sent: int


@router.post("/deliveries/held/send", **writes(send_held, HeldSentOut))
def send_all_held(request: ActorRequest) -> Any:
    return run(request, send_held, lambda actor, count: {"sent": count})


def _viewer(request: ActorRequest) -> Actor:
    actor: Actor = request.actor
    need(actor, "delivery.view")
    return actor


def _present(message: Any) -> dict[str, Any]:
    names = DeliveryOut.model_fields.keys() - {"is_exercise"}
    return {
        **{name: getattr(message, name) for name in names},
        "is_exercise": message.exercise_id is not None,
    }


def _present_whole(actor: Actor, message: Any) -> dict[str, Any]:
    history = [
        {name: getattr(attempt, name) for name in AttemptOut.model_fields}
        for attempt in queries.attempts(actor, message.id)
    ]
    return {**_present(message), "history": history}
