"""Who looks after the network sees how backups stand, and is told when none arrives."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from muster.backups import commands, queries, schedule, shipping
from muster.journal import clock
from muster.journal.models import Fact
from muster.journal.worker import drain
from muster.notifications.models import Notice
from muster.rules.refusal import Refused
from tests.apps.aid.doors import browser
from tests.apps.aid.world import World
from tests.apps.backups.share import PASSWORD, Share

HOUR = timedelta(hours=1)


def ship() -> None:
    shipping.ship(lambda words: None)


def test_two_intervals_without_one_alarm_the_coordinators_once(
    shipped: World, share: Share
) -> None:
    browser(shipped, None, "coordinator")
    begun = clock.now()
    ship()
    share.moods["PUT"] = 507
    with time_machine.travel(begun + 2 * HOUR, tick=False):
        ship()
        schedule.raise_alarms()
        assert not Fact.objects.filter(kind="BackupsOverdue").exists()
    with time_machine.travel(begun + 3 * HOUR, tick=False):
        schedule.raise_alarms()
        schedule.raise_alarms()
        assert queries.overdue_labels() == [share.label]
        drain()
    fact = Fact.objects.get(kind="BackupsOverdue")
    assert (fact.payload["place"], fact.payload["hours"]) == (share.label, 3)
    (notice,) = Notice.objects.filter(fact_id=fact.id)
    assert "no backup has reached" in notice.title

    share.moods.clear()
    with time_machine.travel(begun + 4 * HOUR, tick=False):
        ship()
        schedule.raise_alarms()
        assert queries.overdue_labels() == []
    assert Fact.objects.filter(kind="BackupsOverdue").count() == 1


def test_health_says_that_none_arrives_and_stays_well(shipped: World, share: Share) -> None:
    begun = clock.now()
    ship()
    assert health()["backups"] == "ok"
    with time_machine.travel(begun + 3 * HOUR, tick=False):
        assert health()["backups"].startswith("overdue")
        assert share.label not in str(health())


def test_health_says_that_backups_are_off(world: World, settings: Any) -> None:
    settings.MUSTER_BACKUP_EVERY = 0
    assert health()["backups"] == "off"


def health() -> dict[str, Any]:
    return json.loads(Client().get("/healthz").content)


def test_the_page_and_the_operation_show_the_last_good_one(shipped: World, share: Share) -> None:
    share.moods["MOVE"] = 501
    ship()
    client = browser(shipped, None, "coordinator")
    page = client.get("/backups/").content.decode()
    assert share.label in page
    assert "turn WebDAV on" in page
    assert PASSWORD not in page
    rows = {each.label: each for each in queries.standings(shipped.actor(None, "auditor"))}
    assert rows[share.label].last_good is None
    assert rows[share.label].failures == 1


def test_a_member_may_not_see_how_backups_stand(shipped: World) -> None:
    member = shipped.actor("city")
    assert browser(shipped, "city").get("/backups/").status_code == 403
    with pytest.raises(Refused):
        queries.standings(member)
    with pytest.raises(Refused):
        queries.recent_shipments(member)


@pytest.mark.parametrize(
    ("command", "values"),
    [
        (commands.begin_shipment, {"label": "/x", "name": "x", "made_at": None}),
        (
            commands.finish_shipment,
            {"shipment_id": 1, "size_bytes": 1, "sha256": "", "checked": ""},
        ),
        (commands.fail_shipment, {"shipment_id": 1, "error": "x"}),
        (commands.fail_what_is_under_way, {}),
        (commands.note_removed, {"shipment_id": 1}),
        (commands.raise_alarm, {"label": "/x"}),
    ],
)
def test_nobody_but_muster_itself_writes_down_backups(
    world: World, command: Any, values: dict[str, Any]
) -> None:
    with pytest.raises(Refused) as refused:
        command(world.actor(None, "coordinator"), **values)
    assert refused.value.refusals[0].code == "permission.denied"
