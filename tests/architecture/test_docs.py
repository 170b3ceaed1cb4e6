"""Documents that can be trusted: links lead somewhere, generated pages are fresh."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from django.conf import settings

from muster.config import environment
from tests.architecture.tree import ROOT, committed

LINK = re.compile(r"!?\[[^\]]*\]\(<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\)")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def test_links_lead_somewhere() -> None:
    broken = [
        f"{path}: {target}"
        for path in committed("*.md")
        for target in LINK.findall(FENCE.sub("", (ROOT / path).read_text()))
        if not leads_somewhere(path, target)
    ]
    assert not broken


def leads_somewhere(path: Path, target: str) -> bool:
    """Whether a link inside the repository points to a file, and to a heading that is in it."""
    if re.match(r"[a-z]+:", target):
        return True
    name, _, anchor = target.partition("#")
    file = (ROOT / path.parent / name).resolve() if name else ROOT / path
    if not file.exists():
        return False
    return not anchor or file.suffix != ".md" or anchor in anchors(file.read_text())


def anchors(text: str) -> set[str]:
    """The names under which a page's headings can be reached."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", text), re.MULTILINE)
    return {
        re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings
    }


def test_generated_pages_are_fresh() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "docs.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_variable_that_is_read_is_documented() -> None:
    read = {
        name: str(path)
        for path in committed("src/muster/*.py", "deploy/*")
        for name in re.findall(r"[\"'$]\{?(MUSTER_[A-Z_]+)", (ROOT / path).read_text())
    }
    documented = {setting.name for setting in environment.SETTINGS}
    assert not {
        f"{path}: {name}"
        for name, path in read.items()
        if name not in documented and not hasattr(settings, name)
    }
