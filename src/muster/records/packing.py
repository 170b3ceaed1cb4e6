"""A folder of open formats in one ZIP: JSON and CSV of each table, files, and a manifest of digests."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO, Any

IN_MEMORY = 8_000_000
# A spreadsheet would run a cell that begins so.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
MANIFEST = "manifest.json"
MADE = (1980, 1, 1, 0, 0, 0)


class Pack:
    """Writes the parts one after another and closes with the manifest."""

    def __init__(self, heading: Mapping[str, Any]) -> None:
        self._target: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
        self._zip = zipfile.ZipFile(self._target, "w", zipfile.ZIP_DEFLATED)
        self._heading = dict(heading)
        self._parts: dict[str, dict[str, Any]] = {}

    def add(self, name: str, content: bytes, **facts: Any) -> None:
        """One file, with what the manifest says of it besides its size and digest."""
        digest = hashlib.sha256(content).hexdigest()
        self._parts[name] = {"bytes": len(content), "sha256": digest, **facts}
        part = zipfile.ZipInfo(name, MADE)
        part.compress_type = zipfile.ZIP_DEFLATED
        self._zip.writestr(part, content)

    def add_table(self, name: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """A table as `json/<name>.json` and `csv/<name>.csv`."""
        whole = list(rows)
        self.add(f"json/{name}.json", as_json(whole), rows=len(whole))
        self.add(f"csv/{name}.csv", as_csv(whole), rows=len(whole))

    def add_file(self, name: str, path: Path, **facts: Any) -> None:
        self.add(f"files/{safe_name(name)}", path.read_bytes(), **facts)

    def close(self) -> tuple[IO[bytes], str, int]:
        """The ZIP from its start, the manifest's digest and the number of parts."""
        manifest = as_json({**self._heading, "files": dict(sorted(self._parts.items()))})
        self._zip.writestr(zipfile.ZipInfo(MANIFEST, MADE), manifest)
        self._zip.close()
        self._target.seek(0)
        return self._target, hashlib.sha256(manifest).hexdigest(), len(self._parts)


def as_json(value: Any) -> bytes:
    return (json.dumps(value, indent=1, ensure_ascii=False, sort_keys=False) + "\n").encode()


def as_csv(rows: list[Mapping[str, Any]]) -> bytes:
    """One line a row under the union of the columns; nested values as JSON text."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([_cell(row.get(name)) for name in columns] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def safe_name(name: str) -> str:
    """A name that every file system takes and that leads nowhere."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip(".-")[:120] or "file"


def _cell(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return "" if value is None else value
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text
