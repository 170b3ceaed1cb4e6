"""The world of the aid room, with a mission that has come home."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from muster.aid.models import Mission
    from tests.apps.aid.world import World


@pytest.fixture
def world(db: None) -> World:
    from tests.apps.aid.world import build

    return build()


@pytest.fixture
def mission(world: World) -> Mission:
    """Three technicians worked 72 hours at $62.50; the city meets its baseline."""
    from tests.apps.claims.steps import mission_home

    return mission_home(world)
