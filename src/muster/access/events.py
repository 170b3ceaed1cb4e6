"""What happened to access. No account names, places or proofs here: they are read at the grant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from muster.journal.record import event


@dataclass(frozen=True)
class About:
    """What every fact about a grant carries."""

    access_grant_id: UUID
    mission_id: UUID
    requesting_party_id: UUID
    responding_party_id: UUID
    helper_name: str
    system: str


@event
@dataclass(frozen=True)
class AccessGranted(About):
    """The host gave a helper access, until a moment."""

    ends_at: datetime


@event
@dataclass(frozen=True)
class AccessExtended(About):
    """The host lets the access last longer."""

    ends_at: datetime


@event
@dataclass(frozen=True)
class AccessEndsSoon(About):
    """The host is asked to extend a grant or to take it back; said once for each end."""

    ends_at: datetime


@event
@dataclass(frozen=True)
class AccessExpired(About):
    """The hours of a grant are over; that it is gone must still be confirmed."""

    ends_at: datetime


@event
@dataclass(frozen=True)
class AccessRemoved(About):
    """Somebody of the host confirmed that the access is gone."""

    removed_at: datetime
