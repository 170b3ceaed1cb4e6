"""What the worker writes down of backups that leave; nobody else does."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from muster.backups import events, queries
from muster.backups.models import Place, Shipment, ShipmentState
from muster.journal import clock
from muster.journal.command import command
from muster.journal.record import EVERYONE, record
from muster.members.queries import network_ids
from muster.rules import backups
from muster.rules.actor import Actor, system_actor

CUT_OFF = "it was cut off in the middle"
ERROR_LENGTH = 500


@command("backup.ship")
def begin_shipment(actor: Actor, *, label: str, name: str, made_at: datetime) -> Shipment:
    """Note that a backup is on its way to a place.

    *Refuses* nothing. *Records* nothing: its end is what counts.
    """
    place, _ = Place.objects.get_or_create(
        label=label, defaults={"since": made_at, "next_try_at": made_at}
    )
    return Shipment.objects.create(place=place, name=name, made_at=made_at)


@command("backup.ship")
def finish_shipment(
    actor: Actor, *, shipment_id: int, size_bytes: int, sha256: str, checked: str
) -> Shipment:
    """Note that a backup arrived whole; the next is due an interval after it was made.

    *Refuses* nothing. *Records* BackupShipped.
    """
    shipment, place = _of(shipment_id)
    shipment.state, shipment.ended_at = ShipmentState.SHIPPED, clock.now()
    shipment.size_bytes, shipment.sha256, shipment.checked = size_bytes, sha256, checked
    shipment.save()
    place.failures, place.alarmed_at = 0, None
    place.next_try_at = backups.next_try(shipment.made_at, queries.interval(), 0)
    place.save()
    _record(
        events.BackupShipped,
        place=place.label,
        name=shipment.name,
        size_bytes=size_bytes,
        sha256=sha256,
        checked=checked,
    )
    return shipment


@command("backup.ship")
def fail_shipment(actor: Actor, *, shipment_id: int, error: str) -> Shipment:
    """Note that a backup did not arrive; the next try waits longer after each failure.

    *Refuses* nothing. *Records* BackupFailed.
    """
    shipment, place = _of(shipment_id)
    at = clock.now()
    shipment.state, shipment.ended_at = ShipmentState.FAILED, at
    shipment.error = error.replace("\x00", "")[:ERROR_LENGTH]
    shipment.save()
    place.failures += 1
    place.next_try_at = backups.next_try(at, queries.interval(), place.failures)
    place.save()
    _record(events.BackupFailed, place=place.label, failures=place.failures, error=shipment.error)
    return shipment


@command("backup.ship")
def fail_what_is_under_way(actor: Actor, *, error: str = CUT_OFF) -> list[Shipment]:
    """Note what is not under way any more, or was left so by a process that ended without a word;
    only who alone ships may ask.

    *Refuses* nothing. *Records* BackupFailed for each.
    """
    rows = Shipment.objects.filter(state=ShipmentState.UNDER_WAY).values_list("id", flat=True)
    return [fail_shipment(actor, shipment_id=each, error=error) for each in list(rows)]


@command("backup.ship")
def note_removed(actor: Actor, *, shipment_id: int) -> Shipment:
    """Note that an old backup, or what a failed one left, is gone from its place.

    *Refuses* nothing. *Records* BackupRemoved, for one that had arrived.
    """
    shipment, place = _of(shipment_id)
    had_arrived = shipment.state == ShipmentState.SHIPPED
    shipment.state = ShipmentState.REMOVED
    shipment.save(update_fields=["state"])
    if had_arrived:
        _record(events.BackupRemoved, place=place.label, name=shipment.name)
    return shipment


@command("backup.ship")
def raise_alarm(actor: Actor, *, label: str) -> bool:
    """Say once that the newest good backup at a place is older than two intervals.

    *Refuses* nothing. *Records* BackupsOverdue.
    """
    place = Place.objects.select_for_update().filter(label=label).first()
    at = clock.now()
    if place is None or place.alarmed_at is not None:
        return False
    last_good_at = queries.last_good_at(place)
    since = last_good_at or place.since
    if not backups.is_overdue(since, queries.interval(), at):
        return False
    place.alarmed_at = at
    place.save(update_fields=["alarmed_at"])
    hours = round((at - since).total_seconds() / 3600)
    _record(events.BackupsOverdue, place=label, last_good_at=last_good_at, hours=hours)
    return True


def _of(shipment_id: int) -> tuple[Shipment, Place]:
    shipment = Shipment.objects.select_for_update().get(id=shipment_id)
    return shipment, Place.objects.select_for_update().get(id=shipment.place_id)


def _record(event: Any, **values: Any) -> None:
    """The whole installation is backed up: each network of it has the fact in its journal."""
    for network_id in network_ids():
        record(
            event(network_id=network_id, **values),
            actor=system_actor(network_id),
            subjects=[("network", network_id)],
            audience=EVERYONE,
        )
