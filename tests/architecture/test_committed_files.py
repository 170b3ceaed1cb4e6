"""The project speaks of itself alone: no machine, no foreign host, no secret, nothing huge."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from pathlib import Path

from tests.architecture.tree import ROOT, committed

TEXT = {
    ".cfg", ".css", ".csv", ".html", ".in", ".js", ".json", ".md", ".py", ".service", ".sh", ".svg",
    ".toml", ".txt", ".typ", ".webmanifest", ".yml", ".yaml", "",
}  # fmt: skip
# Written in pieces, so that this file does not match itself.
MACHINE_PATHS = re.compile(
    "|".join(
        (
            r"(?<![\w.])/ro" r"ot/",
            r"(?<![\w.])/ho" r"me/\w+/",
            r"(?<![\w.])/wo" r"rk/",
            r"(?<![\w.])/Us" r"ers/",
            r"bash_jo" r"bs",
        )
    )
)
ANOTHER_HOST = re.compile(
    r"""(?:src|href|action|url\(|@import|fetch\(|import\()\s*=?\s*["'(]?(?:https?:)?//(\S+)"""
)
SECRETS = re.compile("-----BEGIN [A-Z ]*PRIVATE" r" KEY-----")
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>|<style\b|\sstyle=|\son\w+=\""
)
LARGE = 1_000_000


def readable(*patterns: str) -> list[Path]:
    """The committed text files."""
    return [path for path in committed(*patterns) if path.suffix in TEXT]


def matches(pattern: re.Pattern[str], paths: Iterable[Path]) -> list[str]:
    """Every place where the pattern is found, as `file:line: words`."""
    return [
        f"{path}:{number}: {found.group()[:80]}"
        for path in paths
        for number, line in enumerate((ROOT / path).read_text().splitlines(), start=1)
        if (found := pattern.search(line))
    ]


def test_no_file_names_a_machine() -> None:
    assert not matches(MACHINE_PATHS, readable())


def test_no_file_holds_a_secret() -> None:
    assert not matches(SECRETS, readable())


def test_no_page_asks_another_host_for_anything() -> None:
    assert not matches(ANOTHER_HOST, readable("src/*.html", "src/*.css", "src/*.js"))


# No page of Muster's: it is opened from a disk, where nothing can be linked to. Its own policy names
# its one script and its one style by their digests; a browser test says that nothing was blocked.
STANDS_ALONE = Path("src/muster/packs/documents/bundle.html")


def test_no_template_has_a_script_or_a_style_of_its_own() -> None:
    templates = [path for path in committed("src/*.html") if path != STANDS_ALONE]
    assert not matches(INLINE, templates)
    assert not matches(re.compile(r"javascript:"), templates)


def test_no_lock_names_a_host() -> None:
    locks = committed("requirements/*", "assets/*.json")
    assert locks
    assert not matches(re.compile(r"https?://|resolved"), locks)


def test_locked_versions_agree_between_the_locks() -> None:
    base, development = (pins(f"requirements/{name}.txt") for name in ("base", "dev"))
    assert base
    assert base.items() <= development.items()


def pins(name: str) -> dict[str, str]:
    """Package and version, as a lock file pins them."""
    return dict(re.findall(r"^([\w.-]+)==([^\s;]+)", (ROOT / name).read_text(), re.MULTILINE))


def test_nothing_huge_is_committed() -> None:
    huge = [str(path) for path in committed() if (ROOT / path).stat().st_size > LARGE]
    assert not huge


def test_the_vendored_files_are_the_ones_in_the_manifest() -> None:
    vendor = ROOT / "src" / "muster" / "web" / "static" / "vendor"
    assert (vendor / "manifest.json").exists(), "run `make assets`"
    manifest = json.loads((vendor / "manifest.json").read_text())
    present = {
        path.relative_to(vendor).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in vendor.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }
    assert present == {entry["file"]: entry["sha256"] for entry in manifest["files"]}
    assert all(
        entry[key] for entry in manifest["files"] for key in ("package", "version", "licence")
    )


def test_the_vendored_design_system_is_the_locked_one() -> None:
    vendor = ROOT / "src" / "muster" / "web" / "static" / "vendor"
    manifest = json.loads((vendor / "manifest.json").read_text())
    lock = json.loads((ROOT / "assets" / "package-lock.json").read_text())
    locked = lock["packages"]["node_modules/@uswds/uswds"]["version"]
    used = {entry["version"] for entry in manifest["files"] if entry["package"] == "@uswds/uswds"}
    assert used == {locked}
