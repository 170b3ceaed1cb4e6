"""The stage that the tests of this room play on: a mission under way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.apps.deployments.stage import Stage


@pytest.fixture
def stage(db: None, tmp_path, settings) -> Stage:
    from tests.apps.deployments.stage import build

    settings.MEDIA_ROOT = tmp_path
    settings.MUSTER_CLAMAV = ""
    return build()
