"""What can happen to incidents, aid requests, offers and missions.

Facts that the whole network may know carry ids, references and numbers only: no titles, places or
people, which stay behind the queries.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from muster.journal.record import event


@event
@dataclass(frozen=True)
class IncidentOpened:
    incident_id: UUID
    party_id: UUID
    reference: str
    incident_kind: str


@event
@dataclass(frozen=True)
class IncidentAmended:
    incident_id: UUID
    party_id: UUID
    reference: str
    changed: tuple[str, ...]


@event
@dataclass(frozen=True)
class IncidentClosed:
    incident_id: UUID
    party_id: UUID
    reference: str
    reason: str


@event
@dataclass(frozen=True)
class IncidentReopened:
    incident_id: UUID
    party_id: UUID
    reference: str
    reason: str


@event
@dataclass(frozen=True)
class AidRequestDrafted:
    aid_request_id: UUID
    incident_id: UUID
    requesting_party_id: UUID
    reference: str


@event
@dataclass(frozen=True)
class AidRequestOpened:
    aid_request_id: UUID
    incident_id: UUID
    requesting_party_id: UUID
    reference: str
    line_count: int
    filed_on_behalf: bool


@event
@dataclass(frozen=True)
class AidRequestAmended:
    """`changed` names what was changed, line by line: `line 2: quantity`."""

    aid_request_id: UUID
    incident_id: UUID
    requesting_party_id: UUID
    reference: str
    changed: tuple[str, ...]


@event
@dataclass(frozen=True)
class AidRequestClosed:
    aid_request_id: UUID
    incident_id: UUID
    requesting_party_id: UUID
    reference: str
    reason: str
    unfilled_lines: tuple[int, ...]


@event
@dataclass(frozen=True)
class AidRequestReopened:
    aid_request_id: UUID
    incident_id: UUID
    requesting_party_id: UUID
    reference: str


@event
@dataclass(frozen=True)
class AidRequestCancelled:
    aid_request_id: UUID
    incident_id: UUID
    requesting_party_id: UUID
    reference: str
    reason: str


@event
@dataclass(frozen=True)
class LineFilled:
    aid_request_id: UUID
    line_id: UUID
    line_number: int
    reference: str
    requesting_party_id: UUID


@event
@dataclass(frozen=True)
class HelpDeclined:
    """A party said that it cannot help, and why: the record of unmet need."""

    aid_request_id: UUID
    incident_id: UUID
    requesting_party_id: UUID
    responding_party_id: UUID
    party_name: str
    reference: str
    reason: str


@event
@dataclass(frozen=True)
class OfferSubmitted:
    offer_id: UUID
    aid_request_id: UUID
    incident_id: UUID
    requesting_party_id: UUID
    responding_party_id: UUID
    party_name: str
    reference: str
    aid_request_reference: str
    expires_at: datetime


@event
@dataclass(frozen=True)
class OfferWithdrawn:
    offer_id: UUID
    aid_request_id: UUID
    requesting_party_id: UUID
    responding_party_id: UUID
    reference: str
    reason: str


@event
@dataclass(frozen=True)
class OfferDeclined:
    offer_id: UUID
    aid_request_id: UUID
    requesting_party_id: UUID
    responding_party_id: UUID
    reference: str
    reason: str


@event
@dataclass(frozen=True)
class OfferExpired:
    offer_id: UUID
    aid_request_id: UUID
    requesting_party_id: UUID
    responding_party_id: UUID
    reference: str


@event
@dataclass(frozen=True)
class OfferAccepted:
    offer_id: UUID
    mission_id: UUID
    aid_request_id: UUID
    incident_id: UUID
    requesting_party_id: UUID
    responding_party_id: UUID
    reference: str
    mission_reference: str
    whole: bool


@event
@dataclass(frozen=True)
class MissionAuthorized:
    """The authority was issued; recorded again when more of the same offer is accepted later."""

    mission_id: UUID
    offer_id: UUID
    aid_request_id: UUID
    incident_id: UUID
    requesting_party_id: UUID
    responding_party_id: UUID
    reference: str
    authorized_by: str


@event
@dataclass(frozen=True)
class CostShareProposed:
    cost_share_id: UUID
    mission_id: UUID
    requesting_party_id: UUID
    responding_party_id: UUID
    proposed_by_party_id: UUID
    reference: str
    share_basis_points: int


@event
@dataclass(frozen=True)
class CostShareAgreed:
    cost_share_id: UUID
    mission_id: UUID
    requesting_party_id: UUID
    responding_party_id: UUID
    agreed_by_party_id: UUID
    reference: str
    share_basis_points: int


@event
@dataclass(frozen=True)
class NoteWritten:
    note_id: UUID
    subject_kind: str
    subject_id: UUID
    party_id: UUID | None


@event
@dataclass(frozen=True)
class MissionStarted:
    mission_id: UUID
    aid_request_id: UUID
    requesting_party_id: UUID
    responding_party_id: UUID
    reference: str
    arrived_at: datetime


@event
@dataclass(frozen=True)
class MissionDemobilizing:
    mission_id: UUID
    aid_request_id: UUID
    requesting_party_id: UUID
    responding_party_id: UUID
    reference: str


@event
@dataclass(frozen=True)
class MissionDemobilized:
    mission_id: UUID
    aid_request_id: UUID
    requesting_party_id: UUID
    responding_party_id: UUID
    reference: str
    demobilized_at: datetime


@event
@dataclass(frozen=True)
class MissionExtended:
    mission_id: UUID
    aid_request_id: UUID
    requesting_party_id: UUID
    responding_party_id: UUID
    reference: str
    until: datetime


@event
@dataclass(frozen=True)
class MissionRecalled:
    """The lender calls its people and things home; recorded by deployments."""

    mission_id: UUID
    aid_request_id: UUID
    requesting_party_id: UUID
    responding_party_id: UUID
    reference: str
    reason: str
    effective_at: datetime


@event
@dataclass(frozen=True)
class MissionStoodDown:
    """Ended before anyone or anything was sent."""

    mission_id: UUID
    aid_request_id: UUID
    requesting_party_id: UUID
    responding_party_id: UUID
    reference: str
    reason: str


@event
@dataclass(frozen=True)
class MissionClosed:
    mission_id: UUID
    aid_request_id: UUID
    requesting_party_id: UUID
    responding_party_id: UUID
    reference: str
