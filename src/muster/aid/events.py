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
    """Something happened at a party."""

    incident_id: UUID
    party_id: UUID
    reference: str
    incident_kind: str


@event
@dataclass(frozen=True)
class IncidentAmended:
    """More, or something else, is known of an incident. `changed` names what."""

    incident_id: UUID
    party_id: UUID
    reference: str
    changed: tuple[str, ...]


@event
@dataclass(frozen=True)
class IncidentClosed:
    """An incident is over."""

    incident_id: UUID
    party_id: UUID
    reference: str
    reason: str


@event
@dataclass(frozen=True)
class IncidentReopened:
    """A closed incident was taken up again."""

    incident_id: UUID
    party_id: UUID
    reference: str
    reason: str


@event
@dataclass(frozen=True)
class AidRequestDrafted:
    """A request was begun; only its own party knows."""

    aid_request_id: UUID
    incident_id: UUID
    requesting_party_id: UUID
    reference: str


@event
@dataclass(frozen=True)
class AidRequestOpened:
    """A party asks the network for help. `calls_out`: it wants people asked one after another."""

    aid_request_id: UUID
    incident_id: UUID
    requesting_party_id: UUID
    reference: str
    line_count: int
    filed_on_behalf: bool
    calls_out: bool = False


@event
@dataclass(frozen=True)
class AidRequestAwaitsSignOff:
    """A request is written and waits for another person of its party; nobody outside knows."""

    aid_request_id: UUID
    incident_id: UUID
    requesting_party_id: UUID
    reference: str
    missing: int
    by: str
    roles: tuple[str, ...]


@event
@dataclass(frozen=True)
class AidRequestSignedOff:
    """Another person of the party signed its request; `missing` more are needed."""

    aid_request_id: UUID
    incident_id: UUID
    requesting_party_id: UUID
    reference: str
    person_id: UUID | None
    missing: int


@event
@dataclass(frozen=True)
class AidRequestSignaturesVoid(AidRequestAwaitsSignOff):
    """An open request was changed, or opened again: what these people signed counts no more.
    `filed_by_id` is who filed it, where that person's own signature fell away."""

    names: tuple[str, ...]
    filed_by_id: UUID | None = None


@event
@dataclass(frozen=True)
class AidRequestTakenBack:
    """A request that waited for another person is a draft again."""

    aid_request_id: UUID
    incident_id: UUID
    requesting_party_id: UUID
    reference: str


@event
@dataclass(frozen=True)
class AidRequestFiledByPhone:
    """Somebody filed a request for a party that called; a spoken one until the party confirms it."""

    aid_request_id: UUID
    incident_id: UUID
    requesting_party_id: UUID
    reference: str
    filed_by_name: str
    filed_by_party_name: str
    caller_phone_known: bool
    called_back_known: bool = True


@event
@dataclass(frozen=True)
class AidRequestConfirmed:
    """The party made a request that was filed for it its own: now it is in writing."""

    aid_request_id: UUID
    incident_id: UUID
    requesting_party_id: UUID
    reference: str
    confirmed_by_name: str
    how: str


@event
@dataclass(frozen=True)
class AidRequestRejected:
    """The party says that it did not ask: what was filed in its name is cancelled."""

    aid_request_id: UUID
    incident_id: UUID
    requesting_party_id: UUID
    reference: str
    reason: str


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
    """A request ended; the lines named were never filled."""

    aid_request_id: UUID
    incident_id: UUID
    requesting_party_id: UUID
    reference: str
    reason: str
    unfilled_lines: tuple[int, ...]


@event
@dataclass(frozen=True)
class AidRequestReopened:
    """A closed request asks again for what was left."""

    aid_request_id: UUID
    incident_id: UUID
    requesting_party_id: UUID
    reference: str


@event
@dataclass(frozen=True)
class AidRequestCancelled:
    """A request was taken back."""

    aid_request_id: UUID
    incident_id: UUID
    requesting_party_id: UUID
    reference: str
    reason: str


@event
@dataclass(frozen=True)
class LineFilled:
    """Everything that a line asked for is promised."""

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
class OfferAwaitsSignOff:
    """An offer is written and waits for another person of its party; the other side knows nothing."""

    offer_id: UUID
    aid_request_id: UUID
    requesting_party_id: UUID
    responding_party_id: UUID
    reference: str
    aid_request_reference: str
    missing: int
    by: str
    roles: tuple[str, ...]


@event
@dataclass(frozen=True)
class OfferSignedOff:
    """Another person of the party agreed to its offer; `missing` more are needed."""

    offer_id: UUID
    aid_request_id: UUID
    responding_party_id: UUID
    reference: str
    person_id: UUID | None
    missing: int


@event
@dataclass(frozen=True)
class OfferNotSent:
    """An offer that waited for another person was taken back, or its time passed: nobody got it."""

    offer_id: UUID
    aid_request_id: UUID
    responding_party_id: UUID
    reference: str
    reason: str


@event
@dataclass(frozen=True)
class OfferSubmitted:
    """A party offers help; nothing is reserved yet."""

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
    """A party took its offer back."""

    offer_id: UUID
    aid_request_id: UUID
    requesting_party_id: UUID
    responding_party_id: UUID
    reference: str
    reason: str


@event
@dataclass(frozen=True)
class OfferDeclined:
    """The requesting party said no to an offer."""

    offer_id: UUID
    aid_request_id: UUID
    requesting_party_id: UUID
    responding_party_id: UUID
    reference: str
    reason: str


@event
@dataclass(frozen=True)
class OfferExpired:
    """Nobody answered an offer in time."""

    offer_id: UUID
    aid_request_id: UUID
    requesting_party_id: UUID
    responding_party_id: UUID
    reference: str


@event
@dataclass(frozen=True)
class OfferAccepted:
    """An offer, whole or in part, became a mission."""

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
    """One side proposed in writing who pays how much after the free hours."""

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
    """The other side agreed; the share holds for the mission."""

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
    """Somebody wrote a note on a request or a mission."""

    note_id: UUID
    subject_kind: str
    subject_id: UUID
    party_id: UUID | None


@event
@dataclass(frozen=True)
class MissionStarted:
    """The first of a mission arrived."""

    mission_id: UUID
    aid_request_id: UUID
    requesting_party_id: UUID
    responding_party_id: UUID
    reference: str
    arrived_at: datetime


@event
@dataclass(frozen=True)
class MissionDemobilizing:
    """The first of a mission goes home."""

    mission_id: UUID
    aid_request_id: UUID
    requesting_party_id: UUID
    responding_party_id: UUID
    reference: str


@event
@dataclass(frozen=True)
class MissionDemobilized:
    """Everything promised for a mission is accounted for."""

    mission_id: UUID
    aid_request_id: UUID
    requesting_party_id: UUID
    responding_party_id: UUID
    reference: str
    demobilized_at: datetime


@event
@dataclass(frozen=True)
class MissionExtended:
    """Both sides agreed to a longer stay."""

    mission_id: UUID
    aid_request_id: UUID
    requesting_party_id: UUID
    responding_party_id: UUID
    reference: str
    until: datetime


@event
@dataclass(frozen=True)
class MissionRecalled:
    """The lender calls its people and things home, in writing or by voice; recorded by deployments."""

    mission_id: UUID
    aid_request_id: UUID
    requesting_party_id: UUID
    responding_party_id: UUID
    reference: str
    reason: str
    effective_at: datetime
    by_voice: bool = False


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
    """Nothing of a mission is open any more."""

    mission_id: UUID
    aid_request_id: UUID
    requesting_party_id: UUID
    responding_party_id: UUID
    reference: str
