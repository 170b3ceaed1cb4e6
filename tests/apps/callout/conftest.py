"""The world of the aid room, with more parties that can help and people who answer for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.apps.aid.world import World


@pytest.fixture
def world(db: None) -> World:
    from tests.apps.callout.night import many_parties

    return many_parties()


@pytest.fixture
def committed_world(transactional_db: None) -> World:
    """For tests with several connections at once: its rows are committed."""
    from tests.apps.callout.night import many_parties

    return many_parties()
