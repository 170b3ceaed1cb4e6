"""Answers that come in by text or mail: once each, and only with signature, sender and live code.

Muster itself writes these down; no person's verb leads here, and no permission is asked. What does
not count is written down as well, so that whoever tries often is seen.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max, QuerySet

from muster.journal import clock
from muster.journal.record import record
from muster.messaging import addresses, attempts, sealing
from muster.messaging.carriers.arrival import Arrival
from muster.messaging.events import ManyRepliesRefused, ReplyReceived, ReplyRefused
from muster.messaging.models import ContactPoint, DeliveryState, Inbound, Message
from muster.messaging.not_counted import tell_not_counted
from muster.messaging.ways import stopped_people
from muster.rules.actor import system_actor
from muster.rules.replies import code_and_words

WINDOW = timedelta(hours=1)
MANY = (10, 100, 1000)
"""So many refused within the window alarm the coordinators: each step once a window."""
MOST_OF_ONE_SENDER = 5
"""So many guesses within the window: no more of this sender count, and that alarms as a step does."""
GUESSES = ("unknown_code", "wrong_sender", "too_many")
MOST_KEPT = 2000
"""Beyond so many refused within the window nothing more is written: a flood must not fill the disk."""


def take_in(arrival: Arrival) -> str:
    """Take in one answer whose signature is good; answers why it does not count, or nothing.

    The same again changes nothing. Records `ReplyReceived` or `ReplyRefused`.
    """
    with transaction.atomic():
        inbound, is_new = Inbound.objects.get_or_create(
            carrier=arrival.carrier,
            carrier_id=arrival.carrier_id[:200],
            defaults={
                "channel": arrival.channel,
                "sender_digest": _sender_digest(arrival),
                "received_at": clock.now(),
            },
        )
        if not is_new:
            return inbound.refused_because
        code, words = code_and_words(arrival.text, is_mail=arrival.channel == "email")
        message = _message_of(arrival, code)
        reason = _why_refused(arrival, inbound, message)
        if message is not None:
            inbound.message_id, inbound.network_id = message.id, message.network_id
        inbound.refused_because = reason
        inbound.save(update_fields=["message_id", "network_id", "refused_because"])
        if reason or message is None:
            _record_refusal(inbound)
        else:
            _record_reply(inbound, message, words)
    return reason


def refuse_forged(carrier: str, body: bytes) -> None:
    """Write down that something came whose signature is missing, wrong or too old.

    The same bytes again are the same attempt. Records `ReplyRefused`.
    """
    at = clock.now()
    if Inbound.objects.filter(received_at__gt=at - WINDOW).count() >= MOST_KEPT:
        return
    digest = hashlib.sha256(body).hexdigest()
    with transaction.atomic():
        inbound, is_new = Inbound.objects.get_or_create(
            carrier=carrier,
            carrier_id=f"forged/{digest}",
            defaults={
                "channel": "",
                "sender_digest": "",
                "received_at": at,
                "refused_because": "forged",
            },
        )
        if is_new:
            _record_refusal(inbound)


def note_status(arrival: Arrival) -> None:
    """The carrier's own word on a message: that it could not be delivered after all, or was."""
    if arrival.status not in ("failed", "undelivered", "busy", "no-answer", "canceled"):
        return
    attempts.carrier_gave_up(arrival.reference, arrival.status)


def _sender_digest(arrival: Arrival) -> str:
    kept = addresses.usable(arrival.channel, arrival.sender) or arrival.sender
    return sealing.digest(kept)


def _message_of(arrival: Arrival, code: str) -> Message | None:
    """The message that is answered: of several with the code, the sender's own."""
    if not code:
        return None
    found = list(
        Message.objects.filter(reply_code=code, about_id__isnull=False).order_by("-created_at")[:20]
    )
    own = [message for message in found if _is_sender(arrival, message)]
    return next(iter([*own, *found]), None)


def _why_refused(arrival: Arrival, inbound: Inbound, message: Message | None) -> str:
    """Beyond the limit the right code is refused as well: else guessing would pay. A sender's
    address can be forged, so the person is told, over another way, whose answer that was."""
    fault = _fault(arrival, inbound, message)
    if _guesses_of_sender(inbound) < MOST_OF_ONE_SENDER:
        return fault
    if message is not None and not fault:
        tell_not_counted(message, arrival, inbound.received_at)
    return "too_many"


