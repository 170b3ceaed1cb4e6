"""The world of the aid room."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.apps.aid.world import World


@pytest.fixture
def world(db: None) -> World:
    from tests.apps.aid.world import build

    return build()
