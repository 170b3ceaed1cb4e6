"""What a coordinator may do about messages that did not arrive; how other rooms send."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from muster.journal.command import command
from muster.journal.record import record
from muster.messaging import outbox, queries
from muster.messaging.events import DeliveryRetried
from muster.messaging.models import Attempt, DeliveryState, Message
from muster.messaging.outbox import Letter, send
from muster.rules.actor import Actor
from muster.rules.refusal import Refusal, Refused
from muster.rules.retention import DISPOSED

__all__ = ["Letter", "retry_delivery", "send"]


@command("delivery.retry")
def retry_delivery(actor: Actor, *, message_id: UUID) -> Message:
    """Have a message that was given up, or whose outcome is unknown, tried again at once.

    Refuses `delivery.not_stuck`. Records `DeliveryRetried`.
    """
    message = queries.get_delivery(actor, message_id, lock=True)
    if message.state not in (DeliveryState.DEAD, DeliveryState.UNKNOWN):
        raise Refused(Refusal("delivery.not_stuck", values={"state": message.get_state_display()}))
    outbox.try_again_now(message)
    record(
        DeliveryRetried(message.id, message.channel),
        actor=actor,
        subjects=[("message", message.id)],
        audience=[],
        exercise_id=message.exercise_id,
    )
    return message


@command("record.dispose")
def dispose_messages(actor: Actor, *, message_ids: Collection[UUID]) -> int:
    """Take the words and the address out of messages; that one was sent, when and how, stays.

    Refuses nothing. Records nothing; the disposal's own fact says it.
    """
    rows = Message.objects.filter(network_id=actor.network_id, id__in=message_ids)
    Attempt.objects.filter(message__in=rows).update(detail="")
    return rows.update(subject=DISPOSED, body="", address="", last_error="")
