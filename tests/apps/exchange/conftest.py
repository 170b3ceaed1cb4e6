"""The world of the aid room, with a claim that was submitted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from muster.claims.models import Claim
    from tests.apps.aid.world import World


@pytest.fixture
def world(db: None) -> World:
    from tests.apps.aid.world import build

    return build()


@pytest.fixture
def claim(world: World) -> Claim:
    """A mission came home and its claim was submitted: every form has something to show."""
    from tests.apps.claims.steps import mission_home, submitted

    return submitted(world, mission_home(world))
