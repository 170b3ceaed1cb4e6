"""A client on the stage's pages; the header says in which role it acts."""

from __future__ import annotations

import pytest
from django.test import Client


@pytest.fixture
def stage_settings(settings):
    """The stage's addresses, and an actor where the header asks for one."""
    settings.ROOT_URLCONF = "tests.apps.web.stage"
    place = settings.MIDDLEWARE.index("muster.web.middleware.PageMiddleware")
    settings.MIDDLEWARE = [
        *settings.MIDDLEWARE[:place],
        "tests.apps.web.stage.ActingMiddleware",
        *settings.MIDDLEWARE[place:],
    ]
    return settings


@pytest.fixture
def coordinator(stage_settings, db) -> Client:
    return Client(headers={"X-Acting": "coordinator"}, raise_request_exception=False)


@pytest.fixture
def auditor(stage_settings, db) -> Client:
    return Client(headers={"X-Acting": "auditor"}, raise_request_exception=False)


@pytest.fixture
def duty_officer(stage_settings, db) -> Client:
    return Client(headers={"X-Acting": "1"}, raise_request_exception=False)
