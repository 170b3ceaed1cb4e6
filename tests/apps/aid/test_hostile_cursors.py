"""A cursor is typed by hand or by an enemy: a clear answer, never an error of our own."""

from __future__ import annotations

import base64
import json
from typing import Any
from uuid import uuid4

import pytest

from tests.apps.aid.doors import browser
from tests.apps.aid.world import World

ID = str(uuid4())


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("/api/v1/aid-requests?sort=needed_from", ["0001-01-01T00:00:00+14:00", ID]),
        ("/api/v1/aid-requests?sort=needed_from", ["9999-12-31T23:59:59-14:00", ID]),
        ("/api/v1/aid-requests?sort=needed_from", ["2026-01-01T00:00:00", ID]),
        ("/api/v1/aid-requests?sort=needed_from", [True, ID]),
        ("/api/v1/parties", ["\ud800", 5]),
        ("/api/v1/parties", ["\x00", 5]),
        ("/api/v1/parties", ["name", float("inf")]),
        ("/api/v1/resources", ["\ud800", ID]),
    ],
)
def test_a_cursor_that_no_database_takes_is_refused(
    world: World, path: str, values: list[Any]
) -> None:
    client = browser(world, "city")
    client.raise_request_exception = False
    text = base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")

    answer = client.get(f"{path}{'&' if '?' in path else '?'}cursor={text}")

    assert answer.status_code == 422
    assert answer.json()["reasons"][0]["code"] == "cursor.invalid"
