"""What a browser that came in by a code may and may not do."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import time_machine
from django.test import Client

from muster.breakglass import commands
from muster.journal import clock
from muster.members import commands as members
from muster.members.models import ApiToken, Person
from tests.apps.breakglass.night import DIRECTOR, OFFICER, enter, guessed, phone, sheet


def test_the_page_asks_for_the_name_only_once_the_code_proved_right(house):
    code, client = sheet(house).codes[0], Client()
    wrong = client.post("/break-glass/", {"code": "0000-0000-0000-0000"})
    assert wrong.status_code == 422
    assert house.people[DIRECTOR].name not in wrong.content.decode()
    right = client.post("/break-glass/", {"code": code})
    assert right.status_code == 200 and house.people[DIRECTOR].name in right.content.decode()
    assert "_auth_user_id" not in client.session
    stray = client.post("/break-glass/", {"code": code, "person_id": str(house.county.id)})
    assert stray.status_code == 422
    assert phone(house, code).get("/").status_code == 200


def test_a_session_asks_for_nothing_of_the_provider_and_leads_to_the_question(house):
    client = phone(house, sheet(house).codes[0])
    assert client.get("/break-glass/next/").headers["Location"] == "/ask/"
    page = client.get("/ask/").content.decode()
    assert "Break-glass:" in page and "Fence our accounts now" in page


def test_roles_codes_factors_tokens_and_profile_stay_shut(house):
    client = phone(house, sheet(house).codes[0])
    city = house.city.id
    shut = [
        "/account/password/change/",
        "/account/2fa/",
        "/account/2fa/webauthn/add/",
        "/account/2fa/totp/activate/",
        "/account/3rdparty/",
        "/account/reauthenticate/",
        "/join/some-link/",
        "/recover/some-link/",
        f"/parties/{city}/codes/make/",
        f"/parties/{city}/codes/revoke/",
        f"/parties/{city}/people/grant/",
        f"/parties/{city}/people/invite/",
        f"/people/{house.people[OFFICER].id}/recover/",
        f"/people/{house.people[OFFICER].id}/deactivate/",
        "/break-glass/vouch/",
        "/access-review/",
    ]
    open_doors = [path for path in shut if client.get(path).status_code != 403]
    assert open_doors == []
    for path in ("/profile/tokens/add/", "/profile/edit/"):
        client.post(path, {"name": "Mallory", "scopes": ["*"], "days": "30", "phone": "8015550199"})
    assert not ApiToken.objects.exists()
    assert Person.objects.get(id=house.people[DIRECTOR].id).name == house.people[DIRECTOR].name


def test_the_api_is_as_narrow_as_the_pages(house):
    client = phone(house, sheet(house).codes[0])
    made = client.post(
        f"/api/v1/parties/{house.city.id}/code-sheets", {}, content_type="application/json"
    )
    assert made.status_code == 403


def test_network_roles_stay_outside(house):
    house.add_person(
        "both", (house.network, house.city, "duty_officer"), (house.network, None, "coordinator")
    )
    client = phone(house, sheet(house).codes[0], "both")
    assert client.get("/network/officers/grant/").status_code == 403


def test_a_session_is_short_and_ends_with_its_revoked_sheet(house):
    codes = sheet(house).codes
    client = phone(house, codes[0])
    with time_machine.travel(clock.now() + timedelta(hours=5)):
        assert client.get("/").headers.get("Location", "/break-glass/") == "/break-glass/" or (
            "What needs you now" not in client.get("/").content.decode()
        )
    client = phone(house, codes[1])
    assert client.get("/profile/").status_code == 200
    commands.revoke_codes(house.actor(OFFICER), party_id=house.city.id)
    assert client.get("/profile/").headers["Location"] == "/break-glass/"
    assert "_auth_user_id" not in client.session


def test_a_session_ends_with_the_role(house):
    client = phone(house, sheet(house).codes[0], OFFICER)
    members.revoke_party_role(
        house.actor(DIRECTOR),
        party_id=house.city.id,
        person_id=house.people[OFFICER].id,
        role="duty_officer",
    )
    assert client.get("/profile/").headers["Location"] == "/break-glass/"


def test_an_ordinary_session_is_not_narrowed(house):
    enter(house, sheet(house).codes[0])
    from tests.apps.members.test_pages import sign_in

    client = sign_in(house, DIRECTOR)
    assert client.get("/account/2fa/").status_code == 200
    assert client.get(f"/parties/{house.city.id}/codes/make/").status_code == 200


def test_a_sheet_is_shown_on_one_page_once(house):
    from tests.apps.members.test_pages import sign_in

    client = sign_in(house, DIRECTOR)
    at = f"/parties/{house.city.id}/codes/"
    made = client.post(f"{at}make/", {"purpose": "sign_in", "count": "4", "days": "90"})
    assert made.headers["Location"] == f"{at}shown/"
    page = client.get(f"{at}shown/").content.decode()
    assert page.count("<code>") == 4
    assert "<code>" not in client.get(f"{at}shown/").content.decode()
    assert "4 of 4 left" in client.get(at).content.decode()


def test_a_sheet_whose_form_is_sent_twice_is_still_shown(house):
    from tests.apps.members.test_pages import sign_in

    client = sign_in(house, DIRECTOR)
    at = f"/parties/{house.city.id}/codes/"
    given = {"purpose": "sign_in", "count": "4", "days": "90", "submission_id": str(uuid4())}
    for _ in range(2):
        assert client.post(f"{at}make/", given).headers["Location"] == f"{at}shown/"
    assert client.get(f"{at}shown/").content.decode().count("<code>") == 4


def test_behind_a_proxy_each_client_is_counted_on_its_own(house, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    code = sheet(house).codes[0]
    for number in range(12):
        address = "198.51.100.1" if number < 11 else "192.0.2.7"
        answer = Client(headers={"x-forwarded-for": address}).post(
            "/break-glass/", {"code": guessed(code)}
        )
        words = answer.content.decode()
        assert ("Too many wrong codes" in words) == (number == 10), number
