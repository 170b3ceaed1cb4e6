"""Listing many resources at once from a CSV file: previewed cell by cell, then all or none."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from muster.catalog.commands.resources import own_party
from muster.catalog.commands.stating import (
    HeldSince,
    ResourceInputs,
    Words,
    build,
    clearance_rows,
    refusals_for,
    skill_rows,
    words_of,
)
from muster.catalog.details import SHAPES
from muster.catalog.events import ResourcesImported
from muster.catalog.models import (
    RateBasis,
    Resource,
    ResourceClearance,
    ResourceKind,
    ResourceSkill,
)
from muster.journal.command import command
from muster.journal.record import EVERYONE, record
from muster.rules.actor import Actor
from muster.rules.refusal import NotFound, Refusal, Refused, refuse_if
from muster.web.wording import sentence

MOST_ROWS = 1_000
MOST_CHARACTERS = 1_000_000
MOST_SHOWN = 100
UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")

COMMON = (
    "resource_type",
    "name",
    "description",
    "quantity",
    "reserve",
    "rate",
    "rate_basis",
    "home_base",
    "latitude",
    "longitude",
)
OF_KIND: dict[str, tuple[str, ...]] = {
    ResourceKind.PERSON: (
        "skills",
        "clearances",
        "can_work_remotely",
        "max_travel_km",
        "position_title",
        "overtime_rate",
        "phone",
    ),
    ResourceKind.EQUIPMENT: ("serial_numbers", "condition", "replacement", "bought_on"),
    ResourceKind.LICENCE: (
        "publisher",
        "product",
        "lending_permitted",
        "permission_note",
        "expires_on",
    ),
    ResourceKind.CAPACITY: ("what", "available_until"),
    ResourceKind.FACILITY: ("power", "network_access", "address"),
}
EXAMPLES = {
    "resource_type": {
        "person": "systems_engineer",
        "equipment": "laptop",
        "licence": "edr_seat",
        "capacity": "backup_storage",
        "facility": "workspace_seat",
    },
    "name": "A name that others will know it by",
    "quantity": "2",
    "reserve": "0",
    "rate": "45.00",
    "rate_basis": "hour",
    "home_base": "Juniper Flats",
    "skills": "active_directory; linux",
    "clearances": "background_check until 2027-06-30",
    "can_work_remotely": "yes",
    "serial_numbers": "A-1; A-2",
    "condition": "good",
    "lending_permitted": "yes",
    "permission_note": "Publisher's letter of 2026-03-02",
    "expires_on": "2027-06-30",
    "available_until": "2027-06-30",
}


@dataclass(frozen=True)
class CellError:
    """What is wrong in one cell. `row` counts as a spreadsheet does: the heading is row 1."""

    row: int
    column: str
    refusal: Refusal


@dataclass(frozen=True)
class ImportPreview:
    """What a file would list, and everything that is wrong with it."""

    kind: str
    rows: tuple[ResourceInputs, ...] = ()
    errors: tuple[CellError, ...] = field(default=())

    @property
    def is_clean(self) -> bool:
        return bool(self.rows) and not self.errors


def columns_of(kind: str) -> tuple[str, ...]:
    """The columns that a file of a kind may have; only type and name must be there."""
    if kind not in OF_KIND:
        raise NotFound("kind")
    common: tuple[str, ...] = COMMON
    if kind == ResourceKind.PERSON:
        common = tuple(name for name in COMMON if name not in ("quantity", "reserve"))
    return common + OF_KIND[kind]


def template_of(kind: str) -> str:
    """A file to start from: the heading and one made-up row."""
    columns = columns_of(kind)
    values = [EXAMPLES.get(name, "") for name in columns]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerow(value[kind] if isinstance(value, dict) else value for value in values)
    return text.getvalue()


@command("resource.import")
def import_resources(
    actor: Actor, *, kind: str, text: str, party_id: UUID | None = None
) -> list[Resource]:
    """List every row of a CSV file as resources of one kind of one's own party: all of them or none.

    Refuses: `resource_import.cell` for each mistake with its row and column, `resource_import.unreadable`,
    `resource_import.too_many_rows`, `resource_import.no_rows`, `resource_import.too_long`.
    Records: ResourcesImported. Clause: response.
    """
    owner_id = own_party(actor, party_id)
    preview = preview_import(actor, kind=kind, text=text, party_id=owner_id)
    refuse_if(as_refusal(error) for error in preview.errors[:MOST_SHOWN])
    words = words_of(actor.network_id, owner_id)
    rows = [build(actor, owner_id, said, words) for said in preview.rows]
    Resource.objects.bulk_create(rows, batch_size=500)
    pairs = list(zip(rows, preview.rows, strict=True))
    ResourceSkill.objects.bulk_create(
        [each for row, said in pairs for each in skill_rows(row, said, words)], batch_size=500
    )
    ResourceClearance.objects.bulk_create(
        [each for row, said in pairs for each in clearance_rows(row, said, words)], batch_size=500
    )
    shape = SHAPES[kind]
    shape.table._default_manager.bulk_create(
        [shape.table(resource=row, **said.details) for row, said in pairs], batch_size=500
    )
    record(
        ResourcesImported(owner_id, kind, len(rows)),
        actor=actor,
        subjects=[("party", owner_id), *(("resource", row.id) for row in rows)],
        audience=EVERYONE,
    )
    return rows


def as_refusal(error: CellError) -> Refusal:
    """A cell's mistake as the refusal of the whole import."""
    if not error.row:
        return error.refusal
    column = error.column.replace("_", " ") or "whole row"
    values = {"row": error.row, "column": column, "words": sentence(error.refusal)}
    return Refusal("resource_import.cell", field="text", values=values)


