"""What may not leave the house when its moment has come, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from muster.messaging.models import ContactPoint
from muster.messaging.ways import stopped_people

TOO_LATE = "It was not sent in time, and would have come too late."
NOT_LISTED = "The person has taken this way out of the list."
NOT_VERIFIED = "Nobody has proved yet to be reached there."
STOPPED = "Mail to this mailbox is stopped: a stranger may read it."


class Sendable(Protocol):
    """A message as far as it is looked at here."""

    @property
    def id(self) -> UUID: ...
    @property
    def channel(self) -> str: ...
    @property
    def person_id(self) -> UUID | None: ...
    @property
    def contact_point_id(self) -> UUID | None: ...
    @property
    def about_id(self) -> UUID | None: ...
    @property
    def expires_at(self) -> datetime | None: ...


def points_of(messages: Iterable[Sendable]) -> dict[UUID, ContactPoint]:
    """The persons' own ways that messages go to, as far as they are still listed."""
    ids = {each.contact_point_id for each in messages if each.contact_point_id}
    live = ContactPoint.objects.filter(removed_at__isnull=True, id__in=ids)
    return {point.id: point for point in live} if ids else {}


def withheld(
    messages: Sequence[Sendable], points: dict[UUID, ContactPoint], at: datetime
) -> dict[UUID, str]:
    """Those that may not leave, each with the reason."""
    mailed = {each.person_id for each in messages if each.channel == "email" and each.person_id}
    stopped = stopped_people(mailed) if mailed else set()
    reasons = {each.id: _why(each, points, stopped, at) for each in messages}
    return {message_id: reason for message_id, reason in reasons.items() if reason}


def _why(
    message: Sendable, points: dict[UUID, ContactPoint], stopped: set[UUID], at: datetime
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
