"""Reading deliveries: for the coordinator and the auditor of the network, without the words said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from muster.journal import queries as journal
from muster.journal.keyset import Page, page_of
from muster.messaging import addresses, push_secrets, sealing
from muster.messaging.models import (
    Attempt,
    ContactPoint,
    DeliveryState,
    Message,
    Outcome,
    QuietHours,
)
from muster.messaging.ways import Way, is_open, stopped_people, ways_of
from muster.rules.actor import Actor
from muster.rules.permissions import is_permitted
from muster.rules.refusal import NotFound
from muster.rules.retention import DISPOSED

__all__ = ["Way", "own_ways", "stopped_people", "ways_of"]

MOST_ABOUT = 5000
OVER = (
    DeliveryState.SENT,
    DeliveryState.DEAD,
    DeliveryState.UNKNOWN,
    DeliveryState.WITHHELD,
    DeliveryState.HELD,
)
STUCK = (DeliveryState.DEAD, DeliveryState.UNKNOWN, DeliveryState.HELD)
ORDERS = {"newest": ("-id",), "oldest": ("id",)}


def _visible(actor: Actor) -> QuerySet[Message]:
    if actor.is_system:
        return Message.objects.all()
    if actor.network_id is None or not is_permitted(actor, "delivery.view"):
        return Message.objects.none()
    return Message.objects.filter(network_id=actor.network_id)


def deliveries_of_network(
    actor: Actor,
    *,
    state: str | None = None,
    channel: str | None = None,
    order: str = "newest",
    cursor: str | None = None,
    limit: int = 50,
) -> Page[Message]:
    """Messages of the actor's network."""
    rows = _visible(actor).defer("body")
    if state:
        rows = rows.filter(state=state)
    if channel:
        rows = rows.filter(channel=channel)
    return page_of(rows, ORDERS.get(order, ORDERS["newest"]), cursor, limit)


def held_deliveries(actor: Actor, *, lock: bool = False) -> list[Message]:
    """What the standby holds of the actor's network, oldest first."""
    rows = _visible(actor).filter(state=DeliveryState.HELD).order_by("id")
    return list(rows.select_for_update() if lock else rows)


def is_stuck(message: Message) -> bool:
    """Whether nothing more happens to it, or nobody knows, until somebody has it sent again."""
    return message.state in STUCK


@dataclass(frozen=True)
class Tried:
    """One attempt, as whoever waits for the answer sees it; `outcome` is empty while it lasts."""

    number: int
    begun_at: datetime
    ended_at: datetime | None
    outcome: str
    marked_duplicate: bool


@dataclass(frozen=True)
class AboutDelivery:
    """One letter about a thing: to whom, over what, how far it came. No address and no words."""

    message_id: UUID
    about_id: UUID
    person_id: UUID | None
    contact_point_id: UUID | None
    channel: str
    state: str
    created_at: datetime
    sent_at: datetime | None
    next_attempt_at: datetime | None
    seen_at: datetime | None
    attempts: tuple[Tried, ...]


def deliveries(about_kind: str, about_ids: Collection[UUID]) -> list[AboutDelivery]:
    """What was sent about some things, oldest first; for code: the caller checks who may know."""
    rows = Message.objects.filter(about_kind=about_kind, about_id__in=about_ids).defer("body")
    messages = list(rows.order_by("created_at", "id")[:MOST_ABOUT])
    tried: dict[UUID, list[Tried]] = defaultdict(list)
    for each in Attempt.objects.filter(message__in=messages).order_by("message_id", "number"):
        tried[each.message_id].append(
            Tried(each.number, each.begun_at, each.ended_at, each.outcome, each.marked_duplicate)
        )
    return [
        AboutDelivery(
            message_id=each.id,
            about_id=each.about_id,
            person_id=each.person_id,
            contact_point_id=each.contact_point_id,
            channel=each.channel,
            state=each.state,
            created_at=each.created_at,
            sent_at=each.sent_at,
            next_attempt_at=each.next_attempt_at,
            seen_at=each.seen_at,
            attempts=tuple(tried[each.id]),
        )
        for each in messages
    ]


def get_delivery(actor: Actor, message_id: UUID, *, lock: bool = False) -> Message:
    """One message. Raises `NotFound`."""
    rows = _visible(actor)
    if lock:
        rows = rows.select_for_update()
    found = rows.filter(id=message_id).first()
    if found is None:
        raise NotFound("delivery")
    return found


