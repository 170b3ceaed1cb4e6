"""A fenced party: every door that its mail, its provider or a stolen session might open is shut."""

from __future__ import annotations

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.test import Client

from muster.breakglass import commands, queries
from muster.breakglass.models import Period
from muster.journal import clock
from muster.journal.models import Fact
from muster.members import commands as members
from muster.members.commands import make_calendar_feed
from muster.members.models import ApiToken, CalendarFeed, Party, Recovery
from muster.members.tokens import actor_for_token
from muster.messaging.commands import Letter, send
from muster.messaging.models import MailStop
from muster.rules.refusal import NotFound
from tests.apps.breakglass.night import DIRECTOR, OFFICER, STRANGER, phone, sheet, with_password
from tests.apps.members.house import PASSWORD
from tests.apps.members.test_pages import sign_in
from tests.apps.members.test_people import refused
from tests.apps.members.test_single_sign_on import BACK, DOOR, come_back, connect, provider

__all__ = ["provider"]


def fence(house, actor=OFFICER):
    return commands.fence_party(house.actor(actor), party_id=house.city.id)


def agree(house, actor):
    return commands.agree_to_lift(house.actor(actor), party_id=house.city.id)


def test_one_tap_ends_sessions_tokens_feeds_and_mail(house):
    director = house.actor(DIRECTOR)
    token = members.create_token(director, name="script", scopes=["*"])
    feed = make_calendar_feed(director)
    browser = sign_in(house, DIRECTOR)
    elsewhere = sign_in(house, "county_representative")
    inside = phone(house, sheet(house).codes[0])

    answer = inside.post(f"/parties/{house.city.id}/break-glass/fence/")
    assert answer.status_code == 302
    assert inside.get("/profile/").status_code == 200, "the one who fenced stays"
    assert browser.get("/profile/").headers["Location"].startswith("/account/login/")
    assert elsewhere.get("/profile/").status_code == 200
    assert actor_for_token(token.secret, "") is None and ApiToken.objects.get().revoked_at
    assert CalendarFeed.objects.get().revoked_at
    assert Client().get(f"/calendar/{feed.secret}.ics").status_code == 404
    assert MailStop.objects.filter(allowed_at=None).count() == 6
    told = Fact.objects.get(kind="PartyFenced")
    assert told.audience is None and told.payload["people"] == 6


def test_only_the_party_or_the_coordinator_fences_and_once(house):
    refused(lambda: fence(house, "county_representative"), "break_glass.not_your_party")
    refused(lambda: fence(house, "city_clerk"), "permission.denied")
    with pytest.raises(NotFound):
        fence(house, "coordinator_there")
    fence(house, "coordinator")
    refused(lambda: fence(house), "break_glass.already_fenced")


def test_who_fences_from_an_ordinary_session_without_a_factor_is_out_too(house):
    browser = sign_in(house, OFFICER)
    answer = browser.post(f"/parties/{house.city.id}/break-glass/fence/")
    assert answer.headers["Location"] == "/break-glass/"
    assert "_auth_user_id" not in browser.session


def test_a_password_alone_opens_nothing_and_a_code_does(house):
    code = sheet(house).codes[0]
    fence(house)
    client, answer = with_password(house, DIRECTOR)
    assert answer.status_code == 403 and "/break-glass/" in answer.content.decode()
    assert "_auth_user_id" not in client.session
    assert Fact.objects.filter(kind="SignInFailed").exists()
    assert phone(house, code).get("/profile/").status_code == 200
    other, _ = with_password(house, "county_representative")
    assert "_auth_user_id" in other.session


def test_a_fence_holds_however_many_others_stand(house, django_assert_max_num_queries):
    at = clock.now()
    others = [Party(name=f"Other {number}", kind="city", created_at=at) for number in range(150)]
    Party.objects.bulk_create(others)
    Period.objects.bulk_create(
        Period(network=house.network, party=party, began_at=at, fenced_at=at) for party in others
    )
    fence(house)
    _, answer = with_password(house, DIRECTOR)
    assert answer.status_code == 403
    with django_assert_max_num_queries(5):
        assert queries.is_fenced_person(house.people[OFFICER].id)
    assert not queries.is_fenced_person(house.people["county_representative"].id)


def test_a_fence_of_one_network_shuts_nobody_who_serves_the_party_in_another(house):
    commands.fence_party(house.actor("county_representative"), party_id=house.county.id)
    assert queries.is_fenced_person(house.people["county_representative"].id)
    assert not queries.is_fenced_person(house.people["county_there"].id)


def test_a_password_with_an_authenticator_app_still_leads_to_its_code(house):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(house.people[DIRECTOR], generate_totp_secret())
    fence(house)
    _, answer = with_password(house, DIRECTOR)
    assert answer.headers["Location"].startswith("/account/2fa/authenticate/")


def test_the_partys_provider_signs_nobody_in(house, provider):
    connect(house, provider)
    client = Client()
    come_back(client, provider)
    assert "_auth_user_id" in client.session
    fence(house)
    late = Client()
    leaving = late.post(DOOR)
    answer = late.get(BACK, provider.consent(leaving.headers["Location"]))
    assert answer.status_code == 403 and "_auth_user_id" not in late.session
    assert client.get("/profile/").status_code == 302, "the session from before has ended"
    assert SocialAccount.objects.count() == 1


