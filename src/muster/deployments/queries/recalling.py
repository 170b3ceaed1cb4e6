"""What it would free, and what it would break, if a party called everything home at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from muster.aid import queries as aid
from muster.deployments.models import Deployment, PartyRecall
from muster.deployments.queries.terms import terms_of_mission
from muster.journal.keyset import Page
from muster.rules.actor import Actor
from muster.rules.eligibility import earliest_recall, refusals_for_recall
from muster.rules.lifecycle import MISSION, OFFER, allowed_actions
from muster.rules.refusal import NotFound

STAND_DOWN, RECALL, KEEP = "stand_down", "recall", "keep"
PAGE = 200
A_MINUTE = timedelta(minutes=1)  # so that the notice is whole when the last mission is reached


@dataclass(frozen=True)
class LineBroken:
    """A line of somebody's request that is needed again, and how many of it."""

    number: int
    what: str
    quantity: int


@dataclass(frozen=True)
class MissionCalled:
    """One mission: how it ends, from when, whom and what it frees, what the other side lacks then.

    `how` is stand_down (nobody has left yet), recall, or keep (the agreement lets nobody be called
    home; `why` is the refusal's code).
    """

    mission_id: UUID
    reference: str
    helped: str
    how: str
    effective_at: datetime | None
    why: str
    frees: tuple[str, ...]
    lines: tuple[LineBroken, ...]


@dataclass(frozen=True)
class OfferCalled:
    """A waiting offer that is withdrawn, and who hears of it."""

    offer_id: UUID
    reference: str
    helped: str


@dataclass(frozen=True)
class WholeRecall:
    missions: tuple[MissionCalled, ...]
    offers: tuple[OfferCalled, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.missions or self.offers)


def whole_recall(actor: Actor, at: datetime) -> WholeRecall:
    """Everything real that the actor's party has out or on offer, and what calling it home does."""
    return WholeRecall(
        tuple(_called(actor, mission, at) for mission in _given(actor)),
        tuple(
            OfferCalled(offer.id, offer.reference, offer.aid_request.requesting_party.name)
            for offer in _waiting(actor)
        ),
    )


def get_party_recall(actor: Actor, party_recall_id: UUID) -> PartyRecall:
    """One recall of everything, for the party itself and the coordinator. Raises `NotFound`."""
    found = PartyRecall.objects.filter(network_id=actor.network_id, pk=party_recall_id).first()
    is_theirs = found is not None and found.party_id == actor.party_id
    if found is None or not (is_theirs or actor.is_system or actor.is_coordinator):
        raise NotFound("party_recall")
    return found


def _given(actor: Actor) -> Iterator[Any]:
    for mission in _all(actor, aid.missions, side="given", under_way=True):
        actions = allowed_actions(MISSION, mission.state)
        if mission.recalled_at is None and {"recall", "cancel"} & set(actions):
            yield mission


def _waiting(actor: Actor) -> Iterator[Any]:
    for offer in _all(actor, aid.offer_list, mine=True):
        if "withdraw" in allowed_actions(OFFER, offer.state):
            yield offer


def _all(actor: Actor, query: Any, **given: Any) -> Iterator[Any]:
    cursor = None
    while True:
        page: Page[Any] = query(actor, cursor=cursor, limit=PAGE, **given)
        yield from page.items
        cursor = page.next
        if cursor is None:
            return


def _called(actor: Actor, mission: Any, at: datetime) -> MissionCalled:
    items = aid.mission_items(actor, mission.id)
    how, effective_at, why = _how(actor, mission, at)
    return MissionCalled(
        mission_id=mission.id,
        reference=mission.reference,
        helped=mission.requesting_party.name,
        how=how,
        effective_at=effective_at,
        why=why,
        frees=tuple(
            item.label if item.quantity == 1 else f"{item.quantity} × {item.label}"
            for item in items
        ),
        lines=_lines(items),
    )


def _how(actor: Actor, mission: Any, at: datetime) -> tuple[str, datetime | None, str]:
    actions = allowed_actions(MISSION, mission.state)
    left = Deployment.objects.filter(mission_id=mission.id)
    has_left = left.exclude(departed_at=None, checked_in_at=None).exists()
    if "cancel" in actions and not has_left:
        return STAND_DOWN, at, ""
    terms = terms_of_mission(aid.get_mission(actor, mission.id))
    effective_at = earliest_recall(at, terms) + A_MINUTE
    refusals = refusals_for_recall(effective_at, at, terms)
    return (KEEP, None, refusals[0].code) if refusals else (RECALL, effective_at, "")


def _lines(items: list[Any]) -> tuple[LineBroken, ...]:
    counted: dict[UUID, LineBroken] = {}
    for item in items:
        line = item.offer_line.line
        before = counted[line.id].quantity if line.id in counted else 0
        what = item.resource.resource_type.label
        counted[line.id] = LineBroken(line.number, what, before + item.quantity)
    return tuple(sorted(counted.values(), key=lambda each: each.number))
