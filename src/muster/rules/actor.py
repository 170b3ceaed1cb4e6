"""Who acts: one person, for one party of one network, with the roles held there."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import cast
from uuid import UUID


class PartyRole(StrEnum):
    """What a person may do for one party."""

    AUTHORIZED_REPRESENTATIVE = "authorized_representative"
    DUTY_OFFICER = "duty_officer"
    RESPONDER = "responder"
    FINANCE = "finance"
    CLERK = "clerk"
    READ_ONLY = "read_only"


class NetworkRole(StrEnum):
    """What a person may do for a whole network."""

    COORDINATOR = "coordinator"
    AUDITOR = "auditor"


SYSTEM_ROLE = "system"


@dataclass(frozen=True)
class Actor:
    """The one who asks or writes.

    `roles` are the party roles held in `party_id` joined with the network roles held in
    `network_id`. `scopes` bound what a token may do; None means no bound. `stepped_up` says that
    the person proved presence a moment ago (password, code or passkey); `factor` is the second
    factor used for it (`totp`, `webauthn`, `recovery_codes`), empty where it was a password alone.
    """

    network_id: UUID  # missing only for Muster itself outside any network
    person_id: UUID | None = None
    party_id: UUID | None = None
    roles: frozenset[str] = field(default_factory=frozenset)
    name: str = ""
    via: str = "page"
    scopes: frozenset[str] | None = None
    stepped_up: bool = False
    factor: str = ""
    address: str = ""

    @property
    def is_system(self) -> bool:
        return SYSTEM_ROLE in self.roles

    @property
    def is_coordinator(self) -> bool:
        return NetworkRole.COORDINATOR in self.roles

    @property
    def is_auditor(self) -> bool:
        return NetworkRole.AUDITOR in self.roles

    @property
    def is_network_officer(self) -> bool:
        """Coordinators and auditors see headings across the network."""
        return self.is_coordinator or self.is_auditor

    def holds(self, *roles: str) -> bool:
        return bool(self.roles.intersection(roles))

    def within(self, network_id: UUID) -> Actor:
        return replace(self, network_id=network_id)


def system_actor(network_id: UUID | None = None, via: str = "worker") -> Actor:
    """Muster itself, acting in one network: handlers, loaders, the command line."""
    return Actor(
        network_id=cast(UUID, network_id),
        roles=frozenset({SYSTEM_ROLE}),
        name="Muster",
        via=via,
        stepped_up=True,
    )
