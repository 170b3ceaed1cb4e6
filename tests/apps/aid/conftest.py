"""The world that the tests of this room play in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.apps.aid.world import World


@pytest.fixture
def world(db: None) -> World:
    from tests.apps.aid.world import build

    return build()


@pytest.fixture
def committed_world(transactional_db: None) -> World:
    """For tests with several connections at once: its rows are committed."""
    from tests.apps.aid.world import build

    return build()
