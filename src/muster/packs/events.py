"""What happens to packs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from muster.journal.record import event


@event
@dataclass(frozen=True)
class PackMade:
    """Somebody took a party's pack along; `kind` is how (`pdf`, `bundle`), `expires_on` what it says on it."""

    party_id: UUID
    kind: str
    expires_on: date
