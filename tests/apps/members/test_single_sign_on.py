"""Sign-in with an agency's own provider, walked against a small one on the loopback."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from muster.config import environment
from muster.members import commands
from muster.members.models import Person
from muster.rules.actor import system_actor
from tests.apps.members.house import PASSWORD
from tests.apps.members.identity_provider import IdentityProvider
from tests.apps.members.test_pages import sign_in

DOOR = "/account/oidc/stand-in/login/"
BACK = "/account/oidc/stand-in/login/callback/"
PERSON = "city_clerk"


@pytest.fixture
def provider(settings, monkeypatch, house) -> Iterator[IdentityProvider]:
    """Configured as an installation configures it; it knows the city's clerk."""
    made = IdentityProvider()
    made.start()
    made.person = {
        "sub": "clerk-1",
        "email": house.people[PERSON].email,
        "email_verified": True,
        "name": "The clerk",
    }
    monkeypatch.setenv("MUSTER_OIDC", made.setting())
    settings.SOCIALACCOUNT_PROVIDERS = environment.read().identity_providers
    yield made
    made.stop()


def come_back(client: Client, provider: IdentityProvider, query: str = "", **other: str):
    """Press the button, sign in at the provider, and come back with what it gave."""
    leaving = client.post(DOOR + query)
    assert leaving.status_code == 302 and leaving.headers["Location"].startswith(provider.url)
    return client.get(BACK, {**provider.consent(leaving.headers["Location"]), **other})


def confirmed(house, key: str) -> Client:
    """Signed in, and the password typed once more: connecting a provider asks for it."""
    client = sign_in(house, key)
    asked = client.post(f"{DOOR}?process=connect")
    assert asked.headers["Location"].startswith("/account/reauthenticate/")
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    return client


def connect(house, provider: IdentityProvider) -> None:
    come_back(confirmed(house, PERSON), provider, "?process=connect")
    assert SocialAccount.objects.get().user_id == house.people[PERSON].id


def signed_in(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def test_a_connected_person_signs_in_and_has_not_yet_proved_presence(house, provider):
    connect(house, provider)
    client = Client()
    come_back(client, provider)
    assert signed_in(client) == str(house.people[PERSON].id)
    assert client.get("/profile/").status_code == 200
    connections = client.get("/account/3rdparty/")
    assert connections.headers["Location"].startswith("/account/reauthenticate/")


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://somebody.else.example"},
        {"aud": "another-client"},
        {"exp": int(time.time()) - 3600},
    ],
    ids=["issuer", "audience", "run out"],
)
def test_a_token_for_another_or_from_another_opens_nothing(house, provider, claims):
    connect(house, provider)
    provider.claims = claims
    client = Client()
    answer = come_back(client, provider)
    assert answer.status_code < 500 and signed_in(client) is None


def test_an_answer_to_a_question_that_this_browser_did_not_ask_opens_nothing(house, provider):
    connect(house, provider)
    client = Client()
    assert come_back(client, provider, state="made-up").status_code < 500
    assert signed_in(client) is None
    mine, theirs = Client(), Client()
    leaving = theirs.post(DOOR).headers["Location"]
    assert mine.get(BACK, provider.consent(leaving)).status_code < 500
    assert signed_in(mine) is None


def test_a_stolen_code_is_worth_nothing_without_the_browser_that_asked(house, provider):
    connect(house, provider)
    thief, victim = Client(), Client()
    stolen = provider.consent(victim.post(DOOR).headers["Location"])["code"]
    assert come_back(thief, provider, code=stolen).status_code < 500
    assert signed_in(thief) is None and provider.refused == [stolen]


@pytest.mark.parametrize("verified", [True, False], ids=["verified", "not verified"])
def test_the_providers_word_about_an_address_opens_no_account(house, provider, verified):
    provider.person["email_verified"] = verified
    client, people = Client(), Person.objects.count()
    answer = come_back(client, provider)
    assert answer.status_code < 500 and signed_in(client) is None
    assert Person.objects.count() == people
    assert not SocialAccount.objects.exists()


def test_whom_nobody_invited_gets_no_account(house, provider):
    provider.person |= {"sub": "stranger", "email": "stranger@elsewhere.example"}
    client, people = Client(), Person.objects.count()
    answer = come_back(client, provider)
    assert answer.status_code < 500 and signed_in(client) is None
    assert (Person.objects.count(), SocialAccount.objects.count()) == (people, 0)


def test_a_switched_off_account_stays_shut(house, provider):
    connect(house, provider)
    person = house.people[PERSON]
    commands.deactivate_person(
        system_actor(house.network.id), person_id=person.id, reason="left the city"
    )
    client = Client()
    answer = come_back(client, provider)
    assert answer.status_code < 500 and signed_in(client) is None


def test_a_provider_connected_to_one_account_cannot_be_taken_for_another(house, provider):
    connect(house, provider)
    other = confirmed(house, "city_finance")
    come_back(other, provider, "?process=connect")
    assert SocialAccount.objects.get().user_id == house.people[PERSON].id
