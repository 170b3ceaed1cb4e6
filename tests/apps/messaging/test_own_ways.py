"""A person lists, verifies, orders and takes out own ways; nobody else sees them."""

from dataclasses import replace
from datetime import time, timedelta
from uuid import UUID, uuid4

import pytest
from django.core import mail

from muster.journal import clock
from muster.journal.models import Fact
from muster.journal.worker import drain
from muster.members.models import Person
from muster.messaging import addresses, commands, push_secrets, queries
from muster.messaging.commands.ways import MOST_TRIES, MOST_WAYS
from muster.messaging.models import ContactPoint, Message
from muster.rules.actor import Actor, NetworkRole
from muster.rules.refusal import NotFound, Refused
from tests.apps.messaging.browser import Browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return Person.objects.create(
        email="duty@lehi.example.gov", name="Dee", time_zone="America/Denver"
    )


@pytest.fixture
def actor(person):
    return Actor(
        network_id=UUID(int=77),
        person_id=person.id,
        roles=frozenset({NetworkRole.COORDINATOR}),
        name="Dee",
        stepped_up=True,
    )


def add(actor, address="own@home.example", channel="email", **other):
    return commands.add_contact_point(actor, channel=channel, address=address, **other)


def code_of(point):
    message = Message.objects.filter(about_id=point.id).latest("created_at")
    return next(word for word in message.body.split() if word[:6].isdigit())[:6]


def verified(actor, address):
    point = add(actor, address)
    return commands.verify_contact_point(actor, contact_point_id=point.id, code=code_of(point))


def test_a_way_counts_once_the_code_that_was_sent_there_is_typed(actor, person):
    point = add(actor)
    drain()
    assert mail.outbox[0].to == ["own@home.example"]
    assert queries.own_ways(person.id, "email") == []
    typed = f"{code_of(point)[:3]} {code_of(point)[3:]}"
    point = commands.verify_contact_point(actor, contact_point_id=point.id, code=typed)
    assert point.verified_at is not None
    assert [way.address for way in queries.own_ways(person.id, "email")] == ["own@home.example"]
    assert queries.own_ways(person.id, "email", verified_before=point.verified_at) == []
    with pytest.raises(Refused, match="verified_already"):
        commands.verify_contact_point(actor, contact_point_id=point.id, code=typed)
    with pytest.raises(Refused, match="verified_already"):
        commands.send_contact_code(actor, contact_point_id=point.id)


def test_a_way_sent_twice_under_one_id_is_listed_once_and_the_id_is_no_other_ways(actor):
    point = add(actor, contact_point_id=uuid4())
    assert add(actor, contact_point_id=point.id) == point
    assert Message.objects.filter(about_id=point.id).count() == 1, "one code"
    stranger = replace(actor, person_id=Person.objects.create(email="s@else.example").id)
    for other, address in ((stranger, "own@home.example"), (actor, "second@home.example")):
        with pytest.raises(Refused, match=r"id\.taken"):
            add(other, address, contact_point_id=point.id)
    commands.remove_contact_point(actor, contact_point_id=point.id)
    with pytest.raises(Refused, match=r"id\.taken"):
        add(actor, contact_point_id=point.id)


def test_nothing_but_its_code_goes_to_a_way_that_is_not_verified(actor, person):
    point = add(actor)
    commands.send(
        [
            commands.Letter(
                None, person.id, "email", "", "Help", "x", "other", contact_point_id=point.id
            )
        ]
    )
    drain()
    assert "Help" not in [message.subject for message in mail.outbox]
    assert Message.objects.get(unique_key="other").state == "withheld"


def test_a_code_cannot_be_guessed(actor):
    point = add(actor)
    wrong = f"{(int(code_of(point)) + 1) % 1_000_000:06d}"
    for tries in range(1, MOST_TRIES + 1):
        found = commands.verify_contact_point(actor, contact_point_id=point.id, code=wrong)
        assert (found.verified_at, found.code_tries) == (None, tries)
    with pytest.raises(Refused, match="code_over"):
        commands.verify_contact_point(actor, contact_point_id=point.id, code=code_of(point))
    with pytest.raises(Refused, match="code_too_soon"):
        commands.send_contact_code(actor, contact_point_id=point.id)
    with clock.telling(clock.now() + timedelta(minutes=2)):
        commands.send_contact_code(actor, contact_point_id=point.id)
        found = commands.verify_contact_point(actor, contact_point_id=point.id, code=code_of(point))
    assert found.verified_at is not None


def test_a_code_runs_out(actor):
    point = add(actor)
    with (
        clock.telling(clock.now() + timedelta(minutes=16)),
        pytest.raises(Refused, match="code_over"),
    ):
        commands.verify_contact_point(actor, contact_point_id=point.id, code=code_of(point))


