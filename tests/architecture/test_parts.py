"""The list of parts says what is shipped: no more, no less, in a form that others can read."""

from __future__ import annotations

import json
import re
import subprocess
import sys

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from tests.architecture.tree import ROOT

LIST = ROOT / "docs" / "reference" / "sbom.json"


def test_the_list_is_the_one_that_the_locks_give() -> None:
    script = ROOT / "scripts" / "sbom.py"
    done = subprocess.run([sys.executable, str(script), "--check"], check=False)
    assert done.returncode == 0, "run `make sbom`"


def test_every_locked_package_is_listed_in_its_version() -> None:
    lock = (ROOT / "requirements" / "base.txt").read_text()
    locked = set(re.findall(r"^([\w.-]+)==([^\s;]+)", lock, re.MULTILINE))
    listed = {
        (part["name"], part["version"]) for part in json.loads(LIST.read_text())["components"]
    }
    assert locked <= listed


def test_the_list_is_valid_and_names_no_host() -> None:
    text = LIST.read_text()
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    assert "://" not in text
