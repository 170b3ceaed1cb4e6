"""Signing in and coming back: no address of the sign-in library lets mail alone do anything."""

from __future__ import annotations

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import identify_hasher, make_password
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import URLResolver, get_resolver

from muster.journal.models import Fact
from muster.members import commands
from muster.members.models import Person
from tests.apps.members.house import PASSWORD
from tests.apps.members.test_pages import forget_presence, sign_in

# What each page of the sign-in library does here. A new one in a later version stops this test.
REVIEWED = {
    "account_login": "password, then a second step where there is one",
    "account_logout": "signs out",
    "account_inactive": "says that the account is off",
    "account_signup": "closed",
    "account_reauthenticate": "password again",
    "account_email": "leads to the account",
    "account_email_verification_sent": "how to come back without mail",
    "account_confirm_email": "how to come back without mail",
    "account_change_password": "old password needed",
    "account_set_password": "leads to the account",
    "account_reset_password": "how to come back without mail",
    "account_reset_password_done": "how to come back without mail",
    "account_reset_password_from_key": "how to come back without mail",
    "account_reset_password_from_key_done": "how to come back without mail",
    "account_confirm_login_code": "nothing to confirm: codes by mail are off",
    "mfa_index": "one's own factors",
    "mfa_authenticate": "second step of a sign-in",
    "mfa_reauthenticate": "code again",
    "mfa_activate_totp": "after a fresh proof of presence",
    "mfa_deactivate_totp": "after a fresh proof of presence",
    "mfa_view_recovery_codes": "after a fresh proof of presence",
    "mfa_generate_recovery_codes": "after a fresh proof of presence",
    "mfa_download_recovery_codes": "after a fresh proof of presence",
    "mfa_list_webauthn": "one's own passkeys",
    "mfa_add_webauthn": "after a fresh proof of presence",
    "mfa_reauthenticate_webauthn": "passkey again",
    "mfa_remove_webauthn": "after a fresh proof of presence",
    "mfa_edit_webauthn": "after a fresh proof of presence",
    "mfa_login_webauthn": "signs in by passkey",
    "socialaccount_login_cancelled": "says so",
    "socialaccount_login_error": "says so",
    "socialaccount_signup": "closed",
    "socialaccount_connections": "after a fresh proof of presence",
    "openid_connect_login": "to a configured provider",
    "openid_connect_callback": "from a configured provider",
    "usersessions_list": "leads to the account",
    "account_home": "leads to the account",
    None: "old addresses that lead to the new ones, and pages answered in the library's place",
}
BY_MAIL = (
    "/account/password/reset/",
    "/account/password/reset/done/",
    "/account/password/reset/key/1-set-password/",
    "/account/password/reset/key/done/",
    "/account/confirm-email/",
    "/account/confirm-email/abc:def/",
)


def names_under(prefix: str, resolver: URLResolver | None = None, before: str = ""):
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from names_under(prefix, pattern, route)
        elif route.startswith(prefix):
            yield pattern.name


@pytest.fixture(autouse=True)
def fresh_limits(db):
    cache.clear()


def test_every_page_of_the_sign_in_library_was_reviewed():
    assert set(names_under("account/")) == set(REVIEWED)


@pytest.mark.parametrize("url", BY_MAIL)
def test_mail_opens_nothing(house, url):
    before = Person.objects.get(email="city_clerk@example.org").password
    for client in (Client(), sign_in(house, "city_clerk")):
        for answer in (
            client.get(url),
            client.post(url, {"email": "city_clerk@example.org", "password1": "x"}),
        ):
            assert answer.status_code == 200
            assert "E-mail alone never opens an account" in answer.text
    assert mail.outbox == []
    assert Person.objects.get(email="city_clerk@example.org").password == before


def test_an_address_is_not_changed_and_a_password_not_set_without_the_old_one(house):
    client = sign_in(house, "city_clerk")
    for url in ("/account/email/", "/account/password/set/", "/account/sessions/"):
        answer = client.post(url, {"action_add": "", "email": "evil@example.org"})
        assert answer.headers["Location"] == "/profile/"
    client.post(
        "/account/password/change/",
        {"oldpassword": "wrong", "password1": "four calm geese sail", "password2": "x"},
    )
    person = Person.objects.get(email="city_clerk@example.org")
    assert person.check_password(PASSWORD)
    assert person.emailaddress_set.count() == 1
    assert mail.outbox == []


def test_nobody_signs_up(client, db):
    client.post("/account/signup/", {"email": "a@example.org", "password1": PASSWORD})
    assert not Person.objects.exists()


FACTOR_PAGES = (
    "/account/2fa/totp/activate/",
    "/account/2fa/webauthn/add/",
    "/account/3rdparty/",
)


