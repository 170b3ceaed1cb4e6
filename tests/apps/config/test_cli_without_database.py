"""A command that finds no database says where to look, and shows no inside."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def test_a_folder_without_a_database_is_told_so(tmp_path: Path) -> None:
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("MUSTER_")
    }
    done = subprocess.run(
        [sys.executable, "-m", "muster.config.cli", "verify-journal"],
        env=environment | {"MUSTER_DATA_DIR": str(tmp_path), "PYTHONPATH": "src"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 1
    assert "MUSTER_DATA_DIR" in done.stderr
    assert "Traceback" not in done.stderr
