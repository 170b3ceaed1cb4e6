"""Signal goes through the installation's own gateway alone, to the one number that the person proved."""

from __future__ import annotations

import json
import os
from uuid import UUID

import pytest

from muster.journal.worker import drain
from muster.members.models import Person
from muster.messaging import commands, posting, queries
from muster.messaging.channels import chat
from muster.messaging.models import Outcome
from muster.rules.actor import Actor
from muster.rules.refusal import Refused
from tests.apps.messaging.stand_in import StandIn
from tests.apps.messaging.test_channels import parcel

SENDER, OWN = "+18015550100", "+18015550142"


@pytest.fixture
def signal(settings):
    """A stand-in for signal-cli-rest-api, which answers 201 to what it has taken."""
    opened = []

    def make(**how):
        opened.append(StandIn(**{"status": 201, **how}))
        return opened[-1]

    settings.MUSTER_OWN_HOSTS = ["127.0.0.1"]
    yield make
    for each in opened:
        each.close()


def address(gateway, scheme="signal", own=OWN):
    return f"{scheme}://127.0.0.1:{gateway.port}/{SENDER}/{own}"


def test_a_message_is_posted_to_the_gateway_for_one_number(signal):
    gateway = signal()
    sent = parcel(address(gateway), short="Help is asked for", answer_url="https://m.example/a")
    assert chat.deliver(sent).outcome == Outcome.SENT
    [post] = gateway.posts
    assert post.path == "/v2/send"
    assert json.loads(post.body) == {
        "message": "EXERCISE. Help is asked for https://m.example/a",
        "number": SENDER,
        "recipients": [OWN],
        "text_mode": "normal",
    }


@pytest.mark.parametrize("status", [400, 429, 500])
def test_what_the_gateway_does_not_take_has_an_unknown_outcome(signal, status):
    gateway = signal(status=status)
    assert chat.deliver(parcel(address(gateway))).outcome == Outcome.UNKNOWN
    assert len(gateway.posts) == 1, "the library tries no second time"


def test_a_gateway_that_breaks_off_or_keeps_silent_holds_nobody_up(signal, monkeypatch):
    assert chat.deliver(parcel(address(signal(closes=True)))).outcome == Outcome.UNKNOWN
    monkeypatch.setattr(posting, "TIMEOUT_SECONDS", 0.2)
    assert chat.deliver(parcel(address(signal(delay=2.0)))).outcome == Outcome.UNKNOWN


def test_a_gateway_that_points_elsewhere_is_not_followed(signal):
    elsewhere = signal()
    gateway = signal(status=307, headers={"Location": elsewhere.url("/v2/send")})
    assert chat.deliver(parcel(address(gateway))).outcome == Outcome.UNKNOWN
    assert elsewhere.posts == []


def test_a_certificate_is_checked(signal, tls, monkeypatch):
    gateway = signal(tls=tls)
    sent = parcel(address(gateway, "signals"))
    assert chat.deliver(sent).outcome == Outcome.UNKNOWN
    assert gateway.posts == []
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", os.environ["SSL_CERT_FILE"])
    assert chat.deliver(sent).outcome == Outcome.SENT
    assert len(gateway.posts) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        f"signals://169.254.169.254/{SENDER}/{OWN}",
        f"signals://localhost/{SENDER}/{OWN}",
        f"signals://127.0.0.1@evil.example/{SENDER}/{OWN}",
        f"signals://evil.example@127.0.0.1/{SENDER}/{OWN}",
        f"signals://user:password@127.0.0.1/{SENDER}/{OWN}",
        f"signals://evil.example\\@127.0.0.1/{SENDER}/{OWN}",
        f"signals://evil.example#@127.0.0.1/{SENDER}/{OWN}",
        f"signals:///{SENDER}/{OWN}",
        "signals://127.0.0.1/",
        f"signals://127.0.0.1/{SENDER}",
        f"signals://127.0.0.1/{SENDER}/@everybody",
        f"signals://127.0.0.1/{SENDER}/{OWN}/+18015550143",
        f"signals://127.0.0.1/{SENDER}/{OWN},+18015550143",
        f"signals://127.0.0.1/{SENDER}/{OWN}?verify=no",
        f"signals://127.0.0.1/{SENDER}/{OWN}?to=+18015550143",
        f"signals://127.0.0.1/{SENDER}/{OWN}?retry=9",
        f"signals://127.0.0.1/../admin/{SENDER}/{OWN}",
        f"signals://127.0.0.1/{SENDER}/+١٨٠١٥٥٥٠١٤٢",
    ],
)
def test_no_other_host_and_nothing_but_one_number_is_taken(settings, wrong):
    settings.MUSTER_OWN_HOSTS = ["127.0.0.1"]
    assert chat.why_unusable(wrong)
    assert chat.deliver(parcel(wrong)).outcome == Outcome.REFUSED


def test_a_host_that_the_operator_does_not_name_is_refused(signal, settings):
    gateway = signal()
    settings.MUSTER_OWN_HOSTS = []
    assert chat.deliver(parcel(address(gateway))).outcome == Outcome.REFUSED
    assert gateway.posts == []


@pytest.mark.django_db
def test_a_person_lists_signal_and_proves_it_by_the_code_that_arrives_there(signal):
    gateway = signal()
    person = Person.objects.create(email="duty@lehi.example.gov", name="Dee")
    actor = Actor(network_id=UUID(int=77), person_id=person.id, name="Dee", stepped_up=True)
    with pytest.raises(Refused):
        commands.add_contact_point(actor, channel="chat", address=address(gateway, own="@group"))
    point = commands.add_contact_point(actor, channel="chat", address=address(gateway))
    drain()
    said = json.loads(gateway.posts[0].body)["message"]
    code = "".join(sign for sign in said.split(" is ")[1] if sign.isdigit())[:6]
    commands.verify_contact_point(actor, contact_point_id=point.id, code=code)
    [way] = queries.own_ways(person.id, "chat")
    assert queries.address_for_owner(point) == "Signal"
    assert way.address == address(gateway)
