"""Every page of the register: it opens for whom it should, and for nobody else."""

from __future__ import annotations

import re

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from muster.journal.models import Fact
from muster.members import commands, queries
from muster.members.models import Contact, Membership, Party, Person
from tests.apps.members.house import PASSWORD, House


def sign_in(house: House, key: str) -> Client:
    """Through the sign-in page, as people do: presence is then proved for a while."""
    client = Client()
    answer = client.post(
        "/account/login/", {"login": house.people[key].email, "password": PASSWORD}
    )
    assert answer.status_code == 302, answer.content
    return client


def forget_presence(client: Client) -> None:
    session = client.session
    session["account_authentication_methods"] = []
    session.save()


PLAIN_PAGES = (
    "parties",
    "add_party",
    "add_known_party",
    "import_parties",
    "shown_once",
    "access_review",
    "access_review_file",
    "networks",
    "edit_network",
    "officers",
    "invite_officer",
    "grant_office",
    "exercises",
    "open_exercise",
    "account",
    "edit_profile",
    "end_other_sessions",
    "create_token",
)


@pytest.fixture
def everything(house: House) -> dict[str, str]:
    """The address of every page that reads or writes, with things that exist."""
    coordinator = house.actor("coordinator")
    contact = commands.add_contact(
        house.actor("city_clerk"),
        party_id=house.city.id,
        kind="always",
        name="Desk",
        phone="8015550123",
    )
    invited = commands.invite_person(
        coordinator,
        email="new@example.org",
        name="New",
        party_id=house.city.id,
        party_roles=["clerk"],
    )
    exercise = commands.open_exercise(coordinator, name="Drill")
    city, person = house.city.id, house.people["city_clerk"].id
    commands.recover_person(house.actor("city_authorized_representative"), person_id=person)
    parts = {
        "party": [city],
        "edit_party": [city],
        "change_standing": [city],
        "add_contact": [city],
        "order_contacts": [city],
        "verify_contacts": [city],
        "edit_contact": [contact.id],
        "remove_contact": [contact.id],
        "people": [city],
        "invite": [city],
        "grant_role": [city],
        "revoke_role": [city, person, "clerk"],
        "withdraw_invitation": [invited.invitation.id],
        "person": [person],
        "deactivate": [person],
        "reactivate": [person],
        "recover_person": [person],
        "read_recovery_code": [person],
        "revoke_office": [house.people["auditor"].id, "auditor"],
        "close_exercise": [exercise.id],
    }
    pages = {name: reverse(f"members:{name}", args=args) for name, args in parts.items()}
    return pages | {name: reverse(f"members:{name}") for name in PLAIN_PAGES}


def test_the_coordinator_opens_every_page(house, everything):
    client = sign_in(house, "coordinator")
    wrong = {
        name: answer.status_code
        for name, url in everything.items()
        if (answer := client.get(url)).status_code != 200
    }
    assert not wrong


def test_a_member_of_another_network_finds_none_of_its_things(house, everything):
    client = sign_in(house, "district_representative")
    things = {name: url for name, url in everything.items() if "-" in url and len(url) > 40}
    assert len(things) > 15
    seen = {
        name: answer.status_code
        for name, url in things.items()
        for answer in (client.get(url), client.post(url))
        if answer.status_code not in (403, 404)
    }
    assert not seen


def test_another_party_of_the_network_changes_nothing_here(house, everything):
    client = sign_in(house, "county_representative")
    before = list(Party.objects.values()), list(Contact.objects.values())
    facts = Fact.objects.exclude(kind="SignedIn").count()
    for name, url in everything.items():
        own = ("account", "edit_profile", "end_other_sessions", "create_token", "shown_once")
        if name not in own:
            answer = client.post(url, {"name": "X", "reason": "Y", "kind": "always"})
            assert answer.status_code in (403, 404, 405, 409, 422), name
    assert (list(Party.objects.values()), list(Contact.objects.values())) == before
    assert Fact.objects.exclude(kind="SignedIn").count() == facts