def test_no_recovery_opens_a_fenced_account_not_even_one_under_way(house):
    city, clerk = house.city.id, house.people["city_clerk"].id
    issued = members.recover_person(house.actor("coordinator"), person_id=clerk)
    code = members.read_recovery_code(house.actor(OFFICER), person_id=clerk).code
    commands.fence_party(house.actor(OFFICER), party_id=city)
    assert Recovery.objects.get().ended_at
    new = {"password": "four calm geese sail"}
    refused(
        lambda: members.use_recovery(STRANGER, token=issued.token, code=code, **new),
        "recovery.over",
    )
    for key in ("coordinator", DIRECTOR):
        refused(
            lambda key=key: members.recover_person(house.actor(key), person_id=clerk),
            "break_glass.fenced_account",
        )
    refused(
        lambda: members.read_recovery_code(house.actor(OFFICER), person_id=clerk),
        "break_glass.fenced_account",
    )


def test_no_invitation_in_a_mailbox_opens_a_fenced_party(house):
    given = {"name": "New", "party_id": house.city.id, "party_roles": ["duty_officer"]}
    coordinator = house.actor("coordinator")
    invited = members.invite_person(coordinator, email="mole@example.org", **given)
    fence(house)
    refused(
        lambda: members.accept_invitation(STRANGER, token=invited.token, password=PASSWORD),
        "break_glass.fenced_account",
    )
    refused(
        lambda: members.invite_person(coordinator, email="mole2@example.org", **given),
        "break_glass.fenced_account",
    )


@pytest.mark.parametrize(
    "path",
    [
        "/account/password/reset/",
        "/account/password/reset/key/1-abc/",
        "/account/confirm-email/",
        "/account/confirm-email/abc/",
        "/account/signup/",
        "/account/email/",
        "/account/login/code/",
        "/account/login/code/confirm/",
    ],
)
def test_the_owner_of_the_mailbox_finds_no_door_that_mails_anything(house, path):
    """Fenced or not: the library's own doors by mail lead nowhere, and send nothing."""
    email = house.people[DIRECTOR].email
    for _ in range(2):
        client = Client()
        client.get(path)
        answer = client.post(path, {"email": email, "login": email, "password": PASSWORD})
        assert "_auth_user_id" not in client.session
        assert answer.status_code in (200, 302, 404, 405)
        fence_once(house)
    assert mail.outbox == []


def fence_once(house) -> None:
    if not queries.is_fenced_party(house.network.id, house.city.id):
        fence(house)


def test_nothing_is_mailed_to_a_fenced_account(house):
    person = house.people[DIRECTOR]
    fence(house)
    send(
        [
            Letter(
                network_id=house.network.id,
                person_id=person.id,
                channel="email",
                address=person.email,
                subject="A request",
                body="Needs your answer",
                unique_key="one",
            )
        ]
    )
    from muster.journal.worker import drain
    from muster.messaging.models import DeliveryState, Message

    drain()
    fenced = {each.email for each in house.people.values() if "city" in each.email}
    assert not [each for each in mail.outbox if fenced & set(each.to)]
    assert Message.objects.get(unique_key="one").state != DeliveryState.SENT


def test_it_takes_the_party_and_the_network_to_lift(house):
    fence(house)
    refused(lambda: agree(house, OFFICER), "permission.denied")
    refused(lambda: agree(house, "county_representative"), "break_glass.not_yours_to_lift")
    absent = house.actor(DIRECTOR, stepped_up=False)
    refused(lambda: commands.agree_to_lift(absent, party_id=house.city.id), "step_up.required")
    assert agree(house, DIRECTOR).ended_at is None
    refused(lambda: agree(house, DIRECTOR), "break_glass.agreed_before")
    assert with_password(house, DIRECTOR)[1].status_code == 403
    assert agree(house, "coordinator").ended_at
    assert "_auth_user_id" in with_password(house, DIRECTOR)[0].session
    assert not MailStop.objects.filter(allowed_at=None).exists()
    assert Fact.objects.get(kind="BreakGlassEnded").payload["lifted_by_names"]


def test_one_person_in_both_offices_is_not_two(house):
    house.add_person(
        "both",
        (house.network, house.city, "authorized_representative"),
        (house.network, None, "coordinator"),
    )
    fence(house)
    agree(house, "both")
    refused(lambda: agree(house, "both"), "break_glass.agreed_before")


def test_without_a_fence_one_of_the_two_ends_it(house):
    phone(house, sheet(house).codes[0])
    assert queries.is_under(house.network.id, house.city.id)
    assert agree(house, "coordinator").ended_at
    with pytest.raises(NotFound):
        agree(house, DIRECTOR)


def test_the_mark_is_seen_by_bound_parties_and_names_by_those_concerned(house):
    fence(house)
    assert (
        queries.period_of(house.actor("county_representative"), house.city.id).fenced_by_name == ""
    )
    assert queries.period_of(house.actor("coordinator"), house.city.id).fenced_by_name
    assert queries.periods(house.actor("coordinator_there")) == []
    page = (
        sign_in(house, "county_representative").get(f"/parties/{house.city.id}/").content.decode()
    )
    assert "nder break-glass" in page
