"""When something cannot be shown, the reader is told calmly; a program gets a problem document."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(settings) -> Client:
    settings.ROOT_URLCONF = "tests.apps.web.stage"
    return Client(raise_request_exception=False)


def test_a_missing_page_says_where_to_go(client: Client):
    answer = client.get("/nowhere")
    assert answer.status_code == 404
    assert "Go to the start page" in answer.text


def test_a_mistake_of_ours_is_admitted_and_shows_no_inside(client: Client):
    answer = client.get("/broken")
    assert answer.status_code == 500
    assert "Muster made a mistake" in answer.text
    assert "on purpose" not in answer.text


def test_a_wrong_method_gets_words_and_keeps_the_allowed_ones(client: Client):
    answer = client.post("/")
    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD"
    assert "cannot be opened this way" in answer.text


def test_an_old_form_is_no_attack(settings):
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    answer = client.post("/account/login/", {"login": "x"})
    assert answer.status_code == 403
    assert "sent once more" in answer.text


def test_too_large_a_form_is_told_so(client: Client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    settings.ROOT_URLCONF = "tests.apps.web.stage"
    answer = client.post("/account/login/", {"login": "x" * 500})
    assert answer.status_code == 413
    assert "too large" in answer.text


def test_under_the_api_a_program_gets_a_problem_document(client: Client):
    answer = client.get("/api/v1/nowhere")
    assert answer.status_code == 404
    assert answer["Content-Type"].startswith("application/problem+json")


def test_search_engines_are_asked_to_stay_away(client: Client):
    assert "Disallow: /" in client.get("/robots.txt").text


def test_a_phone_may_keep_it_on_the_home_screen(client: Client):
    answer = client.get("/manifest.webmanifest")
    assert answer["Content-Type"] == "application/manifest+json"
    assert answer.json()["start_url"] == "/"


def test_a_stranger_sees_what_muster_is_and_a_light_page(client: Client):
    answer = client.get("/")
    assert answer.status_code == 200
    assert "Sign in" in answer.text
    assert len(answer.content) < 60_000


@pytest.mark.parametrize("address", ["/", "/account/login/", "/help/", "/broken"])
def test_who_cannot_get_in_reads_the_number_to_call(client: Client, settings, address: str):
    assert "tel:" not in client.get(address).text
    settings.MUSTER_COORDINATOR_PHONE = "(801) 555-0100"
    assert 'href="tel:8015550100"' in client.get(address).text


def test_a_page_that_is_missing_sends_nobody_to_the_telephone(client: Client, settings):
    settings.MUSTER_COORDINATOR_PHONE = "(801) 555-0100"
    assert "tel:" not in client.get("/nowhere").text


def test_too_many_tries_are_told_to_wait(client: Client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/h/ip"}
    for _ in range(3):
        answer = client.post("/account/login/", {"login": "a@example.gov", "password": "x"})
    assert answer.status_code == 429
    assert "Too many tries" in answer.text


def test_a_mistyped_token_is_told_so_and_nothing_of_forgery():
    client = Client(enforce_csrf_checks=True)
    answer = client.post(
        "/api/v1/ask-for-help",
        "{}",
        content_type="application/json",
        headers={"Authorization": "Bearer mistyped"},
    )
    assert answer.status_code == 401
    assert "personal token" in answer.json()["detail"]


def test_a_session_still_needs_its_form_token(settings):
    client = Client(enforce_csrf_checks=True)
    client.cookies[settings.SESSION_COOKIE_NAME] = "x"
    for headers in ({}, {"Authorization": "Basic eDp5"}):
        answer = client.post(
            "/api/v1/ask-for-help", "{}", content_type="application/json", headers=headers
        )
        assert answer.status_code == 403
