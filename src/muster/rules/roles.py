"""Who may give whom which role, and what a party or network may never be left without.

No clock and no rows: facts in, refusals out. Permissions say who may try at all; these say why a
given grant or revocation is refused all the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from muster.rules.actor import Actor, NetworkRole, PartyRole
from muster.rules.refusal import Refusal


@dataclass(frozen=True)
class HeldPosts:
    """Where a person holds live roles: pairs of network and party (None: an office)."""

    person_id: UUID
    posts: frozenset[tuple[UUID, UUID | None]]

    def all_within(self, network_id: UUID | None, party_id: UUID | None = None) -> bool:
        """Whether every post lies in the network (and, where given, in that one party)."""
        return all(
            network == network_id and (party_id is None or party == party_id)
            for network, party in self.posts
        )


def refusals_for_party_roles(
    actor: Actor, *, party_id: UUID, person_id: UUID | None, roles: Iterable[str]
) -> list[Refusal]:
    """Why the actor may not give these roles of a party; empty when it may.

    A coordinator gives roles in every party of the network, a representative in its own party
    alone; nobody gives a role to themselves, so that no one person gathers them.
    """
    roles = list(roles)
    unknown = [role for role in roles if role not in list(PartyRole)]
    checks: tuple[tuple[bool, str, str | None, dict[str, Any]], ...] = (
        (not roles, "role.none_chosen", "roles", {}),
        (bool(unknown), "role.unknown", "roles", {}),
        (not _rules_over(actor, party_id), "role.not_your_party", "roles", {}),
        (person_id is not None and person_id == actor.person_id, "role.not_to_oneself", None, {}),
    )
    return [Refusal(code, None, field, values) for broken, code, field, values in checks if broken]


def refusals_for_network_roles(
    actor: Actor, *, person_id: UUID | None, roles: Iterable[str]
) -> list[Refusal]:
    """Why the actor may not give these offices of the network; only a coordinator gives them."""
    unknown = [role for role in roles if role not in list(NetworkRole)]
    checks = (
        (bool(unknown), "role.unknown"),
        (not (actor.is_system or actor.is_coordinator), "network_role.only_coordinator"),
        (person_id is not None and person_id == actor.person_id, "role.not_to_oneself"),
    )
    return [Refusal(code, field="roles") for broken, code in checks if broken]


def refusals_for_revoking(
    actor: Actor, *, party_id: UUID, person_id: UUID, role: str, holders: Iterable[UUID]
) -> list[Refusal]:
    """Why a role of a party may not be taken back. `holders`: active people who hold it now.

    The last authorized representative cannot step down: a party that nobody can bind could
    neither ask nor be reached. A coordinator can take the role away, having spoken to the party.
    """
    is_last = (
        role == PartyRole.AUTHORIZED_REPRESENTATIVE
        and person_id == actor.person_id
        and set(holders) <= {person_id}
    )
    checks = (
        (not _rules_over(actor, party_id), "role.not_your_party"),
        (is_last, "role.last_representative"),
    )
    return [Refusal(code, term="standing") for broken, code in checks if broken]


def refusals_for_revoking_office(
    *, person_id: UUID, role: str, holders: Iterable[UUID]
) -> list[Refusal]:
    """Why an office may not be taken back: a network keeps at least one coordinator."""
    is_last = role == NetworkRole.COORDINATOR and set(holders) <= {person_id}
    return [Refusal("network_role.last_coordinator")] if is_last else []


def refusals_for_account(actor: Actor, held: HeldPosts) -> list[Refusal]:
    """Why the actor may not switch off or restore a whole account.

    An account reaches as far as its posts: a representative may only touch those that serve its
    party alone, a coordinator those of its network alone. For others the roles are taken back
    instead, or each of their networks is asked.
    """
    if actor.is_system:
        return []
    scope = None if actor.is_coordinator else actor.party_id
    checks = (
        (held.person_id == actor.person_id, "person.not_oneself"),
        (not held.all_within(actor.network_id, scope), "person.serves_others"),
    )
    return [Refusal(code) for broken, code in checks if broken]


@dataclass(frozen=True)
class FirstOfficer:
    """Who opened a way back into an account, and the party acted for (None: the network)."""

    person_id: UUID | None
    network_id: UUID
    party_id: UUID | None


def refusals_for_recovering(actor: Actor, held: HeldPosts) -> list[Refusal]:
    """Why the actor may not open a way back into an account: it takes a post in common."""
    if not held.posts:
        return [Refusal("person.serves_nobody")]
    if actor.is_system:
        return []
    if actor.is_coordinator:
        answers_for = any(network == actor.network_id for network, _ in held.posts)
    else:
        answers_for = (actor.network_id, actor.party_id) in held.posts
    checks = (
        (held.person_id == actor.person_id, "person.not_oneself"),
        (not answers_for, "person.serves_others"),
    )
    return [Refusal(code) for broken, code in checks if broken]


def refusals_for_reading_code(actor: Actor, held: HeldPosts, first: FirstOfficer) -> list[Refusal]:
    """Why the actor may not read out the code to a link that `first` made.

    Nobody holds both. Where the account reaches further than the first one's party, the second
    is from elsewhere: no party alone gets into what another one trusts.
    """
    if actor.is_system:
        return []
    is_theirs_alone = held.all_within(first.network_id, first.party_id)
    is_same_party = (actor.network_id, actor.party_id) == (first.network_id, first.party_id)
    checks = (
        (actor.person_id == first.person_id, "recovery.same_officer"),
        (
            not is_theirs_alone and is_same_party and not actor.is_coordinator,
            "recovery.officer_from_elsewhere",
        ),
    )
    refusals = [Refusal(code) for broken, code in checks if broken]
    return refusals_for_recovering(actor, held) + refusals


def _rules_over(actor: Actor, party_id: UUID) -> bool:
    if actor.is_system or actor.is_coordinator:
        return True
    return actor.party_id == party_id and actor.holds(PartyRole.AUTHORIZED_REPRESENTATIVE)
