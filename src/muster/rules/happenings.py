"""What a clock's event is about: a deadline belongs to an incident, a request, an offer, a mission or a party.

An event starts clocks of its own scope only. It may stop clocks of that scope and of every wider one
that it carries: a mission authorized answers the request that it came from.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from muster.rules.terms import Clock, ClockEvent


class Scope(StrEnum):
    """What a deadline belongs to; `party` is a party's membership."""

    INCIDENT = "incident"
    AID_REQUEST = "aid_request"
    OFFER = "offer"
    MISSION = "mission"
    PARTY = "party"
    RECORDS_REQUEST = (
        "records_request"  # a public-records request; no clock of the terms is about it
    )


VIEWED_WITH: Mapping[Scope, str] = {Scope.RECORDS_REQUEST: "records_request.view"}
"""The permission without which nobody is shown, or told of, the deadlines of a scope. Those of every
other scope are for all who work for the party."""

SCOPES: Mapping[ClockEvent, Scope] = {
    ClockEvent.INCIDENT_DISCOVERED: Scope.INCIDENT,
    ClockEvent.BREACH_REPORTED: Scope.INCIDENT,
    ClockEvent.AID_REQUEST_ORAL: Scope.AID_REQUEST,
    ClockEvent.AID_REQUEST_WRITTEN: Scope.AID_REQUEST,
    ClockEvent.AID_REQUEST_OPENED: Scope.AID_REQUEST,
    ClockEvent.OFFER_SUBMITTED: Scope.OFFER,
    ClockEvent.OFFER_ANSWERED: Scope.OFFER,
    ClockEvent.MISSION_AUTHORIZED: Scope.MISSION,
    ClockEvent.ARRIVED: Scope.MISSION,
    ClockEvent.MISSION_ENDED: Scope.MISSION,
    ClockEvent.RECALL_GIVEN: Scope.MISSION,
    ClockEvent.RECALL_ORAL: Scope.MISSION,
    ClockEvent.RECALL_WRITTEN: Scope.MISSION,
    ClockEvent.INTENT_NOTICED: Scope.MISSION,
    ClockEvent.CLAIM_BILLED: Scope.MISSION,
    ClockEvent.CLAIM_RECEIVED: Scope.MISSION,
    ClockEvent.CLAIM_RETURNED: Scope.MISSION,
    ClockEvent.CLAIM_APPROVED: Scope.MISSION,
    ClockEvent.CLAIM_PAID: Scope.MISSION,
    ClockEvent.DISPUTE_NOTICED: Scope.MISSION,
    ClockEvent.DISPUTE_SETTLED: Scope.MISSION,
    ClockEvent.LICENCE_ASSIGNED: Scope.MISSION,
    ClockEvent.WITHDRAWAL_NOTICED: Scope.PARTY,
    ClockEvent.WITHDRAWN: Scope.PARTY,
}

WIDER: Mapping[Scope, frozenset[Scope]] = {
    Scope.INCIDENT: frozenset(),
    Scope.AID_REQUEST: frozenset({Scope.INCIDENT}),
    Scope.OFFER: frozenset({Scope.AID_REQUEST, Scope.INCIDENT}),
    Scope.MISSION: frozenset({Scope.OFFER, Scope.AID_REQUEST, Scope.INCIDENT}),
    Scope.PARTY: frozenset(),
    Scope.RECORDS_REQUEST: frozenset(),
}

GIVEN_BY_HAND = frozenset(
    {
        ClockEvent.AID_REQUEST_WRITTEN,
        ClockEvent.BREACH_REPORTED,
        ClockEvent.INTENT_NOTICED,
        ClockEvent.CLAIM_RETURNED,
        ClockEvent.DISPUTE_NOTICED,
        ClockEvent.DISPUTE_SETTLED,
        ClockEvent.LICENCE_ASSIGNED,
    }
)
"""Events that happen between people: somebody writes down that they did, with the proof of it."""


def can_stop(clock: Clock) -> bool:
    """Whether the event that stops a clock can ever reach what the clock belongs to."""
    if clock.stops is None:
        return True
    own, theirs = SCOPES[clock.starts], SCOPES[clock.stops]
    return own is theirs or own in WIDER[theirs]
