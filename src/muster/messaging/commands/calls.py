"""Which call a key was pressed on: the one that an attempt made, and no other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from muster.messaging.channels import voice
from muster.messaging.models import Attempt, ContactPoint, Message
from muster.rules.refusal import NotFound


@dataclass(frozen=True)
class Call:
    """A call that was made: its words with the keys, when, and whether the key came on this very
    one, to a number that is still the person's own."""

    words: str
    begun_at: datetime
    is_same: bool


def take_up_call(about_id: UUID, answer_url: str, number: int, reference: str) -> Call:
    """The call that attempt `number` made for a letter, as the carrier knows it by `reference`.

    Where the carrier's answer to the attempt was lost, the first key says which call it was, and no
    other call counts for it afterwards. Raises `NotFound` where there was no such attempt.
    """
    with transaction.atomic():
        rows = Attempt.objects.select_for_update(of=("self",)).select_related("message")
        attempt = rows.filter(
            number=number,
            message__about_id=about_id,
            message__channel=voice.NAME,
            message__answer_url=answer_url,
        ).first()
        if attempt is None:
            raise NotFound("call")
        is_same = attempt.reference in ("", reference) and _is_listed(attempt.message)
        if is_same and not attempt.reference:
            attempt.reference = reference
            attempt.save(update_fields=["reference"])
    message = attempt.message
    words = voice.words(
        message.short, is_exercise=message.exercise_id is not None, ending=voice.MENU
    )
    return Call(words, attempt.begun_at, is_same)


def _is_listed(message: Message) -> bool:
    if message.contact_point_id is None:
        return True
    points = ContactPoint.objects.filter(
        id=message.contact_point_id, removed_at__isnull=True, verified_at__isnull=False
    )
    return points.exists()
