"""A network whose backups leave for a folder and for a web server of the second party."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.apps.backups.share import Share

if TYPE_CHECKING:
    from tests.apps.aid.world import World


@pytest.fixture
def world(db: None) -> World:
    from tests.apps.aid.world import build

    return build()


@pytest.fixture
def share() -> Iterator[Share]:
    share = Share()
    yield share
    share.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "share"
    path.mkdir()
    return path


@pytest.fixture
def shipped(
    world: World,
    settings: Any,
    share: Share,
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> World:
    """Every hour to both; what is made is a few bytes, for the making has tests of its own."""
    from muster.backups import archive

    settings.MUSTER_DATA_DIR = tmp_path
    settings.MUSTER_BACKUP_EVERY = 60
    settings.MUSTER_BACKUP_TO = [str(folder), share.url]
    settings.MUSTER_BACKUP_RECIPIENTS = ["age1somebody"]

    def write(path: Path, recipients: list[str], progress: object) -> None:
        path.write_bytes(b"sealed " * 100_000 + path.name.encode())

    monkeypatch.setattr(archive, "write", write)
    monkeypatch.setattr("muster.backups.places.webdav.TIMEOUT_SECONDS", 0.5)
    return world
