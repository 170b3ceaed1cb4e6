"""A small house to test in: two networks, three parties, and somebody for each role."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from muster.members import commands
from muster.members.models import Network, Party, Person
from muster.members.posts import actor_at, posts_of
from muster.rules.actor import Actor, system_actor

PASSWORD = "three quiet mules cross"


@dataclass
class House:
    """`city` and `county` are in `network`; `county` and `district` in `neighbour`."""

    network: Network
    neighbour: Network
    city: Party
    county: Party
    district: Party
    people: dict[str, Person] = field(default_factory=dict)

    def actor(self, key: str, *, stepped_up: bool = True, network: Network | None = None) -> Actor:
        """The person acting from the first post, or from the one in a network."""
        person = Person.objects.get(id=self.people[key].id)
        posts = [p for p in posts_of(person) if network is None or p.network_id == network.id]
        return actor_at(person, posts[0], stepped_up=stepped_up)

    def add_person(self, key: str, *roles: tuple[Network, Party | None, str]) -> Person:
        """Make a person with roles: of a party, or (party None) of the network."""
        person = commands.create_person(
            system_actor(), email=f"{key}@example.org", name=f"Person {key}", password=PASSWORD
        )
        for network, party, role in roles:
            system = system_actor(network.id)
            if party is None:
                commands.grant_network_role(system, person_id=person.id, role=role)
            else:
                commands.grant_party_role(system, party_id=party.id, person_id=person.id, role=role)
        self.people[key] = person
        return person


def build_house() -> House:
    """Everything by commands, as the product makes it."""
    system = system_actor()
    network = commands.create_network(system, slug="home", name="Home network")
    neighbour = commands.create_network(system, slug="neighbour", name="Neighbour network")
    here, there = system_actor(network.id), system_actor(neighbour.id)
    city = commands.add_party(here, name="City", kind="city", county="Dry", standing="in_force")
    county = commands.add_party(
        here, name="County", kind="county", county="Dry", standing="in_force"
    )
    district = commands.add_party(
        there, name="District", kind="school_district", county="Wet", standing="in_force"
    )
    commands.add_party(there, party_id=county.id, standing="in_force")
    house = House(network, neighbour, city, county, district)
    for role in ("authorized_representative", "duty_officer", "finance", "clerk", "read_only"):
        house.add_person(f"city_{role}", (network, city, role))
    house.add_person("city_responder", (network, city, "responder"))
    house.add_person("county_representative", (network, county, "authorized_representative"))
    house.add_person("county_there", (neighbour, county, "authorized_representative"))
    house.add_person("district_representative", (neighbour, district, "authorized_representative"))
    house.add_person("coordinator", (network, None, "coordinator"))
    house.add_person("auditor", (network, None, "auditor"))
    house.add_person("coordinator_there", (neighbour, None, "coordinator"))
    return house


def ids_of(things: list) -> list[UUID]:
    return [thing.id for thing in things]
