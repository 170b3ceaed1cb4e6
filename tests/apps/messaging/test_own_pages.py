"""The page of one's own ways, as a browser without scripts walks it."""

import pytest
from django.urls import reverse

from muster.members import commands as members
from muster.members.models import Person
from muster.messaging import queries
from muster.messaging.models import ContactPoint, Message
from muster.rules.actor import Actor, system_actor
from tests.apps.catalog.doors import client_of
from tests.apps.messaging.browser import Browser
from tests.apps.messaging.test_ways import list_way

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor():
    loader = system_actor(None)
    network = members.create_network(loader, slug="n", name="Network", state_code="UT")
    officer = system_actor(network.id)
    person = members.create_person(
        officer, email="dee@lehi.example.gov", name="Dee", password="x" * 20
    )
    members.grant_network_role(officer, person_id=person.id, role="coordinator")
    return Actor(network_id=network.id, person_id=person.id, stepped_up=True)


@pytest.fixture
def client(actor):
    return client_of(actor)


def test_a_way_is_added_verified_moved_and_taken_out(client, actor):
    page = client.get(reverse("messaging:ways"))
    assert b"Nothing listed yet" in page.content
    added = client.post(
        reverse("messaging:add_way"),
        {"channel": "email", "address": "own@home.example", "is_personal": "on"},
    )
    point = ContactPoint.objects.get()
    verify = reverse("messaging:verify_way", args=[point.id])
    assert added.url == verify
    assert b"own@home.example" in client.get(verify).content
    wrong = client.post(verify, {"code": "nothing"}, follow=True)
    assert b"That is not the code. Tries left: 4." in wrong.content
    body = Message.objects.get(about_id=point.id).body
    code = next(word for word in body.split() if word[:6].isdigit())[:6]
    right = client.post(verify, {"code": code}, follow=True)
    assert b"You are reached there from now on." in right.content
    other = list_way(Person.objects.get(id=actor.person_id), "email", "b@home.example", position=2)
    client.post(reverse("messaging:move_way", args=[other.id, "up"]))
    assert [each.id for each in queries.contact_points(actor)] == [other.id, point.id]
    client.post(reverse("messaging:move_way", args=[other.id, "up"]))
    assert client.post(reverse("messaging:move_way", args=[other.id, "away"])).status_code == 404
    client.post(reverse("messaging:remove_way", args=[other.id]))
    assert [each.id for each in queries.contact_points(actor)] == [point.id]


def test_what_cannot_be_used_is_said_beside_the_field_and_kept(client):
    page = client.post(
        reverse("messaging:add_way"), {"channel": "email", "address": "nobody", "label": "Mine"}
    )
    assert page.status_code == 422
    assert b"This cannot be used" in page.content
    assert b'value="nobody"' in page.content


def test_a_browser_hands_its_subscription_over_by_the_form(client, actor):
    url = reverse("messaging:subscribe_to_push")
    assert client.post(url, Browser("https://push.example/1").subscription).status_code == 302
    assert [each.channel for each in queries.contact_points(actor)] == ["push"]
    broken = client.post(url, {"endpoint": "x", "p256dh": "y", "auth": "z"})
    assert broken.status_code == 422
    assert b"cannot be used" in broken.content


def test_quiet_hours_are_set_on_the_page(client, actor):
    url = reverse("messaging:quiet_hours")
    client.post(url, {"quiet_from": "22:00", "quiet_until": "07:00"})
    hours = queries.quiet_hours(actor)
    assert (hours.quiet_from.hour, hours.emergencies_break_through) == (22, False)
    assert b"Not even emergencies" in client.get(reverse("messaging:ways")).content
    refused = client.post(url, {"quiet_from": "22:00"})
    assert b"Give both times" in refused.content
    assert client.get(url).status_code == 200


def test_the_service_worker_shows_pushes(client):
    answer = client.get("/worker.js")
    assert b"showNotification" in answer.content
