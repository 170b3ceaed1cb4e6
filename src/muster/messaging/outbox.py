"""Putting messages on the way and bringing them out, one attempt after the other.

An attempt is committed before the channel is touched. Whoever finds it without an end knows that
its worker died in between: the outcome is unknown, is shown as such, and the next attempt is marked
as a possible duplicate under the same key.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from uuid import UUID

from django.db import transaction

from muster.journal import clock
from muster.journal.handling import enqueue, enqueue_each, task
from muster.journal.ids import new_id
from muster.journal.record import record
from muster.messaging.channels import Delivery, Parcel, channel
from muster.messaging.events import DeliveryDied
from muster.messaging.models import Attempt, DeliveryState, Message, Outcome
from muster.messaging.ways import address_of, live_point, stopped_people
from muster.rules.actor import system_actor

MOST_ATTEMPTS = 8
FIRST_PAUSE = timedelta(seconds=20)
LONGEST_PAUSE = timedelta(hours=1)
URGENT_PRIORITY = -10
OVER = (DeliveryState.SENT, DeliveryState.DEAD, DeliveryState.WITHHELD)


@dataclass(frozen=True)
class Letter:
    """What is to be said to one person over one channel; `unique_key` makes it once.

    With `contact_point_id` it goes to that way of the person's own, and `address` is not kept.
    `short` is what a push, a text or a voice may say; `answer_url` stands below it. Whoever answers
    by text or mail gives `reply_code`, which lives until `expires_at`; after that moment the
    letter is not sent any more. `about_kind` and `about_id` name the thing that is answered.
    """

    network_id: UUID | None
    person_id: UUID | None
    channel: str
    address: str
    subject: str
    body: str
    unique_key: str
    is_urgent: bool = False
    exercise_id: UUID | None = None
    fact_id: int | None = None
    contact_point_id: UUID | None = None
    short: str = ""
    answer_url: str = ""
    reply_code: str = ""
    about_kind: str = ""
    about_id: UUID | None = None
    expires_at: datetime | None = None


def send(letters: Sequence[Letter]) -> None:
    """Put letters on the way, in the caller's transaction; a known `unique_key` adds nothing."""
    at = clock.now()
    keys = [letter.unique_key for letter in letters]
    known = set(Message.objects.filter(unique_key__in=keys).values_list("unique_key", flat=True))
    messages = [
        Message(
            id=new_id(),
            network_id=letter.network_id,
            person_id=letter.person_id,
            channel=letter.channel,
            address="" if letter.contact_point_id else letter.address[:254],
            subject=letter.subject[:200],
            body=letter.body,
            unique_key=letter.unique_key,
            is_urgent=letter.is_urgent,
            exercise_id=letter.exercise_id,
            fact_id=letter.fact_id,
            created_at=at,
            contact_point_id=letter.contact_point_id,
            short=letter.short[:320],
            answer_url=letter.answer_url,
            reply_code=letter.reply_code,
            about_kind=letter.about_kind,
            about_id=letter.about_id,
            expires_at=letter.expires_at,
        )
        for letter in letters
        if letter.unique_key not in known
    ]
    Message.objects.bulk_create(messages)
    alike = sorted(messages, key=lambda each: (str(each.network_id), each.is_urgent))
    for (network_id, priority), some in groupby(alike, key=_way):
        payloads = [{"message_id": str(message.id)} for message in some]
        enqueue_each(deliver, payloads, network_id=network_id, priority=priority)


@task(in_transaction=False)
def deliver(message_id: str) -> None:
    """One attempt at one message, and the appointment for the next if it needs one."""
    begun = _begin(UUID(message_id))
    if begun is None:
        return
    attempt, parcel = begun
    way = channel(attempt.message.channel)
    if way is None:
        delivery = Delivery.of(Outcome.REFUSED, "this version of Muster has no such channel")
    else:
        delivery = way.deliver(parcel)
    _end(attempt, delivery)


def _begin(message_id: UUID) -> tuple[Attempt, Parcel] | None:
    """Write down that an attempt begins; None where there is nothing to do now."""
    with transaction.atomic():
        message = Message.objects.select_for_update().filter(id=message_id).first()
        if message is None or message.state in OVER:
            return None
        if message.state == DeliveryState.SENDING:
            _outcome_is_unknown(message)
            return None
        at = clock.now()
        if message.next_attempt_at is not None and message.next_attempt_at > at:
            return None  # another job has the appointment
        if reason := _why_withheld(message, at):
            message.state, message.last_error = DeliveryState.WITHHELD, reason
            message.save(update_fields=["state", "last_error"])
            return None
        message.attempts += 1
        message.state, message.next_attempt_at = DeliveryState.SENDING, None
        message.save(update_fields=["attempts", "state", "next_attempt_at"])
        attempt = Attempt.objects.create(
            message=message,
            number=message.attempts,
            begun_at=at,
            marked_duplicate=message.attempt_rows.filter(outcome=Outcome.UNKNOWN).exists(),
        )
    return attempt, _parcel(message, attempt.marked_duplicate)


