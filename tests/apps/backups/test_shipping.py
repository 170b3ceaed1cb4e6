"""Backups leave for the second party: whole under their name or not at all, never two at once."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection

from muster.backups import queries, schedule, shipping
from muster.backups.alone import ADVISORY_LOCK, alone
from muster.backups.models import Shipment
from muster.journal import clock
from muster.journal.models import Fact
from tests.apps.aid.world import World
from tests.apps.backups.share import PASSWORD, Share

HOUR = timedelta(hours=1)


def ship(only_due: bool = True) -> list[Shipment]:
    return shipping.ship(lambda words: None, only_due=only_due)


def standing(share: Share) -> queries.PlaceStanding:
    return next(each for each in queries.all_standings() if each.label == share.label)


def test_a_backup_lies_whole_at_every_place_and_was_read_back(
    shipped: World, share: Share, folder: Path
) -> None:
    tries = ship()

    name = tries[0].name
    assert [each.state for each in tries] == ["shipped", "shipped"]
    assert [each.checked for each in tries] == ["sha256", "sha256"]
    assert share.files[name] == (folder / name).read_bytes()
    assert list(share.files) == [each.name for each in folder.iterdir()] == [name]
    assert share.asked[0] == f"PUT {name}.part", "its real name comes last"
    assert Fact.objects.filter(kind="BackupShipped").count() == 2


def test_the_next_leaves_an_interval_later_and_not_before(shipped: World) -> None:
    begun = clock.now()
    assert len(ship()) == 2
    assert ship() == []
    with time_machine.travel(begun + HOUR + timedelta(seconds=5), tick=False):
        assert len(ship()) == 2


@pytest.mark.parametrize(
    ("method", "mood", "words"),
    [
        ("PUT", 413, "answered 413 to PUT: the server takes no file of this size"),
        ("PUT", 507, "the disk there is full"),
        ("PUT", "silence", "no answer to PUT within 0.5 s"),
        ("PUT", "cut", "PUT was cut off|PUT did not get through"),
        ("PUT", "mangle", "what was read back is not what was sent"),
        ("MOVE", 501, "turn WebDAV on"),
        ("MOVE", "silence", "no answer to MOVE"),
    ],
)
def test_what_goes_wrong_leaves_no_backup_under_its_name_and_is_tried_again(
    shipped: World, share: Share, method: str, mood: Any, words: str, folder: Path
) -> None:
    share.moods[method] = mood
    at_folder, at_share = ship()

    assert at_folder.state == "shipped", "one place does not hold up another"
    assert at_share.state == "failed"
    assert any(part in at_share.error for part in words.split("|")), at_share.error
    assert share.files == {}

    share.moods.clear()
    assert ship() == [], "not at once"
    with time_machine.travel(clock.now() + timedelta(seconds=61), tick=False):
        (again,) = ship()
    assert (again.place.label, again.state) == (share.label, "shipped")
    assert list(share.files) == [again.name]


def test_a_wrong_password_is_said_and_shown_nowhere(
    shipped: World, share: Share, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.MUSTER_BACKUP_TO = [share.url.replace("p%40ss", "wr0ng-secret")]
    with caplog.at_level(logging.DEBUG):
        (tried,) = ship()
    assert "user or password is wrong" in tried.error
    facts = str(list(Fact.objects.values_list("payload", flat=True)))
    for said in (caplog.text, tried.error, tried.place.label, facts):
        assert "wr0ng-secret" not in said
        assert PASSWORD not in said


def test_a_place_that_may_not_be_read_is_compared_by_size_or_not_at_all(
    shipped: World, share: Share
) -> None:
    share.moods["GET"] = 403
    assert ship()[1].checked == "size"
    share.moods["HEAD"] = 403
    assert ship(only_due=False)[1].checked in {"", "size"}


def test_a_share_that_is_not_mounted_is_no_folder_to_fill(shipped: World, folder: Path) -> None:
    folder.rmdir()
    at_folder, at_share = ship()
    assert (at_folder.state, at_share.state) == ("failed", "shipped")
    assert "is the share mounted" in at_folder.error
    at_folder.refresh_from_db()
    assert at_folder.state == "failed", "what it may have left is not cleared yet"
    assert not folder.exists()


def test_what_a_killed_process_left_is_cleared_and_noted(
    shipped: World, share: Share, folder: Path, settings: Any
) -> None:
    from muster.backups import commands
    from muster.rules.actor import system_actor

    for label in (str(folder), share.label):
        commands.begin_shipment(system_actor(), label=label, name="muster-old", made_at=clock.now())
    (folder / "muster-old.part").write_bytes(b"half")
    share.files["muster-old.part"] = b"half"
    left = Path(settings.MUSTER_DATA_DIR) / "outgoing"
    left.mkdir(exist_ok=True, parents=True)
    (left / "muster-old").write_bytes(b"half")

    ship(only_due=False)

    assert Fact.objects.filter(kind="BackupFailed").count() == 2
    assert "muster-old.part" not in share.files
    assert not (folder / "muster-old.part").exists()
    assert list(left.iterdir()) == []


def test_old_ones_go_by_the_rule_and_the_last_good_one_never(
    shipped: World, share: Share, folder: Path, settings: Any
) -> None:
    settings.MUSTER_BACKUP_KEEP_LAST, settings.MUSTER_BACKUP_KEEP_DAYS = 2, 1
    begun = clock.now()
    for hours in range(4):
        with time_machine.travel(begun + hours * 2 * HOUR, tick=False):
            last = ship()[0].name
    assert sorted(share.files) == sorted(each.name for each in folder.iterdir())
    assert len(share.files) == 2
    assert last in share.files
    assert Fact.objects.filter(kind="BackupRemoved").count() == 4

    settings.MUSTER_BACKUP_KEEP_LAST = settings.MUSTER_BACKUP_KEEP_DAYS = 0
    share.moods["PUT"] = 507
    with time_machine.travel(begun + 10 * HOUR, tick=False):
        ship()
    assert last in share.files, "the newest that is whole stays though newer ones failed"


def test_a_place_that_lets_nothing_be_removed_still_takes_backups(
    shipped: World, share: Share, settings: Any
) -> None:
    settings.MUSTER_BACKUP_KEEP_LAST, settings.MUSTER_BACKUP_KEEP_DAYS = 1, 0
    share.moods["DELETE"] = 405
    begun = clock.now()
    for hours in range(3):
        with time_machine.travel(begun + hours * 2 * HOUR, tick=False):
            assert [each.state for each in ship()] == ["shipped", "shipped"]
    assert len(share.files) == 3


@contextmanager
def somebody_else_ships() -> Iterator[None]:
    """In another session of the database: one session may take its own lock twice."""
    if connection.vendor != "postgresql":
        with alone() as is_free:
            assert is_free
            yield
        return
    other = connection.copy()
    with closing(other), other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [ADVISORY_LOCK])
        yield
        # A session that is closed lets go a moment later.
        cursor.execute("SELECT pg_advisory_unlock(%s)", [ADVISORY_LOCK])


def test_never_two_at_once(shipped: World, settings: Any, tmp_path: Path) -> None:
    settings.MUSTER_COMMAND_LINE = ["touch", str(tmp_path / "begun")]
    with somebody_else_ships():
        with pytest.raises(shipping.AlreadyUnderWay):
            ship()
        schedule.ship_when_due()
    assert not (tmp_path / "begun").exists()
    assert len(ship()) == 2


def test_what_cannot_be_made_is_told_to_every_place(
    shipped: World, monkeypatch: pytest.MonkeyPatch, share: Share
) -> None:
    from muster.backups import archive

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(archive, "write", fail)
    assert [each.state for each in ship()] == ["failed", "failed"]
    assert "No space left" in standing(share).last_error


def test_the_worker_ships_in_a_process_of_its_own_when_one_is_due(
    shipped: World, settings: Any, tmp_path: Path
) -> None:
    said = tmp_path / "said"
    settings.MUSTER_COMMAND_LINE = ["sh", "-c", f'echo "$@" >> {said}', "muster"]
    schedule.ship_when_due()
    ship()
    schedule.ship_when_due()
    assert said.read_text() == "backup --ship --due\n", "once: then none was due"
    settings.MUSTER_BACKUP_EVERY = 0
    with time_machine.travel(clock.now() + 5 * HOUR, tick=False):
        schedule.ship_when_due()
    assert said.read_text().count("\n") == 1
