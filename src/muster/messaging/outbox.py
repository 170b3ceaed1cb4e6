"""Putting messages on the way. `claiming` takes them in hand, `attempts` ends them, `dispatching` brings them out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from muster.journal import clock, wake
from muster.journal.ids import new_id
from muster.journal.inserting_many import insert_many
from muster.messaging import holding
from muster.messaging.models import DeliveryState, Message


@dataclass(frozen=True)
class Letter:
    """What is to be said to one person over one channel; `unique_key` makes it once.

    With `contact_point_id` it goes to that way of the person's own, and `address` is not kept.
    `short` is what a push, a text or a voice may say; `answer_url` stands below it, of a call it is
    where its keys are posted, and ends as `voice.KEYS_END`. Whoever answers
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


class Copy(NamedTuple):
    """What is one person's own in a letter that many get; the words are as in `Letter`."""

    person_id: UUID
    address: str
    contact_point_id: UUID | None
    body: str
    answer_url: str
    reply_code: str
    about_id: UUID
    unique_key: str


def send(letters: Sequence[Letter]) -> None:
    """Put letters on the way, in the caller's transaction; a known `unique_key` adds nothing."""
    keys = [letter.unique_key for letter in letters]
    known = set(Message.objects.filter(unique_key__in=keys).values_list("unique_key", flat=True))
    at = clock.now()
    fresh = {letter.unique_key: letter for letter in letters if letter.unique_key not in known}
    messages = [_message(letter, at) for letter in fresh.values()]
    held = [each for each in messages if holding.may_be_told_already(each.fact_id)]
    for message in held:
        holding.mark_held(message)
    Message.objects.bulk_create(messages)
    if held:
        holding.note_attempts_of_the_host(held)
    transaction.on_commit(wake.ring)


def send_copies(pattern: Letter, copies: Sequence[Copy]) -> None:
    """Put one letter to many on the way, in the caller's transaction, in one statement.

    Their keys are new: a known one is an error, not a repetition.
    """
    at = clock.now()
    insert_many(
        Message,
        ("id", *Copy._fields),
        [(new_id(), *copy._replace(address=_kept_address(copy))) for copy in copies],
        network_id=pattern.network_id,
        channel=pattern.channel,
        subject=pattern.subject[:200],
        short=pattern.short[:320],
        is_urgent=pattern.is_urgent,
        exercise_id=pattern.exercise_id,
        about_kind=pattern.about_kind,
        expires_at=pattern.expires_at,
        created_at=at,
        next_attempt_at=at,
    )
    transaction.on_commit(wake.ring)


def try_again_now(message: Message) -> None:
    """One more attempt, at once, however many there were; the caller holds the row."""
    message.attempts = message.attempt_rows.count()
    message.state, message.next_attempt_at = DeliveryState.WAITING, clock.now()
    message.save(update_fields=["attempts", "state", "next_attempt_at"])
    transaction.on_commit(wake.ring)


def send_held_now(messages: Iterable[Message]) -> int:
    """Let held messages go, at once; the caller holds the rows. Answers how many."""
    at, going = clock.now(), list(messages)
    for message in going:
        message.state, message.next_attempt_at = DeliveryState.WAITING, at
    Message.objects.bulk_update(going, ["state", "next_attempt_at"], batch_size=holding.AT_ONCE)
    transaction.on_commit(wake.ring)
    return len(going)


def _message(letter: Letter, at: datetime) -> Message:
    return Message(
        id=new_id(),
        network_id=letter.network_id,
        person_id=letter.person_id,
        channel=letter.channel,
        address=_kept_address(letter),
        subject=letter.subject[:200],
        body=letter.body,
        unique_key=letter.unique_key,
        is_urgent=letter.is_urgent,
        exercise_id=letter.exercise_id,
        fact_id=letter.fact_id,
        created_at=at,
        next_attempt_at=at,
        contact_point_id=letter.contact_point_id,
        short=letter.short[:320],
        answer_url=letter.answer_url,
        reply_code=letter.reply_code,
        about_kind=letter.about_kind,
        about_id=letter.about_id,
        expires_at=letter.expires_at,
    )


def _kept_address(letter: Letter | Copy) -> str:
    """Empty where the person's own way keeps it, sealed."""
    return "" if letter.contact_point_id else letter.address[:254]