def _why_withheld(message: Message, at: datetime) -> str:
    """Why a message is not to leave the house after all; empty where it may."""
    if message.expires_at is not None and message.expires_at <= at:
        return "It was not sent in time, and would have come too late."
    if message.contact_point_id is not None:
        point = live_point(message.contact_point_id)
        if point is None:
            return "The person has taken this way out of the list."
        is_stoppable = point.channel == "email" and not point.is_personal
    else:
        is_stoppable = message.channel == "email"
    if is_stoppable and stopped_people([message.person_id] if message.person_id else []):
        return "Mail to this mailbox is stopped: a stranger may read it."
    return ""


def _outcome_is_unknown(message: Message) -> None:
    """The worker ended between the channel and the note of what it answered."""
    message.attempt_rows.filter(outcome="").update(
        outcome=Outcome.UNKNOWN,
        ended_at=clock.now(),
        detail="The worker ended in the middle: perhaps it was delivered.",
    )
    _settle(message, Delivery(Outcome.UNKNOWN, "The worker ended in the middle."))


def _end(attempt: Attempt, delivery: Delivery) -> None:
    with transaction.atomic():
        message = Message.objects.select_for_update().get(id=attempt.message_id)
        attempt.ended_at, attempt.outcome = clock.now(), delivery.outcome
        attempt.detail = delivery.detail
        attempt.save(update_fields=["ended_at", "outcome", "detail"])
        is_mine = message.state == DeliveryState.SENDING and message.attempts == attempt.number
        if is_mine or delivery.outcome == Outcome.SENT:
            _settle(message, delivery)


def _settle(message: Message, delivery: Delivery) -> None:
    """The message's state after an attempt."""
    at = clock.now()
    message.last_error = "" if delivery.outcome == Outcome.SENT else delivery.detail
    if delivery.outcome == Outcome.SENT:
        message.state, message.sent_at, message.next_attempt_at = DeliveryState.SENT, at, None
    elif delivery.outcome == Outcome.REFUSED or message.attempts >= MOST_ATTEMPTS:
        message.state, message.next_attempt_at = DeliveryState.DEAD, None
        _record_death(message)
    else:
        unknown = delivery.outcome == Outcome.UNKNOWN
        message.state = DeliveryState.UNKNOWN if unknown else DeliveryState.WAITING
        message.next_attempt_at = at + pause_after(message.attempts, message.is_urgent)
        _enqueue(message, message.next_attempt_at)
    message.save(update_fields=["state", "sent_at", "next_attempt_at", "last_error"])


def pause_after(attempts: int, is_urgent: bool) -> timedelta:
    """How long until the next attempt: doubling, spread, shorter for what is urgent."""
    pause = FIRST_PAUSE * 2 ** max(0, attempts - 1) / (4 if is_urgent else 1)
    return min(pause, LONGEST_PAUSE) * random.uniform(0.8, 1.2)


def try_again_now(message: Message) -> None:
    """One more attempt, at once, however many there were; the caller holds the row."""
    message.attempts = message.attempt_rows.count()
    message.state, message.next_attempt_at = DeliveryState.WAITING, None
    message.save(update_fields=["attempts", "state", "next_attempt_at"])
    _enqueue(message, clock.now())


def _record_death(message: Message) -> None:
    record(
        DeliveryDied(message.id, message.person_id, message.channel, message.attempts),
        actor=system_actor(message.network_id),
        subjects=[("message", message.id)],
        audience=[],
        exercise_id=message.exercise_id,
    )


def _way(message: Message) -> tuple[UUID | None, int]:
    """What the jobs of several messages share: their network and how soon they are wanted."""
    return message.network_id, _priority(message)


def _priority(message: Message) -> int:
    return URGENT_PRIORITY if message.is_urgent else 0


def _enqueue(message: Message, run_at: datetime) -> None:
    enqueue(
        deliver,
        network_id=message.network_id,
        run_at=run_at,
        priority=_priority(message),
        message_id=str(message.id),
    )


def _parcel(message: Message, may_be_duplicate: bool) -> Parcel:
    return Parcel(
        id=message.id,
        address=address_of(message),
        subject=message.subject,
        body=message.body,
        created_at=message.created_at,
        is_urgent=message.is_urgent,
        is_exercise=message.exercise_id is not None,
        may_be_duplicate=may_be_duplicate,
    )
