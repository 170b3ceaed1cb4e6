"""A request that a phone without a network shows as a code: proved, read back, filed once."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import caches

from muster.aid import commands as aid
from muster.aid.models import AidRequest
from muster.journal import clock
from muster.journal.models import Fact
from muster.offline import commands
from muster.offline.models import Device
from muster.offline.sealing import decoded, encoded
from muster.rules.refusal import Refused
from tests.apps.aid.doors import browser, send
from tests.apps.aid.world import World, build
from tests.apps.offline.phone import Phone


@pytest.fixture
def world(db: None) -> World:
    caches["process"].clear()  # alarms are remembered there
    return build()


@pytest.fixture
def phone(world: World) -> Phone:
    phone = Phone()
    commands.enroll_device(
        world.actor("city"),
        label="Dana's phone",
        public_key=phone.public_key,
        request_key=phone.request_key,
        device_id=phone.id,
    )
    return phone


def code(world: World, phone: Phone, **changed: Any) -> str:
    """What the phone of the city's representative shows."""
    said = {
        "made": uuid4(),
        "at": int(clock.now().timestamp()),
        "network": world.network.id,
        "party": world.parties["city"].id,
        "kind": "ransomware",
        "packages": [[world.work_packages["reimage"].id, 40]],
        "telephone": "+18015550123",
        "note": "Back door",
        "own_means": 0,
    }
    key = changed.pop("key", None)
    return phone.code(*(said | changed).values(), key=key)


def helper(world: World) -> Any:
    """Any member of the network, whatever the role."""
    return world.actor("county", "responder")


def file(world: World, text: str, read_back: str | None = None) -> commands.Filed:
    actor = helper(world)
    if read_back is None:
        read_back = commands.read_paper_request(actor, signed_text=text).read_back
    return commands.file_paper_request(actor, signed_text=text, read_back=read_back)


def refusal(action: Any) -> str:
    """The refusal's code, its trace left as the doors leave it."""
    with pytest.raises(Refused) as refused:
        action()
    refused.value.after_undone()
    return refused.value.refusals[0].code


def alarms() -> list[str]:
    facts = Fact.objects.filter(kind="PaperRequestRefused").order_by("id")
    return [fact.payload["reason"] for fact in facts]


def test_a_code_is_filed_in_the_name_of_the_phones_owner(world: World, phone: Phone) -> None:
    filed = file(world, code(world, phone))
    asked = AidRequest.objects.get()
    assert (filed.aid_request_id, filed.reference) == (asked.id, asked.reference)
    assert asked.requesting_party_id == world.parties["city"].id
    assert asked.created_by_id == world.actor("city").person_id
    assert (asked.state, asked.note, asked.filed_on_behalf) == ("open", "Back door", False)
    fact = Fact.objects.get(kind="PaperRequestFiled")
    assert fact.actor_name == helper(world).name and fact.payload["filed_by_party_name"]


def test_the_same_code_and_the_queue_sent_later_give_the_same_request(
    world: World, phone: Phone
) -> None:
    made = uuid4()
    text = code(world, phone, made=made)
    first = file(world, text)
    again = file(world, code(world, phone, made=made), read_back="")
    assert (again.aid_request_id, again.is_repeated) == (first.aid_request_id, True)
    synced = aid.ask_for_help(world.actor("city"), kind="ransomware", aid_request_id=made)
    assert synced.id == first.aid_request_id and AidRequest.objects.count() == 1
    assert Fact.objects.filter(kind="PaperRequestFiled").count() == 1
    assert commands.read_paper_request(helper(world), signed_text=text).reference


def test_nothing_binds_before_exactly_its_words_were_read_back(world: World, phone: Phone) -> None:
    text = code(world, phone)
    said = commands.read_paper_request(helper(world), signed_text=text)
    assert "40" in said.read_back and "Back door" in said.read_back
    for words in ("", "Yes", said.read_back.replace("40", "41")):
        assert refusal(lambda words=words: file(world, text, words)) == "paper.not_read_back"
    assert not AidRequest.objects.exists() and alarms() == []


def test_a_forged_code_is_refused_and_alarms(world: World, phone: Phone) -> None:
    mark, payload, signature = code(world, phone).split(".")
    said = json.loads(decoded(payload))
    said[6][0][1] = 4000
    more = encoded(json.dumps(said).encode())
    forged = (
        f"{mark}.{more}.{signature}",
        f"{mark}.{payload}.{signature[:-8]}AAAAAAAA",
        f"{mark}.{payload}.",
        code(world, phone, key=Phone().request),
        code(world, phone, key=phone.private),  # what a locked phone could sign
    )
    for text in forged:
        assert refusal(lambda text=text: file(world, text)) == "paper.forged"
    assert alarms() == ["forged"]  # once an hour for one phone
    assert refusal(lambda: file(world, code(world, Phone()))) == "paper.forged"
    assert alarms() == ["forged", "forged"]
    first, unknown = Fact.objects.filter(kind="PaperRequestRefused").order_by("id")
    assert first.audience == [str(world.parties["city"].id)] and unknown.audience == []
    assert not AidRequest.objects.exists()


def test_the_code_of_a_lost_phone_is_refused_and_alarms(world: World, phone: Phone) -> None:
    text = code(world, phone)
    commands.wipe_device(world.actor("city"), device_id=phone.id)
    assert refusal(lambda: file(world, text)) == "paper.wiped"
    assert alarms() == ["wiped"] and not AidRequest.objects.exists()


