"""The pack: who may make it, what it says, that it fits two pages, and when a new one is due."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connection
from django.test import Client
from pypdf import PdfReader

from muster.agreements.models import AgreementVersion
from muster.breakglass import commands as breakglass
from muster.journal import clock
from muster.journal.models import Fact
from muster.members import commands as members
from muster.packs import commands, contents, papers, queries
from muster.packs.documents import bundle
from muster.packs.navigation import packs_to_make
from muster.rules.actor import system_actor
from muster.rules.refusal import NotFound
from tests.apps.aid.world import TERMS
from tests.apps.breakglass.night import DIRECTOR, OFFICER, build_night
from tests.apps.exchange.test_forms import is_accessible, text_of
from tests.apps.members.house import House
from tests.apps.members.test_people import refused


@pytest.fixture
def house(db: Any) -> House:
    return build_night()


def lines(house: House, key: str, who: str = DIRECTOR) -> dict[str, str]:
    found = {each.key: each for each in queries.pack(house.actor(who), house.city.id).sections}
    return {line.name: line.text for line in found[key].lines}


def put_in_force(house: House) -> AgreementVersion:
    text = TERMS.read_text(encoding="utf-8")
    at = clock.now()
    return AgreementVersion.objects.create(
        network=house.network,
        label="2025",
        title="Mutual aid agreement",
        terms_text=text,
        terms_sha256=hashlib.sha256(text.encode()).hexdigest(),
        state="in_force",
        in_force_from=at - timedelta(days=100),
        drafted_at=at - timedelta(days=120),
    )


def neighbours(house: House, count: int, word: str = "Neighbour") -> None:
    system = system_actor(house.network.id)
    for number in range(count):
        county = "Dry" if number == count - 1 else "Wet"
        name = f"{number:03d} {word}"
        party = members.add_party(
            system, name=name, kind="city", county=county, standing="in_force"
        )
        members.add_contact(
            system,
            party_id=party.id,
            kind="always",
            name=f"Duty desk of {name}"[:110],
            position_title="Head of information technology",
            phone=f"8015551{number:03d}",
        )


def test_it_says_whom_to_call_where_muster_is_and_how_to_ask(house, settings):
    settings.MUSTER_STANDBY_URL = "https://standby.example.gov"
    settings.MUSTER_COORDINATOR_PHONE = "801 555 0199"
    neighbours(house, 2)
    known = lines(house, "addresses")
    assert known["Muster"] == settings.MUSTER_BASE_URL
    assert "https://standby.example.gov" in known.values()
    assert "801 555 0199" in known.values()
    assert "(801) 555-0123" in lines(house, "own")["Desk"]
    assert list(lines(house, "others")) == ["001 Neighbour", "000 Neighbour"]
    assert len(lines(house, "steps")) == 5


def test_it_names_the_sheets_that_hold_and_never_a_code(house):
    issued = breakglass.issue_codes(house.actor(DIRECTOR), party_id=house.city.id, count=5)
    assert "5 of 5 codes left" in str(lines(house, "codes"))
    made = text_of(commands.print_pack(house.actor(DIRECTOR), party_id=house.city.id).content)
    for code in issued.codes:
        assert code not in made
    breakglass.revoke_codes(house.actor(DIRECTOR), party_id=house.city.id)
    assert lines(house, "codes") == {}


@pytest.mark.parametrize("who", ["city_clerk", "city_responder", "auditor"])
def test_other_roles_make_none(house, who):
    actor = house.actor(who)
    refused(lambda: commands.print_pack(actor, party_id=house.city.id), "permission.denied")
    refused(lambda: queries.pack(actor, house.city.id), "permission.denied")
    told = {"party_id": house.city.id, "kind": "pdf", "expires_on": clock.now().date()}
    refused(lambda: commands.note_pack_made(actor, **told), "permission.denied")


@pytest.mark.parametrize("who", ["county_representative", "coordinator_there"])
def test_nobody_makes_the_pack_of_another_party(house, who):
    with pytest.raises(NotFound):
        commands.print_pack(house.actor(who), party_id=house.city.id)
    assert not Fact.objects.filter(kind="PackMade").exists()


@pytest.mark.parametrize("who", [DIRECTOR, OFFICER, "coordinator"])
def test_those_who_act_for_the_party_make_it_and_that_is_recorded(house, who):
    made = commands.print_pack(house.actor(who), party_id=house.city.id)
    assert is_accessible(made.content)
    told = Fact.objects.get(kind="PackMade")
    assert told.payload["kind"] == "pdf"
    last = queries.last_made(house.actor(DIRECTOR), house.city.id)
    assert (last.by, last.kind) == (house.people[who].name, "pdf")
    assert not last.is_due
    assert f"Good until {contents.display.day_text(last.expires_on)}" in text_of(made.content)


@pytest.mark.parametrize(
    ("count", "word"), [(60, "Neighbour"), (90, "Wonderfully named place " * 6)]
)
def test_two_pages_hold_the_essentials_of_a_large_network(house, count, word):
    neighbours(house, count, word.strip())
    for number in range(20):
        members.add_contact(
            house.actor("city_clerk"),
            party_id=house.city.id,
            kind="alternate",
            name=f"Somebody with a long name {number}" + " von und zu" * 5,
            phone=f"801555{2000 + number}",
            note="Only after the second ring, and never before the first coffee. " * 4,
        )
    content = commands.print_pack(house.actor(DIRECTOR), party_id=house.city.id).content
    assert len(PdfReader(io.BytesIO(content)).pages) == 2
    shown = list(lines(house, "others"))
    assert len(shown) == 60
    assert shown[0].startswith(f"{count - 1:03d}")


def test_a_party_that_is_not_bound_learns_no_numbers_of_others(house):
    neighbours(house, 2)
    coordinator = house.actor("coordinator")
    members.change_standing(coordinator, party_id=house.city.id, action="suspend", reason="Dues")
    assert lines(house, "others", "coordinator") == {}


def test_a_representative_is_told_until_one_is_made_and_again_before_it_ends(house):
    director = house.actor(DIRECTOR)
    assert len(packs_to_make(director)) == 1
    commands.print_pack(director, party_id=house.city.id)
    assert packs_to_make(director) == []
    assert packs_to_make(house.actor(OFFICER)) == []
    start = clock.now()
    with time_machine.travel(start + timedelta(days=167), tick=False):
        (soon,) = packs_to_make(house.actor(DIRECTOR))
        assert not soon.urgent
    with time_machine.travel(start + timedelta(days=181), tick=False):
        (over,) = packs_to_make(house.actor(DIRECTOR))
        assert over.urgent


def test_the_page_shows_it_and_the_button_gives_the_file(house):
    client = Client()
    client.force_login(house.people[DIRECTOR])
    assert "Our people" not in client.get(f"/parties/{house.county.id}/pack/").content.decode()
    shown = client.get("/pack/").content.decode()
    assert "None was made yet" in shown and "Desk" in shown
    answer = client.post(f"/parties/{house.city.id}/pack/print/")
    assert answer["Content-Type"] == "application/pdf"
    assert "attachment" in answer["Content-Disposition"]
    assert "Last made" in client.get(f"/parties/{house.city.id}/").content.decode()


PHRASE = "nine green mules sing at Ogden"


def test_the_file_with_a_passphrase_says_nothing_in_plain_text_and_opens_with_it_alone(house):
    made = commands.seal_pack(house.actor(DIRECTOR), party_id=house.city.id, passphrase=PHRASE)
    page = made.content.decode()
    for told in ("Desk", "555-0123", "City", "Home network", PHRASE):
        assert told not in page
    part = dict(re.findall(r'data-(\w+)="([^"]*)"', page))
    salt, nonce, text = (base64.b64decode(part[name]) for name in ("salt", "nonce", "text"))
    plain = AESGCM(bundle.key_of(PHRASE, salt)).decrypt(nonce, text, part["bound"].encode())
    whole = gzip.decompress(plain)
    said = json.loads(whole[4 : 4 + int.from_bytes(whole[:4], "big")])
    assert "555-0123" in str(said["sections"])
    forms, *_ = said["papers"]
    documents = whole[-sum(paper["size"] for paper in said["papers"]) :]
    blank = PdfReader(io.BytesIO(documents[: forms["size"]]))
    assert len(blank.pages) >= 12 and "Blank" in forms["title"]
    assert len(made.content) < 400_000
    with pytest.raises(InvalidTag):
        AESGCM(bundle.key_of(PHRASE + "!", salt)).decrypt(nonce, text, part["bound"].encode())
    with pytest.raises(InvalidTag):
        AESGCM(bundle.key_of(PHRASE, salt)).decrypt(nonce, text, b"good until 2099")
    told = str(list(Fact.objects.values_list("payload", flat=True)))
    assert "bundle" in told and PHRASE not in told


@pytest.mark.parametrize("phrase", ["thirteen sign", "a" * 40, "    short words    "])
def test_a_weak_passphrase_is_refused(house, phrase):
    actor = house.actor(DIRECTOR)
    refused(
        lambda: commands.seal_pack(actor, party_id=house.city.id, passphrase=phrase),
        "pack.weak_passphrase",
    )


def test_a_passphrase_is_typed_twice_and_never_shown_again(house):
    client = Client()
    client.force_login(house.people[DIRECTOR])
    url = f"/parties/{house.city.id}/pack/file/"
    wrong = client.post(url, {"passphrase": PHRASE, "again": PHRASE + "x"})
    assert wrong.status_code == 422
    assert "The two are not the same" in wrong.content.decode()
    assert PHRASE not in wrong.content.decode()
    weak = client.post(url, {"passphrase": "short", "again": "short"})
    assert "at least 14 characters" in weak.content.decode()
    right = client.post(url, {"passphrase": PHRASE, "again": PHRASE})
    assert right["Content-Type"].startswith("text/html")
    assert "attachment" in right["Content-Disposition"]


def test_the_sealed_file_holds_the_agreement_and_paper_says_where_it_is(house):
    version = put_in_force(house)
    actor = house.actor(DIRECTOR)
    (forms, agreement) = papers.papers_of(actor)
    assert (forms.name, agreement.name) == ("blank-forms.pdf", "agreement.pdf")
    assert agreement.content.startswith(b"%PDF") and version.title in agreement.title
    assert "in the sealed file" in lines(house, "papers")["The agreement"]
    assert "/forms/blank.pdf" in lines(house, "papers")["Blank forms"]


def test_an_agreement_too_large_for_a_phone_stays_beside_the_file(house, monkeypatch):
    put_in_force(house)
    monkeypatch.setattr(papers, "agreement_size", lambda version: papers.LARGEST + 1)
    monkeypatch.setattr(contents, "agreement_size", lambda version: papers.LARGEST + 1)
    assert [each.name for each in papers.papers_of(house.actor(DIRECTOR))] == ["blank-forms.pdf"]
    assert "keep it beside" in lines(house, "papers")["The agreement"]


def test_it_is_laid_out_before_anything_is_written(house, monkeypatch):
    """Rendering takes its time: no transaction waits for it."""
    was_inside = []

    def laid_out(pack):
        was_inside.append(len(connection.savepoint_ids))
        return b"%PDF"

    before = len(connection.savepoint_ids)
    monkeypatch.setattr(commands, "pack_pdf", laid_out)
    commands.print_pack(house.actor(DIRECTOR), party_id=house.city.id)
    assert was_inside == [before]
