"""Enrolling a phone, hearing from it, reporting it lost, opening its queue for its owner."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client, override_settings

from muster.journal import clock
from muster.journal.models import Fact
from muster.offline import commands, queries, sealing
from muster.offline.models import Device
from muster.rules.actor import Actor
from muster.rules.refusal import NotFound, Refused
from tests.apps.members.house import House
from tests.apps.offline.phone import Phone

STRANGER = Actor(network_id=None)
SECRET = "another-secret-" + "1" * 40


def enrolled(house: House, key: str = "city_responder") -> Phone:
    phone = Phone()
    commands.enroll_device(
        house.actor(key), label="My phone", public_key=phone.public_key, device_id=phone.id
    )
    return phone


def row(phone: Phone) -> Device:
    return Device.objects.get(pk=phone.id)


def hear(actor: Actor, phone: Phone) -> commands.Contact:
    return commands.note_contact(actor, device_id=phone.id, **phone.contact())


def test_a_phone_is_enrolled_once_and_listed(house: House) -> None:
    phone, actor = enrolled(house), house.actor("city_responder")
    again = commands.enroll_device(
        actor, label="My phone", public_key=phone.public_key, device_id=phone.id
    )
    assert again.id == phone.id
    assert [each.label for each in queries.devices(actor)] == ["My phone"]
    assert Fact.objects.filter(kind="DeviceEnrolled").count() == 1
    assert queries.devices(house.actor("city_clerk")) == []


@pytest.mark.parametrize(
    ("label", "key", "code"),
    [
        ("  ", None, "device.no_label"),
        ("Phone", "AAAA", "device.bad_key"),
        ("Phone", "§", "device.bad_key"),
    ],
)
def test_enroll_device_refuses_what_it_cannot_use(
    house: House, label: str, key: str | None, code: str
) -> None:
    with pytest.raises(Refused, match=code):
        commands.enroll_device(
            house.actor("city_responder"), label=label, public_key=key or Phone().public_key
        )


def test_enroll_device_refuses_somebody_elses_id_and_an_eleventh_phone(house: House) -> None:
    phone = enrolled(house)
    with pytest.raises(Refused, match="id.taken"):
        commands.enroll_device(
            house.actor("city_clerk"),
            label="Mine",
            public_key=phone.public_key,
            device_id=phone.id,
        )
    for _ in range(queries.MOST_DEVICES - 1):
        enrolled(house)
    with pytest.raises(Refused, match="device.too_many"):
        enrolled(house)


def test_contact_while_its_owner_is_signed_in_keeps_the_key_alive(house: House) -> None:
    phone, actor = enrolled(house), house.actor("city_responder")
    with clock.telling(clock.now() + timedelta(days=3)):
        assert not hear(actor, phone).must_erase
        assert row(phone).key_expires_at == clock.now() + commands.KEY_LIFE


@pytest.mark.parametrize("who", ["stranger", "city_clerk"])
def test_contact_of_anybody_else_keeps_nothing_alive(house: House, who: str) -> None:
    phone = enrolled(house)
    until = row(phone).key_expires_at
    with clock.telling(clock.now() + timedelta(days=3)):
        hear(STRANGER if who == "stranger" else house.actor(who), phone)
    assert row(phone).key_expires_at == until


def test_a_device_not_heard_from_for_two_weeks_has_expired(house: House) -> None:
    phone = enrolled(house)
    assert queries.state_of(row(phone)) == "enrolled"
    with clock.telling(clock.now() + commands.KEY_LIFE):
        assert queries.state_of(row(phone)) == "expired"


def test_note_contact_refuses_a_forged_proof(house: House) -> None:
    phone, other = enrolled(house), Phone()
    forged = other.contact()
    for at, signature in (
        (forged["at"], forged["signature"]),
        ("later", phone.contact()["signature"]),
        (forged["at"], "AAAA"),
        (forged["at"], "§"),
    ):
        with pytest.raises(NotFound):
            commands.note_contact(STRANGER, device_id=phone.id, at=at, signature=signature)
    with pytest.raises(NotFound):
        commands.note_contact(STRANGER, device_id=other.id, **other.contact())


def test_a_lost_phone_is_told_to_erase_itself_with_nobody_signed_in(house: House) -> None:
    phone, actor = enrolled(house), house.actor("city_responder")
    commands.wipe_device(actor, device_id=phone.id)
    commands.wipe_device(actor, device_id=phone.id)
    assert Fact.objects.filter(kind="DeviceWiped").count() == 1
    assert hear(STRANGER, phone).must_erase
    assert hear(STRANGER, phone).must_erase
    assert queries.state_of(row(phone)) == "erased"
    assert Fact.objects.filter(kind="DeviceErased").count() == 1


def test_the_phone_of_somebody_deactivated_erases_itself(house: House) -> None:
    phone = enrolled(house)
    person = house.people["city_responder"]
    person.is_active = False
    person.save()
    assert hear(STRANGER, phone).must_erase


def test_wipe_device_refuses_to_know_anybody_elses(house: House) -> None:
    phone = enrolled(house)
    with pytest.raises(NotFound):
        commands.wipe_device(house.actor("city_authorized_representative"), device_id=phone.id)


def test_its_owner_alone_gets_the_key_of_a_queue(house: House) -> None:
    phone, sealed = enrolled(house), ""
    sealed = phone.sealed(sealing.own_key().public)
    owner = house.actor("city_responder")
    assert commands.open_queue_key(owner, device_id=phone.id, sealed=sealed) == phone.queue_key
    assert Fact.objects.filter(kind="QueueKeyOpened").count() == 1
    with pytest.raises(NotFound):
        commands.open_queue_key(house.actor("city_clerk"), device_id=phone.id, sealed=sealed)


def test_a_seal_moved_to_another_phone_opens_nothing(house: House) -> None:
    phone, other = enrolled(house), enrolled(house, "city_clerk")
    sealed = phone.sealed(sealing.own_key().public)
    with pytest.raises(Refused, match="device.bad_seal"):
        commands.open_queue_key(house.actor("city_clerk"), device_id=other.id, sealed=sealed)


@pytest.mark.parametrize("sealed", ["", "A", "§", "A" * 400])
def test_open_queue_key_refuses_what_is_no_seal(house: House, sealed: str) -> None:
    phone = enrolled(house)
    with pytest.raises(Refused, match="device.bad_seal"):
        commands.open_queue_key(house.actor("city_responder"), device_id=phone.id, sealed=sealed)


def test_the_queue_of_a_lost_phone_is_refused(house: House) -> None:
    phone, owner = enrolled(house), house.actor("city_responder")
    commands.wipe_device(owner, device_id=phone.id)
    with pytest.raises(Refused, match="device.wiped"):
        commands.open_queue_key(
            owner, device_id=phone.id, sealed=phone.sealed(sealing.own_key().public)
        )


def test_what_was_sealed_for_an_earlier_secret_still_opens(house: House) -> None:
    phone, sealed = enrolled(house), ""
    with override_settings(SECRET_KEY=SECRET):
        sealed = phone.sealed(sealing.own_key().public)
    owner = house.actor("city_responder")
    with pytest.raises(Refused, match="device.bad_seal"):
        commands.open_queue_key(owner, device_id=phone.id, sealed=sealed)
    with override_settings(SECRET_KEY_FALLBACKS=[SECRET]):
        assert commands.open_queue_key(owner, device_id=phone.id, sealed=sealed) == phone.queue_key


def test_the_whole_way_over_the_api(house: House) -> None:
    phone, client = Phone(), Client()
    client.force_login(house.people["city_responder"])
    standing = client.get("/api/v1/offline/standing").json()
    body = {"label": "My phone", "public_key": phone.public_key, "device_id": str(phone.id)}
    assert post(client, "/devices", body).status_code == 201
    assert [each["state"] for each in client.get("/api/v1/devices").json()] == ["enrolled"]
    opened = post(
        client, f"/devices/{phone.id}/queue-key", {"sealed": phone.sealed(standing["server_key"])}
    )
    assert sealing.decoded(opened.json()["key"]) == phone.queue_key
    assert opened["Cache-Control"] == "no-store"
    heard = post(Client(), f"/devices/{phone.id}/contact", phone.contact())
    assert heard.json()["must_erase"] is False
    assert post(client, f"/devices/{phone.id}/wipe", {}).json()["state"] == "wiped"
    assert post(Client(), f"/devices/{phone.id}/contact", phone.contact()).json()["must_erase"]
    assert Client().get("/api/v1/offline/standing").status_code == 401


def post(client: Client, path: str, body: dict) -> object:
    return client.post(f"/api/v1{path}", body, content_type="application/json")


def test_the_pages_list_and_wipe_a_phone(house: House) -> None:
    phone, client = enrolled(house), Client()
    client.force_login(house.people["city_responder"])
    assert "My phone" in client.get("/phones/").content.decode()
    answer = client.post(f"/phones/{phone.id}/lost/", follow=True)
    assert "erases itself when heard from" in answer.content.decode()
    assert row(phone).wiped_at