def test_a_code_signed_by_an_expired_key_is_refused(world: World, phone: Phone) -> None:
    Device.objects.update(key_expires_at=clock.now() - timedelta(minutes=1))
    assert refusal(lambda: file(world, code(world, phone))) == "paper.key_expired"
    assert alarms() == ["key_expired"]


@pytest.mark.parametrize("hours", [-49, 2])
def test_a_code_of_another_day_is_refused(world: World, phone: Phone, hours: int) -> None:
    at = int((clock.now() + timedelta(hours=hours)).timestamp())
    assert refusal(lambda: file(world, code(world, phone, at=at))) == "paper.too_old"
    assert alarms() == ["too_old"]


def test_who_does_not_act_for_the_party_signs_nothing_for_it(world: World, phone: Phone) -> None:
    other = code(world, phone, party=world.parties["county"].id)
    assert refusal(lambda: file(world, other)) == "paper.no_post"
    person = Device.objects.get().person
    person.is_active = False
    person.save(update_fields=["is_active"])
    assert refusal(lambda: file(world, code(world, phone))) == "paper.no_post"
    assert not AidRequest.objects.exists()


def test_the_owners_own_bounds_hold(world: World) -> None:
    """A responder's phone may sign, but a responder may not ask."""
    phone = Phone()
    keys = {"public_key": phone.public_key, "request_key": phone.request_key}
    owner = world.actor("city", "responder")
    commands.enroll_device(owner, label="Phone", device_id=phone.id, **keys)
    assert refusal(lambda: file(world, code(world, phone))) == "permission.denied"
    assert not AidRequest.objects.exists()


def test_another_networks_request_is_not_filed_here(world: World, phone: Phone) -> None:
    text = code(world, phone, network=uuid4())
    assert refusal(lambda: file(world, text)) == "paper.other_network"


@pytest.mark.parametrize(
    "said",
    [
        "",
        "[]",
        "{}",
        "[" * 3000,
        '["a",1,2,3,4,5,6,7,8,9]',
        '[1,2,3,4,5,"ransomware",[],"","",0]',
        "\x00",
    ],
)
def test_what_is_no_code_is_told_so(world: World, said: str) -> None:
    for text in (said, f"M1.{encoded(said.encode())}.AAAA", f"https://x.example/#M1.{said}.§"):
        assert refusal(lambda text=text: file(world, text)) == "paper.unreadable"
    assert alarms() == []


def test_a_hostile_owner_signs_nothing_that_breaks_the_record(world: World, phone: Phone) -> None:
    for changed in (
        {"packages": [[world.work_packages["reimage"].id, 10**30]]},
        {"packages": [[world.work_packages["reimage"].id, True]]},
        {"at": 10**30},
        {"kind": ["ransomware"]},
        {"note": {"a": 1}},
    ):
        text = code(world, phone, **changed)
        assert refusal(lambda text=text: file(world, text)) == "paper.unreadable"
    file(world, code(world, phone, note="A\x00\u202eB\ud800", telephone="1" * 90))
    assert AidRequest.objects.get().note == "AB"


def test_a_new_pin_makes_the_old_key_worthless(world: World, phone: Phone) -> None:
    old, newer = code(world, phone), Phone()
    owner = world.actor("city")
    keys = {"public_key": phone.public_key, "request_key": newer.request_key}
    commands.enroll_device(owner, label="Phone", device_id=phone.id, **keys)
    assert Fact.objects.filter(kind="DeviceKeyRenewed").count() == 1
    assert refusal(lambda: file(world, old)) == "paper.forged"
    commands.wipe_device(owner, device_id=phone.id)
    keys["request_key"] = phone.request_key
    again = {"label": "Phone", "device_id": phone.id, **keys}
    assert refusal(lambda: commands.enroll_device(owner, **again)) == "device.wiped"


def test_on_the_page_the_words_come_first_and_the_tick_files_it(world: World, phone: Phone) -> None:
    client = browser(world, "county", "responder")
    text = f"https://muster.example/paper/#{code(world, phone)}"
    first = client.post("/paper/", {"signed_text": text})
    words = first.context["form"].reading.read_back
    assert first.status_code == 200 and words in first.content.decode()
    assert not AidRequest.objects.exists()
    ticked = {"signed_text": text, "read_back": words, "is_read_back": "on"}
    for wrong in ({"is_read_back": ""}, {"read_back": "Something else"}):
        assert client.post("/paper/", {**ticked, **wrong}).status_code == 422
    assert not AidRequest.objects.exists()
    assert client.post("/paper/", ticked).status_code == 302
    reference = AidRequest.objects.get().reference
    assert f"Filed as {reference}" in client.get("/paper/").content.decode()
    again = client.post("/paper/", {"signed_text": text}).content.decode()
    assert f"Filed before, as {reference}" in again and "File the request" not in again
    forged = client.post("/paper/", {"signed_text": text[:-8] + "AAAAAAAA"})
    assert forged.status_code == 422 and "No phone that is set up" in forged.content.decode()
    assert alarms() == ["forged"]


def test_over_the_api_it_is_read_and_filed(world: World, phone: Phone) -> None:
    client = browser(world, "county", "responder")
    text = code(world, phone, note="Password: hunter2hunter2")
    said = send(client, "/paper-requests/read", {"signed_text": text})
    assert said.status_code == 200 and said.json()["suspected"] == "password"
    given = {"signed_text": text, "read_back": said.json()["read_back"]}
    filed = send(client, "/paper-requests", given)
    assert filed.status_code == 200, filed.content
    assert filed.json()["reference"] == AidRequest.objects.get().reference
    forged = send(client, "/paper-requests/read", {"signed_text": text[:-8] + "AAAAAAAA"})
    assert forged.status_code == 409 and alarms() == ["forged"]
