"""The register: every member of a network sees its parties; numbers only where that is in force."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Model, QuerySet

from muster.journal.kept import kept
from muster.journal.keyset import Page, page_of
from muster.members.models import Contact, Membership, Party
from muster.members.party_csv import Preview, read_parties
from muster.rules.actor import Actor
from muster.rules.lifecycle import StandingState
from muster.rules.refusal import NotFound

LONGEST_LIST = 1000
BOUND = frozenset({StandingState.IN_FORCE, StandingState.WITHDRAWING})


def of_network(actor: Actor) -> QuerySet[Membership]:
    """Memberships of the actor's network, each with its party. No network, no rows."""
    return Membership.objects.filter(network_id=actor.network_id).select_related("party")


def parties(
    actor: Actor,
    *,
    kind: str = "",
    county: str = "",
    standing: str = "",
    search: str = "",
    cursor: str | None = None,
    limit: int = 50,
) -> Page[Party]:
    """The network's parties by name, each with its `.membership`."""
    rows = of_network(actor)
    if kind:
        rows = rows.filter(party__kind=kind)
    if county:
        rows = rows.filter(party__county__iexact=county)
    if standing:
        rows = rows.filter(standing=standing)
    if search:
        rows = rows.filter(party__name__icontains=search)
    found = page_of(rows, ("party__name", "id"), cursor, limit)
    return Page([_with_membership(each) for each in found.items], found.next)


def counties(actor: Actor) -> list[str]:
    """The counties that parties of the network lie in."""
    rows = of_network(actor).exclude(party__county="").order_by("party__county")
    return list(rows.values_list("party__county", flat=True).distinct()[:LONGEST_LIST])


def in_force(actor: Actor) -> list[Party]:
    """The parties that are bound now, by name; bounded, for choices in forms."""
    rows = of_network(actor).filter(standing__in=BOUND).order_by("party__name", "id")
    return [_with_membership(each) for each in rows[:LONGEST_LIST]]


def in_force_among(actor: Actor, party_ids: Iterable[UUID]) -> set[UUID]:
    """Those of the parties that are bound now, by id alone; any number of them."""
    rows = of_network(actor).filter(standing__in=BOUND, party_id__in=list(party_ids))
    return set(rows.order_by().values_list("party_id", flat=True))


def bound_since(actor: Actor, party_ids: Iterable[UUID]) -> dict[UUID, datetime]:
    """Since when each of the parties is bound; those that are not are left out."""
    found = _bound_since(network_id=actor.network_id, party_ids=list(party_ids))
    return {party_id: bound_since or since for party_id, bound_since, since in found}


@kept
def _bound_since(
    *, network_id: UUID | None, party_ids: Collection[UUID]
) -> QuerySet[Membership, Any]:
    rows = Membership.objects.filter(network_id=network_id, party_id__in=party_ids)
    bound = rows.filter(standing__in=BOUND | {StandingState.SUSPENDED})
    return bound.values_list("party_id", "bound_since", "standing_since")


def get_party(actor: Actor, party_id: UUID, lock: bool = False) -> Party:
    """A party of the actor's network with its `.membership`; NotFound when it is not in it."""
    return _with_membership(get_membership(actor, party_id, lock=lock))


def get_membership(actor: Actor, party_id: UUID, lock: bool = False) -> Membership:
    """How a party stands in the actor's network."""
    if lock:
        rows = of_network(actor).select_for_update(of=("self",))
        found = rows.filter(party_id=party_id).first()
    else:
        found = _membership.first(network_id=actor.network_id, party_id=party_id)
    if found is None:
        raise NotFound("party")
    return found


@kept
def _membership(*, network_id: UUID | None, party_id: UUID) -> QuerySet[Membership]:
    rows = Membership.objects.filter(network_id=network_id, party_id=party_id)
    return rows.select_related("party")


def _with_membership(membership: Membership) -> Party:
    party = membership.party
    party.membership = membership  # type: ignore[attr-defined]
    return party


def party_names(party_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Names of parties that the caller already may know of."""
    wanted = {each for each in party_ids if each is not None}
    return dict(Party.objects.filter(id__in=wanted).values_list("id", "name")) if wanted else {}


def may_act_for(actor: Actor, party_id: UUID) -> bool:
    """Own party, or the coordinator on behalf of any."""
    return actor.is_system or actor.is_coordinator or actor.party_id == party_id


def may_see_contacts(actor: Actor, party_id: UUID) -> bool:
    """Numbers are for those bound by the agreement, the network's officers and the party itself."""
    if actor.is_system or actor.is_network_officer or actor.party_id == party_id:
        return True
    return is_bound(actor)


def is_bound(actor: Actor) -> bool:
    """Whether the actor's party is bound by the agreement now, and so part of what is shared."""
    if actor.party_id is None:
        return False
    found = _membership.first(network_id=actor.network_id, party_id=actor.party_id)
    return found is not None and found.standing in BOUND


def contacts(actor: Actor, party_id: UUID) -> list[Contact]:
    """Whom to call at a party, in call order; empty for a party that is not bound itself."""
    get_membership(actor, party_id)
    if not may_see_contacts(actor, party_id):
        return []
    return list(live_contacts(actor, party_id))


def live_contacts(actor: Actor, party_id: UUID) -> QuerySet[Contact]:
    rows = Contact.objects.filter(
        network_id=actor.network_id, party_id=party_id, removed_at__isnull=True
    )
    return rows.order_by("call_order", "id")


def get_contact(actor: Actor, contact_id: UUID, lock: bool = False) -> Contact:
    """One contact that the actor may see."""
    rows: QuerySet[Contact] = Contact.objects.filter(
        network_id=actor.network_id, removed_at__isnull=True
    )
    if lock:
        rows = rows.select_for_update()
    found = rows.filter(id=contact_id).first()
    if found is None or not may_see_contacts(actor, found.party_id):
        raise NotFound("contact")
    return found


def other_networks_of(party: Model, network_id: UUID | None) -> bool:
    """Whether the party also belongs to another network, which then shares its name and place."""
    return Membership.objects.filter(party_id=party.pk).exclude(network_id=network_id).exists()


def next_call_order(actor: Actor, party_id: UUID) -> int:
    last = live_contacts(actor, party_id).order_by(F("call_order").desc()).first()
    return last.call_order + 1 if last else 1


def preview_import(actor: Actor, content: bytes | str) -> Preview:
    """What a CSV file would add to the register, with every mistake; saves nothing."""
    names = of_network(actor).values_list("party__name", flat=True)
    return read_parties(content, {name.casefold() for name in names})