def attempts(actor: Actor, message_id: UUID) -> list[Attempt]:
    """What was tried, first to last."""
    message = get_delivery(actor, message_id)
    return list(message.attempt_rows.order_by("number")[:100])


def counts(actor: Actor) -> dict[str, int]:
    """How many messages are in each state."""
    found = dict(_visible(actor).order_by().values_list("state").annotate(count=Count("id")))
    return {state: found.get(state, 0) for state in DeliveryState.values}


@dataclass(frozen=True)
class Traffic:
    """What the outbox of a whole installation holds; `left` is what was not yet sent."""

    letters: int
    left: int
    unknown: int


def traffic() -> Traffic:
    """Every message and every attempt of unknown outcome, counted. For code, not pages."""
    return Traffic(
        letters=Message.objects.count(),
        left=Message.objects.exclude(state=DeliveryState.SENT).count(),
        unknown=Attempt.objects.filter(outcome=Outcome.UNKNOWN).count(),
    )


def dead_count(actor: Actor) -> int:
    """How many messages were given up, and so never arrived."""
    return _visible(actor).filter(state=DeliveryState.DEAD).count()


def messages_to_dispose(
    network_id: UUID, person_ids: Collection[UUID], before: datetime, limit: int
) -> list[Message]:
    """Messages of a network from before a moment that are over, and those of no network (codes that
    prove a way) to its people. For the records room."""
    rows = Message.objects.filter(
        Q(network_id=network_id) | Q(network_id=None, person_id__in=person_ids),
        created_at__lt=before,
        state__in=OVER,
    ).exclude(subject=DISPOSED)
    return list(rows.order_by("created_at", "id")[:limit])


def reach_of_messages(rows: Iterable[Message]) -> dict[UUID, frozenset[UUID]]:
    """For each message the ids by which a legal hold keeps it: itself, what it is about, and what the
    fact is about of which it tells."""
    found = list(rows)
    about = journal.subjects_of_facts({row.fact_id for row in found if row.fact_id})
    return {
        row.id: frozenset({row.id, row.about_id, *about.get(row.fact_id or 0, ())} - {None})
        for row in found
    }


def contact_points(actor: Actor, *, lock: bool = False) -> list[ContactPoint]:
    """One's own ways to be reached, in order; nobody else's, whatever the office."""
    rows = ContactPoint.objects.filter(person_id=actor.person_id, removed_at__isnull=True)
    if actor.person_id is None:
        return []
    return list((rows.select_for_update() if lock else rows).order_by("position", "id"))


def get_contact_point(actor: Actor, contact_point_id: UUID, *, lock: bool = False) -> ContactPoint:
    """One of one's own ways. Raises `NotFound`."""
    rows = ContactPoint.objects.filter(person_id=actor.person_id, removed_at__isnull=True)
    found = (rows.select_for_update() if lock else rows).filter(id=contact_point_id).first()
    if found is None or actor.person_id is None:
        raise NotFound("contact_point")
    return found


def contact_point_of(actor: Actor, channel: str, digest: str) -> ContactPoint | None:
    """One's own way with an address, if it is listed."""
    rows = ContactPoint.objects.filter(person_id=actor.person_id, removed_at__isnull=True)
    return rows.filter(channel=channel, address_digest=digest).first()


def address_for_owner(point: ContactPoint) -> str:
    """The address as its owner reads it; of a secret one only where it leads."""
    return addresses.readable(point.channel, sealing.unseal(point.sealed_address))


def quiet_hours(actor: Actor) -> QuietHours | None:
    """One's own quiet hours."""
    return QuietHours.objects.filter(person_id=actor.person_id).first()


def push_public_key() -> str:
    """The key that browsers subscribe with; the same for everybody."""
    return push_secrets.public_key()


def own_ways(person_id: UUID, *channels: str, verified_before: datetime | None = None) -> list[Way]:
    """A person's verified personal ways over the open ones of some channels, whatever the hour; for
    code that proves who somebody is. `verified_before` leaves out what was verified since."""
    rows = ContactPoint.objects.filter(
        person_id=person_id,
        channel__in=[name for name in channels if is_open(name)],
        is_personal=True,
        verified_at__isnull=False,
        removed_at__isnull=True,
    )
    if verified_before is not None:
        rows = rows.filter(verified_at__lt=verified_before)
    return [
        Way(point.channel, sealing.unseal(point.sealed_address), point.id, point.label)
        for point in rows.order_by("position", "id")
    ]
