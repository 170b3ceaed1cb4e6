"""How many statements the busiest requests ask the database, so that none slips in unseen."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.apps.aid.doors import browser, send
from tests.apps.aid.world import World, build

READS = (
    ("/", 50),
    ("/api/v1/resources?kind=person&limit=50", 9),
    ("/api/v1/aid-requests?state=open&limit=50", 6),
    ("/requests/", 9),
    ("/catalogue/?kind=person", 14),
)


@pytest.fixture
def world(db: None) -> World:
    return build("statements")


def statements(ask: Any) -> list[str]:
    """What a second asking says to the database; the first fills what a process remembers."""
    ask()
    with CaptureQueriesContext(connection) as captured:
        answer = ask()
    assert answer.status_code in (200, 201), answer.content[:300]
    asked = [each["sql"] for each in captured]
    return [sql for sql in asked if not sql.startswith(("SAVEPOINT", "RELEASE", "BEGIN"))]


@pytest.mark.parametrize(("url", "most"), READS)
def test_a_list_asks_so_many_statements_and_no_more(world: World, url: str, most: int) -> None:
    client = browser(world, "county")
    asked = statements(lambda: client.get(url))
    assert len(asked) <= most, "\n".join(asked)


def test_a_request_for_help_takes_few_statements(world: World) -> None:
    client = browser(world, "city")
    body = {
        "kind": "outage",
        "lines": [{"resource_type_id": str(world.types["technician"].id), "quantity": 2}],
    }
    asked = statements(lambda: send(client, "/ask-for-help", body))
    assert len(asked) <= 20, "\n".join(asked)
