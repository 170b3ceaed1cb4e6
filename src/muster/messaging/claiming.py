"""Taking messages in hand: in batches, each attempt on record before its channel is touched."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from muster.journal import clock
from muster.journal.inserting_many import insert_many
from muster.journal.waiting_lines import walk_the_index
from muster.messaging.channels import Parcel
from muster.messaging.channels.voice import KEYS_END
from muster.messaging.channels.voice import NAME as VOICE
from muster.messaging.models import Attempt, ContactPoint, DeliveryState, Message, Outcome
from muster.messaging.sealing import unseal
from muster.messaging.withholding import points_of, withheld

LEASE = timedelta(seconds=60)
DUE = (DeliveryState.WAITING, DeliveryState.UNKNOWN)


@dataclass(frozen=True)
class Begun:
    """An attempt that is on record, by its message and number, and what its channel is given."""

    number: int
    message_id: UUID
    channel: str
    parcel: Parcel

    @property
    def key(self) -> tuple[UUID, int]:
        return self.message_id, self.number


class Due(NamedTuple):
    """The columns of a message that whoever sends it needs: thousands are read in seconds."""

    id: UUID
    channel: str
    attempts: int
    person_id: UUID | None
    contact_point_id: UUID | None
    about_id: UUID | None
    expires_at: datetime | None
    created_at: datetime
    address: str
    subject: str
    body: str
    short: str
    answer_url: str
    reply_code: str
    is_urgent: bool
    exercise_id: UUID | None


def begin(
    worker: str, channels: Collection[str], limit: int, *, looks_first: bool = True
) -> list[Begun]:
    """Claim messages that are due for a worker, the urgent first, and write that attempts begin.

    Who has just found some need not look first whether there are any.
    """
    at = clock.now()
    waiting = Message.objects.filter(
        state__in=DUE, next_attempt_at__lte=at, channel__in=channels
    ).order_by("-is_urgent", "next_attempt_at", "id")
    if (
        looks_first and not waiting.exists()
    ):  # looking costs nothing; claiming takes SQLite's only pen
        return []
    with transaction.atomic():
        walk_the_index()
        rows = waiting.select_for_update(skip_locked=True).values_list(*Due._fields)
        due = [Due._make(row) for row in rows[:limit]]
        points = points_of(due)
        stay = withheld(due, points, at)
        for message_id, reason in stay.items():
            Message.objects.filter(id=message_id).update(
                state=DeliveryState.WITHHELD, last_error=reason, next_attempt_at=None
            )
        leaving = [each for each in due if each.id not in stay]
        doubtful = _with_unknown_outcome(leaving)
        _write_begun(worker, leaving, doubtful, at)
    return [
        Begun(each.attempts + 1, each.id, each.channel, _parcel(each, points, each.id in doubtful))
        for each in leaving
    ]


def extend(worker: str, message_ids: Collection[UUID]) -> None:
    """Push the leases of messages in hand further out; one whose outcome is being written now needs
    none, and is not waited for."""
    rows = Message.objects.filter(id__in=message_ids, worker=worker, state=DeliveryState.SENDING)
    with transaction.atomic():
        free = rows.select_for_update(skip_locked=True).values_list("id", flat=True)
        Message.objects.filter(id__in=list(free)).update(leased_until=clock.now() + LEASE)


def give_back(worker: str, begun: Sequence[Begun]) -> None:
    """Undo attempts that were claimed and never begun to be sent; that was no attempt."""
    ids = [each.message_id for each in begun]
    with transaction.atomic():
        numbers = Q()
        for each in begun:
            numbers |= Q(message_id=each.message_id, number=each.number)
        Attempt.objects.filter(numbers).delete()
        Message.objects.filter(id__in=ids, worker=worker, state=DeliveryState.SENDING).update(
            state=DeliveryState.WAITING,
            attempts=F("attempts") - 1,
            next_attempt_at=clock.now(),
            worker="",
            leased_until=None,
        )


def _write_begun(
    worker: str, leaving: Sequence[Due], doubtful: Collection[UUID], at: datetime
) -> None:
    Message.objects.filter(id__in=[each.id for each in leaving]).update(
        state=DeliveryState.SENDING,
        attempts=F("attempts") + 1,
        next_attempt_at=None,
        worker=worker,
        leased_until=at + LEASE,
    )
    insert_many(
        Attempt,
        ("message_id", "number", "marked_duplicate"),
        [(each.id, each.attempts + 1, each.id in doubtful) for each in leaving],
        begun_at=at,
    )


def _with_unknown_outcome(messages: Iterable[Due]) -> set[UUID]:
    """Those of which an earlier attempt may have arrived."""
    tried = [each.id for each in messages if each.attempts]
    if not tried:
        return set()
    unknown = Attempt.objects.filter(message__in=tried, outcome=Outcome.UNKNOWN)
    return set(unknown.values_list("message_id", flat=True))


def _parcel(message: Due, points: dict[UUID, ContactPoint], may_be_duplicate: bool) -> Parcel:
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
        keys_url=_keys_url(message),
    )


def _keys_url(message: Due) -> str:
    """Where the keys of a call go that is made now: each attempt has an address of its own."""
    has_keys = message.channel == VOICE and message.answer_url.endswith(KEYS_END)
    return f"{message.answer_url}{message.attempts + 1}/" if has_keys else ""
