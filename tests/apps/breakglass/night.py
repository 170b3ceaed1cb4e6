"""The house of the members' tests with one more party, at night: codes, browsers, wrong tries."""

from __future__ import annotations

from typing import Any

from django.test import Client

from muster.breakglass import commands
from muster.members import commands as members
from muster.rules.actor import Actor, system_actor
from muster.rules.breakglass import ALPHABET, grouped, plain, with_check
from tests.apps.members.house import PASSWORD, House, build_house

STRANGER = Actor(network_id=None, address="203.0.113.7")
DIRECTOR, OFFICER = "city_authorized_representative", "city_duty_officer"
NEIGHBOUR = "district_here"


def build_night() -> House:
    """`district` belongs to the home network as well, so that two other parties can vouch."""
    house = build_house()
    members.add_party(
        system_actor(house.network.id), party_id=house.district.id, standing="in_force"
    )
    house.add_person(NEIGHBOUR, (house.network, house.district, "duty_officer"))
    members.edit_profile(house.actor(DIRECTOR), phone="8015550101")
    members.add_contact(
        house.actor("city_clerk"),
        party_id=house.city.id,
        kind="always",
        name="Desk",
        phone="8015550123",
    )
    return house


def sheet(house: House, **given: Any) -> commands.Issued:
    return commands.issue_codes(house.actor(DIRECTOR), party_id=house.city.id, **given)


def enter(house: House, code: str, person: str = DIRECTOR, **given: Any) -> commands.Entered:
    return commands.sign_in_with_code(
        given.get("actor", STRANGER), code=code, person_id=house.people[person].id
    )


def guessed(code: str) -> str:
    """A well-typed code of the same sheet that nobody was given."""
    signs = plain(code)[:-1]
    last = ALPHABET[(ALPHABET.index(signs[-1]) + 1) % len(ALPHABET)]
    return grouped(with_check(signs[:-1] + last))


def phone(house: House, code: str, person: str = DIRECTOR) -> Client:
    """A browser that came in by the page, as people do."""
    client = Client()
    answer = client.post("/break-glass/", {"code": code, "person_id": str(house.people[person].id)})
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    return client


def with_password(house: House, key: str, password: str = PASSWORD) -> tuple[Client, Any]:
    client = Client()
    answer = client.post(
        "/account/login/", {"login": house.people[key].email, "password": password}
    )
    return client, answer
