"""The story, told once for each file over the API."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.api.story import Story


@pytest.fixture(scope="module")
def story(django_db_setup: None, django_db_blocker: Any) -> Iterator[Story]:
    """Everything in one transaction, which is undone after the file's last test."""
    from django.db import transaction

    from tests import cast
    from tests.api.story import tell

    with django_db_blocker.unblock(), transaction.atomic():
        yield tell(cast.load())
        transaction.set_rollback(True)
