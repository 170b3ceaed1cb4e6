"""What is asked of each person of a mission, and how they stand with it.

The two sides read it, and the coordinator; nobody else does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet

from muster.aid import queries as aid
from muster.aid.before_check_in import AskedOfPeople, asked_by_offer
from muster.aid.commands.promises import pieces_of
from muster.catalog.queries.resources import clearances_of
from muster.deployments.models import ClearanceAcceptance, Deployment, SignedStatement
from muster.deployments.queries.presence import MOST, PEOPLE, get_deployment, get_mission_of_side
from muster.deployments.queries.terms import terms_of_mission
from muster.journal import clock
from muster.rules.actor import Actor
from muster.rules.clearances import Accepted, Asked, Held, Standing, held_on, holds, standing_of
from muster.rules.lifecycle import DeploymentState, OfferState
from muster.rules.refusal import NotFound

BEFORE_ARRIVAL = (DeploymentState.PROMISED, DeploymentState.EN_ROUTE, DeploymentState.NO_SHOW)
MOST_TO_ACCEPT = 6
Word = TypeVar("Word", ClearanceAcceptance, SignedStatement)
WAITING_OFFERS = (OfferState.SUBMITTED, OfferState.PARTLY_ACCEPTED)


@dataclass(frozen=True)
class Somebody:
    """One person as clearances know them: what they are listed as, and who serves, if named."""

    resource_id: UUID
    person_id: UUID | None
    name: str
    deployment: Deployment | None = None


@dataclass(frozen=True)
class PersonClearance:
    """How one person stands with one thing that is asked, and the papers that say so."""

    who: Somebody
    asked: Asked
    standing: Standing
    record: Held | None
    acceptance: ClearanceAcceptance | None
    statement: SignedStatement | None

    @property
    def is_in_order(self) -> bool:
        return self.standing is Standing.IN_ORDER


class Papers:
    """Everything on record that counts with one host for some people; three queries."""

    def __init__(self, network_id: UUID, host_id: UUID, people: Iterable[Somebody]):
        listed = list(people)
        resource_ids = {each.resource_id for each in listed}
        person_ids = {each.person_id for each in listed if each.person_id}
        self.listed = clearances_of(resource_ids)
        count = Q(network_id=network_id, ended_at__isnull=True)
        self.acceptances = list(
            ClearanceAcceptance.objects.filter(count, host_id=host_id, resource_id__in=resource_ids)
            .select_related("clearance")
            .order_by("-accepted_at", "-id")[:MOST]
        )
        self.statements = list(
            SignedStatement.objects.filter(
                count,
                Q(host_id=host_id) | Q(host_id__isnull=True),
                Q(person_id__in=person_ids)
                | Q(person_id__isnull=True, resource_id__in=resource_ids),
            )
            .select_related("clearance")
            .order_by("-recorded_at", "-id")[: 4 * MOST]
        )

    def held(self, who: Somebody) -> list[Held]:
        """What the lender lists for somebody, and what they signed."""
        rows = self.listed.get(who.resource_id, ())
        signed = [each for each in self.statements if _is_of(each, who)]
        return [
            *(Held(row.key, row.granted_on, row.expires_on) for row in rows),
            *(Held(each.clearance.key, each.signed_on, each.holds_until) for each in signed),
        ]

    def accepted(self, who: Somebody) -> list[Accepted]:
        return [
            Accepted(each.clearance.key, each.record_of, each.accepted_on, each.holds_until)
            for each in self.acceptances
            if _is_of(each, who)
        ]

    def judged(self, who: Somebody, asked: Asked, on: date) -> PersonClearance:
        """How somebody stands with what is asked on that day."""
        held = self.held(who)
        records = held_on(asked.key, held, on)
        newest = max(records, key=lambda each: each.granted_on or date.min, default=None)
        of_this = [
            each for each in self.acceptances if newest and each.record_of == newest.granted_on
        ]
        acceptance = _first_that_holds(of_this, who, asked.key, on)
        statement = _first_that_holds(self.statements, who, asked.key, on)
        standing = standing_of(asked, held, self.accepted(who), on)
        return PersonClearance(who, asked, standing, newest, acceptance, statement)


def _is_of(row: ClearanceAcceptance | SignedStatement, who: Somebody) -> bool:
    """A word about a named person goes with the person; about nobody, with the listed resource.

    An acceptance is of the record that the lender lists, so the resource must be the same as well.
    """
    if row.person_id != who.person_id:
        return False
    same_listed = row.resource_id == who.resource_id
    return same_listed or (isinstance(row, SignedStatement) and who.person_id is not None)


def _first_that_holds(rows: Iterable[Any], who: Somebody, key: str, on: date) -> Any:
    for each in rows:
        first = each.signed_on if isinstance(each, SignedStatement) else each.accepted_on
        if each.clearance.key == key and _is_of(each, who) and holds(first, each.holds_until, on):
            return each
    return None


def somebody(row: Deployment) -> Somebody:
    """Whom a deployment is about."""
    return Somebody(row.resource_id, row.responder_id, row.label, row)


def clearances_asked(actor: Actor, row: Deployment) -> list[Asked]:
    """What the request's line and the agreement ask of whoever serves this place."""
    items = aid.mission_items(actor, row.mission_id)
    item = next(each for each in items if each.id == row.mission_item_id)
    asked = AskedOfPeople(actor, terms_of_mission(row.mission))
    return asked.of(item.offer_line.line.clearance)


def papers_of(row: Deployment) -> Papers:
    """What is on record for one deployment's person."""
    return Papers(row.network_id, row.mission.requesting_party_id, [somebody(row)])


