"""Telling a person that a right answer did not count, since too many were tried in the same name."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from muster.messaging import addresses
from muster.messaging.carriers.arrival import Arrival
from muster.messaging.models import Message
from muster.messaging.outbox import Letter, send
from muster.messaging.ways import Way, ways_of

SUBJECT = "Your answer did not count"
WORDS = f"{SUBJECT}: too many were tried in your name."


def tell_not_counted(message: Message, arrival: Arrival, at: datetime) -> None:
    """Write to whoever was asked, once for each message, with the link that it held already.

    It goes over the first way that is not the one the answer came by, whose owner may not have
    written it; over that one only where there is no other. In the caller's transaction.
    """
    if message.person_id is None:
        return
    way = _way_to(message.person_id, message.is_urgent, arrival, at)
    if way is None:
        return
    # Two such answers at once wait here for each other: the second finds the letter written.
    Message.objects.select_for_update().get(id=message.id)
    said = f"{WORDS} {'Use the link.' if message.answer_url else 'Sign in to answer.'}"
    link = f"\n\n{message.answer_url}" if message.answer_url else ""
    exercise = "EXERCISE. Nothing here is real.\n\n" if message.exercise_id else ""
    letter = Letter(
        network_id=message.network_id,
        person_id=message.person_id,
        channel=way.channel,
        address=way.address,
        contact_point_id=way.contact_point_id,
        subject=f"EXERCISE: {SUBJECT}" if message.exercise_id else SUBJECT,
        body=f"{exercise}{said}{link}\n",
        short=said,
        answer_url=message.answer_url,
        expires_at=message.expires_at,
        unique_key=f"reply-not-counted/{message.id}",
        is_urgent=message.is_urgent,
        exercise_id=message.exercise_id,
    )
    send([letter])


def _way_to(person_id: UUID, is_urgent: bool, arrival: Arrival, at: datetime) -> Way | None:
    ways = ways_of([person_id], is_urgent=is_urgent, at=at).get(person_id, [])
    others = [way for way in ways if not _came_by(way, arrival)]
    return next(iter(others or ways), None)


def _came_by(way: Way, arrival: Arrival) -> bool:
    if way.channel != arrival.channel:
        return False
    sender = addresses.usable(arrival.channel, arrival.sender)
    return addresses.usable(way.channel, way.address) == sender
