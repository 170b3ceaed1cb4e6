"""A small network for the tests of this room: one agreement, four parties, things to lend."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import muster.agreements
from muster.agreements.models import AgreementVersion, Attestation
from muster.agreements.queries import terms_of
from muster.catalog.models import (
    ReadyPackage,
    ReadyPackageItem,
    Resource,
    ResourceType,
    Skill,
    WorkPackage,
    WorkPackageLine,
)
from muster.members.models import Membership, Network, Party, PartyRoleGrant, Person
from muster.rules.actor import Actor

TERMS = Path(muster.agreements.__file__).parent / "library" / "utah_it_maa.toml"
NOW = datetime.now(UTC).replace(microsecond=0)


@dataclass
class World:
    """The network and everybody in it; `actor("city", "duty_officer")` is somebody who acts."""

    network: Network
    version: AgreementVersion
    parties: dict[str, Party] = field(default_factory=dict)
    people: dict[tuple[str, str], Person] = field(default_factory=dict)
    types: dict[str, ResourceType] = field(default_factory=dict)
    resources: dict[str, Resource] = field(default_factory=dict)
    work_packages: dict[str, WorkPackage] = field(default_factory=dict)
    packages: dict[str, ReadyPackage] = field(default_factory=dict)
    skill: Any = None

    def actor(
        self, party: str | None, *roles: str, stepped_up: bool = True, via: str = "page"
    ) -> Actor:
        """Somebody of a party with roles (an authorized representative when none are named)."""
        held = roles or ("authorized_representative",)
        person = self.people.get((party or "network", held[0]))
        if person is None:
            person = Person.objects.create(
                email=f"{held[0]}@{party or 'network'}.{self.network.slug}.example",
                name=f"{held[0]} of {party or 'network'}",
                phone="+18015550100",
            )
            self.people[party or "network", held[0]] = person
            if party:
                for role in held:
                    PartyRoleGrant.objects.create(
                        network=self.network,
                        party=self.parties[party],
                        person=person,
                        role=role,
                        granted_at=NOW,
                    )
        return Actor(
            network_id=self.network.id,
            person_id=person.id,
            party_id=self.parties[party].id if party else None,
            roles=frozenset(held),
            name=person.name,
            via=via,
            stepped_up=stepped_up,
        )

    def attest(self, party: str) -> None:
        """The party meets every item of the baseline."""
        day = NOW.date()
        for item in terms_of(self.version).baseline.items:
            Attestation.objects.create(
                network=self.network,
                party=self.parties[party],
                item_key=item.id,
                valid_from=day - timedelta(days=30),
                valid_until=day + timedelta(days=300),
                made_at=NOW,
            )

    def resource(self, key: str, party: str, type_key: str, **values: Any) -> Resource:
        kind = self.types[type_key].kind
        values = {"quantity": 1, "name": f"{key} of {party}", **values}
        row = Resource.objects.create(
            network=self.network,
            party=self.parties[party],
            kind=kind,
            resource_type=self.types[type_key],
            created_at=NOW,
            changed_at=NOW,
            **values,
        )
        self.resources[key] = row
        return row


def build(name: str = "test") -> World:
    """City asks; county, town and school can help; the town is still joining."""
    text = TERMS.read_text(encoding="utf-8")
    network = Network.objects.create(
        slug=name, name=f"Network {name}", created_at=NOW, is_sample=True
    )
    version = AgreementVersion.objects.create(
        network=network,
        label="2025",
        title="Agreement",
        terms_text=text,
        terms_sha256=hashlib.sha256(text.encode()).hexdigest(),
        state="in_force",
        in_force_from=NOW - timedelta(days=100),
        drafted_at=NOW - timedelta(days=120),
    )
    world = World(network, version)
    for key, place, standing in (
        ("city", (40.2, -111.6), "in_force"),
        ("county", (40.3, -111.7), "in_force"),
        ("school", (40.5, -111.9), "in_force"),
        ("town", (40.6, -111.9), "pending"),
    ):
        party = Party.objects.create(
            name=f"{key.capitalize()} of {name}",
            kind="city",
            place=f"{key} hall",
            latitude=place[0],
            longitude=place[1],
            created_at=NOW,
        )
        Membership.objects.create(
            network=network, party=party, standing=standing, standing_since=NOW
        )
        world.parties[key] = party
    _catalogue(world)
    return world


def _catalogue(world: World) -> None:
    for key, kind, label in (
        ("technician", "person", "Desktop technician"),
        ("engineer", "person", "Systems engineer"),
        ("laptop", "equipment", "Laptop"),
    ):
        world.types[key] = ResourceType.objects.create(
            network=world.network, kind=kind, key=key, label=label, unit="each"
        )
    world.skill = Skill.objects.create(network=world.network, key="ad", label="Active Directory")
    package = WorkPackage.objects.create(
        network=world.network,
        key="reimage",
        label="Re-image PCs",
        unit_label="PC",
        default_quantity=50,
    )
    for number, (type_key, each) in enumerate((("technician", 40), ("laptop", 10))):
        WorkPackageLine.objects.create(
            work_package=package,
            resource_type=world.types[type_key],
            units_per_one=each,
            hours=24,
            order=number,
        )
    world.work_packages["reimage"] = package
    world.resource(
        "technician", "county", "technician", rate_ten_thousandths=625000, rate_basis="hour"
    )
    world.resource("second", "county", "technician", rate_ten_thousandths=500000, rate_basis="hour")
    world.resource("laptops", "county", "laptop", quantity=30, reserve=5)
    world.resource("school_laptops", "school", "laptop", quantity=10)
    ready = ReadyPackage.objects.create(
        network=world.network,
        party=world.parties["county"],
        name="Re-image crew",
        work_package=package,
        price_cents=250000,
        duration_hours=24,
        created_at=NOW,
        changed_at=NOW,
    )
    for key, quantity in (("technician", 1), ("laptops", 5)):
        ReadyPackageItem.objects.create(
            package=ready, resource=world.resources[key], quantity=quantity
        )
    world.packages["crew"] = ready
