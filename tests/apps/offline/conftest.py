"""The house of the members, seen from a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.apps.members.house import House


@pytest.fixture
def house(db: None) -> House:
    from tests.apps.members.house import build_house

    return build_house()
