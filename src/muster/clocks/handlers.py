"""Which facts of the rooms below start and stop clocks: one row for each, read top to bottom."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID

from muster.aid import events as aid
from muster.aid import queries as aid_requests
from muster.claims import events as claims
from muster.clocks import queries
from muster.clocks.commands import keep_clocks
from muster.deployments import events as deployments
from muster.journal import clock
from muster.journal import queries as journal
from muster.journal.handling import on
from muster.members import events as members
from muster.rules.actor import Actor, system_actor
from muster.rules.happenings import Scope
from muster.rules.refusal import NotFound
from muster.rules.terms import ClockEvent

MOST_FACTS = 1_000_000

Found = tuple[ClockEvent, Scope, UUID, datetime | None]
"""An event, what it is about, and when it happened (None: when the fact was recorded)."""


def _aid_request_opened(happened: aid.AidRequestOpened, fact: Any) -> Iterator[Found]:
    """A request filed for another party is a spoken one until its party confirms it."""
    spoken = (
        ClockEvent.AID_REQUEST_ORAL if happened.filed_on_behalf else ClockEvent.AID_REQUEST_WRITTEN
    )
    for event in (ClockEvent.AID_REQUEST_OPENED, spoken):
        yield event, Scope.AID_REQUEST, happened.aid_request_id, None


def _aid_request_amended(happened: aid.AidRequestAmended, fact: Any) -> Iterator[Found]:
    """The requesting party's own hand on a request puts it in writing."""
    if fact.actor_party_id == happened.requesting_party_id:
        yield ClockEvent.AID_REQUEST_WRITTEN, Scope.AID_REQUEST, happened.aid_request_id, None


def _aid_request_confirmed(happened: aid.AidRequestConfirmed, fact: Any) -> Iterator[Found]:
    yield ClockEvent.AID_REQUEST_WRITTEN, Scope.AID_REQUEST, happened.aid_request_id, None


def _incident_known(happened: Any, fact: Any) -> Iterator[Found]:
    incident = aid_requests.get_incident(system_actor(fact.network_id), happened.incident_id)
    yield (
        ClockEvent.INCIDENT_DISCOVERED,
        Scope.INCIDENT,
        incident.id,
        incident.discovered_at or incident.opened_at,
    )


def _offer_answered(happened: Any, fact: Any) -> Iterator[Found]:
    yield ClockEvent.OFFER_ANSWERED, Scope.OFFER, happened.offer_id, None


def _offer_submitted(happened: aid.OfferSubmitted, fact: Any) -> Iterator[Found]:
    yield ClockEvent.OFFER_SUBMITTED, Scope.OFFER, happened.offer_id, None


def _authorized(happened: aid.MissionAuthorized, fact: Any) -> Iterator[Found]:
    yield ClockEvent.MISSION_AUTHORIZED, Scope.MISSION, happened.mission_id, None


def _arrived(happened: aid.MissionStarted, fact: Any) -> Iterator[Found]:
    yield ClockEvent.ARRIVED, Scope.MISSION, happened.mission_id, happened.arrived_at


def _ended(happened: aid.MissionDemobilized, fact: Any) -> Iterator[Found]:
    yield ClockEvent.MISSION_ENDED, Scope.MISSION, happened.mission_id, happened.demobilized_at


def _recalled(happened: aid.MissionRecalled, fact: Any) -> Iterator[Found]:
    """A recall by voice waits to be put in writing; any other is in writing at once."""
    said = ClockEvent.RECALL_ORAL if happened.by_voice else ClockEvent.RECALL_WRITTEN
    for event in (ClockEvent.RECALL_GIVEN, said):
        yield event, Scope.MISSION, happened.mission_id, None


def _recall_confirmed(happened: deployments.RecallConfirmed, fact: Any) -> Iterator[Found]:
    yield ClockEvent.RECALL_WRITTEN, Scope.MISSION, happened.mission_id, None


