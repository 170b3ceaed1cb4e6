"""May this aid request be opened?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from muster.rules.eligibility.reasons import bad_standing, kept, line_field
from muster.rules.lifecycle import StandingState
from muster.rules.refusal import Refusal
from muster.rules.terms import Terms

MOST_LINES = 200


class Filer(StrEnum):
    """Who files an aid request."""

    OWN_REPRESENTATIVE = (
        "own_representative"  # holds a role that counts as the agreement's requester
    )
    OTHER_MEMBER = "other_member"
    COORDINATOR = "coordinator"  # for a party that cannot


@dataclass(frozen=True, kw_only=True)
class IncidentFacts:
    """What is said of an incident that the trigger looks at; suspected impact counts as impact."""

    confidentiality: bool = False
    integrity: bool = False
    availability: bool = False
    declared_emergency: bool = False
    authorized_drill: bool = False
    lawful_emergency: bool = False


@dataclass(frozen=True, kw_only=True)
class NeedFacts:
    """One line as asked."""

    number: int
    quantity: int
    needed_from: datetime
    needed_until: datetime


@dataclass(frozen=True, kw_only=True)
class OpeningFacts:
    """What opening an aid request looks at."""

    incident: IncidentFacts
    requesting_party_standing: StandingState
    filed_by: Filer
    lines: tuple[NeedFacts, ...]
    at: datetime
    own_means_used: bool = False
    """Whether somebody said that the party's own means are used up, or will be."""


def trigger_is_met(incident: IncidentFacts, terms: Terms) -> bool:
    """Whether what happened is among the things that allow a request. Term: trigger."""
    return any(getattr(incident, kind.value) for kind in terms.trigger.any_of)


def refusals_for_opening(facts: OpeningFacts, terms: Terms) -> list[Refusal]:
    """Why this aid request may not be opened. Terms: trigger, standing, requester, response."""
    reasons = kept(
        (
            not trigger_is_met(facts.incident, terms),
            Refusal(
                "aid_request.trigger_not_met",
                "trigger",
                "impact",
                {"any_of": [kind.value for kind in terms.trigger.any_of]},
            ),
        ),
        *_asker_checks(facts.requesting_party_standing, facts.filed_by, terms),
        (
            terms.response.local_resources_first and not facts.own_means_used,
            Refusal("aid_request.own_means_first", "response", "own_means_used"),
        ),
        (not facts.lines, Refusal("aid_request.no_lines", "requester", "lines")),
        (
            len(facts.lines) > MOST_LINES,
            Refusal("aid_request.too_many_lines", None, "lines", {"most": MOST_LINES}),
        ),
    )
    return reasons + [
        reason for line in facts.lines for reason in _refusals_for_need(line, facts.at)
    ]


def refusals_for_reopening(standing: StandingState, filed_by: Filer, terms: Terms) -> list[Refusal]:
    """Why a closed aid request may not be asked anew: who asks, not what. Terms: standing, requester."""
    return kept(*_asker_checks(standing, filed_by, terms))


def _asker_checks(
    standing: StandingState, filed_by: Filer, terms: Terms
) -> tuple[tuple[bool, Refusal], ...]:
    """Whether the party may ask, and by this person. Terms: standing, requester."""
    is_proxy = filed_by is Filer.COORDINATOR and not terms.requester.proxy
    return (
        (standing not in terms.standing.may_ask, bad_standing(standing)),
        (
            filed_by is Filer.OTHER_MEMBER or is_proxy,
            Refusal(
                "aid_request.not_by_requester",
                "requester",
                values={"title": terms.requester.title, "roles": list(terms.requester.roles)},
            ),
        ),
    )


def _refusals_for_need(line: NeedFacts, at: datetime) -> list[Refusal]:
    number = {"number": line.number}
    return kept(
        (
            line.quantity < 1,
            Refusal("line.no_quantity", None, line_field(line.number, "quantity"), number),
        ),
        (
            line.needed_until <= line.needed_from,
            Refusal(
                "line.ends_before_it_starts", None, line_field(line.number, "needed_until"), number
            ),
        ),
        (
            line.needed_until <= at,
            Refusal("line.already_over", None, line_field(line.number, "needed_until"), number),
        ),
    )
