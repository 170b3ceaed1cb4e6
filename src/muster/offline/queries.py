"""Reading devices, and the snapshot that is kept on them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from muster.journal import clock
from muster.members import queries as members
from muster.offline.models import Device
from muster.rules.actor import Actor
from muster.rules.refusal import NotFound
from muster.web.offline_sections import Section, sections_for

MOST_DEVICES = 10
LONGEST_LIST = 100


@dataclass(frozen=True)
class Snapshot:
    """What the actor may read without a network, as plain values."""

    network_name: str
    is_sample: bool
    party_name: str
    time_zone: str
    sections: list[Section]


def devices(actor: Actor) -> list[Device]:
    """The person's own devices, also those reported lost, newest first."""
    rows = Device.objects.filter(person_id=members.account(actor).id)
    return list(rows.order_by("-enrolled_at", "-id")[:LONGEST_LIST])


def live_devices(person_id: UUID) -> int:
    """How many devices of a person are enrolled and not reported lost."""
    return Device.objects.filter(person_id=person_id, wiped_at__isnull=True).count()


def get_device(actor: Actor, device_id: UUID, *, lock: bool = False) -> Device:
    """One of the person's own devices. Raises `NotFound`."""
    found = device_by_id(device_id, lock=lock)
    if found is None or found.person_id != members.account(actor).id:
        raise NotFound("device")
    return found


def device_by_id(device_id: UUID, *, lock: bool = False) -> Device | None:
    """A device that proves itself by its own key, whoever is signed in, or nobody."""
    rows = Device.objects.select_for_update(of=("self",)) if lock else Device.objects
    return rows.select_related("person").filter(pk=device_id).first()


def snapshot(actor: Actor) -> Snapshot:
    """Everything that may be kept on a device of the actor: each section by its own room's query."""
    names = members.party_names([actor.party_id]) if actor.party_id else {}
    network = members.get_network(actor)
    return Snapshot(
        network_name=network.name,
        is_sample=network.is_sample,
        party_name=names.get(actor.party_id, ""),
        time_zone=members.zone_name_of(actor),
        sections=sections_for(actor),
    )


def is_expired(device: Device) -> bool:
    """Whether the device was not heard from for so long that it has forgotten its own key."""
    return device.key_expires_at <= clock.now()


def state_of(device: Device) -> str:
    """How a device stands, in one word."""
    if device.erased_at:
        return "erased"
    if device.wiped_at:
        return "wiped"
    return "expired" if is_expired(device) else "enrolled"