def test_the_register_hides_numbers_from_a_suspended_party(house, everything):
    url = reverse("members:party", args=[house.city.id])
    client = sign_in(house, "county_representative")
    assert "tel:+18015550123" in client.get(url).text
    Membership.objects.filter(party=house.county, network=house.network).update(
        standing="suspended"
    )
    assert "5550123" not in client.get(url).text


def test_account_addresses_are_for_the_own_party_and_officers(house):
    url = reverse("members:people", args=[house.city.id])
    assert "city_clerk@example.org" in sign_in(house, "city_read_only").get(url).text
    assert "city_clerk@example.org" in sign_in(house, "auditor").get(url).text
    other = sign_in(house, "county_representative").get(url).text
    assert not re.search(r"city_\w+@", other) and "Person city_duty_officer" in other
    assert "Person city_clerk" not in other


def test_a_party_is_added_from_the_page_and_marked_unconfirmed(house):
    client = sign_in(house, "coordinator")
    answer = client.post(
        reverse("members:add_party"),
        {"name": "Water", "kind": "special_district", "standing": "in_force"},
    )
    page = client.get(answer.headers["Location"]).text
    assert "Water" in page and "signature not confirmed" in page


def test_what_was_typed_is_kept_beside_its_refusal(house):
    client = sign_in(house, "coordinator")
    answer = client.post(
        reverse("members:add_party"), {"name": "City", "kind": "town", "standing": "invited"}
    )
    assert answer.status_code == 422
    assert "on the register already" in answer.text and 'value="City"' in answer.text


def test_a_file_is_shown_before_it_is_saved(house):
    client = sign_in(house, "coordinator")
    url = reverse("members:import_parties")
    content = "name,kind,population\nWater,special_district,900\nHill,town,\n"
    preview = client.post(url, {"content": content})
    assert preview.status_code == 200 and "2 parties would be added" in preview.text
    assert Party.objects.filter(name="Water").count() == 0
    saved = client.post(url, {"content": content, "save": "1"})
    assert saved.status_code == 302
    assert Party.objects.filter(name__in=["Water", "Hill"]).count() == 2


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "no rows"),
        ("name\nX\n", "must name these columns too: kind"),
        ("name,kind,shoe size\nX,city,9\n", "not known: shoe size"),
        ("name,kind\nX,city,extra\n", "Row 2 has 3 cells where 2 are needed"),
        ("name,kind\nX,empire\n", "Row 2, column kind: Choose one of the listed answers"),
        ("name,kind,population\nX,city,many\n", "Row 2, column population: Enter a number"),
        ("name,kind,latitude\nX,city,nan\n", "column latitude"),
        ("name,kind\nX,city\nx,town\n", "Row 3, column name"),
        ("name,kind\nCity,city\n", "Row 2, column name"),
        ('name,kind\n"X,city\n', "not a CSV file"),
        ("name,kind,signature_confirmed\nX,city,perhaps\n", "Write yes or no"),
    ],
)
def test_a_broken_file_is_refused_by_row_and_column(house, content, words):
    client = sign_in(house, "coordinator")
    before = Party.objects.count()
    answer = client.post(reverse("members:import_parties"), {"content": content, "save": "1"})
    assert answer.status_code == 422 and words in answer.text
    assert Party.objects.count() == before


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"name,kind\nX\x00,city\n", b"\x89PNG\r\n"])
def test_a_file_that_is_no_text_is_refused(house, content):
    from muster.members.party_csv import read_parties

    assert read_parties(content, set()).refusals


def test_a_role_ends_with_the_very_next_request(house):
    client = sign_in(house, "city_clerk")
    assert client.get("/parties/").status_code == 200
    commands.revoke_party_role(
        house.actor("city_authorized_representative"),
        party_id=house.city.id,
        person_id=house.people["city_clerk"].id,
        role="clerk",
    )
    assert client.get("/parties/").status_code == 403


