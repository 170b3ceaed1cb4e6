"""Two people of two other parties vouch; a code to a phone; neither tells a stranger anything."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from muster.breakglass import commands, queries
from muster.breakglass.models import Code
from muster.journal import clock
from muster.journal.models import Fact
from muster.messaging import commands as messaging
from muster.messaging.channels import text
from muster.messaging.models import ContactPoint, Message
from muster.rules.refusal import NotFound
from tests.apps.breakglass.night import DIRECTOR, NEIGHBOUR, OFFICER, STRANGER, enter
from tests.apps.members.test_pages import sign_in
from tests.apps.members.test_people import refused

DESK = "+18015550123"


def vouch(house, key, person=DIRECTOR, called=DESK):
    return commands.vouch_for(
        house.actor(key),
        party_id=house.city.id,
        person_id=house.people[person].id,
        called_phone=called,
    )


def test_two_of_two_other_parties_let_somebody_in_with_a_spoken_code(house):
    assert vouch(house, "county_representative").code == ""
    second = vouch(house, NEIGHBOUR)
    assert enter(house, second.code).way == "vouched"
    refused(lambda: enter(house, second.code), "break_glass.used")
    assert (
        Fact.objects.get(kind="VouchingConfirmed").payload["voucher_name"] == "Person district_here"
    )


def test_one_alone_or_two_of_one_party_or_of_the_own_are_not_enough(house):
    house.add_person("county_two", (house.network, house.county, "duty_officer"))
    vouch(house, "county_representative")
    refused(lambda: vouch(house, "county_representative"), "vouching.same_person")
    refused(lambda: vouch(house, "county_two"), "vouching.same_party")
    refused(lambda: vouch(house, OFFICER), "vouching.own_party")
    refused(lambda: vouch(house, "city_clerk"), "permission.denied")
    with pytest.raises(NotFound):
        vouch(house, "coordinator_there")
    assert not Code.objects.exists()
    assert vouch(house, "coordinator").code


def test_nobody_vouches_for_themselves_in_another_post(house):
    house.add_person(
        "double",
        (house.network, house.city, "clerk"),
        (house.network, house.county, "duty_officer"),
    )
    from muster.members.models import Person
    from muster.members.posts import actor_at, posts_of

    person = Person.objects.get(id=house.people["double"].id)
    post = next(post for post in posts_of(person) if post.party_id == house.county.id)
    actor = actor_at(person, post, stepped_up=True)
    refused(
        lambda: commands.vouch_for(
            actor, party_id=house.city.id, person_id=person.id, called_phone=DESK
        ),
        "vouching.not_oneself",
    )


def test_only_the_registers_numbers_may_be_called_back(house):
    refused(
        lambda: vouch(house, "county_representative", called="+18015559999"),
        "vouching.other_number",
    )
    numbers = queries.call_back_numbers(
        house.actor("county_representative"), house.city.id, house.people[DIRECTOR].id
    )
    assert [each.phone for each in numbers] == ["+18015550101", DESK]


def test_a_first_word_waits_two_hours_and_a_spoken_code_half_an_hour(house):
    vouch(house, "county_representative")
    assert queries.waiting_vouchings(house.actor(NEIGHBOUR))
    assert queries.waiting_vouchings(house.actor("county_representative")) == []
    with time_machine.travel(clock.now() + timedelta(hours=3)):
        assert vouch(house, NEIGHBOUR).code == "", "it is a first word again"
        code = vouch(house, "county_representative").code
        with time_machine.travel(clock.now() + timedelta(minutes=31)):
            refused(lambda: enter(house, code), "break_glass.over")


def test_vouching_by_the_pages_shows_the_code_once(house):
    first, second = sign_in(house, "county_representative"), sign_in(house, NEIGHBOUR)
    at = f"/break-glass/vouch/parties/{house.city.id}/{house.people[DIRECTOR].id}/"
    given = {"called_phone": DESK, "is_sure": "on"}
    assert first.get("/break-glass/vouch/").status_code == 200
    assert first.post(at, given).headers["Location"] == "/break-glass/vouch/"
    assert second.post(at, given).headers["Location"] == "/break-glass/vouched/"
    page = second.get("/break-glass/vouched/").content.decode()
    assert "Read this to" in page
    assert "Read this to" not in second.get("/break-glass/vouched/").content.decode()


@pytest.fixture
def gateway(monkeypatch):
    monkeypatch.setattr(text, "is_open", lambda: True)


def list_phone(house, number="+18015550177", *, hours_ago=48, is_personal=True) -> ContactPoint:
    """The director lists a phone and types the code that it gets, some hours ago."""
    director = house.actor(DIRECTOR)
    with clock.telling(clock.now() - timedelta(hours=hours_ago)):
        point = messaging.add_contact_point(
            director, channel="text", address=number, is_personal=is_personal
        )
        letter = Message.objects.get(about_id=point.id)
        code = next(word for word in letter.body.split() if word[:6].isdigit())[:6]
        messaging.verify_contact_point(director, contact_point_id=point.id, code=code)
    return point


def codes_sent() -> list[Message]:
    return list(Message.objects.filter(subject="Sign-in code").order_by("created_at", "id"))


def sent_code(letter: Message) -> str:
    return letter.body.split("minutes: ")[1].split(".")[0]


def test_a_code_goes_to_the_phone_verified_before_and_signs_in(house, gateway):
    point = list_phone(house)
    commands.send_phone_code(STRANGER, email=house.people[DIRECTOR].email.upper())
    (letter,) = codes_sent()
    assert (letter.channel, letter.person_id) == ("text", house.people[DIRECTOR].id)
    assert letter.contact_point_id == point.id
    code = sent_code(letter)
    assert enter(house, code, OFFICER).person.id == house.people[DIRECTOR].id, "it is hers alone"
    refused(lambda: enter(house, code), "break_glass.used")


def test_whoever_asks_for_a_code_to_a_phone_does_not_end_the_one_vouched_for(house, gateway):
    list_phone(house)
    vouch(house, "county_representative")
    spoken = vouch(house, NEIGHBOUR).code
    commands.send_phone_code(STRANGER, email=house.people[DIRECTOR].email)
    commands.send_phone_code(STRANGER, email=house.people[DIRECTOR].email)
    first, second = (sent_code(letter) for letter in codes_sent())
    refused(lambda: enter(house, first), "break_glass.revoked")
    assert enter(house, spoken).way == "vouched"
    assert enter(house, second).way == "text"


def test_whoever_asks_for_a_code_learns_nothing_and_at_most_three_go_out(house, gateway):
    for email in ("nobody@example.org", house.people["city_clerk"].email, "", "a" * 400):
        commands.send_phone_code(STRANGER, email=email)
    assert codes_sent() == [], "unknown, or without a phone"
    list_phone(house)
    answers = {
        Client().post("/break-glass/phone/", {"email": each}).content.decode().count("Look at your")
        for each in ("nobody@example.org", house.people[DIRECTOR].email)
    }
    assert len(answers) == 1
    for _ in range(5):
        commands.send_phone_code(STRANGER, email=house.people[DIRECTOR].email)
    assert len(codes_sent()) == 3


@pytest.mark.parametrize(
    "listed",
    [None, {"is_personal": False}, {"hours_ago": 5}],
    ids=["the profile's number", "the agency's phone", "listed tonight"],
)
def test_no_code_goes_to_a_phone_that_proves_nobody(house, gateway, listed):
    if listed is not None:
        list_phone(house, **listed)
    commands.send_phone_code(STRANGER, email=house.people[DIRECTOR].email)
    assert codes_sent() == []


def test_a_code_is_never_mailed(house, monkeypatch):
    """No gateway, no code: the mailbox is no way, and nothing is refused that tells so."""
    with monkeypatch.context() as with_gateway:
        with_gateway.setattr(text, "is_open", lambda: True)
        list_phone(house)
    commands.send_phone_code(STRANGER, email=house.people[DIRECTOR].email)
    assert codes_sent() == []
