"""That a session is in use is noted now and then, not at every page view."""

from __future__ import annotations

import pytest
from allauth.usersessions.models import UserSession
from django.core.cache import caches
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(django_user_model) -> Client:
    caches["process"].clear()
    client = Client()
    client.force_login(django_user_model.objects.create_user("a@example.gov", "x", name="A"))
    return client


def test_reading_pages_writes_once(client: Client, django_assert_max_num_queries):
    client.get("/help/")
    assert UserSession.objects.count() == 1
    with django_assert_max_num_queries(6) as seen:
        client.get("/help/")
    assert not [query for query in seen.captured_queries if not query["sql"].startswith("SELECT")]


def test_another_browser_on_the_same_session_is_noted_at_once(client: Client):
    client.get("/help/", headers={"User-Agent": "Firefox"})
    client.get("/help/", headers={"User-Agent": "Chrome"})
    assert UserSession.objects.get().user_agent == "Chrome"
