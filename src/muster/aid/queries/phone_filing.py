"""Requests filed by phone: at which numbers a party is called back, and how its word stands."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from muster.aid.models import PhoneFiling
from muster.aid.queries.visibility import visible_aid_requests
from muster.breakglass import queries as register
from muster.journal.kept import kept
from muster.members import queries as members
from muster.rules.actor import Actor
from muster.rules.lifecycle import AidRequestState

LONGEST_LIST = 50


def fileable_parties(actor: Actor) -> list[Any]:
    """The other parties in force, for which a request may be filed by phone."""
    return [party for party in members.in_force(actor) if party.id != actor.party_id]


def phone_register(actor: Actor, party_id: UUID) -> list[register.CallBack]:
    """The numbers at which the register says that a party is reached: the only ones to call back."""
    return register.numbers_of(actor, party_id)


def phone_filing_of(actor: Actor, aid_request_id: UUID) -> PhoneFiling | None:
    """How a request came by phone, for everybody who may see the request; None for other ones."""
    seen = visible_aid_requests(actor).filter(id=aid_request_id)
    rows = PhoneFiling.objects.filter(aid_request__in=seen)
    return rows.select_related("filed_by_party").first()


def sees_the_call(actor: Actor, requesting_party_id: UUID, filing: PhoneFiling) -> bool:
    """Names and numbers of the call are for the party, the officers and whoever filed."""
    return (
        actor.is_system
        or actor.is_network_officer
        or actor.party_id == requesting_party_id
        or (actor.person_id is not None and actor.person_id == filing.filed_by_id)
    )


def waiting_filings(actor: Actor) -> list[PhoneFiling]:
    """Requests filed for the own party that wait for its word."""
    return _waiting_filings(network_id=actor.network_id, party_id=actor.party_id)


@kept
def _waiting_filings(*, network_id: UUID, party_id: UUID | None) -> QuerySet[PhoneFiling]:
    rows = PhoneFiling.objects.filter(
        state=PhoneFiling.State.WAITING,
        aid_request__network_id=network_id,
        aid_request__requesting_party_id=party_id,
        aid_request__state=AidRequestState.OPEN,
    )
    return rows.select_related("aid_request").order_by("filed_at")[:LONGEST_LIST]