def _billed(happened: claims.ClaimSubmitted, fact: Any) -> Iterator[Found]:
    """What Muster carries is received when it is submitted."""
    yield ClockEvent.CLAIM_BILLED, Scope.MISSION, happened.mission_id, None
    yield ClockEvent.CLAIM_RECEIVED, Scope.MISSION, happened.mission_id, None


def _returned(happened: claims.ClaimQuestioned, fact: Any) -> Iterator[Found]:
    yield ClockEvent.CLAIM_RETURNED, Scope.MISSION, happened.mission_id, None


def _approved(happened: claims.ClaimApproved, fact: Any) -> Iterator[Found]:
    yield ClockEvent.CLAIM_APPROVED, Scope.MISSION, happened.mission_id, None


def _paid(happened: Any, fact: Any) -> Iterator[Found]:
    """Paid is paid in full, or waived to nothing."""
    if happened.left_cents <= 0:
        yield ClockEvent.CLAIM_PAID, Scope.MISSION, happened.mission_id, None


def _standing_changed(happened: members.PartyStandingChanged, fact: Any) -> Iterator[Found]:
    event = STANDINGS.get(happened.standing)
    if event is not None:
        yield event, Scope.PARTY, happened.party_id, None


STANDINGS = {"withdrawing": ClockEvent.WITHDRAWAL_NOTICED, "withdrawn": ClockEvent.WITHDRAWN}
READINGS: Mapping[type, Callable[[Any, Any], Iterator[Found]]] = {
    aid.IncidentOpened: _incident_known,
    aid.IncidentAmended: _incident_known,
    aid.AidRequestOpened: _aid_request_opened,
    aid.AidRequestAmended: _aid_request_amended,
    aid.AidRequestConfirmed: _aid_request_confirmed,
    aid.OfferSubmitted: _offer_submitted,
    aid.OfferAccepted: _offer_answered,
    aid.OfferDeclined: _offer_answered,
    aid.OfferWithdrawn: _offer_answered,
    aid.OfferExpired: _offer_answered,
    aid.MissionAuthorized: _authorized,
    aid.MissionStarted: _arrived,
    aid.MissionRecalled: _recalled,
    deployments.RecallConfirmed: _recall_confirmed,
    aid.MissionDemobilized: _ended,
    claims.ClaimSubmitted: _billed,
    claims.ClaimQuestioned: _returned,
    claims.ClaimApproved: _approved,
    claims.PaymentRecorded: _paid,
    claims.ClaimPartWaived: _paid,
    members.PartyStandingChanged: _standing_changed,
}


@on(*READINGS)
def keep(happened: Any, fact: Any) -> None:
    """Start and stop what the fact starts and stops."""
    for event, scope, subject_id, at in READINGS[type(happened)](happened, fact):
        keep_clocks(
            system_actor(fact.network_id),
            event=event,
            scope=scope,
            subject_id=subject_id,
            at=at or fact.at,
        )


def make_missing(actor: Actor) -> int:
    """Make the deadlines that were never started, from the facts that would have started them: of
    matters older than this room. Clocks that a matter has are left alone, so that doing it again
    makes none; how many were made."""
    made, at = 0, clock.now()
    known = queries.clocks_by_subject(actor)
    kinds = [event.__name__ for event in READINGS]
    for entry in journal.facts_of_kinds(actor, kinds, until=at, limit=MOST_FACTS):
        fact, happened = journal.fact_and_event(entry.id)
        if happened is None:  # its payload was erased
            continue
        with suppress(NotFound):
            for event, scope, subject_id, moment in READINGS[type(happened)](happened, fact):
                started = keep_clocks(
                    actor,
                    event=event,
                    scope=scope,
                    subject_id=subject_id,
                    at=moment or fact.at,
                    afterwards=known.get((scope, subject_id), frozenset()),
                )
                made += len(started)
    return made
