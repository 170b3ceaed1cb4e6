"""What happens to networks, parties, people and their accounts. No phone number or address here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from muster.journal.record import event


@event
@dataclass(frozen=True)
class NetworkCreated:
    network_id: UUID
    name: str


@event
@dataclass(frozen=True)
class NetworkEdited:
    network_id: UUID
    changed: list[str]


@event
@dataclass(frozen=True)
class PartyAdded:
    """`is_new` is False for a party that another network knew already."""

    party_id: UUID
    party_name: str
    standing: str
    is_new: bool


@event
@dataclass(frozen=True)
class PartyEdited:
    party_id: UUID
    party_name: str
    changed: list[str]


@event
@dataclass(frozen=True)
class PartyStandingChanged:
    party_id: UUID
    party_name: str
    action: str
    standing_before: str
    standing: str
    reason: str


@event
@dataclass(frozen=True)
class PartiesImported:
    party_ids: list[UUID]
    count: int


@event
@dataclass(frozen=True)
class ContactAdded:
    contact_id: UUID
    party_id: UUID
    contact_kind: str


@event
@dataclass(frozen=True)
class ContactEdited:
    contact_id: UUID
    party_id: UUID
    changed: list[str]


@event
@dataclass(frozen=True)
class ContactRemoved:
    contact_id: UUID
    party_id: UUID


@event
@dataclass(frozen=True)
class ContactsReordered:
    party_id: UUID
    contact_ids: list[UUID]


@event
@dataclass(frozen=True)
class ContactsVerified:
    party_id: UUID
    count: int


@event
@dataclass(frozen=True)
class PersonCreated:
    person_id: UUID
    person_name: str


@event
@dataclass(frozen=True)
class PartyRoleGranted:
    party_id: UUID
    person_id: UUID
    person_name: str
    role: str


@event
@dataclass(frozen=True)
class PartyRoleRevoked:
    party_id: UUID
    person_id: UUID
    person_name: str
    role: str


@event
@dataclass(frozen=True)
class NetworkRoleGranted:
    person_id: UUID
    person_name: str
    role: str


@event
@dataclass(frozen=True)
class NetworkRoleRevoked:
    person_id: UUID
    person_name: str
    role: str


@event
@dataclass(frozen=True)
class PersonInvited:
    invitation_id: UUID
    party_id: UUID | None
    person_name: str
    party_roles: list[str]
    network_roles: list[str]
    expires_at: datetime


@event
@dataclass(frozen=True)
class InvitationWithdrawn:
    invitation_id: UUID
    party_id: UUID | None
    person_name: str


@event
@dataclass(frozen=True)
class InvitationAccepted:
    invitation_id: UUID
    party_id: UUID | None
    person_id: UUID
    person_name: str


@event
@dataclass(frozen=True)
class PersonDeactivated:
    person_id: UUID
    person_name: str
    reason: str


@event
@dataclass(frozen=True)
class PersonReactivated:
    person_id: UUID
    person_name: str


@event
@dataclass(frozen=True)
class RecoveryIssued:
    """A link was made; it opens nothing until another officer reads out a code."""

    person_id: UUID
    person_name: str
    removes_factors: bool
    expires_at: datetime
    issued_by_name: str = ""
    reason: str = ""


@event
@dataclass(frozen=True)
class RecoveryCodeRead:
    person_id: UUID
    person_name: str
    read_by_name: str


@event
@dataclass(frozen=True)
class RecoveryUsed:
    person_id: UUID
    person_name: str
    removed_factors: bool


@event
@dataclass(frozen=True)
class RecoveryFailed:
    """A wrong code was given with a right link; after five the link is dead."""

    person_id: UUID
    person_name: str
    wrong_codes: int


@event
@dataclass(frozen=True)
class ProfileEdited:
    person_id: UUID
    changed: list[str]


@event
@dataclass(frozen=True)
class SignedIn:
    person_id: UUID
    methods: list[str]


@event
@dataclass(frozen=True)
class SignInFailed:
    """`person_id` is None when nobody has the address that was typed."""

    person_id: UUID | None


@event
@dataclass(frozen=True)
class SignedOut:
    person_id: UUID


@event
@dataclass(frozen=True)
class SessionsEnded:
    """Sessions ended by hand, from the account page or by a deactivation."""

    person_id: UUID
    count: int


@event
@dataclass(frozen=True)
class PasswordChanged:
    person_id: UUID


@event
@dataclass(frozen=True)
class FactorAdded:
    person_id: UUID
    factor: str


@event
@dataclass(frozen=True)
class FactorRemoved:
    person_id: UUID
    factor: str


@event
@dataclass(frozen=True)
class FactorReplaced:
    person_id: UUID
    factor: str


@event
@dataclass(frozen=True)
class PresenceNotConfirmed:
    """A wrong password or code where a signed-in person had to confirm presence."""

    person_id: UUID


@event
@dataclass(frozen=True)
class TokenCreated:
    token_id: UUID
    person_id: UUID
    party_id: UUID | None
    name: str
    scopes: list[str]
    carries_authority: bool
    expires_at: datetime


@event
@dataclass(frozen=True)
class TokenRevoked:
    token_id: UUID
    person_id: UUID
    party_id: UUID | None
    name: str


@event
@dataclass(frozen=True)
class ExerciseOpened:
    exercise_id: UUID
    name: str


@event
@dataclass(frozen=True)
class ExerciseClosed:
    exercise_id: UUID
    name: str


@event
@dataclass(frozen=True)
class CalendarFeedMade:
    """Somebody made a link for a calendar program."""

    feed_id: UUID
    person_id: UUID


@event
@dataclass(frozen=True)
class CalendarFeedRevoked:
    """A link for a calendar program ended."""

    feed_id: UUID
    person_id: UUID
