"""In which order a person is reached, and over what, at a given moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from muster.messaging.accounts import Account, accounts_of
from muster.messaging.channels import CHANNELS, channel
from muster.messaging.models import ContactPoint, MailStop, QuietHours
from muster.messaging.sealing import unseal
from muster.rules.quiet import is_quiet

EMAIL, TEXT = "email", "text"
SECRET_ADDRESSES = frozenset({"push", "chat"})
"""Whoever holds such an address can write to the person: it stays sealed until it is used."""


@dataclass(frozen=True)
class Way:
    """One way to one person. `address` is empty where it is a secret, or `contact_point_id` where
    it is the account's own. A stop of the person's mail holds for `is_stoppable` ones."""

    channel: str
    address: str
    contact_point_id: UUID | None
    label: str
    is_stoppable: bool = False


def ways_of(
    person_ids: Collection[UUID], *, is_urgent: bool, at: datetime
) -> dict[UUID, list[Way]]:
    """How each active person is reached at `at`, in the person's own order; for code, not pages.

    Left out: what was never verified, channels that this installation lacks, stopped mailboxes,
    and what would wake somebody in quiet hours (unless it is urgent and the person lets that
    through). The account's mailbox comes last, and its number as text where no other is listed.
    """
    accounts = accounts_of(person_ids)
    points = _points_of(accounts)
    stopped = stopped_people(accounts)
    resting = _resting(accounts, is_urgent, at)
    found, usable = {}, {each.NAME for each in CHANNELS if each.is_open()}
    for person_id, account in accounts.items():
        ways = [_way(point) for point in points[person_id]]
        ways += _of_account(account, ways)
        found[person_id] = [
            way
            for way in ways
            if way.channel in usable
            and not (way.is_stoppable and person_id in stopped)
            and not (way.channel != EMAIL and person_id in resting)
        ]
    return found


def stopped_people(person_ids: Iterable[UUID]) -> set[UUID]:
    """Those whose mailbox is not written to, in whichever network it was stopped."""
    live = MailStop.objects.filter(person_id__in=list(person_ids), allowed_at__isnull=True)
    return set(live.values_list("person_id", flat=True))


def _points_of(person_ids: Iterable[UUID]) -> dict[UUID, list[ContactPoint]]:
    rows = ContactPoint.objects.filter(
        person_id__in=list(person_ids), verified_at__isnull=False, removed_at__isnull=True
    )
    points: dict[UUID, list[ContactPoint]] = defaultdict(list)
    for point in rows.order_by("position", "id"):
        points[point.person_id].append(point)
    return points


def _resting(person_ids: Iterable[UUID], is_urgent: bool, at: datetime) -> set[UUID]:
    hours = QuietHours.objects.filter(person_id__in=list(person_ids))
    if is_urgent:
        hours = hours.filter(emergencies_break_through=False)
    return {
        each.person_id
        for each in hours
        if is_quiet(at, each.zone, each.quiet_from, each.quiet_until)
    }


def _way(point: ContactPoint) -> Way:
    secret = point.channel in SECRET_ADDRESSES
    address = "" if secret else unseal(point.sealed_address)
    is_stoppable = point.channel == EMAIL and not point.is_personal
    return Way(point.channel, address, point.id, point.label, is_stoppable)


def _of_account(account: Account, ways: list[Way]) -> list[Way]:
    listed = {way.channel for way in ways}
    rest = []
    if account.phone and TEXT not in listed:
        rest.append(Way(TEXT, account.phone, None, "the account's number"))
    if account.email and EMAIL not in listed:
        rest.append(Way(EMAIL, account.email, None, "the account's mailbox", True))
    return rest


def is_open(name: str) -> bool:
    """Whether this installation has a channel."""
    known = channel(name)
    return known is not None and known.is_open()
