"""Attempts: begun in batches and committed before the channel is touched, ended in batches after.

Whoever finds an attempt without an end, whose worker is dead or whose lease has run out, knows
that it was cut off: the outcome is unknown, is shown as such, and the next attempt is marked as a
possible duplicate under the same key.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, Q

from muster.journal import clock
from muster.journal.record import record
from muster.messaging.channels import Delivery, Parcel
from muster.messaging.events import DeliveryDied
from muster.messaging.models import Attempt, ContactPoint, DeliveryState, Message, Outcome
from muster.messaging.sealing import unseal
from muster.messaging.ways import stopped_people
from muster.rules.actor import system_actor

MOST_ATTEMPTS = 8
FIRST_PAUSE = timedelta(seconds=20)
LONGEST_PAUSE = timedelta(hours=1)
LEASE = timedelta(seconds=60)
MOST_RECOVERED = 1000
DUE = (DeliveryState.WAITING, DeliveryState.UNKNOWN)
TOO_LATE = "It was not sent in time, and would have come too late."
NOT_LISTED = "The person has taken this way out of the list."
NOT_VERIFIED = "Nobody has proved yet to be reached there."
STOPPED = "Mail to this mailbox is stopped: a stranger may read it."
CUT_OFF = "The worker ended in the middle: perhaps it was delivered."


@dataclass(frozen=True)
class Begun:
    """An attempt that is on record, and what its channel is given."""

    attempt_id: int
    number: int
    message_id: UUID
    channel: str
    parcel: Parcel


@dataclass(frozen=True)
class Ended:
    """How an attempt went, and when that was known."""

    begun: Begun
    delivery: Delivery
    at: datetime = field(default_factory=clock.now)


def begin(worker: str, channels: Collection[str], limit: int) -> list[Begun]:
    """Claim messages that are due for a worker, the urgent first, and write that attempts begin."""
    at = clock.now()
    due = Message.objects.filter(
        state__in=DUE, next_attempt_at__lte=at, channel__in=channels
    ).order_by("-is_urgent", "next_attempt_at", "id")
    if not due.exists():  # looking costs nothing; claiming takes SQLite's only pen
        return []
    with transaction.atomic():
        messages = list(due.select_for_update(skip_locked=True)[:limit])
        points = _points(messages)
        leaving = _without_withheld(messages, points, at)
        Message.objects.filter(id__in=[each.id for each in leaving]).update(
            state=DeliveryState.SENDING,
            attempts=F("attempts") + 1,
            next_attempt_at=None,
            worker=worker,
            leased_until=at + LEASE,
        )
        doubtful = _with_unknown_outcome(leaving)
        attempts = Attempt.objects.bulk_create(
            Attempt(
                message=message,
                number=message.attempts + 1,
                begun_at=at,
                marked_duplicate=message.id in doubtful,
            )
            for message in leaving
        )
    return [
        Begun(
            attempt.id,
            attempt.number,
            message.id,
            message.channel,
            _parcel(message, points, attempt.marked_duplicate),
        )
        for message, attempt in zip(leaving, attempts, strict=True)
    ]


def end(ended: Sequence[Ended]) -> None:
    """Write how attempts went, in one transaction; a late `sent` counts whoever has the message."""
    with transaction.atomic():
        _write_outcomes(ended)
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


def extend(worker: str, message_ids: Collection[UUID]) -> None:
    """Push the leases of messages in hand further out."""
    rows = Message.objects.filter(id__in=message_ids, worker=worker, state=DeliveryState.SENDING)
    rows.update(leased_until=clock.now() + LEASE)


def give_back(worker: str, begun: Sequence[Begun]) -> None:
    """Undo attempts that were claimed and never begun to be sent; that was no attempt."""
    ids = [each.message_id for each in begun]
    with transaction.atomic():
        Attempt.objects.filter(id__in=[each.attempt_id for each in begun]).delete()
        Message.objects.filter(id__in=ids, worker=worker, state=DeliveryState.SENDING).update(
            state=DeliveryState.WAITING,
            attempts=F("attempts") - 1,
            next_attempt_at=clock.now(),
            worker="",
            leased_until=None,
        )


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


def _points(messages: Iterable[Message]) -> dict[UUID, ContactPoint]:
    ids = {each.contact_point_id for each in messages if each.contact_point_id}
    live = ContactPoint.objects.filter(removed_at__isnull=True, id__in=ids)
    return {point.id: point for point in live} if ids else {}


def _without_withheld(
    messages: Sequence[Message], points: dict[UUID, ContactPoint], at: datetime
) -> list[Message]:
    """Those that may leave the house; the others are marked as withheld, with the reason."""
    mailed = {each.person_id for each in messages if each.channel == "email" and each.person_id}
    stopped = stopped_people(mailed) if mailed else set()
    leaving = []
    for message in messages:
        if reason := _why_withheld(message, points, stopped, at):
            message.state, message.last_error = DeliveryState.WITHHELD, reason
            message.next_attempt_at = None
            message.save(update_fields=["state", "last_error", "next_attempt_at"])
        else:
            leaving.append(message)
    return leaving


def _why_withheld(
    message: Message, points: dict[UUID, ContactPoint], stopped: set[UUID], at: datetime
) -> str:
    if message.expires_at is not None and message.expires_at <= at:
        return TOO_LATE
    is_personal = False
    if message.contact_point_id is not None:
        point = points.get(message.contact_point_id)
        if point is None:
            return NOT_LISTED
        if point.verified_at is None and message.about_id != point.id:
            return NOT_VERIFIED  # only its code goes there
        is_personal = point.is_personal
    is_stopped = message.channel == "email" and message.person_id in stopped
    return STOPPED if is_stopped and not is_personal else ""


def _with_unknown_outcome(messages: Iterable[Message]) -> set[UUID]:
    """Those of which an earlier attempt may have arrived."""
    tried = [each.id for each in messages if each.attempts]
    if not tried:
        return set()
    unknown = Attempt.objects.filter(message__in=tried, outcome=Outcome.UNKNOWN)
    return set(unknown.values_list("message_id", flat=True))


def _write_outcomes(ended: Sequence[Ended]) -> None:
    """The ends of many attempts, one statement each in one round trip."""
    when = Attempt._meta.get_field("ended_at")
    rows = [
        (
            when.get_db_prep_save(each.at, connection),
            str(each.delivery.outcome),
            each.delivery.detail,
            each.begun.attempt_id,
        )
        for each in ended
    ]
    table = connection.ops.quote_name(Attempt._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {table} SET ended_at = %s, outcome = %s, detail = %s WHERE id = %s", rows
        )


def _settle_sent(sent: Sequence[Ended]) -> None:
    rows = Message.objects.filter(id__in=[each.begun.message_id for each in sent])
    rows.exclude(state=DeliveryState.SENT).update(
        state=DeliveryState.SENT,
        sent_at=max((each.at for each in sent), default=None),
        next_attempt_at=None,
        leased_until=None,
        last_error="",
    )
    for each in sent:
        if each.delivery.reference:
            rows.filter(id=each.begun.message_id).update(provider_reference=each.delivery.reference)


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


def _parcel(message: Message, points: dict[UUID, ContactPoint], may_be_duplicate: bool) -> Parcel:
    address = message.address
    if message.contact_point_id is not None:
        address = unseal(points[message.contact_point_id].sealed_address)
    return Parcel(
        id=message.id,
        address=address,
        subject=message.subject,
        body=message.body,
        created_at=message.created_at,
        is_urgent=message.is_urgent,
        is_exercise=message.exercise_id is not None,
        may_be_duplicate=may_be_duplicate,
        short=message.short,
        answer_url=message.answer_url,
        reply_code=message.reply_code,
        expires_at=message.expires_at,
    )
