"""How grave an incident is, by the formula of CISA's National Cyber Incident Scoring System.

Eight categories, each a choice with a value from 0 to 100 and a weight; the score is their weighted
mean, stretched so that the mildest choices together give 0 and the gravest 100. Source of the
categories and the weighted mean: https://www.cisa.gov/nciss (PDF: cisa_national_cyber_incident_
scoring_system_s508c.pdf). Source of weights and values: the model "CISA NCISS" that Carnegie Mellon
University's Software Engineering Institute ships with its evaluator CITE (cmu-sei/crucible, seed data of
cite-api). CISA calls its published figures notional, to be fitted to the user's own needs; so the
score here is a proposal for people to look at, and nothing is decided by it.

The choices are derived from what the three questions said, as stated beside each below.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum


class Category(StrEnum):
    FUNCTIONAL_IMPACT = "functional_impact"
    OBSERVED_ACTIVITY = "observed_activity"
    LOCATION = "location_of_observed_activity"
    ACTOR = "actor_characterization"
    INFORMATION_IMPACT = "information_impact"
    RECOVERABILITY = "recoverability"
    DEPENDENCY = "cross_sector_dependency"
    POTENTIAL_IMPACT = "potential_impact"


WEIGHTS: Mapping[Category, int] = {
    Category.FUNCTIONAL_IMPACT: 6,
    Category.OBSERVED_ACTIVITY: 5,
    Category.LOCATION: 4,
    Category.ACTOR: 4,
    Category.INFORMATION_IMPACT: 2,
    Category.RECOVERABILITY: 4,
    Category.DEPENDENCY: 3,
    Category.POTENTIAL_IMPACT: 6,
}

VALUES: Mapping[Category, Mapping[str, int]] = {
    Category.FUNCTIONAL_IMPACT: {
        "no impact": 0,
        "no impact to services": 20,
        "minimal impact to non-critical services": 35,
        "minimal impact to critical services": 40,
        "significant impact to non-critical services": 50,
        "denial of non-critical services": 60,
        "significant impact to critical services": 70,
        "denial of critical services or loss of control": 100,
    },
    Category.OBSERVED_ACTIVITY: {
        "none": 0,
        "prepare": 40,
        "engage": 70,
        "presence": 80,
        "effect": 100,
    },
    Category.LOCATION: {
        "business DMZ": 30,
        "business network": 40,
        "unknown": 50,
        "business network management": 60,
        "critical system DMZ": 70,
        "critical system management": 80,
        "critical systems": 90,
        "safety systems": 100,
    },
    Category.ACTOR: {
        "hacktivists": 20,
        "unwitting insider": 30,
        "criminal": 40,
        "unknown": 50,
        "witting insider": 65,
        "APT": 80,
        "APT, targeted": 100,
    },
    Category.INFORMATION_IMPACT: {
        "no impact": 0,
        "suspected but not identified": 10,
        "privacy data loss": 20,
        "proprietary information loss": 50,
        "destruction of non-critical system": 60,
        "critical systems data breach": 70,
        "core credential compromise": 80,
        "destruction of critical system": 100,
    },
    Category.RECOVERABILITY: {
        "regular": 20,
        "supplemented": 40,
        "extended": 60,
        "not recoverable": 100,
    },
    Category.DEPENDENCY: {
        "nuclear reactors, materials and waste": 15,
        "emergency services": 25,
        "government facilities": 40,
        "water": 60,
        "energy": 100,
    },
    Category.POTENTIAL_IMPACT: {
        "minimal": 0,
        "low": 25,
        "moderate": 50,
        "high": 75,
        "severe": 100,
    },
}
"""Of the sixteen sectors only the mildest, the gravest and those of local government are listed."""


@dataclass(frozen=True, kw_only=True)
class IncidentSigns:
    """What was said of an incident and is known of its party; impacts as the incident names them."""

    kind: str
    confidentiality: str
    integrity: str
    availability: str
    party_kind: str
    population: int | None = None


@dataclass(frozen=True)
class Choice:
    """One category, what was chosen for it, and what that counts."""

    category: Category
    choice: str
    value: int
    weight: int


@dataclass(frozen=True)
class Severity:
    """A proposed score from 0 to 100, rounded half up, with its working."""

    score: int
    choices: tuple[Choice, ...]


def proposed_severity(signs: IncidentSigns) -> Severity:
    """The score that the incident's signs propose. Clause: none; no agreement rests on it."""
    chosen = {
        Category.FUNCTIONAL_IMPACT: _functional(signs),
        Category.OBSERVED_ACTIVITY: _activity(signs),
        Category.LOCATION: _location(signs),
        Category.ACTOR: "criminal" if signs.kind == "ransomware" else "unknown",
        Category.INFORMATION_IMPACT: _information(signs),
        Category.RECOVERABILITY: _recoverability(signs),
        Category.DEPENDENCY: _sector(signs),
        Category.POTENTIAL_IMPACT: _potential(signs),
    }
    choices = tuple(
        Choice(category, word, VALUES[category][word], WEIGHTS[category])
        for category, word in chosen.items()
    )
    return Severity(score_of(chosen), choices)


