"""A small network to lend in: parties of the cast, the starting vocabulary, the agreement in force."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import muster.agreements
from muster.agreements import commands as agreements
from muster.catalog import commands as catalog
from muster.journal import clock
from muster.members.models import (
    Membership,
    Network,
    NetworkRoleGrant,
    Party,
    PartyRoleGrant,
    Person,
)
from muster.rules.actor import Actor, NetworkRole, PartyRole, system_actor
from tests import cast

TERMS = (Path(muster.agreements.__file__).parent / "library" / "utah_it_maa.toml").read_text()
REPRESENTATIVE = PartyRole.AUTHORIZED_REPRESENTATIVE
DUTY = PartyRole.DUTY_OFFICER
NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)


class Stage:
    """One network with three parties and a coordinator."""

    def __init__(self, slug: str = "basin", *, in_force: bool = True) -> None:
        self.network = Network.objects.create(
            slug=slug, name=f"The {slug} network", is_sample=True, created_at=clock.now()
        )
        self.parties: dict[str, Party] = {}
        for key in ("juniper_flats", "sagebrush_county", "cottonwood_bend"):
            self.add_party(key, cast.PARTIES[key].name)
        self.system = system_actor(self.network.id)
        self.coordinator = Actor(
            network_id=self.network.id,
            person_id=self.person("coordinator").id,
            roles=frozenset({NetworkRole.COORDINATOR}),
            name="Coordinator",
            stepped_up=True,
        )
        NetworkRoleGrant.objects.create(
            network=self.network,
            person_id=self.coordinator.person_id,
            role=NetworkRole.COORDINATOR,
            granted_at=clock.now(),
        )
        if in_force:
            version = agreements.draft_version(
                self.coordinator, label="2025", title="The agreement", terms_text=TERMS
            )
            agreements.put_in_force(self.coordinator, version_id=version.id)

    def add_party(self, key: str, name: str, standing: str = "in_force") -> Party:
        row = cast.PARTIES.get(key)
        party = Party.objects.create(
            name=name,
            kind="city",
            latitude=float(row.latitude) if row else None,
            longitude=float(row.longitude) if row else None,
            created_at=clock.now(),
        )
        Membership.objects.create(
            network=self.network, party=party, standing=standing, standing_since=clock.now()
        )
        self.parties[key] = party
        return party

    def person(self, name: str, password: str | None = None) -> Person:
        email = f"{name}@{self.network.slug}.example"
        return Person.objects.create_user(email, password, name=name)

    def actor(self, party: str, *roles: str, name: str = "", signed_in: bool = False) -> Actor:
        """Someone of a party; `signed_in` also grants the roles in the register."""
        person = self.person(name or f"{party}-{'-'.join(roles) or 'someone'}")
        for role in roles if signed_in else ():
            PartyRoleGrant.objects.create(
                network=self.network,
                party=self.parties[party],
                person=person,
                role=role,
                granted_at=clock.now(),
            )
        return Actor(
            network_id=self.network.id,
            person_id=person.id,
            party_id=self.parties[party].id,
            roles=frozenset(roles),
            name=person.name,
        )

    def seed(self) -> Stage:
        catalog.seed_vocabulary(self.coordinator)
        return self

    def laptops(self, party: str = "sagebrush_county", **inputs: Any) -> Any:
        said = {"quantity": 10, "reserve": 2, "name": "Laptops", **inputs}
        return catalog.add_resource(
            self.system, party_id=self.parties[party].id, resource_type="laptop", **said
        )

    def engineer(self, party: str = "sagebrush_county", **inputs: Any) -> Any:
        said = {"name": "Engineer One", "skills": ("active_directory",), **inputs}
        return catalog.add_resource(
            self.system, party_id=self.parties[party].id, resource_type="systems_engineer", **said
        )


def confirmed(actor: Actor) -> Actor:
    """The actor, having proved presence a moment ago."""
    return replace(actor, stepped_up=True)


def days(count: float, at: datetime = NOON) -> datetime:
    return at + timedelta(days=count)


def some_id(number: int = 1) -> UUID:
    return UUID(int=0x7000_0000 << 64 | 0x8 << 60 | number)