def preview_import(
    actor: Actor, *, kind: str, text: str, party_id: UUID | None = None
) -> ImportPreview:
    """What a file would do, without doing it: every row as it was understood, every mistake."""
    columns = columns_of(kind)
    owner_id = own_party(actor, party_id)
    try:
        table = _read(text, columns)
    except Refused as refused:
        return ImportPreview(kind, (), tuple(CellError(0, "", each) for each in refused.refusals))
    words = words_of(actor.network_id, owner_id)
    listed = set(
        Resource.objects.filter(
            network_id=actor.network_id, party_id=owner_id, kind=kind, retired_at__isnull=True
        ).values_list("name", flat=True)
    )
    rows: list[ResourceInputs] = []
    errors: list[CellError] = []
    for number, cells in table:
        said, mistakes = _row(actor, owner_id, kind, cells, words)
        if said is not None and said.name in listed:
            mistakes.append(("name", Refusal("resource_import.listed_already")))
        errors += [CellError(number, column, refusal) for column, refusal in mistakes]
        if said is not None:
            listed.add(said.name)
            rows.append(said)
        if len(errors) > MOST_SHOWN:
            break
    return ImportPreview(kind, tuple(rows), tuple(errors))


def _read(text: str, columns: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    """The rows with their numbers; refuses a file that is no table of these columns."""
    if len(text) > MOST_CHARACTERS:
        raise Refused(Refusal("resource_import.too_long", None, "text", {"most": MOST_CHARACTERS}))
    text = text.lstrip("\ufeff")
    if UNWANTED.search(text.replace("\r", "")):
        raise Refused(Refusal("resource_import.control_characters", None, "text"))
    try:
        lines = list(csv.reader(io.StringIO(text), delimiter=_delimiter(text), strict=True))
    except csv.Error as error:
        raise Refused(
            Refusal("resource_import.unreadable", None, "text", {"why": str(error)})
        ) from error
    numbered = [(number, row) for number, row in enumerate(lines, start=1) if any(row)]
    if len(numbered) < 2:
        raise Refused(Refusal("resource_import.no_rows", None, "text"))
    if len(numbered) > MOST_ROWS + 1:
        raise Refused(Refusal("resource_import.too_many_rows", None, "text", {"most": MOST_ROWS}))
    heading = [name.strip().casefold().replace(" ", "_") for name in numbered[0][1]]
    strange = [name for name in heading if name not in columns]
    missing = [name for name in ("resource_type", "name") if name not in heading]
    refusals = []
    if strange:
        values = {"given": ", ".join(strange)[:200], "columns": ", ".join(columns)}
        refusals.append(Refusal("resource_import.unknown_column", None, "text", values))
    if missing:
        refusals.append(
            Refusal("resource_import.column_missing", None, "text", {"missing": ", ".join(missing)})
        )
    if len(set(heading)) != len(heading):
        refusals.append(Refusal("resource_import.column_twice", None, "text"))
    refuse_if(refusals)
    return [(number, _cells(heading, row)) for number, row in numbered[1:]]


def _delimiter(text: str) -> str:
    """Spreadsheets of some languages write semicolons between cells."""
    heading = text.split("\n", 1)[0]
    return max(",;\t", key=heading.count)


def _cells(heading: list[str], row: list[str]) -> dict[str, str]:
    cells = {
        name: row[index].strip() if index < len(row) else "" for index, name in enumerate(heading)
    }
    if any(cell.strip() for cell in row[len(heading) :]):
        cells["+"] = "more cells than the heading has"
    return cells


class _Wrong(Exception):
    """A cell that cannot be read; carries the code that says what to write instead."""

    def __init__(self, code: str, **values: Any):
        self.refusal = Refusal(code, values=values)
        super().__init__(code)


def _row(
    actor: Actor, party_id: UUID, kind: str, cells: Mapping[str, str], words: Words
) -> tuple[ResourceInputs | None, list[tuple[str, Refusal]]]:
    """One row as inputs, and what is wrong with it by column."""
    mistakes: list[tuple[str, Refusal]] = []
    if "+" in cells:
        mistakes.append(("", Refusal("resource_import.too_many_cells")))

    def read(column: str, how: Callable[[str], Any], missing: Any) -> Any:
        text = cells.get(column, "")
        if not text:
            return missing
        try:
            return how(text)
        except _Wrong as wrong:
            mistakes.append((column, wrong.refusal))
            return missing

    said = ResourceInputs(
        resource_type=_key(cells.get("resource_type", ""), words.types),
        name=read("name", _text(200), ""),
        description=read("description", _text(2000), ""),
        quantity=read("quantity", _whole, 1),
        reserve=read("reserve", _whole, 0),
        rate_ten_thousandths=read("rate", _rate, 0),
        rate_basis=cells.get("rate_basis") or (RateBasis.HOUR if cells.get("rate") else "free"),
        home_base=read("home_base", _text(120), ""),
        latitude=read("latitude", _degrees, None),
        longitude=read("longitude", _degrees, None),
        can_work_remotely=read("can_work_remotely", _yes_or_no, False),
        max_travel_km=read("max_travel_km", _whole, None),
        skills=tuple(_key(each, words.skills) for each in _listed(cells.get("skills", ""))),
        clearances=read("clearances", lambda text: _clearances(text, words), ()),
        details=_details(kind, read),
    )
    found = words.types.get(said.resource_type)
    if found is not None and found.kind != kind:
        mistakes.append(
            ("resource_type", Refusal("resource_import.other_kind", values={"kind": kind}))
        )
        return None, mistakes
    unread = {column for column, _ in mistakes}
    for refusal in refusals_for(actor, party_id, said, words):
        column = COLUMN_OF.get(refusal.field or "", refusal.field or "")
        if column not in unread:
            mistakes.append((column, refusal))
    return (said if found is not None else None), mistakes


COLUMN_OF = {"rate_ten_thousandths": "rate"}


def _details(kind: str, read: Callable[[str, Callable[[str], Any], Any], Any]) -> dict[str, Any]:
    """What the kind alone has, read from its columns."""
    if kind == ResourceKind.PERSON:
        return {
            "position_title": read("position_title", _text(120), ""),
            "overtime_rate_ten_thousandths": read("overtime_rate", _rate, 0),
            "phone": read("phone", _text(20), ""),
        }
    if kind == ResourceKind.EQUIPMENT:
        return {
            "serial_numbers": read("serial_numbers", lambda text: _listed(text)[:1000], []),
            "condition": read("condition", _text(30), "good"),
            "replacement_cents": read("replacement", _cents, None),
            "bought_on": read("bought_on", _day, None),
        }
    if kind == ResourceKind.LICENCE:
        return {
            "publisher": read("publisher", _text(120), ""),
            "product": read("product", _text(120), ""),
            "lending_permitted": read("lending_permitted", _yes_or_no, False),
            "permission_note": read("permission_note", _text(500), ""),
            "expires_on": read("expires_on", _day, None),
        }
    if kind == ResourceKind.CAPACITY:
        return {
            "what": read("what", _text(200), ""),
            "available_until": read("available_until", _day, None),
        }
    return {
        "power": read("power", _text(200), ""),
        "network_access": read("network_access", _text(200), ""),
        "address": read("address", _text(300), ""),
    }


def _key(text: str, words: Mapping[str, Any]) -> str:
    """A word's key, given as the key or as its label."""
    text = text.strip()
    if text in words:
        return text
    folded = text.casefold()
    return next((key for key, row in words.items() if row.label.casefold() == folded), text)


def _listed(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[;|]", text) if part.strip()]


def _text(longest: int) -> Callable[[str], str]:
    def read(text: str) -> str:
        if len(text) > longest:
            raise _Wrong("resource_import.cell_too_long", most=longest)
        return text

    return read


def _whole(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,7}", text) or int(text) > 1_000_000:
        raise _Wrong("resource_import.not_whole")
    return int(text)


def _decimal(text: str, places: int, code: str) -> int:
    """A decimal as a whole number of its last place."""
    try:
        scaled = Decimal(text.lstrip("$").replace(",", "")[:30]).scaleb(places)
        if (
            not scaled.is_finite()
            or scaled != scaled.to_integral_value()
            or not 0 <= scaled < 10**14
        ):
            raise _Wrong(code)
    except ArithmeticError as error:
        raise _Wrong(code) from error
    return int(scaled)


def _rate(text: str) -> int:
    return _decimal(text, 4, "resource_import.not_a_rate")


def _cents(text: str) -> int:
    return _decimal(text, 2, "resource_import.not_an_amount")


def _degrees(text: str) -> float:
    try:
        value = float(text[:30])
    except ValueError as error:
        raise _Wrong("resource_import.not_degrees") from error
    if not math.isfinite(value):
        raise _Wrong("resource_import.not_degrees")
    return value


def _yes_or_no(text: str) -> bool:
    folded = text.casefold()
    if folded in ("yes", "y", "true", "1", "x"):
        return True
    if folded in ("no", "n", "false", "0", "-"):
        return False
    raise _Wrong("resource_import.not_yes_or_no")


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise _Wrong("resource_import.not_a_day") from error
    if not 2000 <= day.year < 2100:
        raise _Wrong("resource_import.not_a_day")
    return day


def _clearances(text: str, words: Words) -> tuple[HeldSince, ...]:
    """`background_check until 2027-06-30; nda`."""
    held = []
    for part in _listed(text):
        name, _, until = part.partition(" until ")
        expires_on = _day(until.strip()) if until.strip() else None
        held.append(HeldSince(_key(name, words.clearances), None, expires_on))
    return tuple(held)
