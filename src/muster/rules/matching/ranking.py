"""The rule itself: what leaves a candidate out, and what its score is made of."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from muster.rules.matching.distance import great_circle_km, travel_hours
from muster.rules.matching.facts import (
    CandidateFacts,
    CandidateKind,
    LeftOut,
    LeftOutCode,
    LineNeed,
    Ranked,
    Ranking,
    Reason,
    ReasonCode,
    Weights,
    lendable,
)

SECONDS_PER_HOUR = 3600


def rank(
    line: LineNeed, candidates: Iterable[CandidateFacts], weights: Weights | None = None
) -> Ranking:
    """Rank every candidate of the kind asked for; those of another kind are not mentioned.

    Ten thousand candidates take well under a second: what is cheap to refuse is refused first, and
    distance is computed only for those that are left.
    """
    weights = weights or Weights()
    chosen: list[tuple[tuple[Any, ...], Ranked]] = []
    left_out: list[LeftOut] = []
    for candidate in candidates:
        if not _is_of_the_kind(line, candidate):
            continue
        reasons = _cheap_reasons(line, candidate)
        distance = None if reasons else _distance(line, candidate)
        arrives_at = _arrival(line, candidate, distance, weights)
        if not reasons:
            reasons = _distance_reasons(line, candidate, distance, arrives_at)
        if reasons:
            left_out.append(LeftOut(candidate.id, tuple(reasons)))
            continue
        ranked = _judged(line, candidate, distance, arrives_at, weights)
        far = math.inf if distance is None else distance
        chosen.append(((-ranked.score, far, candidate.hours_given, str(candidate.id)), ranked))
    chosen.sort(key=lambda each: each[0])
    left_out.sort(key=lambda each: str(each.candidate_id))
    return Ranking(tuple(ranked for _, ranked in chosen), tuple(left_out))


def _is_of_the_kind(line: LineNeed, candidate: CandidateFacts) -> bool:
    if line.resource_type_id in candidate.resource_type_ids:
        return True
    return (
        candidate.kind is CandidateKind.PACKAGE
        and line.work_package_id is not None
        and candidate.work_package_id == line.work_package_id
    )


def _cheap_reasons(line: LineNeed, candidate: CandidateFacts) -> list[Reason]:
    """Everything that speaks against the candidate and needs no distance."""
    reasons = list(candidate.bars)
    if candidate.party_id == line.requesting_party_id:
        reasons.append(Reason(LeftOutCode.OWN_PARTY))
    if not candidate.party_may_answer:
        reasons.append(Reason(LeftOutCode.NOT_IN_FORCE))
    if not line.skills <= candidate.skills:
        missing = sorted(map(str, line.skills - candidate.skills))
        reasons.append(Reason(LeftOutCode.SKILL_MISSING, {"missing": missing}))
    if not line.clearances <= candidate.clearances:
        missing = sorted(map(str, line.clearances - candidate.clearances))
        reasons.append(Reason(LeftOutCode.NOT_CLEARED, {"missing": missing}))
    if candidate.quantity <= 0:
        reasons.append(Reason(LeftOutCode.QUANTITY_NONE))
    elif candidate.covered_share <= 0 or _unreserved(candidate) <= 0:
        reasons.append(Reason(LeftOutCode.NOT_AVAILABLE, {"reserved": candidate.reserved}))
    elif lendable(candidate) == 0:
        reasons.append(
            Reason(
                LeftOutCode.BELOW_RESERVE,
                {"free": _unreserved(candidate), "reserve": candidate.reserve},
            )
        )
    return reasons


def _unreserved(candidate: CandidateFacts) -> int:
    return candidate.quantity - candidate.reserved


def _distance(line: LineNeed, candidate: CandidateFacts) -> float | None:
    """Kilometres on the way, 0 where nobody travels, None where a place is not known."""
    if _from_afar(line, candidate):
        return 0.0
    if line.place is None or candidate.place is None:
        return None
    return great_circle_km(line.place, candidate.place)


def _from_afar(line: LineNeed, candidate: CandidateFacts) -> bool:
    return not line.is_on_site and candidate.can_work_remotely


def _arrival(
    line: LineNeed, candidate: CandidateFacts, distance: float | None, weights: Weights
) -> datetime:
    """The earliest moment of arrival when setting out at once, after making ready."""
    hours = candidate.mobilization_hours
    if distance:
        hours += travel_hours(distance, weights.speed_kmh)
    return line.at + timedelta(hours=hours)


def _distance_reasons(
    line: LineNeed, candidate: CandidateFacts, distance: float | None, arrives_at: datetime
) -> list[Reason]:
    """Too far: past what the lender travels, or there only when the need is over."""
    beyond = (
        distance is not None
        and candidate.max_travel_km is not None
        and distance > candidate.max_travel_km
    )
    if not beyond and arrives_at < line.needed_until:
        return []
    return [
        Reason(
            LeftOutCode.TOO_FAR,
            {
                "distance_km": None if distance is None else round(distance, 1),
                "arrives_at": arrives_at,
                "most_km": candidate.max_travel_km if beyond else None,
            },
        )
    ]


def _judged(
    line: LineNeed,
    candidate: CandidateFacts,
    distance: float | None,
    arrives_at: datetime,
    weights: Weights,
) -> Ranked:
    given = min(lendable(candidate), line.quantity)
    factors: tuple[tuple[ReasonCode, float, float, dict[str, Any]], ...] = (
        (ReasonCode.SKILL, weights.skill, *_skill(line, candidate)),
        (
            ReasonCode.QUANTITY,
            weights.quantity,
            given / max(line.quantity, 1),
            {"gives": given, "asked": line.quantity},
        ),
        (
            ReasonCode.TRAVEL,
            weights.travel,
            _fading(distance, weights.far_km),
            {
                "distance_km": None if distance is None else round(distance, 1),
                "remote": _from_afar(line, candidate),
            },
        ),
        (ReasonCode.INTERVAL, weights.interval, *_interval(line, candidate, arrives_at)),
        (
            ReasonCode.FAIRNESS,
            weights.fairness,
            _fading(candidate.hours_given, weights.fair_hours),
            {"hours_given": candidate.hours_given},
        ),
        (
            ReasonCode.PRICE,
            weights.price,
            _fading(candidate.price_per_hour_cents, weights.fair_price_cents),
            {"price_per_hour_cents": candidate.price_per_hour_cents},
        ),
    )
    whole = weighted = 0.0
    reasons = []
    for code, weight, factor, values in factors:
        if weight:
            whole += weight
            weighted += weight * factor
            values["factor"], values["weight"] = round(factor, 4), weight
            reasons.append(Reason(code, values))
    score = weighted / whole if whole else 0.0
    return Ranked(candidate.id, round(score, 9), given, distance, arrives_at, tuple(reasons))


def _skill(line: LineNeed, candidate: CandidateFacts) -> tuple[float, dict[str, Any]]:
    """Whole for the work package or skills asked for, a half where none were named."""
    is_package = (
        line.work_package_id is not None and candidate.work_package_id == line.work_package_id
    )
    matched = sorted(map(str, line.skills & candidate.skills))
    factor = 1.0 if is_package or matched else 0.5
    return factor, {"matched": matched, "ready_package": is_package}


def _interval(
    line: LineNeed, candidate: CandidateFacts, arrives_at: datetime
) -> tuple[float, dict[str, Any]]:
    """The part of the interval in which the candidate is both there and available."""
    length = (line.needed_until - line.needed_from).total_seconds()
    late = max((arrives_at - line.needed_from).total_seconds(), 0.0)
    there = max(1.0 - late / length, 0.0) if length > 0 else 0.0
    factor = min(there, candidate.covered_share, 1.0)
    return factor, {"late_hours": round(late / SECONDS_PER_HOUR, 1), "covered": factor}


def _fading(amount: float | None, half_at: float) -> float:
    """1 at nothing, a half at `half_at`, towards 0 beyond; a half where the amount is not known."""
    return 0.5 if amount is None else half_at / (half_at + max(amount, 0.0))
