"""What a coordinator may do about messages that did not arrive; mail that is stopped."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from muster.journal import clock
from muster.journal.command import command
from muster.journal.holding import refuse_held
from muster.journal.record import record
from muster.messaging import outbox, queries
from muster.messaging.events import DeliveryRetried, HeldDeliveriesSent
from muster.messaging.models import Attempt, Inbound, MailStop, Message
from muster.rules.actor import Actor
from muster.rules.refusal import Refusal, Refused
from muster.rules.retention import DISPOSED


@command("delivery.retry")
def retry_delivery(actor: Actor, *, message_id: UUID) -> Message:
    """Have a message that was given up, is held, or has an unknown outcome, tried again at once.

    Refuses `delivery.not_stuck`. Records `DeliveryRetried`.
    """
    message = queries.get_delivery(actor, message_id, lock=True)
    if not queries.is_stuck(message):
        raise Refused(Refusal("delivery.not_stuck", values={"state": message.get_state_display()}))
    outbox.try_again_now(message)
    record(
        DeliveryRetried(message.id, message.channel),
        actor=actor,
        subjects=[("message", message.id)],
        audience=[],
        exercise_id=message.exercise_id,
    )
    return message


@command("delivery.retry")
def send_held(actor: Actor) -> int:
    """Send what the standby holds because the lost host may have sent it; answers how many messages.

    Refuses `delivery.none_held`. Records `HeldDeliveriesSent`.
    """
    count = outbox.send_held_now(queries.held_deliveries(actor, lock=True))
    if not count:
        raise Refused(Refusal("delivery.none_held"))
    record(HeldDeliveriesSent(count), actor=actor, subjects=[], audience=[])
    return count


@command("record.dispose")
def dispose_messages(actor: Actor, *, message_ids: Collection[UUID]) -> int:
    """Take the words and the address out of messages and of what was answered to them; that one was
    sent, when and how, and that an answer came, stays.

    Refuses `record.under_hold`. Records nothing; the disposal's own fact says it. Clause: retention.
    """
    own_or_of_no_network = Q(network_id=actor.network_id) | Q(network_id=None)
    rows = Message.objects.filter(own_or_of_no_network, id__in=message_ids)
    reaches = queries.reach_of_messages(rows)
    refuse_held(actor.network_id, frozenset[UUID]().union(*reaches.values()))
    Attempt.objects.filter(message__in=rows).update(detail="", reference="")
    answers = Inbound.objects.filter(message_id__in=list(rows.values_list("id", flat=True)))
    answers.update(sender_digest="")
    return rows.update(
        subject=DISPOSED,
        body="",
        short="",
        address="",
        answer_url="",
        reply_code="",
        provider_reference="",
        last_error="",
    )


def stop_mail_to(
    network_id: UUID | None, person_ids: Collection[UUID], reason: str, by: UUID | None
) -> int:
    """Mail nothing to these people's account mailboxes any more, from any network; answers how many.

    For the room that fences accounts, in its transaction: it checks who may, and records the fact.
    What is on its way already is withheld when its turn comes. A person's own mailbox, verified as
    personal, is still written to.
    """
    at = clock.now()
    with transaction.atomic():
        live = MailStop.objects.filter(network_id=network_id, allowed_at__isnull=True)
        known = set(live.filter(person_id__in=person_ids).values_list("person_id", flat=True))
        stops = [
            MailStop(
                network_id=network_id,
                person_id=person_id,
                reason=reason[:300],
                stopped_at=at,
                stopped_by_id=by,
            )
            for person_id in set(person_ids) - known
        ]
        MailStop.objects.bulk_create(stops)
    return len(stops)


def allow_mail_to(
    network_id: UUID | None, person_ids: Collection[UUID], reason: str, by: UUID | None
) -> int:
    """End the stops of a network for these people; answers how many. What was withheld stays so.

    `reason` is for the caller's fact.
    """
    live = MailStop.objects.filter(
        network_id=network_id, person_id__in=person_ids, allowed_at__isnull=True
    )
    return live.update(allowed_at=clock.now(), allowed_by_id=by)


def note_seen(about_kind: str, about_id: UUID, person_id: UUID, at: datetime | None = None) -> int:
    """Note that the person has opened what was sent about a thing; the first time counts."""
    rows = Message.objects.filter(
        about_kind=about_kind, about_id=about_id, person_id=person_id, seen_at__isnull=True
    )
    return rows.update(seen_at=at or clock.now())
