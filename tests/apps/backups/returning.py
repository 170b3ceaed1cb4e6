"""A host and its standby in one database: what the host did alone is archived, then taken back."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pyrage
import pytest
from django.db import transaction

from muster.backups import archive
from muster.config.cli import main
from muster.journal import sealer
from tests.apps.aid.world import World


class Returning:
    """`late_backup(work)` is the archive of a host that did `work` after its last backup; the
    database stays as that backup had it, as a standby's does."""

    def __init__(self, world: World, folder: Path) -> None:
        self.world, self.folder, self.made = world, folder, 0
        self.key = pyrage.x25519.Identity.generate()
        self.identity = folder / "identity.txt"
        self.identity.write_text(f"# for tests\n{self.key}\n")

    def late_backup(self, *work: Callable[[], Any], seals: bool = True) -> Path:
        with transaction.atomic():
            for step in work:
                step()
            if seals:
                sealer.seal_all()
            path = self.backup()
            transaction.set_rollback(True)
        return path

    def backup(self) -> Path:
        """An archive of what is there now."""
        self.made += 1
        path = self.folder / f"muster-{self.made}.tar.age"
        archive.write(path, [str(self.key.to_public())], lambda words: None)
        return path

    def reconcile(self, other: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
        """What the command line says, as a program reads it."""
        capsys.readouterr()
        code = main(["reconcile", str(other), "--json", "--identity", str(self.identity)])
        said = json.loads(capsys.readouterr().out)
        assert said["ok"] is (code == 0)
        return said


def returning(
    world: World, folder: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> Returning:
    """Sealed up to the host's last backup."""
    settings.MUSTER_DATA_DIR = folder
    settings.MUSTER_CHECKPOINT_DIR = folder / "checkpoints"
    # A reading transaction of its own cannot begin inside the test's.
    monkeypatch.setattr(archive, "snapshot", nullcontext)
    return Returning(world, folder)
