"""An id that a client made belongs to one thing: under somebody else's a write is refused."""

from __future__ import annotations

import pytest

from muster.catalog import commands
from muster.rules.refusal import Refused
from tests.apps.catalog.stage import DUTY, Stage, some_id

pytestmark = pytest.mark.django_db


def test_the_id_of_another_partys_resource_or_package_is_refused() -> None:
    stage = Stage().seed()
    first = stage.laptops(resource_id=some_id(5))
    other = stage.actor("cottonwood_bend", DUTY)
    with pytest.raises(Refused) as refused:
        stage.laptops("cottonwood_bend", resource_id=some_id(5))
    assert [each.code for each in refused.value.refusals] == ["id.taken"]
    given = {"name": "Kit", "items": [(first.id, 1)], "price_cents": 100, "duration_hours": 8}
    given["package_id"] = some_id(6)
    commands.add_package(stage.actor("sagebrush_county", DUTY), **given)
    with pytest.raises(Refused) as refused:
        commands.add_package(other, **given)
    assert [each.code for each in refused.value.refusals] == ["id.taken"]
