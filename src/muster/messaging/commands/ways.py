"""A person's own ways to be reached: listed, verified by a code, ordered, taken out; quiet hours."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from uuid import UUID

from muster.journal import clock
from muster.journal.command import command
from muster.journal.ids import new_id
from muster.journal.record import record
from muster.messaging import addresses, queries, sealing
from muster.messaging.accounts import accounts_of
from muster.messaging.channels import channel as channel_of
from muster.messaging.channels import label_of
from muster.messaging.events import (
    ContactPointAdded,
    ContactPointRemoved,
    ContactPointVerified,
    QuietHoursSet,
)
from muster.messaging.models import ContactPoint, QuietHours
from muster.messaging.outbox import Letter, send
from muster.rules.actor import Actor
from muster.rules.refusal import Refusal, Refused

MOST_WAYS = 12
CODE_LIVES = timedelta(minutes=15)
CODE_PAUSE = timedelta(seconds=60)
MOST_TRIES = 5
LISTABLE = ("text", "voice", "email", "chat")
FALLBACK_ZONE = "UTC"


@command("contact_point.edit", step_up=True)
def add_contact_point(
    actor: Actor,
    *,
    channel: str,
    address: str,
    label: str = "",
    is_personal: bool = True,
    contact_point_id: UUID | None = None,
) -> ContactPoint:
    """List a way to be reached, last in the order, and send a code there to verify it.

    Refuses `contact_point.channel_closed`, `contact_point.address_unusable`,
    `contact_point.too_many`, `contact_point.listed_already`, `id.taken`. Records
    `ContactPointAdded`.
    """
    way = channel_of(channel)
    if channel not in LISTABLE or way is None or not way.is_open():
        raise Refused(Refusal("contact_point.channel_closed", field="channel"))
    kept = addresses.usable(channel, address)
    if not kept:
        raise Refused(Refusal("contact_point.address_unusable", field="address"))
    if earlier := _known(actor, contact_point_id, channel, sealing.digest(kept)):
        return earlier
    point = _listed(actor, channel, kept, label, _is_personal(actor, channel, kept, is_personal))
    if contact_point_id is not None:
        point.id = contact_point_id
    point.save(force_insert=True)
    _send_code(point)
    _record(ContactPointAdded(point.person_id, point.id, channel), actor)
    return point


@command("contact_point.edit")
def subscribe_to_push(
    actor: Actor, *, endpoint: str, p256dh: str, auth: str, label: str = ""
) -> ContactPoint:
    """Let this browser be pushed to; it is verified by being asked. Known already, it stays.

    Refuses `contact_point.address_unusable`, `contact_point.too_many`. Records
    `ContactPointAdded`.
    """
    given = {"endpoint": endpoint, "keys": {"p256dh": p256dh, "auth": auth}}
    kept = addresses.usable("push", json.dumps(given))
    if not kept:
        raise Refused(Refusal("contact_point.address_unusable", field="endpoint"))
    known = queries.contact_point_of(actor, "push", sealing.digest(kept))
    if known is not None:
        return known
    point = _listed(actor, "push", kept, label or "This browser", True)
    point.verified_at = clock.now()
    point.save(force_insert=True)
    _record(ContactPointAdded(point.person_id, point.id, "push"), actor)
    return point


@command("contact_point.edit")
def send_contact_code(actor: Actor, *, contact_point_id: UUID) -> ContactPoint:
    """Send a new code to a way that is not verified yet; the earlier one is void.

    Refuses `contact_point.verified_already`, `contact_point.code_too_soon`. Records nothing: the
    message is on record.
    """
    point = queries.get_contact_point(actor, contact_point_id, lock=True)
    if point.verified_at is not None:
        raise Refused(Refusal("contact_point.verified_already"))
    sent_at = point.code_expires_at - CODE_LIVES if point.code_expires_at else None
    if sent_at is not None and clock.now() < sent_at + CODE_PAUSE:
        raise Refused(Refusal("contact_point.code_too_soon"))
    _send_code(point)
    return point


@command("contact_point.edit")
def verify_contact_point(actor: Actor, *, contact_point_id: UUID, code: str) -> ContactPoint:
    """Verify a way by the code that was sent there; a wrong one is counted and leaves it unverified.

    Refuses `contact_point.verified_already`, `contact_point.code_over`. Records
    `ContactPointVerified`.
    """
    point = queries.get_contact_point(actor, contact_point_id, lock=True)
    if point.verified_at is not None:
        raise Refused(Refusal("contact_point.verified_already"))
    at = clock.now()
    is_over = point.code_expires_at is None or point.code_expires_at <= at
    if is_over or point.code_tries >= MOST_TRIES:
        raise Refused(Refusal("contact_point.code_over", field="code"))
    point.code_tries += 1
    given = "".join(each for each in code if each.isalnum())
    if secrets.compare_digest(_code_digest(point, given), point.code_digest):
        point.verified_at, point.code_digest, point.code_expires_at = at, "", None
        _record(ContactPointVerified(point.person_id, point.id, point.channel), actor)
    # No refusal for a wrong code: that would undo its count.
    point.save(update_fields=["code_tries", "verified_at", "code_digest", "code_expires_at"])
    return point


@command("contact_point.edit")
def order_contact_points(actor: Actor, *, contact_point_ids: Sequence[UUID]) -> list[ContactPoint]:
    """Put one's own ways in the given order; those left out follow as they stood.

    Refuses nothing: an id that is not one's own is not found. Records nothing.
    """
    points = {point.id: point for point in queries.contact_points(actor, lock=True)}
    for contact_point_id in contact_point_ids:
        if contact_point_id not in points:
            queries.get_contact_point(actor, contact_point_id)
    wanted = [*dict.fromkeys(contact_point_ids), *points]
    ordered = [points[each] for each in dict.fromkeys(wanted)]
    for position, point in enumerate(ordered, 1):
        point.position = position
    ContactPoint.objects.bulk_update(ordered, ["position"])
    return ordered


@command("contact_point.edit")
def remove_contact_point(actor: Actor, *, contact_point_id: UUID) -> ContactPoint:
    """Take a way out of one's list: nothing is sent there any more. Its address is wiped.

    Refuses nothing. Records `ContactPointRemoved`.
    """
    point = queries.get_contact_point(actor, contact_point_id, lock=True)
    point.removed_at, point.sealed_address = clock.now(), ""
    point.save(update_fields=["removed_at", "sealed_address"])
    _record(ContactPointRemoved(point.person_id, point.id, point.channel), actor)
    return point


@command("contact_point.edit")
def set_quiet_hours(
    actor: Actor,
    *,
    quiet_from: time | None,
    quiet_until: time | None,
    emergencies_break_through: bool = True,
) -> QuietHours | None:
    """Set when one is left in peace, in the own zone; without times there are no quiet hours.

    Refuses `quiet_hours.incomplete`. Records `QuietHoursSet`.
    """
    if (quiet_from is None) != (quiet_until is None):
        missing = "quiet_from" if quiet_from is None else "quiet_until"
        raise Refused(Refusal("quiet_hours.incomplete", field=missing))
    if quiet_from is None or quiet_until is None:
        QuietHours.objects.filter(person_id=actor.person_id).delete()
        hours = None
    else:
        account = accounts_of([actor.person_id]).get(actor.person_id)
        hours, _ = QuietHours.objects.update_or_create(
            person_id=actor.person_id,
            defaults={
                "quiet_from": quiet_from.replace(second=0, microsecond=0, tzinfo=None),
                "quiet_until": quiet_until.replace(second=0, microsecond=0, tzinfo=None),
                "zone": account.zone if account and account.zone else FALLBACK_ZONE,
                "emergencies_break_through": emergencies_break_through,
                "changed_at": clock.now(),
            },
        )
    _record(QuietHoursSet(actor.person_id, hours is not None, emergencies_break_through), actor)
    return hours


def _known(
    actor: Actor, contact_point_id: UUID | None, channel: str, digest: str
) -> ContactPoint | None:
    """The way that the actor listed before under the same client-made id. Refuses `id.taken`."""
    if contact_point_id is None:
        return None
    found = ContactPoint.objects.filter(pk=contact_point_id).first()
    same = (actor.person_id, channel, digest, None)
    if found is not None and same != (
        found.person_id,
        found.channel,
        found.address_digest,
        found.removed_at,
    ):
        raise Refused(Refusal("id.taken"))
    return found


def _listed(
    actor: Actor, channel: str, address: str, label: str, is_personal: bool
) -> ContactPoint:
    """The new way, not yet saved. Refuses `contact_point.too_many`, `.listed_already`."""
    points = queries.contact_points(actor, lock=True)
    if len(points) >= MOST_WAYS:
        raise Refused(Refusal("contact_point.too_many", values={"most": MOST_WAYS}))
    digest = sealing.digest(address)
    if any(each.channel == channel and each.address_digest == digest for each in points):
        raise Refused(Refusal("contact_point.listed_already", field="address"))
    return ContactPoint(
        id=new_id(),
        person_id=actor.person_id,
        channel=channel,
        sealed_address=sealing.seal(address),
        address_digest=digest,
        label=label.strip()[:60] or label_of(channel),
        position=max((each.position for each in points), default=0) + 1,
        is_personal=is_personal,
        added_at=clock.now(),
    )


def _is_personal(actor: Actor, channel: str, address: str, is_personal: bool) -> bool:
    """A mailbox at the account's own domain is the agency's, whatever is ticked."""
    if channel != "email":
        return is_personal
    account = accounts_of([actor.person_id]).get(actor.person_id)
    domain = account.email.rpartition("@")[2].lower() if account else ""
    return is_personal and address.rpartition("@")[2] != domain


def _send_code(point: ContactPoint) -> None:
    at = clock.now()
    code = f"{secrets.randbelow(1_000_000):06d}"
    point.code_digest = _code_digest(point, code)
    point.code_expires_at, point.code_tries = at + CODE_LIVES, 0
    point.save(update_fields=["code_digest", "code_expires_at", "code_tries"])
    send([_code_letter(point, code, at)])


def _code_letter(point: ContactPoint, code: str, at: datetime) -> Letter:
    spoken = " ".join(code) if point.channel == "voice" else code
    words = f"Your Muster code is {spoken}. It proves that you can be reached here. Tell nobody"
    return Letter(
        network_id=None,
        person_id=point.person_id,
        channel=point.channel,
        address="",
        subject="Your code for Muster",
        body=f"{words}.\n\nIf you did not ask for it, do nothing.\n",
        short=words,
        unique_key=f"code/{point.id}/{at.timestamp():.6f}",
        is_urgent=True,
        contact_point_id=point.id,
        about_kind="contact_point",
        about_id=point.id,
        expires_at=point.code_expires_at,
    )


def _code_digest(point: ContactPoint, code: str) -> str:
    return sealing.digest(f"code/{point.id}/{code}")


def _record(happened: object, actor: Actor) -> None:
    record(
        happened,
        actor=actor,
        subjects=[("person", actor.person_id)] if actor.person_id else [],
        audience=[],
    )
