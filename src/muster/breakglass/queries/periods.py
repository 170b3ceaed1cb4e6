"""Which parties are under break-glass, and whose accounts are fenced."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from muster.breakglass.models import Period
from muster.journal.kept import kept
from muster.members import queries as members
from muster.rules.actor import Actor
from muster.rules.refusal import NotFound

LONGEST_LIST = 100


@dataclass(frozen=True)
class PeriodView:
    """How a party stands, as those who may see it are told."""

    party_id: UUID
    party_name: str
    began_at: datetime
    fenced_at: datetime | None
    fenced_by_name: str
    party_agreed_name: str
    network_agreed_name: str

    @property
    def is_fenced(self) -> bool:
        return self.fenced_at is not None


@kept
def _live(*, network_id: UUID, party_id: UUID) -> QuerySet[Period]:
    rows = Period.objects.filter(network_id=network_id, party_id=party_id, ended_at__isnull=True)
    return rows.select_related("party")


@kept
def _all_live(*, network_id: UUID | None) -> QuerySet[Period]:
    rows = Period.objects.filter(network_id=network_id, ended_at__isnull=True)
    return rows.select_related("party").order_by("began_at", "id")[:LONGEST_LIST]


def is_under(network_id: UUID, party_id: UUID) -> bool:
    """Whether a party is under break-glass now. For code; pages ask `period_of`."""
    return _live.first(network_id=network_id, party_id=party_id) is not None


def is_fenced_party(network_id: UUID, party_id: UUID) -> bool:
    """Whether a party's accounts are shut now."""
    found = _live.first(network_id=network_id, party_id=party_id)
    return found is not None and found.fenced_at is not None


def is_fenced_anywhere(party_id: UUID) -> bool:
    """The same, in whichever network it was fenced."""
    return Period.objects.filter(
        party_id=party_id, ended_at__isnull=True, fenced_at__isnull=False
    ).exists()


def is_fenced_person(person_id: UUID) -> bool:
    """Whether somebody serves a party whose accounts are shut, in any network.

    What reaches such a person's mailbox must open, answer and change nothing.
    """
    posts = members.networks_of(Actor(network_id=None, person_id=person_id))
    served = {(post.network_id, post.party_id) for post in posts if post.party_id is not None}
    fenced = Period.objects.filter(
        party_id__in={party_id for _, party_id in served},
        ended_at__isnull=True,
        fenced_at__isnull=False,
    )
    return not served.isdisjoint(fenced.values_list("network_id", "party_id"))


def may_see(actor: Actor, party_id: UUID) -> bool:
    """The party itself, the network's officers, and the parties that are bound and might help."""
    if actor.is_system or actor.is_network_officer or actor.party_id == party_id:
        return True
    return members.is_bound(actor)


def period_of(actor: Actor, party_id: UUID) -> PeriodView | None:
    """The live period of a party that the actor may know of, or None."""
    if actor.network_id is None or not may_see(actor, party_id):
        return None
    found = _live.first(network_id=actor.network_id, party_id=party_id)
    return _view(actor, found) if found else None


def periods(actor: Actor) -> list[PeriodView]:
    """Every party under break-glass that the actor may know of, the longest first."""
    found = _all_live(network_id=actor.network_id)
    return [_view(actor, each) for each in found if may_see(actor, each.party_id)]


def get_period(actor: Actor, party_id: UUID, *, lock: bool = False) -> Period:
    """The live period of a party that the actor may see. Raises `NotFound`."""
    rows = Period.objects.select_for_update() if lock else Period.objects.all()
    found = rows.filter(
        network_id=actor.network_id, party_id=party_id, ended_at__isnull=True
    ).first()
    if found is None or not may_see(actor, party_id):
        raise NotFound("break_glass")
    return found


def _view(actor: Actor, period: Period) -> PeriodView:
    """Names of who fenced and who agreed are for the party and the officers."""
    is_inside = actor.is_system or actor.is_network_officer or actor.party_id == period.party_id
    return PeriodView(
        party_id=period.party_id,
        party_name=period.party.name,
        began_at=period.began_at,
        fenced_at=period.fenced_at,
        fenced_by_name=period.fenced_by_name if is_inside else "",
        party_agreed_name=period.party_agreed_name if is_inside else "",
        network_agreed_name=period.network_agreed_name if is_inside else "",
    )
