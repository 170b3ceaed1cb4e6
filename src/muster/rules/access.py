"""When a grant of access holds, when it has run out, and what has to be said when it is made.

Moments are aware UTC; a grant holds from its beginning up to, not including, its end. Term:
data_access.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from muster.rules.refusal import Refusal

REMIND_BEFORE = timedelta(hours=2)
"""How long before its end the host is asked to extend a grant or to take it back."""


class Escort(StrEnum):
    """How a helper moves: alone, being cleared for what is touched, or with somebody of the host."""

    CLEARED = "cleared"
    ESCORTED = "escorted"


class AccessState(StrEnum):
    PLANNED = "planned"
    LIVE = "live"
    EXPIRED = "expired"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Span:
    """A grant's hours; `removed_at` once somebody confirmed that it is gone."""

    starts_at: datetime
    ends_at: datetime
    removed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is said when access is given."""

    helper: str
    system: str
    proof: str
    has_file: bool
    escort: str
    escorted_by: str
    starts_at: datetime
    ends_at: datetime


def state_of(span: Span, at: datetime) -> AccessState:
    """Expired is not removed: the hour is over, and nobody has looked yet."""
    if span.removed_at is not None:
        return AccessState.REMOVED
    if at >= span.ends_at:
        return AccessState.EXPIRED
    return AccessState.LIVE if at >= span.starts_at else AccessState.PLANNED


def is_open(span: Span) -> bool:
    """Whether it stands in the way of demobilization."""
    return span.removed_at is None


def refusals_for_grant(wanted: Wanted, mission_ends_at: datetime) -> list[Refusal]:
    """Every reason why access may not be given so; empty when it may. Term: data_access."""
    escort_known = wanted.escort in set(Escort)
    checks = (
        (not wanted.helper.strip(), "access_grant.no_helper", "helper_name"),
        (not wanted.system.strip(), "access_grant.no_system", "system"),
        (not escort_known, "access_grant.escort_unknown", "escort"),
        (
            wanted.escort == Escort.ESCORTED and not wanted.escorted_by.strip(),
            "access_grant.escort_not_named",
            "escorted_by",
        ),
        (not (wanted.proof.strip() or wanted.has_file), "access_grant.no_proof", "proof"),
        (wanted.ends_at <= wanted.starts_at, "access_grant.ends_before_it_starts", "ends_at"),
    )
    found = [Refusal(code, "data_access", field) for broken, code, field in checks if broken]
    return [*found, *refusals_for_end(wanted.ends_at, mission_ends_at)]


def refusals_for_end(ends_at: datetime, mission_ends_at: datetime) -> list[Refusal]:
    """No access outlives the mission for which it is given. Term: data_access."""
    if ends_at <= mission_ends_at:
        return []
    values = {"ends_at": mission_ends_at}
    return [Refusal("access_grant.outlives_the_mission", "data_access", "ends_at", values)]
