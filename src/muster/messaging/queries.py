"""Reading deliveries: for the coordinator and the auditor of the network, without the words said."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Count, QuerySet

from muster.journal.keyset import Page, page_of
from muster.messaging.models import Attempt, DeliveryState, Message
from muster.rules.actor import Actor
from muster.rules.permissions import is_permitted
from muster.rules.refusal import NotFound
from muster.rules.retention import DISPOSED

ORDERS = {"newest": ("-id",), "oldest": ("id",)}


def _visible(actor: Actor) -> QuerySet[Message]:
    if actor.is_system:
        return Message.objects.all()
    if actor.network_id is None or not is_permitted(actor, "delivery.view"):
        return Message.objects.none()
    return Message.objects.filter(network_id=actor.network_id)


def deliveries(
    actor: Actor,
    *,
    state: str | None = None,
    channel: str | None = None,
    order: str = "newest",
    cursor: str | None = None,
    limit: int = 50,
) -> Page[Message]:
    """Messages of the actor's network."""
    rows = _visible(actor).defer("body")
    if state:
        rows = rows.filter(state=state)
    if channel:
        rows = rows.filter(channel=channel)
    return page_of(rows, ORDERS.get(order, ORDERS["newest"]), cursor, limit)


def get_delivery(actor: Actor, message_id: UUID, *, lock: bool = False) -> Message:
    """One message. Raises `NotFound`."""
    rows = _visible(actor)
    if lock:
        rows = rows.select_for_update()
    found = rows.filter(id=message_id).first()
    if found is None:
        raise NotFound("delivery")
    return found


def attempts(actor: Actor, message_id: UUID) -> list[Attempt]:
    """What was tried, first to last."""
    message = get_delivery(actor, message_id)
    return list(message.attempt_rows.order_by("number")[:100])


def counts(actor: Actor) -> dict[str, int]:
    """How many messages are in each state."""
    found = dict(_visible(actor).order_by().values_list("state").annotate(count=Count("id")))
    return {state: found.get(state, 0) for state in DeliveryState.values}


def dead_count(actor: Actor) -> int:
    """How many messages were given up, and so never arrived."""
    return _visible(actor).filter(state=DeliveryState.DEAD).count()


def messages_to_dispose(network_id: UUID, before: datetime, limit: int) -> list[Message]:
    """Messages of a network from before a moment that are over. For the records room."""
    rows = Message.objects.filter(
        network_id=network_id,
        created_at__lt=before,
        state__in=(DeliveryState.SENT, DeliveryState.DEAD, DeliveryState.UNKNOWN),
    ).exclude(subject=DISPOSED)
    return list(rows.order_by("created_at", "id")[:limit])
