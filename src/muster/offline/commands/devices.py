"""Enrolling a device, hearing from it, reporting it lost, opening its queue for its owner."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from muster.journal import clock
from muster.journal.command import command
from muster.journal.ids import new_id
from muster.journal.record import record
from muster.members import queries as members
from muster.offline import events, queries, sealing
from muster.offline.models import Device
from muster.rules.actor import Actor
from muster.rules.refusal import NotFound, Refusal, Refused

KEY_LIFE = timedelta(days=14)
SEEN_AGAIN = timedelta(minutes=1)
KEY_BYTES = 32


@dataclass(frozen=True)
class Contact:
    """What a device is told when it calls."""

    must_erase: bool
    key_expires_at: Any


@command("device.enroll")
def enroll_device(
    actor: Actor,
    *,
    label: str,
    public_key: str,
    request_key: str = "",
    device_id: UUID | None = None,
) -> Device:
    """Keep the public keys of one's own browser, so that it may work without a network.

    The same device again, with another `request_key`, has made a new one with its new PIN. Refuses
    `device.no_label`, `device.bad_key`, `device.too_many`, `device.wiped`, `id.taken`. Records
    DeviceEnrolled, DeviceKeyRenewed. Clause: none.
    """
    person = members.account(actor, lock=True)
    if device_id and (known := queries.device_by_id(device_id, lock=True)):
        if known.person_id != person.id or known.public_key != public_key:
            raise Refused(Refusal("id.taken"))
        return _with_request_key(actor, known, request_key)
    _check(label, public_key, request_key, person.id)
    at = clock.now()
    device = Device.objects.create(
        id=device_id or new_id(),
        person_id=person.id,
        label=label.strip()[:60],
        public_key=public_key,
        request_key=request_key,
        enrolled_at=at,
        last_seen_at=at,
        key_expires_at=at + KEY_LIFE,
    )
    happened = events.DeviceEnrolled(device.id, person.id, device.label, device.key_expires_at)
    _record(actor, device, happened)
    return device


def _with_request_key(actor: Actor, device: Device, request_key: str) -> Device:
    """A lost device gets none: whoever holds it may have guessed the PIN."""
    if not request_key or request_key == device.request_key:
        return device
    if device.wiped_at is not None:
        raise Refused(Refusal("device.wiped"))
    _check_key("request_key", request_key)
    device.request_key = request_key
    device.save(update_fields=["request_key"])
    _record(actor, device, events.DeviceKeyRenewed(device.id, device.person_id, device.label))
    return device


def _check(label: str, public_key: str, request_key: str, person_id: UUID) -> None:
    if not label.strip():
        raise Refused(Refusal("device.no_label", field="label"))
    _check_key("public_key", public_key)
    if request_key:
        _check_key("request_key", request_key)
    if queries.live_devices(person_id) >= queries.MOST_DEVICES:
        raise Refused(Refusal("device.too_many", values={"limit": queries.MOST_DEVICES}))


def _check_key(field: str, key: str) -> None:
    if not sealing.is_public_key(key):
        raise Refused(Refusal("device.bad_key", field=field))


@command("device.wipe")
def wipe_device(actor: Actor, *, device_id: UUID) -> Device:
    """Report one's own device lost: its queue opens no more, and it erases itself at next contact.

    Doing it again changes nothing. Refuses nothing. Records DeviceWiped. Clause: none.
    """
    device = queries.get_device(actor, device_id, lock=True)
    if device.wiped_at is None:
        device.wiped_at = clock.now()
        device.save(update_fields=["wiped_at"])
        _record(actor, device, events.DeviceWiped(device.id, device.person_id, device.label))
    return device


@command("device.contact")
def note_contact(actor: Actor, *, device_id: UUID, at: str, signature: str) -> Contact:
    """Hear from a device, which proves itself by its own key, and tell it whether to erase itself.

    It needs nobody signed in, so that a stolen phone hears it too; only while its owner is signed
    in does its key live on. `at` is what the device holds for the time, and only part of what is
    signed. Raises `NotFound` where the proof fails. Refuses nothing. Records DeviceErased, the
    first time that a lost device calls. Clause: none.
    """
    device = queries.device_by_id(device_id, lock=True)
    if device is None or not sealing.signed_contact(device.public_key, device.id, at, signature):
        raise NotFound("device")
    now = clock.now()
    if device.wiped_at is not None or not device.person.is_active:
        if device.erased_at is None:
            device.erased_at = device.last_seen_at = now
            device.save(update_fields=["erased_at", "last_seen_at"])
            _record(actor, device, events.DeviceErased(device.id, device.person_id, device.label))
        return Contact(True, device.key_expires_at)
    is_owner = actor.person_id == device.person_id
    if is_owner and now - device.last_seen_at >= SEEN_AGAIN:
        device.last_seen_at, device.key_expires_at = now, now + KEY_LIFE
        device.save(update_fields=["last_seen_at", "key_expires_at"])
    return Contact(False, device.key_expires_at)


@command("device.open_queue")
def open_queue_key(actor: Actor, *, device_id: UUID, sealed: str) -> bytes:
    """Give the signed-in owner the key of a device's queue, which it sealed for this installation.

    This is how a queue is sent after a forgotten PIN, or by the browser in the background. Refuses
    `device.wiped`, `device.bad_seal`. Records QueueKeyOpened. Clause: none.
    """
    device = queries.get_device(actor, device_id, lock=True)
    if device.wiped_at is not None:
        raise Refused(Refusal("device.wiped"))
    try:
        key = sealing.open_sealed(device.id, sealed)
    except sealing.BadSeal:
        key = b""
    if len(key) != KEY_BYTES:
        raise Refused(Refusal("device.bad_seal", field="sealed"))
    _record(actor, device, events.QueueKeyOpened(device.id, device.person_id, device.label))
    return key


def _record(actor: Actor, device: Device, happened: Any) -> None:
    audience: Collection[UUID] = [actor.party_id] if actor.party_id else []
    record(
        happened,
        actor=actor,
        subjects=[("device", device.id), ("person", device.person_id)],
        audience=audience,
    )