def test_deactivation_signs_out_the_very_next_request_and_for_good(house):
    client = sign_in(house, "city_clerk")
    assert client.get("/parties/").status_code == 200
    person = house.people["city_clerk"]
    commands.deactivate_person(
        house.actor("city_authorized_representative"), person_id=person.id, reason="Left"
    )
    assert client.get("/parties/").headers["Location"].startswith("/account/login/")
    assert not UserSession.objects.filter(user_id=person.id).exists()
    commands.reactivate_person(house.actor("city_authorized_representative"), person_id=person.id)
    assert client.get("/parties/").status_code == 302
    assert sign_in(house, "city_clerk").get("/parties/").status_code == 200


def test_a_deactivated_person_cannot_sign_in(house):
    commands.deactivate_person(
        house.actor("coordinator"), person_id=house.people["city_clerk"].id, reason="Left"
    )
    client = Client()
    client.post("/account/login/", {"login": "city_clerk@example.org", "password": PASSWORD})
    assert client.get("/parties/").status_code == 302


def test_a_page_costs_two_queries_before_its_own(house, django_assert_max_num_queries):
    client = sign_in(house, "city_clerk")
    client.get("/exercises/")
    with django_assert_max_num_queries(4) as seen:
        client.get("/exercises/")
    assert not [query for query in seen.captured_queries if "grant" in query["sql"].lower()]


def test_switching_posts_takes_only_ones_own(house):
    house.add_person(
        "shared",
        (house.network, house.city, "duty_officer"),
        (house.neighbour, house.district, "duty_officer"),
    )
    client = sign_in(house, "shared")
    there = f"{house.neighbour.id}:{house.district.id}"
    assert client.post("/switch-post/", {"post": there}).status_code == 302
    assert "District" in client.get("/parties/").text
    assert str(house.city.id) not in client.get("/parties/").text.split("<main")[1]
    foreign = f"{house.network.id}:{house.county.id}"
    assert client.post("/switch-post/", {"post": foreign}).status_code == 404
    answer = client.post("/switch-post/", {"post": there, "next": "https://evil.example/"})
    assert answer.headers["Location"] == "/"


def test_the_review_is_a_file_that_no_spreadsheet_runs(house):
    Person.objects.filter(email="city_clerk@example.org").update(name="=cmd()")
    text = sign_in(house, "coordinator").get(reverse("members:access_review_file")).text
    assert "'=cmd()" in text and "password only" in text
    own = sign_in(house, "county_representative").get(reverse("members:access_review")).text
    assert "county_representative" in own and "city_" not in own


def test_a_network_officer_reviews_everybody(house):
    rows = queries.access_review(house.actor("auditor"))
    assert {row.party_name for row in rows} == {"", "City", "County"}
    assert "coordinator_there" not in {row.email.split("@")[0] for row in rows}


def test_an_account_stays_ones_own_without_any_post(house):
    client = sign_in(house, "city_clerk")
    commands.revoke_party_role(
        house.actor("coordinator"),
        party_id=house.city.id,
        person_id=house.people["city_clerk"].id,
        role="clerk",
    )
    assert "Person city_clerk" in client.get("/profile/").text
    assert client.post("/profile/edit/", {"name": "Renamed"}).status_code == 302
    refused = client.post("/profile/tokens/add/", {"name": "T", "scopes": ["read"], "days": "9"})
    assert refused.status_code == 422 and "you hold none now" in refused.text
    assert Client().get("/profile/").headers["Location"].startswith("/account/login/")


def test_two_officers_let_a_person_back_in_over_pages(house):
    person = house.people["city_clerk"]
    first, second = (
        sign_in(house, key) for key in ("city_authorized_representative", "city_duty_officer")
    )
    shown = first.post(reverse("members:recover_person", args=[person.id]), follow=True)
    link = re.search(r"/recover/[^/]+/", shown.content.decode())
    assert link and b"Code, to be spoken" not in shown.content
    page = reverse("members:person", args=[person.id])
    assert b"Another officer reads out the code" in first.get(page).content
    assert b"read out the code</a>" in second.get(page).content
    read = second.post(reverse("members:read_recovery_code", args=[person.id]), follow=True)
    code = re.search(r"<strong>(\d{4} \d{4})</strong>", read.content.decode())
    assert code and link[0] not in read.content.decode()
    typed = {"code": code[1], "password": "four calm geese sail"}
    assert Client().post(link[0], typed).status_code == 302
