"""A register as a CSV file: every mistake named by row and column, nothing guessed."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from typing import Any

from muster.members.checks import Reasons, party_values
from muster.rules.lifecycle import StandingState
from muster.rules.refusal import Refusal
from muster.web.wording import sentence

COLUMNS = (
    "name",
    "kind",
    "county",
    "place",
    "state_code",
    "population",
    "latitude",
    "longitude",
    "website",
    "standing",
    "signature_confirmed",
    "source_note",
)
REQUIRED = ("name", "kind")
MOST_ROWS = 2000
MOST_BYTES = 1_000_000
YES, NO = {"1", "true", "yes", "y"}, {"", "0", "false", "no", "n"}
FIRST_STANDINGS = {StandingState.INVITED, StandingState.PENDING, StandingState.IN_FORCE}


@dataclass
class Preview:
    """What a file would add, and every reason why it may not be added as it stands."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)


def read_parties(content: bytes | str, taken: set[str]) -> Preview:
    """The rows of the file, checked; `taken` holds the names in use, in lower case."""
    preview = Preview()
    words = _decoded(content, preview)
    if words is None:
        return preview
    try:
        lines = list(csv.reader(io.StringIO(words, newline=""), strict=True))
    except csv.Error as error:
        _refuse(preview, "import.not_csv", why=str(error)[:200])
        return preview
    lines_with_numbers = [(n, line) for n, line in enumerate(lines, 1) if any(map(str.strip, line))]
    if not lines_with_numbers:
        _refuse(preview, "import.empty")
        return preview
    header = [name.strip().lower() for name in lines_with_numbers[0][1]]
    if not _header_is_right(header, preview):
        return preview
    body = lines_with_numbers[1:]
    if not body:
        _refuse(preview, "import.empty")
    if len(body) > MOST_ROWS:
        _refuse(preview, "import.too_many_rows", limit=MOST_ROWS)
        return preview
    seen = set(taken)
    for number, line in body:
        _read_row(preview, header, number, line, seen)
    return preview


def _decoded(content: bytes | str, preview: Preview) -> str | None:
    size = len(content) if isinstance(content, bytes) else len(content.encode("utf-8", "replace"))
    if size > MOST_BYTES:
        _refuse(preview, "import.too_large", limit=f"{MOST_BYTES // 1_000_000} MB")
        return None
    if isinstance(content, bytes):
        try:
            content = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            _refuse(preview, "import.not_utf8")
            return None
    content = content.removeprefix("\ufeff")
    if "\x00" in content:
        _refuse(preview, "import.not_csv", why="it holds NUL characters")
        return None
    return content


def _header_is_right(header: list[str], preview: Preview) -> bool:
    missing = [name for name in REQUIRED if name not in header]
    unknown = [name for name in header if name not in COLUMNS]
    if missing:
        _refuse(preview, "import.column_missing", columns=", ".join(missing))
    if unknown:
        named = ", ".join(name[:40] or "(empty)" for name in unknown[:5])
        _refuse(preview, "import.column_unknown", columns=named, known=", ".join(COLUMNS))
    if len(set(header)) != len(header):
        _refuse(preview, "import.column_twice")
    return not preview.refusals


def _refuse(preview: Preview, code: str, **values: Any) -> None:
    preview.refusals.append(Refusal(code, field="file", values=values))


def _read_row(
    preview: Preview, header: list[str], number: int, line: list[str], seen: set[str]
) -> None:
    if len(line) != len(header):
        values = {"row": number, "found": len(line), "wanted": len(header)}
        preview.refusals.append(Refusal("import.row_width", field="file", values=values))
        return
    given = {name: value.strip() for name, value in zip(header, line, strict=True)}
    reasons = Reasons()
    values = _row_values(reasons, given)
    name = str(values.get("name", "")).casefold()
    if name and name in seen:
        reasons.add("party.name_taken", "name")
    seen.add(name)
    for refusal in reasons.refusals:
        preview.refusals.append(
            Refusal(
                "import.cell",
                field="file",
                values={"row": number, "column": refusal.field, "reason": sentence(refusal)},
            )
        )
    values["row"] = number
    preview.rows.append(values)


def _row_values(reasons: Reasons, given: dict[str, str]) -> dict[str, Any]:
    facts: dict[str, Any] = {
        name: given[name]
        for name in ("name", "kind", "county", "place", "state_code", "website")
        if name in given
    }
    facts["kind"] = facts["kind"].lower().replace(" ", "_")
    for name, reader in (("population", int), ("latitude", float), ("longitude", float)):
        if given.get(name):
            facts[name] = _number(reasons, name, given[name], reader)
    values = party_values(reasons, facts)
    values["standing"] = given.get("standing", "").lower().replace(" ", "_") or "invited"
    if values["standing"] not in FIRST_STANDINGS:
        reasons.add("party.wrong_first_standing", "standing")
    confirmed = given.get("signature_confirmed", "").lower()
    if confirmed not in YES | NO:
        reasons.add("import.not_yes_or_no", "signature_confirmed")
    values["signature_confirmed"] = confirmed in YES
    values["source_note"] = reasons.line("source_note", given.get("source_note", ""), 300)
    return values


def _number(reasons: Reasons, name: str, words: str, reader: type) -> Any:
    try:
        plain = words.replace(",", "") if reader is int else words
        if len(plain) > 20 or not plain.isascii() or "_" in plain:
            raise ValueError
        number = reader(plain)
        if number != number:
            raise ValueError
        return number
    except (ValueError, OverflowError):
        reasons.add("number.invalid", name)
        return None