def clearances_of_deployment(actor: Actor, row: Deployment) -> list[PersonClearance]:
    """How one person stands with everything that is asked of them."""
    asked = clearances_asked(actor, row)
    if not asked or row.kind != PEOPLE:
        return []
    papers, on = papers_of(row), day_that_counts(row.mission)
    return [papers.judged(somebody(row), each, on) for each in asked]


def clearances_of_mission(actor: Actor, mission_id: UUID) -> list[PersonClearance]:
    """How each person of a mission stands. For its two sides and the coordinator; `NotFound` else."""
    mission = aid.get_mission(actor, mission_id)
    sides = (mission.requesting_party_id, mission.responding_party_id)
    if not (aid.is_side_of(actor, *sides) or actor.is_coordinator):
        raise NotFound("mission")
    asked = AskedOfPeople(actor, terms_of_mission(mission))
    by_item = {
        item.id: asked.of(item.offer_line.line.clearance)
        for item in aid.mission_items(actor, mission_id)
        if item.kind == PEOPLE
    }
    if not any(by_item.values()):
        return []
    rows = Deployment.objects.filter(mission_id=mission_id, kind=PEOPLE)
    rows = rows.exclude(state=DeploymentState.RELEASED).order_by("label", "id")[:MOST]
    people = [(somebody(row), by_item.get(row.mission_item_id, [])) for row in rows]
    papers = Papers(mission.network_id, mission.requesting_party_id, [who for who, _ in people])
    on = day_that_counts(mission)
    return [papers.judged(who, each, on) for who, wanted in people for each in wanted]


def clearances_of_offer(actor: Actor, offer_id: UUID) -> list[PersonClearance]:
    """How those stand who are offered and not yet accepted. For its two sides; `NotFound` else."""
    offer = aid.get_offer(actor, offer_id)
    host_id = offer.aid_request.requesting_party_id
    if not aid.is_side_of(actor, host_id, offer.responding_party_id):
        raise NotFound("offer")
    if offer.state not in WAITING_OFFERS:
        return []
    lines = {line.id: line for line in aid.lines_of(offer.aid_request_id)}
    asked = asked_by_offer(actor, offer)
    people: list[tuple[Somebody, list[Asked], date]] = []
    for offered in offer.line_list:
        wanted = asked.of(lines[offered.line_id].clearance)
        if wanted and offered.quantity > offered.accepted_quantity:
            on = offered.starts_at.astimezone(asked.zone).date()
            people += [(who, wanted, on) for who in _offered(offered)]
    papers = Papers(offer.network_id, host_id, [who for who, _, _ in people])
    return [papers.judged(who, each, on) for who, wanted, on in people for each in wanted]


def _offered(offered: Any) -> list[Somebody]:
    """The people that one offered line brings."""
    people = [resource for resource, _ in pieces_of(offered) if resource.kind == PEOPLE]
    return [Somebody(each.id, _account_of(each), each.name) for each in people]


def _account_of(resource: Any) -> UUID | None:
    details = getattr(resource, "person_details", None)
    return details.person_id if details else None


def day_that_counts(mission: Any) -> date:
    """Today, or the mission's first day while that lies ahead, where the agreement's days begin."""
    zone = terms_of_mission(mission).zone
    return max(clock.now(), mission.starts_at).astimezone(zone).date()


def get_acceptance(actor: Actor, acceptance_id: UUID, *, lock: bool = False) -> ClearanceAcceptance:
    """One acceptance, for the two sides of the mission on which it was given. Raises `NotFound`."""
    return _one(actor, ClearanceAcceptance.objects.all(), acceptance_id, "acceptance", lock)


def get_statement(actor: Actor, statement_id: UUID, *, lock: bool = False) -> SignedStatement:
    """One statement, for the two sides of the mission on which it was signed. Raises `NotFound`."""
    return _one(actor, SignedStatement.objects.all(), statement_id, "statement", lock)


def _one(actor: Actor, rows: QuerySet[Word], row_id: UUID, kind: str, lock: bool) -> Word:
    found = rows.filter(network_id=actor.network_id, pk=row_id).first()
    if found is None:
        raise NotFound(kind)
    deployment = get_deployment(actor, found.deployment_id, lock=lock)
    found = rows.select_related("clearance").get(pk=row_id)
    found.deployment, found.mission = deployment, deployment.mission
    return found


def acceptances(actor: Actor, mission_id: UUID) -> list[ClearanceAcceptance]:
    """Every acceptance given on a mission, also those that ended. Raises `NotFound`."""
    get_mission_of_side(actor, mission_id)
    rows = ClearanceAcceptance.objects.filter(mission_id=mission_id).select_related("clearance")
    return list(rows.order_by("accepted_at", "id")[:MOST])


def statements(actor: Actor, mission_id: UUID) -> list[SignedStatement]:
    """Every statement signed on a mission, also those struck out. Raises `NotFound`."""
    get_mission_of_side(actor, mission_id)
    rows = SignedStatement.objects.filter(mission_id=mission_id).select_related("clearance")
    return list(rows.order_by("recorded_at", "id")[:MOST])


def to_accept(actor: Actor) -> list[tuple[Deployment, PersonClearance]]:
    """Records of people on their way to the actor's party that wait for its acceptance."""
    coming = Deployment.objects.filter(
        network_id=actor.network_id,
        mission__requesting_party_id=actor.party_id,
        mission__closed_at__isnull=True,
        mission_item__offer_line__line__clearance__needs_host_acceptance=True,
        kind=PEOPLE,
        state__in=BEFORE_ARRIVAL[:2],
    )
    rows = coming.select_related(
        "mission__agreement_version", "mission_item__offer_line__line__clearance"
    ).order_by("mission__starts_at", "id")
    return [
        (row, each)
        for row in rows[:MOST_TO_ACCEPT]
        for each in clearances_of_deployment(actor, row)
        if each.standing is Standing.NOT_ACCEPTED
    ]
