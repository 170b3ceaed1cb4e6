"""May this be offered, and may it be accepted?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from muster.rules.eligibility.reasons import bad_standing, kept, line_field
from muster.rules.lifecycle import AidRequestState, LineState, StandingState
from muster.rules.refusal import Refusal
from muster.rules.terms import Terms


@dataclass(frozen=True, kw_only=True)
class OfferedLineFacts:
    """One line of an offer beside the line it answers; `line_state` is None when there is none."""

    number: int
    line_state: LineState | None
    quantity: int
    open_quantity: int  # asked and not yet filled
    lendable_quantity: int  # free in the interval, above the lender's reserve
    starts_at: datetime
    ends_at: datetime
    needed_from: datetime
    needed_until: datetime


@dataclass(frozen=True, kw_only=True)
class OfferFacts:
    """What submitting an offer looks at."""

    aid_request_state: AidRequestState
    requesting_party_id: Any
    responding_party_id: Any
    responding_party_standing: StandingState
    arrives_at: datetime
    needed_until: datetime
    lines: tuple[OfferedLineFacts, ...]
    at: datetime


@dataclass(frozen=True, kw_only=True)
class AcceptedLineFacts:
    """One offered line as it is to be accepted now."""

    number: int
    line_state: LineState
    accepted_quantity: int
    offered_quantity: int  # still unaccepted of the offer's line
    open_quantity: int
    lendable_quantity: int  # free at this moment, under lock


@dataclass(frozen=True, kw_only=True)
class AcceptanceFacts:
    """What accepting an offer, whole or in part, looks at."""

    expires_at: datetime
    aid_request_state: AidRequestState
    requesting_party_standing: StandingState
    responding_party_standing: StandingState
    lines: tuple[AcceptedLineFacts, ...]
    at: datetime


def refusals_for_offer(facts: OfferFacts, terms: Terms) -> list[Refusal]:
    """Why this offer may not be made. Terms: response, standing, extension."""
    reasons = kept(
        (
            facts.aid_request_state is not AidRequestState.OPEN,
            Refusal("aid_request.closed", "response", values={"state": facts.aid_request_state}),
        ),
        (
            facts.responding_party_id == facts.requesting_party_id,
            Refusal("offer.own_request", "response"),
        ),
        (
            facts.responding_party_standing not in terms.standing.may_answer,
            bad_standing(facts.responding_party_standing),
        ),
        (
            facts.arrives_at >= facts.needed_until,
            Refusal(
                "offer.too_late", "response", "arrives_at", {"needed_until": facts.needed_until}
            ),
        ),
        (not facts.lines, Refusal("offer.nothing_offered", "response", "lines")),
        (
            _is_longer_than(terms.extension.cap_days, facts),
            Refusal(
                "offer.longer_than_cap",
                "extension",
                "duration_hours",
                {"days": terms.extension.cap_days},
            ),
        ),
    )
    return reasons + [reason for line in facts.lines for reason in _refusals_for_offered(line)]


def _is_longer_than(cap_days: int | None, facts: OfferFacts) -> bool:
    """Whether anybody would stay beyond the days that a deployment may last without an extension."""
    if cap_days is None or not facts.lines:
        return False
    return max(line.ends_at for line in facts.lines) - facts.arrives_at > timedelta(days=cap_days)


def warnings_for_offer(facts: OfferFacts) -> list[Refusal]:
    """What the one who offers should know and may pass over: more, later or earlier than makes sense."""
    warnings = kept(
        (facts.arrives_at < facts.at, Refusal("offer.arrives_in_the_past", None, "arrives_at"))
    )
    for line in facts.lines:
        values = {"number": line.number, "asked": line.open_quantity, "offered": line.quantity}
        if line.line_state is LineState.OPEN and line.quantity > line.open_quantity:
            warnings.append(
                Refusal(
                    "offer.more_than_asked", "response", line_field(line.number, "quantity"), values
                )
            )
        if line.starts_at > line.needed_from:
            warnings.append(
                Refusal(
                    "offer.starts_late",
                    "response",
                    line_field(line.number, "starts_at"),
                    {"number": line.number, "needed_from": line.needed_from},
                )
            )
    return warnings


def refusals_for_acceptance(facts: AcceptanceFacts, terms: Terms) -> list[Refusal]:
    """Why this offer, or this part of it, may not be accepted. Terms: response, standing.

    Whether its state allows it is the table's to say (`move(OFFER, ...)`).
    """
    reasons = kept(
        (
            facts.at >= facts.expires_at,
            Refusal("offer.expired", "response", values={"expires_at": facts.expires_at}),
        ),
        (
            facts.aid_request_state is not AidRequestState.OPEN,
            Refusal("aid_request.closed", "response", values={"state": facts.aid_request_state}),
        ),
        (
            facts.requesting_party_standing not in terms.standing.may_ask,
            bad_standing(facts.requesting_party_standing),
        ),
        (
            facts.responding_party_standing not in terms.standing.may_answer,
            Refusal(
                "offer.responder_not_in_good_standing",
                "standing",
                values={"standing": facts.responding_party_standing},
            ),
        ),
        (
            not any(line.accepted_quantity for line in facts.lines),
            Refusal("offer.nothing_accepted", "response", "lines"),
        ),
    )
    return reasons + [reason for line in facts.lines for reason in _refusals_for_accepted(line)]


def _refusals_for_offered(line: OfferedLineFacts) -> list[Refusal]:
    number = {"number": line.number}
    if line.line_state is None:
        return [Refusal("offer.unknown_line", "response", line_field(line.number, "line"), number)]
    outside = line.starts_at >= line.needed_until or line.ends_at <= line.needed_from
    return kept(
        (
            line.line_state is not LineState.OPEN,
            Refusal(
                "line.not_open",
                "response",
                line_field(line.number, "line"),
                {**number, "state": line.line_state},
            ),
        ),
        (
            line.quantity < 1,
            Refusal("offer.no_quantity", None, line_field(line.number, "quantity"), number),
        ),
        (
            line.ends_at <= line.starts_at,
            Refusal(
                "offer.ends_before_it_starts", None, line_field(line.number, "ends_at"), number
            ),
        ),
        (
            outside,
            Refusal(
                "offer.outside_interval",
                "response",
                line_field(line.number, "starts_at"),
                {
                    **number,
                    "needed_from": line.needed_from,
                    "needed_until": line.needed_until,
                },
            ),
        ),
        (
            line.quantity > line.lendable_quantity,
            Refusal(
                "offer.more_than_available",
                None,
                line_field(line.number, "quantity"),
                {**number, "available": max(line.lendable_quantity, 0)},
            ),
        ),
    )


def _refusals_for_accepted(line: AcceptedLineFacts) -> list[Refusal]:
    if line.accepted_quantity == 0:
        return []
    values = {"number": line.number, "accepted": line.accepted_quantity}
    quantity = line_field(line.number, "quantity")
    return kept(
        (line.accepted_quantity < 0, Refusal("offer.no_quantity", None, quantity, values)),
        (
            line.line_state is not LineState.OPEN,
            Refusal("line.not_open", "response", quantity, {**values, "state": line.line_state}),
        ),
        (
            line.accepted_quantity > line.offered_quantity,
            Refusal(
                "offer.more_than_offered",
                "response",
                quantity,
                {**values, "offered": line.offered_quantity},
            ),
        ),
        (
            line.line_state is LineState.OPEN and line.accepted_quantity > line.open_quantity,
            Refusal(
                "offer.more_than_needed",
                "response",
                quantity,
                {**values, "open": line.open_quantity},
            ),
        ),
        (
            # What was never offered was taken by nobody: the sentence above says it.
            min(line.accepted_quantity, line.offered_quantity) > line.lendable_quantity,
            Refusal(
                "offer.no_longer_available",
                "response",
                quantity,
                {**values, "available": max(line.lendable_quantity, 0)},
            ),
        ),
    )
