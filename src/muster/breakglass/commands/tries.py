"""Wrong codes leave a trace although their command is undone; many of them raise an alarm.

A code holds 55 bits of chance, so guessing is hopeless; what is guarded against is noise that hides
an attack, and the lock itself becoming one. An alarm therefore never shuts a sheet: it leaves every
address one wrong try instead of ten, and whoever types a right code comes in.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, TypeVar

from django.db import transaction

from muster.breakglass import making
from muster.breakglass.events import BreakGlassAlarm, BreakGlassCodeRefused
from muster.breakglass.models import CodeSheet, WrongTry
from muster.journal import clock
from muster.journal.record import record
from muster.members import queries as members
from muster.rules import breakglass as rules
from muster.rules.actor import Actor, system_actor
from muster.rules.refusal import Refusal, Refused

T = TypeVar("T")

TRIES_PER_ADDRESS, ADDRESS_SPAN = 10, timedelta(minutes=10)
TRIES_PER_ADDRESS_IN_ALARM = 1
TRIES_PER_SHEET, TRIES_IN_ALL, ALARM_SPAN = 10, 100, timedelta(hours=1)
KEPT = timedelta(days=7)


class WrongCode(Refused):
    """A refusal that must leave a trace although its command's transaction is undone."""

    def __init__(self, refusal: Refusal, typed: str, address: str):
        self.typed, self.address = typed, address
        self._noted: WrongTry | None = None
        super().__init__(refusal)

    def after_undone(self) -> None:
        """Note the try, and note it again where what noted it first was undone as well."""
        noted = self._noted
        if noted is None or not WrongTry.objects.filter(id=noted.id, at=noted.at).exists():
            self._noted = note_wrong_try(self.typed, self.address)


def counting_tries(run: Callable[..., T]) -> Callable[..., T]:
    """Note each wrong code once the command's own transaction is undone."""

    @wraps(run)
    def counted(*args: Any, **inputs: Any) -> T:
        try:
            return run(*args, **inputs)
        except WrongCode as error:
            error.after_undone()
            raise

    return counted


def check_tries(typed: str, address: str) -> None:
    """Refuses `break_glass.too_many_tries` to an address that was wrong too often."""
    since = clock.now() - ADDRESS_SPAN
    tries = WrongTry.objects.filter(
        address_digest=making.address_digest(address), at__gt=since
    ).count()
    in_alarm = tries and _is_in_alarm(_sheet_of(typed))
    if tries >= (TRIES_PER_ADDRESS_IN_ALARM if in_alarm else TRIES_PER_ADDRESS):
        raise Refused(Refusal("break_glass.too_many_tries"))


def note_wrong_try(typed: str, address: str) -> WrongTry:
    """Count it in a transaction of its own; the tenth of a sheet in an hour raises the alarm."""
    with transaction.atomic():
        sheet = _sheet_of(typed)
        row = WrongTry.objects.create(
            at=clock.now(), address_digest=making.address_digest(address), sheet=sheet
        )
        tries = _tries(sheet)
        actor = Actor(
            network_id=sheet.network_id if sheet else None, via="break-glass", address=address
        )
        record(
            BreakGlassCodeRefused(sheet.party_id if sheet else None, tries),
            actor=actor,
            subjects=[("party", sheet.party_id)] if sheet else [],
            audience=[sheet.party_id] if sheet else [],
        )
        limit = TRIES_PER_SHEET if sheet else TRIES_IN_ALL
        if tries >= limit and not _is_in_alarm(sheet):
            _raise_alarm(row, sheet, tries)
    return row


def _sheet_of(typed: str) -> CodeSheet | None:
    sign = rules.sheet_sign(typed)
    return CodeSheet.objects.filter(sign=sign).select_related("party").first()


def _tries(sheet: CodeSheet | None) -> int:
    rows = WrongTry.objects.filter(at__gt=clock.now() - ALARM_SPAN)
    return (rows.filter(sheet=sheet) if sheet else rows).count()


def _is_in_alarm(sheet: CodeSheet | None) -> bool:
    since = clock.now() - ALARM_SPAN
    if sheet is not None and sheet.alarmed_at is not None and sheet.alarmed_at > since:
        return True
    return WrongTry.objects.filter(sheet__isnull=True, raised_alarm=True, at__gt=since).exists()


def _raise_alarm(row: WrongTry, sheet: CodeSheet | None, tries: int) -> None:
    """Tell the party and the coordinator; where no party is meant, every network's coordinator."""
    row.raised_alarm = True
    row.save(update_fields=["raised_alarm"])
    if sheet is not None:
        CodeSheet.objects.filter(id=sheet.id).update(alarmed_at=row.at)
        _alarm(sheet.network_id, sheet, tries)
        return
    for network_id in members.network_ids():
        _alarm(network_id, None, tries)


def _alarm(network_id: Any, sheet: CodeSheet | None, tries: int) -> None:
    party_id = sheet.party_id if sheet else None
    record(
        BreakGlassAlarm(network_id, party_id, sheet.party.name if sheet else "", tries),
        actor=system_actor(network_id, via="break-glass"),
        subjects=[("party", party_id)] if party_id else [],
        audience=[party_id] if party_id else [],
    )


def sweep_tries() -> int:
    """Forget wrong tries after a week; the facts stay. For the schedule."""
    return WrongTry.objects.filter(at__lt=clock.now() - KEPT).delete()[0]
