"""What can happen to rates."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from muster.journal.record import event


@event
@dataclass(frozen=True)
class RatesImported:
    """A table of rates was made or brought up to date; `replaced` rows gave way to new ones."""

    table_id: UUID
    key: str
    added: int
    replaced: int


@event
@dataclass(frozen=True)
class LoadDeclared:
    """A party declared its fringe and overhead, which count for people sent from then on."""

    declaration_id: UUID
    party_id: UUID
    fringe_percent: Decimal
    overtime_fringe_percent: Decimal | None
    overhead_percent: Decimal
