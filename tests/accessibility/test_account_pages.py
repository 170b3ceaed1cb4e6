"""Signing in and everything about one's own account: in order for the engine, and they work.

Walked in a real browser under the strict policy, with the sign-in library's own scripts.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import time

import pytest
from playwright.sync_api import Page, expect

from tests.accessibility.axe import PHONE, Complaints, overflow, violations

PASSWORD = "juniper berries in a bowl"
EMAIL = "director@example.gov"


@pytest.fixture
def person(transactional_db, django_user_model):
    return django_user_model.objects.create_user(EMAIL, PASSWORD, name="Director (sample)")


@pytest.fixture
def house(live_server, person, settings) -> str:
    settings.ALLOWED_HOSTS = ["*"]
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    # Passkeys want a domain name; the loopback's name counts as a safe origin.
    return live_server.url.replace("127.0.0.1", "localhost")


def sign_in(page: Page, house: str) -> None:
    page.goto(f"{house}/account/login/")
    page.get_by_label("Email").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"{house}/")


def confirm_presence(page: Page) -> None:
    """What changes how one signs in asks for the password once more."""
    page.wait_for_url("**/account/reauthenticate/**")
    is_in_order(page)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()


def is_in_order(page: Page) -> None:
    assert (page.url, violations(page), overflow(page)) == (page.url, [], [])


def code_of(secret: str, at: float) -> str:
    """The code that an authenticator app shows (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(at) // 30), hashlib.sha1).digest()
    place = digest[-1] & 15
    number = struct.unpack(">I", digest[place : place + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def test_a_wrong_password_is_said_beside_the_form_and_keeps_the_address(page: Page, house: str):
    page.goto(f"{house}/account/login/")
    page.get_by_label("Email").fill(EMAIL)
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator("#error-summary")).to_be_focused()
    assert page.get_by_label("Email").input_value() == EMAIL
    is_in_order(page)


def test_every_page_of_the_account_is_accessible_on_a_phone(page: Page, house: str):
    page.set_viewport_size(PHONE)
    complaints = Complaints(page)
    sign_in(page, house)
    for address in (
        "",
        "account/2fa/",
        "account/2fa/totp/activate/",
        "account/2fa/webauthn/",
        "account/2fa/webauthn/add/",
        "account/sessions/",
        "account/password/change/",
        "account/email/",
        "account/reauthenticate/",
        "account/logout/",
        "account/3rdparty/",
        "account/password/reset/",
    ):
        page.goto(f"{house}/{address}")
        is_in_order(page)
    assert complaints.lines == []


def test_an_authenticator_app_and_recovery_codes_can_be_set_up(page: Page, house: str):
    sign_in(page, house)
    page.goto(f"{house}/account/2fa/totp/activate/")
    confirm_presence(page)
    is_in_order(page)
    secret = page.locator("#authenticator_secret").input_value()
    page.locator("input[name=code]").fill(code_of(secret, time.time()))
    page.get_by_role("button", name="Activate").click()
    page.wait_for_url("**/recovery-codes/**")
    is_in_order(page)
    recovery_code = page.locator("#recovery_codes").input_value().split()[0]
    page.goto(f"{house}/account/2fa/totp/deactivate/")
    is_in_order(page)
    page.context.clear_cookies()
    page.goto(f"{house}/account/login/")
    page.get_by_label("Email").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/2fa/authenticate/**")
    is_in_order(page)
    page.locator("input[name=code]").fill(recovery_code)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"{house}/")


def test_a_passkey_can_be_added_and_opens_the_door(page: Page, house: str):
    complaints = Complaints(page)
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    sign_in(page, house)
    page.goto(f"{house}/account/2fa/webauthn/add/")
    confirm_presence(page)
    is_in_order(page)
    page.get_by_label("Name").fill("Phone")
    page.get_by_text("Passwordless").click()
    page.get_by_role("button", name="Add").click()
    page.wait_for_url(lambda url: not url.endswith("/add/"))
    page.goto(f"{house}/account/2fa/webauthn/")
    expect(page.locator("main")).to_contain_text("Phone")
    is_in_order(page)
    page.context.clear_cookies()
    page.goto(f"{house}/account/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(f"{house}/")
    assert complaints.lines == []


def test_an_agencys_own_sign_in_is_offered_and_its_host_allowed(page: Page, house: str, settings):
    app = {
        "provider_id": "county",
        "name": "County sign-in",
        "client_id": "muster",
        "secret": "only-for-tests",
        "settings": {"server_url": "https://login.example.gov/realms/county"},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    page.goto(f"{house}/account/login/")
    is_in_order(page)
    page.get_by_role("link", name="Sign in with County sign-in").click()
    expect(page.get_by_role("button", name="Continue")).to_be_visible()
    is_in_order(page)
