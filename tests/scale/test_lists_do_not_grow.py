"""What a list costs does not depend on how long the list is: the same queries for 10 as for 300."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.apps.aid.doors import browser
from tests.apps.aid.steps import ask
from tests.apps.aid.world import World, build

LARGEST_PAGE_BYTES = 60_000
PAGES = ("/", "/requests/", "/catalogue/", "/board/", "/parties/", "/missions/", "/offers/")
LISTS = ("/api/v1/aid-requests?state=open&limit=50", "/api/v1/resources?kind=person&limit=50")


@pytest.fixture
def world(db: None) -> World:
    return build("scale")


def cost(client: Client, url: str) -> tuple[int, int]:
    """(queries, bytes) of one look, after one that fills what is kept for a moment."""
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        answer = client.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    return len(captured), len(answer.content)


def fill(world: World, number: int) -> None:
    """More of everything that lists show."""
    for index in range(number):
        world.resource(f"more-{number}-{index}", "county", "technician")
    for _ in range(max(1, number // 10)):
        ask(world)


@pytest.mark.parametrize("url", [*PAGES, *LISTS])
def test_a_longer_list_costs_no_more_queries_and_stays_light(world: World, url: str) -> None:
    client = browser(world, "county")
    fill(world, 10)
    few, _ = cost(client, url)
    fill(world, 300)
    many, size = cost(client, url)
    assert many <= few + 1, (url, few, many)
    assert size <= LARGEST_PAGE_BYTES, (url, size)