def _guesses_of_sender(inbound: Inbound) -> int:
    guesses = _refused_lately(inbound).filter(refused_because__in=GUESSES)
    return guesses.filter(sender_digest=inbound.sender_digest).count()


def _fault(arrival: Arrival, inbound: Inbound, message: Message | None) -> str:
    """What is wrong with an answer, however many came before it."""
    if message is None:
        return "unknown_code"
    if not _is_sender(arrival, message):
        return "wrong_sender"
    if message.expires_at is None or message.expires_at <= inbound.received_at:
        return "expired"
    if arrival.channel == "email" and _is_stopped(message):
        return "stopped_mailbox"
    answered = Inbound.objects.filter(message_id=message.id, refused_because="")
    return "replayed" if answered.exclude(id=inbound.id).exists() else ""


def _is_sender(arrival: Arrival, message: Message) -> bool:
    """Whether it came from where the message went, over the same channel."""
    if arrival.channel != message.channel:
        return False
    asked = message.address
    if message.contact_point_id is not None:
        points = ContactPoint.objects.filter(
            id=message.contact_point_id, removed_at__isnull=True, verified_at__isnull=False
        )
        asked = next((sealing.unseal(point.sealed_address) for point in points), "")
    kept = addresses.usable(message.channel, asked)
    return bool(kept) and kept == addresses.usable(arrival.channel, arrival.sender)


def _is_stopped(message: Message) -> bool:
    if message.person_id is None or not stopped_people([message.person_id]):
        return False
    own = ContactPoint.objects.filter(id=message.contact_point_id, is_personal=True)
    return not own.exists()


def _record_reply(inbound: Inbound, message: Message, words: str) -> None:
    if message.seen_at is None:
        Message.objects.filter(id=message.id).update(seen_at=inbound.received_at)
    happened = ReplyReceived(
        network_id=message.network_id,
        person_id=message.person_id,
        contact_point_id=message.contact_point_id,
        channel=inbound.channel,
        about_kind=message.about_kind,
        about_id=message.about_id,
        text=words,
        reply_id=inbound.id,
    )
    record(
        happened,
        actor=system_actor(message.network_id),
        subjects=[("message", message.id), (message.about_kind, message.about_id)],
        audience=[],
        exercise_id=message.exercise_id,
    )


def _record_refusal(inbound: Inbound) -> None:
    known = [("message", inbound.message_id)] if inbound.message_id else []
    record(
        ReplyRefused(inbound.refused_because, inbound.channel, inbound.carrier, inbound.id),
        actor=system_actor(inbound.network_id),
        subjects=known,
        audience=[],
    )
    _alarm_if_many(inbound)


def _refused_lately(inbound: Inbound) -> QuerySet[Inbound]:
    since = inbound.received_at - WINDOW
    return Inbound.objects.filter(received_at__gt=since).exclude(refused_because="")


def _alarm_if_many(inbound: Inbound) -> None:
    """Alarm where a step is reached that nobody was alarmed at within the window."""
    refused = _refused_lately(inbound)
    # Those who refuse at the same time wait here for each other: each counts what came before.
    refused.select_for_update().order_by("received_at", "id").first()
    count = refused.count()
    reached = [each for each in MANY if each <= count]
    if inbound.sender_digest and _guesses_of_sender(inbound) >= MOST_OF_ONE_SENDER:
        reached.append(MOST_OF_ONE_SENDER)
    step = max(reached, default=0)
    if step <= (refused.aggregate(highest=Max("alarmed_step"))["highest"] or 0):
        return
    inbound.alarmed_step = step
    inbound.save(update_fields=["alarmed_step"])
    for network_id in _networks_that_wait(inbound):
        record(
            ManyRepliesRefused(count, inbound.refused_because, inbound.id),
            actor=system_actor(network_id),
            subjects=[],
            audience=[],
        )


def _networks_that_wait(inbound: Inbound) -> list[UUID]:
    """The networks whose answers are awaited now: an attempt may be meant for any of them."""
    waiting = Message.objects.filter(expires_at__gt=inbound.received_at).exclude(reply_code="")
    waiting = waiting.exclude(network_id=None).exclude(
        state__in=(DeliveryState.WITHHELD, DeliveryState.HELD)
    )
    return list(waiting.order_by().values_list("network_id", flat=True).distinct()[:100])