def score_of(chosen: Mapping[Category, str]) -> int:
    """The weighted mean of one choice for each category, stretched to 0..100."""
    total = sum(WEIGHTS[each] * VALUES[each][word] for each, word in chosen.items())
    least = sum(WEIGHTS[each] * min(VALUES[each].values()) for each in Category)
    most = sum(WEIGHTS[each] * max(VALUES[each].values()) for each in Category)
    exact = Decimal(100 * (total - least)) / Decimal(most - least)
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))


CRITICAL_PARTIES = frozenset({"emergency_communications", "fire_authority"})


def _functional(signs: IncidentSigns) -> str:
    """From availability: a 911 center that is down denies a critical service."""
    is_critical = signs.party_kind in CRITICAL_PARTIES
    words = {
        "severe": (
            "denial of critical services or loss of control"
            if is_critical
            else "significant impact to critical services"
        ),
        "partial": (
            "significant impact to critical services"
            if is_critical
            else "minimal impact to critical services"
        ),
        "suspected": "no impact to services",
    }
    return words.get(signs.availability, "no impact")


def _activity(signs: IncidentSigns) -> str:
    """From the kind: encrypting, destroying and flooding are effects; an intruder is present."""
    words = {
        "ransomware": "effect",
        "data_loss": "effect",
        "denial_of_service": "effect",
        "intrusion": "presence",
    }
    return words.get(signs.kind, "none")


def _location(signs: IncidentSigns) -> str:
    """Ransomware that spread had the network's management; of others nobody has said."""
    if signs.kind == "ransomware":
        return "business network management"
    return "business DMZ" if signs.kind == "denial_of_service" else "unknown"


def _information(signs: IncidentSigns) -> str:
    """The graver of what confidentiality and integrity suffered."""
    read = {
        "suspected": "suspected but not identified",
        "partial": "privacy data loss",
        "severe": "critical systems data breach",
    }.get(signs.confidentiality, "no impact")
    destroyed = {
        "partial": "proprietary information loss",
        "severe": "destruction of non-critical system",
    }.get(signs.integrity, "no impact")
    values = VALUES[Category.INFORMATION_IMPACT]
    return max((read, destroyed), key=lambda word: values[word])


def _recoverability(signs: IncidentSigns) -> str:
    """Whoever asks needs more than its own; ransomware takes weeks."""
    if signs.kind == "ransomware":
        return "extended"
    return "supplemented" if signs.availability in ("partial", "severe") else "regular"


def _sector(signs: IncidentSigns) -> str:
    return "emergency services" if signs.party_kind in CRITICAL_PARTIES else "government facilities"


def _potential(signs: IncidentSigns) -> str:
    """From whom the party serves: emergency calls, or how many people."""
    if signs.party_kind in CRITICAL_PARTIES or (signs.population or 0) >= 100_000:
        return "high"
    return "low" if signs.population is not None and signs.population < 10_000 else "moderate"