@pytest.mark.parametrize("url", FACTOR_PAGES)
def test_no_factor_is_enrolled_without_a_fresh_proof_of_presence(house, url):
    client = sign_in(house, "city_clerk")
    forget_presence(client)
    for answer in (client.get(url), client.post(url, {"code": "123456"})):
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/account/reauthenticate/")
    assert not Authenticator.objects.exists()


def test_passwords_are_hashed_with_argon2(settings):
    hashers = [name for name in settings.PASSWORD_HASHERS if "MD5" not in name]
    settings.PASSWORD_HASHERS = hashers
    assert identify_hasher(make_password("x")).algorithm == "argon2"


def test_signing_in_and_out_is_recorded_for_the_own_party(house):
    client = sign_in(house, "city_clerk")
    fact = Fact.objects.get(kind="SignedIn")
    assert fact.audience == [str(house.city.id)]
    assert fact.payload["methods"] == ["password"]
    client.post("/account/logout/")
    assert Fact.objects.filter(kind="SignedOut").count() == 1


def test_failed_sign_ins_are_recorded_without_what_was_typed(house):
    for login in ("city_clerk@example.org", "nobody@example.org"):
        Client().post("/account/login/", {"login": login, "password": "secret typed here"})
    facts = Fact.objects.filter(kind="SignInFailed").order_by("id")
    people = [fact.payload["person_id"] for fact in facts]
    assert people == [str(house.people["city_clerk"].id), None]
    assert "secret typed" not in str(list(Fact.objects.values()))
    assert "nobody@" not in str(list(Fact.objects.values()))


def test_guessing_is_slowed_down(house):
    client = Client()
    wrong = {"login": "city_clerk@example.org", "password": "wrong"}
    for _ in range(6):
        answer = client.post("/account/login/", wrong)
    right = client.post("/account/login/", wrong | {"password": PASSWORD})
    assert right.status_code in (200, 429)
    assert "too many" in (right.text + answer.text).lower()


def test_changing_the_password_signs_out_everywhere_else_and_is_recorded(house):
    here, there = sign_in(house, "city_clerk"), sign_in(house, "city_clerk")
    new = "four calm geese sail"
    answer = here.post(
        "/account/password/change/",
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )
    assert answer.status_code == 302
    assert here.get("/profile/").status_code == 200
    assert there.get("/profile/").status_code == 302
    assert Fact.objects.filter(kind="PasswordChanged").count() == 1


def test_sessions_are_listed_and_ended_one_by_one(house):
    here, there = sign_in(house, "city_clerk"), sign_in(house, "city_clerk")
    other = UserSession.objects.exclude(session_key=here.session.session_key).get()
    assert "Sign out everywhere else" in here.get("/profile/").text
    assert here.post(f"/profile/sessions/{other.id}/end/").status_code == 302
    assert there.get("/profile/").status_code == 302
    assert here.get("/profile/").status_code == 200
    stranger = sign_in(house, "city_finance")
    mine = UserSession.objects.get(session_key=here.session.session_key)
    assert stranger.post(f"/profile/sessions/{mine.id}/end/").status_code == 404


# Presence


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def deactivate(client, house, **proof):
    url = f"/people/{house.people['city_finance'].id}/deactivate/"
    return client.post(url, {"reason": "Left"} | proof)


def test_what_binds_the_agency_asks_once_more_and_keeps_what_was_typed(house):
    client = sign_in(house, "city_authorized_representative")
    forget_presence(client)
    answer = deactivate(client, house)
    assert answer.status_code == 422
    assert "Confirm it is you" in answer.text and 'value="Left"' in answer.text
    wrong = deactivate(client, house, step_up_password="wrong")
    assert "not right" in wrong.text
    assert Fact.objects.filter(kind="PresenceNotConfirmed").count() == 1
    assert deactivate(client, house, step_up_password=PASSWORD).status_code == 302
    assert not Person.objects.get(id=house.people["city_finance"].id).is_active


def test_a_code_confirms_presence_and_a_recovery_code_only_once(house):
    person = house.people["city_authorized_representative"]
    client = sign_in(house, "city_authorized_representative")
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    assert secret not in str(list(Authenticator.objects.values_list("data", flat=True)))
    forget_presence(client)
    assert deactivate(client, house, step_up_code=code_of(secret)).status_code == 302
    recovery = RecoveryCodes.activate(person).get_unused_codes()[0]
    commands.reactivate_person(
        house.actor("coordinator"), person_id=house.people["city_finance"].id
    )
    forget_presence(client)
    assert deactivate(client, house, step_up_code=recovery).status_code == 302
    commands.reactivate_person(
        house.actor("coordinator"), person_id=house.people["city_finance"].id
    )
    forget_presence(client)
    assert deactivate(client, house, step_up_code=recovery).status_code == 422


