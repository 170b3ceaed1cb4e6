"""At a standby: what the lost host may have sent already is held, shown, and sent when somebody says so.

Held are messages that were under way in the backup and due before the host was lost, and those that
tell of facts in the backup. They count one attempt of unknown outcome, so that a copy sent after
all is marked as a possible duplicate.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from muster.journal import clock
from muster.messaging.models import Attempt, DeliveryState, Message, Outcome

BY_THE_HOST = (
    "The host may have sent this before the standby took over. Send it again if nobody answers."
)
UNDER_WAY = (DeliveryState.WAITING, DeliveryState.SENDING, DeliveryState.UNKNOWN)
AT_ONCE = 500


def hold_what_may_have_been_sent(lost_at: datetime) -> Counter[UUID | None]:
    """Hold what was under way and due until the host was lost, in the caller's transaction.

    Answers how many of each network; None stands for codes and links of no network.
    """
    due = Q(next_attempt_at__isnull=True) | Q(next_attempt_at__lte=lost_at)
    messages = list(Message.objects.filter(due, state__in=UNDER_WAY))
    for message in messages:
        mark_held(message)
    Message.objects.bulk_update(
        messages,
        ["state", "next_attempt_at", "last_error", "worker", "leased_until", "attempts"],
        batch_size=AT_ONCE,
    )
    note_attempts_of_the_host(messages)
    return Counter(message.network_id for message in messages)


def mark_held(message: Message) -> None:
    """Hold one message; the caller saves it, and notes the host's attempt."""
    message.state, message.last_error = DeliveryState.HELD, BY_THE_HOST
    message.next_attempt_at = message.leased_until = None
    message.worker = ""
    message.attempts += 1


def note_attempts_of_the_host(messages: Sequence[Message]) -> None:
    """Put on record that each may have been sent: outcome unknown."""
    at = clock.now()
    Attempt.objects.filter(message__in=messages, outcome="").update(
        outcome=Outcome.UNKNOWN, ended_at=at, detail=BY_THE_HOST
    )
    Attempt.objects.bulk_create(
        [
            Attempt(
                message=message,
                number=message.attempts,
                begun_at=at,
                ended_at=at,
                outcome=Outcome.UNKNOWN,
                detail=BY_THE_HOST,
            )
            for message in messages
        ],
        batch_size=AT_ONCE,
    )


def may_be_told_already(fact_id: int | None) -> bool:
    """Whether this is a standby and the fact stood in the host's backup."""
    mark = getattr(settings, "MUSTER_STANDBY", None)
    return mark is not None and fact_id is not None and fact_id <= mark.last_fact_id
