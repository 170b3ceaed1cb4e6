"""What happens when a party breaks the glass. No code, number or address is ever part of a fact."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from muster.journal.record import event


@event
@dataclass(frozen=True)
class CodeSheetIssued:
    """A party made a sheet of one-time codes."""

    sheet_id: UUID
    party_id: UUID
    party_name: str
    purpose: str
    code_count: int
    expires_at: datetime


@event
@dataclass(frozen=True)
class CodesRevoked:
    """Codes became worthless before they were used; sessions that used ones of them opened ended."""

    party_id: UUID
    party_name: str
    code_count: int
    sessions_ended: int


@event
@dataclass(frozen=True)
class CodeRedeemed:
    """A code was used for something other than a sign-in."""

    code_id: UUID
    party_id: UUID
    party_name: str
    number: int
    used_for: str


@event
@dataclass(frozen=True)
class BreakGlassSignedIn:
    """Somebody signed in with a printed code, a code to a phone, or on the word of two."""

    person_id: UUID
    person_name: str
    party_id: UUID
    party_name: str
    way: str
    number: int


@event
@dataclass(frozen=True)
class BreakGlassCodeRefused:
    """A code opened nothing: unknown, used, over or revoked. `party_id`: whose sheet it named."""

    party_id: UUID | None
    tries: int


@event
@dataclass(frozen=True)
class BreakGlassAlarm:
    """Codes are being tried in bulk: of one party's sheet, or (None) of any."""

    network_id: UUID
    party_id: UUID | None
    party_name: str
    tries: int


@event
@dataclass(frozen=True)
class PhoneCodeSent:
    """A sign-in code went to a person's own number."""

    person_id: UUID
    person_name: str
    party_id: UUID
    channel: str


@event
@dataclass(frozen=True)
class VouchingOpened:
    """Somebody of another party spoke to a person who cannot sign in."""

    vouching_id: UUID
    person_id: UUID
    person_name: str
    party_id: UUID
    voucher_name: str


@event
@dataclass(frozen=True)
class VouchingConfirmed:
    """A second one, of yet another party, spoke to them too and reads them a code."""

    vouching_id: UUID
    person_id: UUID
    person_name: str
    party_id: UUID
    voucher_name: str


@event
@dataclass(frozen=True)
class BreakGlassBegun:
    """A party is under break-glass."""

    party_id: UUID
    party_name: str


@event
@dataclass(frozen=True)
class PartyFenced:
    """A party shut its own accounts: sessions, tokens, feeds and mail to them ended."""

    party_id: UUID
    party_name: str
    fenced_by_name: str
    people: int
    sessions: int


@event
@dataclass(frozen=True)
class FenceLiftAgreed:
    """One of the two who must, agreed that break-glass ends."""

    party_id: UUID
    party_name: str
    side: str
    agreed_by_name: str


@event
@dataclass(frozen=True)
class BreakGlassEnded:
    """Both agreed: the party's accounts, mail and ways to sign in work as before."""

    party_id: UUID
    party_name: str
    lifted_by_names: tuple[str, ...]
