"""How attempts end: written in batches, or found out after their worker died.

`claiming` began them, and committed that before the channel was touched. Whoever finds an attempt without an end, whose worker is dead or whose lease has run out, knows
that it was cut off: the outcome is unknown, is shown as such, and the next attempt is marked as a
possible duplicate under the same key.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from muster.journal import clock
from muster.journal.record import record
from muster.journal.updating_many import update_many
from muster.messaging.channels import Delivery
from muster.messaging.claiming import Begun
from muster.messaging.events import DeliveryDied
from muster.messaging.models import Attempt, ContactPoint, DeliveryState, Message, Outcome
from muster.rules.actor import system_actor

MOST_ATTEMPTS = 8
FIRST_PAUSE = timedelta(seconds=20)
LONGEST_PAUSE = timedelta(hours=1)
MOST_RECOVERED = 1000
CUT_OFF = "The worker ended in the middle: perhaps it was delivered."


@dataclass(frozen=True)
class Ended:
    """How an attempt went, and when that was known."""

    begun: Begun
    delivery: Delivery
    at: datetime = field(default_factory=clock.now)


def end(ended: Sequence[Ended]) -> None:
    """Write how attempts went, in one transaction; a late `sent` counts whoever has the message."""
    with transaction.atomic():
        update_many(
            Attempt,
            ["ended_at", "outcome", "detail"],
            ["message_id", "number"],
            [
                (each.at, str(each.delivery.outcome), each.delivery.detail, *each.begun.key)
                for each in ended
            ],
        )
        _settle_sent([each for each in ended if each.delivery.outcome == Outcome.SENT])
        for each in ended:
            if each.delivery.outcome != Outcome.SENT:
                _settle_unsent(each)


def carrier_gave_up(reference: str, status: str) -> None:
    """A carrier that had taken a message says later that it did not arrive."""
    with transaction.atomic():
        rows = Message.objects.select_for_update().filter(
            provider_reference=reference, state=DeliveryState.SENT
        )
        for message in rows.exclude(provider_reference="")[:1]:
            message.state, message.last_error = DeliveryState.DEAD, f"the carrier says: {status}"
            message.save(update_fields=["state", "last_error"])
            _record_death(message)


def recover(dead_workers: Collection[str] = ()) -> int:
    """Take up the messages that dead workers had in hand: their outcome is unknown."""
    at = clock.now()
    lost = Message.objects.filter(state=DeliveryState.SENDING).filter(
        Q(leased_until__lt=at) | Q(leased_until=None) | Q(worker__in=list(dead_workers))
    )
    if not lost.exists():
        return 0
    with transaction.atomic():
        messages = list(lost.select_for_update(skip_locked=True)[:MOST_RECOVERED])
        Attempt.objects.filter(message__in=messages, outcome="").update(
            outcome=Outcome.UNKNOWN, ended_at=at, detail=CUT_OFF
        )
        for message in messages:
            _settle(message, Delivery(Outcome.UNKNOWN, CUT_OFF), at)
    return len(messages)


def pause_after(attempts: int, is_urgent: bool) -> timedelta:
    """How long until the next attempt: doubling, spread, shorter for what is urgent."""
    pause = FIRST_PAUSE * 2 ** max(0, attempts - 1) / (4 if is_urgent else 1)
    return min(pause, LONGEST_PAUSE) * random.uniform(0.8, 1.2)


def _settle_sent(sent: Sequence[Ended]) -> None:
    rows = Message.objects.filter(id__in=[each.begun.message_id for each in sent])
    rows.exclude(state=DeliveryState.SENT).update(
        state=DeliveryState.SENT,
        sent_at=max((each.at for each in sent), default=None),
        next_attempt_at=None,
        leased_until=None,
        last_error="",
    )
    named = [each for each in sent if each.delivery.reference]
    update_many(
        Attempt,
        ["reference"],
        ["message_id", "number"],
        [(each.delivery.reference, *each.begun.key) for each in named],
    )
    update_many(
        Message,
        ["provider_reference"],
        ["id"],
        [(each.delivery.reference, each.begun.message_id) for each in named],
    )


def _settle_unsent(ended: Ended) -> None:
    message = Message.objects.select_for_update().get(id=ended.begun.message_id)
    if message.state == DeliveryState.SENDING and message.attempts == ended.begun.number:
        _settle(message, ended.delivery, ended.at)
    if ended.delivery.is_gone and message.contact_point_id is not None:
        ContactPoint.objects.filter(id=message.contact_point_id).update(removed_at=ended.at)


def _settle(message: Message, delivery: Delivery, at: datetime) -> None:
    """The state of a message after an attempt that was not `sent`."""
    message.last_error, message.leased_until = delivery.detail, None
    if delivery.outcome == Outcome.REFUSED or message.attempts >= MOST_ATTEMPTS:
        message.state, message.next_attempt_at = DeliveryState.DEAD, None
        _record_death(message)
    else:
        unknown = delivery.outcome == Outcome.UNKNOWN
        message.state = DeliveryState.UNKNOWN if unknown else DeliveryState.WAITING
        message.next_attempt_at = at + pause_after(message.attempts, message.is_urgent)
    message.save(update_fields=["state", "next_attempt_at", "last_error", "leased_until"])


def _record_death(message: Message) -> None:
    record(
        DeliveryDied(message.id, message.person_id, message.channel, message.attempts),
        actor=system_actor(message.network_id),
        subjects=[("message", message.id)],
        audience=[],
        exercise_id=message.exercise_id,
    )