def test_guessing_presence_is_slowed_down(house):
    client = sign_in(house, "city_authorized_representative")
    forget_presence(client)
    for _ in range(11):
        answer = deactivate(client, house, step_up_password="wrong")
    assert "Too many tries" in answer.text
    assert deactivate(client, house, step_up_password=PASSWORD).status_code == 422


@pytest.mark.parametrize(
    ("records", "proved"),
    [
        ([], False),
        ([{"method": "password", "at": 0}], False),
        ([{"method": "password", "at": -1000}], False),
        ([{"method": "password", "at": -100}], True),
        ([{"method": "socialaccount", "at": -1}], False),
        ([{"method": "mfa", "at": -1}], True),
        ([{"method": "password", "at": +10_000}], False),
        (["nonsense", {"method": "password"}], False),
    ],
)
def test_presence_lasts_a_quarter_of_an_hour_and_single_sign_on_proves_none(house, records, proved):
    client = sign_in(house, "city_authorized_representative")
    session = client.session
    session["account_authentication_methods"] = [
        each | {"at": time.time() + each["at"]}
        if isinstance(each, dict) and each.get("at")
        else each
        for each in records
    ]
    session.save()
    assert (deactivate(client, house).status_code == 302) is proved


# The second step


def test_a_second_step_is_asked_for_and_recorded(house):
    secret = generate_totp_secret()
    TOTP.activate(house.people["city_clerk"], secret)
    client = sign_in(house, "city_clerk")
    assert client.get("/profile/").status_code == 302
    answer = client.post("/account/2fa/authenticate/", {"code": code_of(secret)})
    assert answer.status_code == 302
    assert client.get("/profile/").status_code == 200
    assert Fact.objects.get(kind="SignedIn").payload["methods"] == ["password", "totp"]


def test_setting_up_an_app_is_recorded(house, django_capture_on_commit_callbacks):
    client = sign_in(house, "city_clerk")
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    client.get("/account/2fa/totp/activate/")
    secret = client.session["mfa.totp.secret"]
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post("/account/2fa/totp/activate/", {"code": code_of(secret)})
    assert answer.headers["Location"] == "/account/2fa/recovery-codes/"
    kinds = set(Fact.objects.filter(kind="FactorAdded").values_list("payload__factor", flat=True))
    assert kinds == {"totp", "recovery_codes"}
    page = client.get("/account/2fa/recovery-codes/")
    assert page.status_code == 200
    client.post("/account/2fa/totp/deactivate/")
    assert Fact.objects.filter(kind="FactorRemoved").exists()


def test_a_recovery_takes_lost_factors_off(house):
    TOTP.activate(house.people["city_clerk"], generate_totp_secret())
    issued = commands.recover_person(
        house.actor("coordinator"),
        person_id=house.people["city_clerk"].id,
        removes_factors=True,
    )
    read = commands.read_recovery_code(
        house.actor("city_authorized_representative"), person_id=house.people["city_clerk"].id
    )
    new = "four calm geese sail"
    answer = Client().post(f"/recover/{issued.token}/", {"code": read.code, "password": new})
    assert answer.headers["Location"] == "/account/login/"
    client = Client()
    client.post("/account/login/", {"login": "city_clerk@example.org", "password": new})
    assert client.get("/profile/").status_code == 200


# Links


def test_an_invitation_is_made_shown_once_and_accepted_on_pages(house):
    client = sign_in(house, "city_authorized_representative")
    url = f"/parties/{house.city.id}/people/invite/"
    answer = client.post(
        url, {"name": "New", "email": "new@example.org", "roles": ["clerk", "finance"]}
    )
    assert answer.headers["Location"] == "/shown-once/"
    shown = client.get("/shown-once/").text
    token = shown.split("/join/")[1].split("/")[0]
    assert token not in client.get("/shown-once/").text
    stranger = Client()
    page = stranger.get(f"/join/{token}/")
    assert "City" in page.text and page.headers["Referrer-Policy"] == "same-origin"
    weak = stranger.post(f"/join/{token}/", {"name": "New", "password": "short"})
    assert weak.status_code == 422
    done = stranger.post(f"/join/{token}/", {"name": "New", "password": PASSWORD})
    assert done.headers["Location"] == "/account/login/"
    stranger.post("/account/login/", {"login": "new@example.org", "password": PASSWORD})
    assert "New" in stranger.get("/profile/").text
    assert "was accepted already" in Client().get(f"/join/{token}/").text


@pytest.mark.parametrize("path", ["/join/x/", "/recover/x/", "/join/%00/", "/recover/%F0%9F/"])
def test_unknown_links_lead_nowhere(db, path):
    nowhere = 400 if "%00" in path else 404  # no address holds a NUL
    assert Client().get(path).status_code == nowhere
    posted = Client().post(path, {"code": "1", "password": "x"})
    assert posted.status_code in (nowhere, 429)
