"""What matching looks at and what it answers with."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class LeftOutCode(StrEnum):
    """Why a candidate cannot fill a line."""

    OWN_PARTY = "own_party"
    NOT_IN_FORCE = "not_in_force"
    SKILL_MISSING = "skill_missing"
    NOT_CLEARED = "not_cleared"
    NOT_AVAILABLE = "not_available"
    BELOW_RESERVE = "below_reserve"
    QUANTITY_NONE = "quantity_none"
    TOO_FAR = "too_far_for_the_window"


class ReasonCode(StrEnum):
    """What a score is made of."""

    SKILL = "skill"
    QUANTITY = "quantity"
    TRAVEL = "travel"
    INTERVAL = "interval"
    FAIRNESS = "fairness"
    PRICE = "price"


class CandidateKind(StrEnum):
    RESOURCE = "resource"
    PACKAGE = "package"  # several resources made ready together, at a price


@dataclass(frozen=True, slots=True)
class Reason:
    """One part of a judgement: a code with the values that its sentence needs."""

    code: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Weights:
    """How much each factor counts, and how fast people travel. A weight of 0 leaves a factor out."""

    skill: float = 3.0
    quantity: float = 3.0
    travel: float = 2.0
    interval: float = 2.0
    fairness: float = 1.0
    price: float = 1.0
    speed_kmh: float = 72.0  # what 45 miles an hour on the straight line makes
    far_km: float = 300.0  # distance at which the travel factor has fallen to a half
    fair_hours: float = 100.0  # hours given at which the fairness factor has fallen to a half
    fair_price_cents: float = (
        10_000.0  # price an hour at which the price factor has fallen to a half
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class LineNeed:
    """What a line asks for. Places are (latitude, longitude) in degrees; None is not known."""

    requesting_party_id: Any
    resource_type_id: Any
    quantity: int
    needed_from: datetime
    needed_until: datetime
    at: datetime
    work_package_id: Any = None
    skills: frozenset[Any] = frozenset()
    clearances: frozenset[Any] = frozenset()
    is_on_site: bool = True
    place: tuple[float, float] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CandidateFacts:
    """One resource or ready package as it stands in the interval asked for.

    `quantity` is what there is (of a package: what it brings of the kind asked for), `reserved` what
    other missions hold in the interval, `reserve` what the lender keeps. `clearances` are those in
    force for the whole interval. `covered_share` is the part of the interval (0 to 1) in which it is
    available; 0 is not at all. `bars` are reasons of the rules of lending that leave it out by
    themselves, such as `licence.not_permitted`.
    """

    id: Any
    party_id: Any
    party_may_answer: bool = True
    kind: CandidateKind = CandidateKind.RESOURCE
    resource_type_ids: frozenset[Any] = frozenset()
    work_package_id: Any = None
    quantity: int = 1
    reserved: int = 0
    reserve: int = 0
    skills: frozenset[Any] = frozenset()
    clearances: frozenset[Any] = frozenset()
    covered_share: float = 1.0
    place: tuple[float, float] | None = None
    can_work_remotely: bool = False
    max_travel_km: float | None = None
    mobilization_hours: float = 0.0
    hours_given: float = 0.0
    price_per_hour_cents: int = 0
    bars: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate that could fill the line. `score` is from 0 to 1."""

    candidate_id: Any
    score: float
    quantity: int  # what it could give of what is asked
    distance_km: float | None
    arrives_at: datetime
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A candidate that cannot, with every reason why."""

    candidate_id: Any
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """All candidates of the line's kind: the chosen best first, the left out by id."""

    chosen: tuple[Ranked, ...]
    left_out: tuple[LeftOut, ...]


def lendable(candidate: CandidateFacts) -> int:
    """What may be lent: what there is, less what is reserved, less what the lender keeps; never negative."""
    return max(candidate.quantity - candidate.reserved - candidate.reserve, 0)
