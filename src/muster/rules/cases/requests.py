"""The requests of a case: may they be made, what was given of what was asked, and what stays open.

Nothing is decided here: the rules of opening, lending and matching answer, as they do for the record.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from muster.rules.cases.gathering import moment_of, must_moment
from muster.rules.cases.shape import Case, CaseNeed, CaseOffered, CaseParty, CaseRequest
from muster.rules.clocks import Calendar, deadline
from muster.rules.eligibility.opening import (
    Filer,
    IncidentFacts,
    NeedFacts,
    OpeningFacts,
    refusals_for_opening,
    trigger_is_met,
)
from muster.rules.lifecycle import StandingState
from muster.rules.matching import CandidateFacts, LineNeed, rank
from muster.rules.refusal import Refusal
from muster.rules.terms import Terms
from muster.rules.terms.belonging import JoiningStep

WINDOW = timedelta(days=7)  # a case says nothing of until when; matching wants an end


@dataclass(frozen=True, kw_only=True, slots=True)
class GivenLine:
    """What one party gives for one need; `reasons` are the codes of why it gives less or nothing."""

    party: str
    quantity: int
    reasons: tuple[str, ...] = ()
    needs_escort: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class NeedState:
    """A need with what was given for it; open = asked - given."""

    id: str
    label: str
    asked: int
    given: int
    open: int
    lines: tuple[GivenLine, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class RequestState:
    """A request as it stands. `refusals` forbid it; `use_instead` names agreements that allow it."""

    id: str
    requesting: str
    refusals: tuple[Refusal, ...]
    use_instead: tuple[str, ...]
    needs: tuple[NeedState, ...]
    declined: tuple[str, ...]
    awaits_writing: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class PartyState:
    """Where a party stands at a moment, and which steps of joining it lacks."""

    id: str
    state: StandingState
    missing: tuple[JoiningStep, ...]
    withdraws_on: datetime | None
    debts_survive: bool


def request_states(
    case: Case, terms: Terms, others: Mapping[str, Terms] | None = None
) -> list[RequestState]:
    """Every request of a case. `others` are the agreements that might be used instead, by their keys."""
    return [_request_state(case, request, terms, others or {}) for request in case.requests]


def party_states(case: Case, terms: Terms, at: datetime) -> list[PartyState]:
    """Every party of a case at a moment. Terms: joining, withdrawal."""
    return [party_state(party, terms, at) for party in case.parties]


def party_state(party: CaseParty, terms: Terms, at: datetime) -> PartyState:
    """Pending while a step is missing; after notice, bound until the notice ends. Debts are another
    matter: they stay owed where the terms say so."""
    done = terms.joining.steps if party.joining_done is None else party.joining_done
    missing = tuple(step for step in terms.joining.steps if step not in done)
    noticed = moment_of(party.withdrawal_noticed_at, terms.zone)
    ends_at = None if noticed is None else end_of_notice(noticed, terms)
    state = StandingState.IN_FORCE
    if missing:
        state = StandingState.PENDING
    elif noticed is not None and ends_at is not None and at >= noticed:
        state = StandingState.WITHDRAWING if at < ends_at else StandingState.WITHDRAWN
    return PartyState(
        id=party.id,
        state=state,
        missing=missing,
        withdraws_on=ends_at,
        debts_survive=terms.withdrawal.debts_survive,
    )


def end_of_notice(noticed_at: datetime, terms: Terms) -> datetime:
    """The moment at which a notice of withdrawal takes effect: the start of the last day of the clock
    `withdrawal`, else so many days of the term. Term: withdrawal."""
    calendar = Calendar.of(terms)
    clock = terms.clocks.get("withdrawal")
    if clock is not None:
        return deadline(clock, noticed_at, calendar).ends_at
    last = calendar.day_of(noticed_at) + timedelta(days=terms.withdrawal.notice_days)
    return calendar.start_of(last)


def _request_state(
    case: Case, request: CaseRequest, terms: Terms, others: Mapping[str, Terms]
) -> RequestState:
    asked_at = must_moment(request.asked_at, terms.zone)
    incident = incident_of(request)
    standings = {each.id: each.state for each in party_states(case, terms, asked_at)}
    facts = OpeningFacts(
        incident=incident,
        requesting_party_standing=standings[request.requesting],
        filed_by=Filer.COORDINATOR if request.by_coordinator else Filer.OWN_REPRESENTATIVE,
        lines=tuple(
            NeedFacts(
                number=number,
                quantity=need.quantity,
                needed_from=asked_at,
                needed_until=asked_at + WINDOW,
            )
            for number, need in enumerate(request.needs, start=1)
        ),
        at=asked_at,
        own_means_used=request.own_means_used,
    )
    # A case may be about who may ask at all; then it names no lines.
    found = refusals_for_opening(facts, terms)
    refusals = tuple(each for each in found if each.code != "aid_request.no_lines")
    may_use = [key for key, each in others.items() if trigger_is_met(incident, each)]
    return RequestState(
        id=request.id,
        requesting=request.requesting,
        refusals=refusals,
        use_instead=tuple(may_use) if refusals else (),
        needs=tuple(_need_state(request, need, standings, terms) for need in request.needs),
        declined=tuple(each.party for each in request.answers if not each.lines),
        awaits_writing=request.by_voice and request.written_at is None,
    )


def incident_of(request: CaseRequest) -> IncidentFacts:
    """What happened, as the trigger looks at it; words that it does not know count for nothing."""
    known = {name: True for name in request.impacts if name in IncidentFacts.__dataclass_fields__}
    return IncidentFacts(**known)


def _need_state(
    request: CaseRequest,
    need: CaseNeed,
    standings: Mapping[str, StandingState],
    terms: Terms,
) -> NeedState:
    lines: list[GivenLine] = []
    left = need.quantity
    for answer in request.answers:
        for offered in answer.lines:
            if offered.need != need.id:
                continue
            may_answer = standings[answer.party] in terms.standing.may_answer
            line = _given(request, need, answer.party, offered, left, may_answer, terms)
            left -= line.quantity
            lines.append(line)
    return NeedState(
        id=need.id,
        label=need.label,
        asked=need.quantity,
        given=need.quantity - left,
        open=left,
        lines=tuple(lines),
    )


def _given(
    request: CaseRequest,
    need: CaseNeed,
    party: str,
    offered: CaseOffered,
    left: int,
    may_answer: bool,
    terms: Terms,
) -> GivenLine:
    """What of an offer fills the need: what is free of it, cleared, and still open."""
    asked_at = must_moment(request.asked_at, terms.zone)
    lacking = set(need.clearances) - set(offered.clearances)
    with_escort = bool(lacking) and need.escort_allowed and offered.escorted
    ranking = rank(
        LineNeed(
            requesting_party_id=request.requesting,
            resource_type_id=need.id,
            quantity=max(left, 0),
            needed_from=asked_at,
            needed_until=asked_at + WINDOW,
            at=asked_at,
            clearances=frozenset() if with_escort else frozenset(need.clearances),
        ),
        [
            CandidateFacts(
                id=party,
                party_id=party,
                party_may_answer=may_answer,
                resource_type_ids=frozenset({need.id}),
                quantity=offered.quantity,
                reserved=offered.in_use,
                clearances=frozenset(offered.clearances),
            )
        ],
    )
    if ranking.left_out:
        reasons = _codes(ranking.left_out[0].reasons)
        return GivenLine(party=party, quantity=0, reasons=reasons)
    return GivenLine(party=party, quantity=ranking.chosen[0].quantity, needs_escort=with_escort)


def _codes(reasons: Sequence[object]) -> tuple[str, ...]:
    return tuple(str(getattr(reason, "code", reason)) for reason in reasons)
