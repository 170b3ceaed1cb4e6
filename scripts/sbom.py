#!/usr/bin/env python3
"""Write the list of parts (CycloneDX 1.6) from the locks: what a running Muster is made of.

usage: sbom.py [--check]

The same locks always give the same text: no date, no host, no machine. With --check nothing is
written; the exit code is 1 when the committed list is stale.
"""

from __future__ import annotations

import importlib.metadata
import json
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "reference" / "sbom.json"
ME = "muster"
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)")


def main(arguments: list[str]) -> int:
    """Write or compare the list."""
    text = json.dumps(bill(), indent=1, sort_keys=True) + "\n"
    fresh = TARGET.exists() and TARGET.read_text() == text
    if arguments == ["--check"]:
        print("sbom: fresh" if fresh else "sbom: stale, run `make sbom`")
        return 0 if fresh else 1
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(text)
    print(f"sbom: {TARGET.relative_to(ROOT)}")
    return 0


def bill() -> dict[str, Any]:
    """The whole document."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    python = read_lock(ROOT / "requirements" / "base.txt")
    browser = browser_parts()
    own_ref = f"pkg:generic/{ME}@{project['version']}"
    direct = [ref for ref, part in python.items() if ME in part["wanted_by"]]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": own_ref,
                "name": ME,
                "version": project["version"],
                "description": project["description"],
                "licenses": [{"license": {"id": "Apache-2.0"}}],
            }
        },
        "components": [*(part["component"] for part in python.values()), *browser],
        "dependencies": [
            {
                "ref": own_ref,
                "dependsOn": sorted([*direct, *(part["bom-ref"] for part in browser)]),
            },
            *({"ref": ref, "dependsOn": needed_by(ref, python)} for ref in python),
        ],
    }


def read_lock(path: Path) -> dict[str, dict[str, Any]]:
    """Each pinned package with the packages that want it, by its reference."""
    parts: dict[str, dict[str, Any]] = {}
    current: dict[str, Any] = {}
    for line in path.read_text().splitlines():
        if pin := PIN.match(line):
            name, version = pin.groups()
            ref = f"pkg:pypi/{name}@{version}"
            component = {
                "type": "library",
                "bom-ref": ref,
                "name": name,
                "version": version,
                "purl": ref,
                "licenses": licences(name),
            }
            current = parts[ref] = {"name": name, "component": component, "wanted_by": set()}
        elif line.lstrip().startswith("#") and current:
            wanted = line.strip().removeprefix("#").strip().removeprefix("via").strip()
            current["wanted_by"] |= {wanted.split(" ")[0]} if wanted else set()
    return parts


def needed_by(ref: str, parts: dict[str, dict[str, Any]]) -> list[str]:
    """The references of the packages that a package asks for."""
    name = parts[ref]["name"]
    return sorted(other for other, part in parts.items() if name in part["wanted_by"])


def licences(name: str) -> list[dict[str, Any]]:
    """What the installed package says about its licence, as an expression or in its own words."""
    try:
        about: Any = importlib.metadata.metadata(name)
    except importlib.metadata.PackageNotFoundError:
        return []
    if expression := about.get("License-Expression"):
        return [{"expression": expression}]
    names = [
        line.rsplit(" :: ", 1)[-1]
        for line in about.get_all("Classifier") or []
        if line.startswith("License :: ")
    ]
    written = (about.get("License") or "").strip()
    if not names and written and "\n" not in written and len(written) < 80:
        names = [written]
    return [{"license": {"name": each}} for each in names]


def browser_parts() -> list[dict[str, Any]]:
    """The packages whose files the pages carry, with each file's hash, from the vendored manifest."""
    vendor = ROOT / "src" / "muster" / "web" / "static" / "vendor"
    files = json.loads((vendor / "manifest.json").read_text())["files"]
    parts = []
    for package in sorted({file["package"] for file in files}):
        own = [file for file in files if file["package"] == package]
        ref = f"pkg:npm/{package.replace('@', '%40')}@{own[0]['version']}"
        parts.append(
            {
                "type": "library",
                "bom-ref": ref,
                "name": package,
                "version": own[0]["version"],
                "purl": ref,
                "licenses": [{"expression": own[0]["licence"]}],
                "components": [file_part(file, ref) for file in own],
            }
        )
    return parts


def file_part(file: dict[str, str], ref: str) -> dict[str, Any]:
    """One shipped file."""
    return {
        "type": "file",
        "bom-ref": f"{ref}#{file['file']}",
        "name": file["file"],
        "hashes": [{"alg": "SHA-256", "content": file["sha256"]}],
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