def test_what_cannot_be_reached_is_refused(actor, settings):
    with pytest.raises(Refused, match="channel_closed"):
        add(actor, "+18015550101", "text")
    settings.MUSTER_TEXT_GATEWAY = "http://127.0.0.1:9/"
    for channel, address in (
        ("text", "12"),
        ("text", "\x00"),
        ("email", "nobody"),
        ("chat", "json://10.0.0.1/inside"),
        ("chat", "mmosts://10.0.0.1/abcdefghijklmnopqrstuvwxyz"),
        ("chat", "workflows://evil.example:443/643e1f/aBcD"),
    ):
        with pytest.raises(Refused, match="address_unusable"):
            add(actor, address, channel)
    assert queries.address_for_owner(add(actor, "801 555 0101", "text")) == "(801) 555-0101"


def test_the_same_address_is_listed_once_and_not_without_end(actor):
    add(actor)
    with pytest.raises(Refused, match="listed_already"):
        add(actor, "OWN@home.example")
    for number in range(MOST_WAYS - 1):
        add(actor, f"own{number}@home.example")
    with pytest.raises(Refused, match="too_many"):
        add(actor, "one@more.example")


def test_a_mailbox_of_the_accounts_own_domain_is_the_agencys_whatever_is_ticked(actor):
    assert add(actor, is_personal=True).is_personal
    assert not add(actor, "second@lehi.example.gov", is_personal=True).is_personal


def test_listing_a_way_needs_a_fresh_proof_of_presence(person):
    actor = Actor(network_id=None, person_id=person.id, name="Dee")
    with pytest.raises(Refused, match=r"step_up\.required"):
        add(actor)


def test_ways_are_put_in_order_and_taken_out(actor):
    first, second, third = (verified(actor, f"{n}@home.example") for n in range(3))
    commands.order_contact_points(actor, contact_point_ids=[third.id])
    assert [point.id for point in queries.contact_points(actor)] == [
        third.id,
        first.id,
        second.id,
    ]
    with pytest.raises(NotFound):
        commands.order_contact_points(actor, contact_point_ids=[uuid4()])
    commands.remove_contact_point(actor, contact_point_id=first.id)
    assert ContactPoint.objects.get(id=first.id).sealed_address == ""
    assert len(queries.contact_points(actor)) == 2
    with pytest.raises(NotFound):
        commands.remove_contact_point(actor, contact_point_id=first.id)


def test_nobody_sees_or_changes_anothers_ways_whatever_the_office(actor):
    point = add(actor)
    other = Actor(
        network_id=actor.network_id,
        person_id=uuid4(),
        roles=frozenset({NetworkRole.COORDINATOR}),
        stepped_up=True,
    )
    assert queries.contact_points(other) == []
    for command in (
        commands.remove_contact_point,
        commands.send_contact_code,
    ):
        with pytest.raises(NotFound):
            command(other, contact_point_id=point.id)
    with pytest.raises(NotFound):
        commands.verify_contact_point(other, contact_point_id=point.id, code=code_of(point))


def test_no_fact_holds_an_address(actor):
    verified(actor, "own@home.example")
    assert Fact.objects.count() == 2
    assert not [fact for fact in Fact.objects.all() if "home.example" in str(fact.payload)]


def test_a_browser_subscribes_once_and_only_with_usable_keys(actor):
    browser = Browser("https://push.example/abc")
    point = commands.subscribe_to_push(actor, **browser.subscription)
    assert point.verified_at is not None
    assert commands.subscribe_to_push(actor, **browser.subscription).id == point.id
    assert queries.address_for_owner(point) == "push.example"
    for broken in (
        {"endpoint": "javascript:alert(1)"},
        {"endpoint": "https://"},
        {"p256dh": "AAAA"},
        {"auth": "AAAA"},
        {"auth": "\x00"},
    ):
        with pytest.raises(Refused, match="address_unusable"):
            commands.subscribe_to_push(actor, **browser.subscription | broken)


def test_quiet_hours_are_set_in_the_own_zone_and_ended(actor):
    hours = commands.set_quiet_hours(actor, quiet_from=time(22), quiet_until=time(7))
    assert hours.zone == "America/Denver"
    with pytest.raises(Refused, match=r"quiet_hours\.incomplete"):
        commands.set_quiet_hours(actor, quiet_from=time(22), quiet_until=None)
    commands.set_quiet_hours(actor, quiet_from=None, quiet_until=None)
    assert queries.quiet_hours(actor) is None


def test_the_installation_has_one_push_key():
    assert push_secrets.public_key() == push_secrets.public_key()
    assert len(push_secrets.decode(push_secrets.public_key())) == 65
    assert addresses.usable("carrier pigeon", "x") == ""
