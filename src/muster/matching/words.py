"""The reasons of a match as people read them. What a lender keeps back is never named."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from muster.rules.matching import LeftOutCode, Reason, ReasonCode
from muster.rules.refusal import Refusal
from muster.web.wording import sentence

MILES_PER_KM = 0.621371

LEFT_OUT = {
    LeftOutCode.OWN_PARTY: "belongs to the party that asks",
    LeftOutCode.NOT_IN_FORCE: "its party is not in force",
    LeftOutCode.SKILL_MISSING: "lacks the skill asked for",
    LeftOutCode.NOT_CLEARED: "is not cleared for the whole time",
    LeftOutCode.NOT_AVAILABLE: "is not available then",
    LeftOutCode.BELOW_RESERVE: "is kept back by its lender",
    LeftOutCode.QUANTITY_NONE: "is empty",
}


def miles(distance_km: float) -> str:
    """A distance as it is spoken of here; nothing finer than a mile."""
    rounded = round(distance_km * MILES_PER_KM)
    return (
        "less than a mile" if rounded < 1 else f"about {rounded} mile{'s' if rounded > 1 else ''}"
    )


def _skill(values: Mapping[str, Any]) -> str:
    if values.get("ready_package"):
        return "made ready for this very work"
    return "has the skill asked for" if values.get("matched") else ""


def _quantity(values: Mapping[str, Any]) -> str:
    return f"brings {values.get('gives')} of the {values.get('asked')} still needed"


def _travel(values: Mapping[str, Any]) -> str:
    if values.get("remote"):
        return "works from afar"
    distance = values.get("distance_km")
    return "distance not known" if distance is None else f"{miles(distance)} away"


def _interval(values: Mapping[str, Any]) -> str:
    late, covered = values.get("late_hours") or 0, values.get("covered") or 0
    if covered >= 0.999:
        return "there for the whole time"
    if late >= 1:
        return f"there {late:g} hours after the need begins"
    if late > 0:
        return f"there {max(1, round(late * 60))} minutes after the need begins"
    return f"there for {round(covered * 100)} % of the time"


def _fairness(values: Mapping[str, Any]) -> str:
    given = values.get("hours_given") or 0
    return f"has given {given:g} hours before" if given else "has not been called on yet"


def _price(values: Mapping[str, Any]) -> str:
    cents = values.get("price_per_hour_cents") or 0
    return f"about ${cents / 100:,.2f} an hour" if cents else "free of charge"


CHOSEN: dict[str, Callable[[Mapping[str, Any]], str]] = {
    ReasonCode.SKILL: _skill,
    ReasonCode.QUANTITY: _quantity,
    ReasonCode.TRAVEL: _travel,
    ReasonCode.INTERVAL: _interval,
    ReasonCode.FAIRNESS: _fairness,
    ReasonCode.PRICE: _price,
}


def words_of(reason: Reason) -> str:
    """A reason as a few words; empty where it says nothing worth reading."""
    if reason.code in CHOSEN:
        return CHOSEN[reason.code](reason.values)
    if reason.code == LeftOutCode.TOO_FAR:
        distance = reason.values.get("distance_km")
        return "too far for the time" + (f": {miles(distance)}" if distance else "")
    known = LEFT_OUT.get(LeftOutCode(reason.code)) if reason.code in set(LeftOutCode) else None
    return known or sentence(Refusal(reason.code, values=reason.values))
