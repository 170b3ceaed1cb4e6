"""Which sheets a party has, which of their codes live, and what a typed code stands for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from muster.breakglass import making
from muster.breakglass.models import Code, CodeSheet
from muster.journal import clock
from muster.journal.kept import kept
from muster.members import queries as members
from muster.rules.actor import Actor
from muster.rules.refusal import NotFound, Refusal, Refused

LONGEST_LIST = 50
RENEW_BEFORE = timedelta(days=30)


@dataclass(frozen=True)
class CodeRow:
    """One code: its number and how it stands (`live`, `used`, `revoked`, `over`)."""

    id: UUID
    number: int
    state: str
    used_at: datetime | None
    used_by_name: str
    used_for: str


@dataclass(frozen=True)
class SheetView:
    """A sheet without its secrets."""

    id: UUID
    sign: str
    purpose: str
    purpose_label: str
    made_at: datetime
    made_by_name: str
    expires_at: datetime
    is_revoked: bool
    is_over: bool
    codes: tuple[CodeRow, ...]

    @property
    def live_count(self) -> int:
        return sum(each.state == "live" for each in self.codes)


def may_see_sheets(actor: Actor, party_id: UUID) -> bool:
    """The party's own people, who must know whether their sheet still holds, and the coordinator."""
    return actor.is_system or actor.is_coordinator or actor.party_id == party_id


def code_sheet(actor: Actor, party_id: UUID) -> list[SheetView]:
    """The sheets of a party, newest first: which codes live, printed when; never a code."""
    members.get_membership(actor, party_id)
    if not may_see_sheets(actor, party_id):
        raise NotFound("code_sheet")
    rows = CodeSheet.objects.filter(network_id=actor.network_id, party_id=party_id)
    found = rows.prefetch_related("codes").order_by("-made_at", "-id")[:LONGEST_LIST]
    at = clock.now()
    return [_view(sheet, at) for sheet in found]


def get_sheet(actor: Actor, sheet_id: UUID, *, lock: bool = False) -> CodeSheet:
    """One sheet that the actor may see. Raises `NotFound`."""
    rows = CodeSheet.objects.select_for_update() if lock else CodeSheet.objects.all()
    found = rows.filter(network_id=actor.network_id, id=sheet_id).first()
    if found is None or not may_see_sheets(actor, found.party_id):
        raise NotFound("code_sheet")
    return found


def known_sheet(actor: Actor, sheet_id: UUID | None, party_id: UUID) -> CodeSheet | None:
    """What an earlier submission of the actor's under the same client-made id became.

    Refuses `id.taken`.
    """
    found = CodeSheet.objects.filter(pk=sheet_id).first() if sheet_id else None
    own = (actor.network_id, party_id, actor.person_id)
    if found is not None and own != (found.network_id, found.party_id, found.made_by_id):
        raise Refused(Refusal("id.taken"))
    return found


def _view(sheet: CodeSheet, at: datetime) -> SheetView:
    codes = sorted(sheet.codes.all(), key=lambda code: code.number)
    return SheetView(
        id=sheet.id,
        sign=sheet.sign,
        purpose=sheet.purpose,
        purpose_label=sheet.get_purpose_display(),
        made_at=sheet.made_at,
        made_by_name=sheet.made_by_name,
        expires_at=sheet.expires_at,
        is_revoked=sheet.revoked_at is not None,
        is_over=sheet.expires_at <= at,
        codes=tuple(
            CodeRow(
                code.id,
                code.number,
                state_of(code, at),
                code.used_at,
                code.used_by_name,
                code.used_for,
            )
            for code in codes
        ),
    )


def state_of(code: Code, at: datetime) -> str:
    """`used`, `revoked`, `over` or `live`."""
    if code.used_at is not None:
        return "used"
    if code.revoked_at is not None:
        return "revoked"
    return "over" if code.expires_at <= at else "live"


def code_of(plain_code: str, *, lock: bool = False) -> Code | None:
    """What a well-typed code stands for; whoever holds it may know. There is no actor yet."""
    rows = Code.objects.select_for_update(of=("self",)) if lock else Code.objects.all()
    found = rows.select_related("sheet", "party", "network", "person")
    return found.filter(digest=making.digest(plain_code)).first()


def live_codes(network_id: UUID, party_id: UUID) -> QuerySet[Code]:
    """Printed codes of a party that could still be used; for commands."""
    return Code.objects.filter(
        network_id=network_id,
        party_id=party_id,
        sheet__isnull=False,
        used_at__isnull=True,
        revoked_at__isnull=True,
        expires_at__gt=clock.now(),
    )


def choosable_people(code: Code) -> list[Any]:
    """Whom a proved code may sign in: its person, or the registered people of its party."""
    if code.person_id is not None:
        return [code.person] if code.person.is_active else []
    return members.people_of_party(code.network_id, code.party_id)


def is_session_live(code_id: UUID) -> bool:
    """Whether a session that this code opened may go on."""
    return Code.objects.filter(
        id=code_id, session_ended_at__isnull=True, revoked_at__isnull=True
    ).exists()


def lapsing_sheets(actor: Actor) -> list[CodeSheet]:
    """The own party's sign-in sheets that end within a month and have no younger one beside them."""
    if actor.party_id is None:
        return []
    at = clock.now()
    own: dict[str, Any] = {"network_id": actor.network_id, "party_id": actor.party_id}
    ending = _sheets_ending(**own, after=at, until=at + RENEW_BEFORE)
    if not ending:
        return []
    lasting = set(_purposes_lasting(**own, after=at + RENEW_BEFORE))
    return [sheet for sheet in ending if sheet.purpose not in lasting]


@kept
def _sheets_ending(
    *, network_id: UUID, party_id: UUID, after: datetime, until: datetime
) -> QuerySet[CodeSheet]:
    rows = CodeSheet.objects.filter(
        network_id=network_id,
        party_id=party_id,
        revoked_at__isnull=True,
        expires_at__gt=after,
        expires_at__lte=until,
    )
    return rows.order_by("expires_at")[:LONGEST_LIST]


@kept
def _purposes_lasting(
    *, network_id: UUID, party_id: UUID, after: datetime
) -> QuerySet[CodeSheet, str]:
    rows = CodeSheet.objects.filter(
        network_id=network_id, party_id=party_id, revoked_at__isnull=True, expires_at__gt=after
    )
    return rows.values_list("purpose", flat=True)
