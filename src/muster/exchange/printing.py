"""A form on paper: one Typst template lays out every form, filled or blank."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from muster.exchange.filling import Filled
from muster.exchange.layout import WHOLE_WIDTH, Block, Layout
from muster.exchange.plain import is_known, rows_of
from muster.rules.money import Money, format_money
from muster.web.pdf import render_pdf

TEMPLATE = Path(__file__).with_name("form.typ")
UTC_ZONE = "UTC"


def print_form(layout: Layout, filled: Filled | None, network_name: str = "") -> bytes:
    """One form as a tagged PDF."""
    name = filled.network.name if filled else network_name
    return render_pdf(
        TEMPLATE, {"title": layout.name, "author": name, "forms": [contents(layout, filled, name)]}
    )


def print_blank_set(layouts: Iterable[Layout], network_name: str) -> bytes:
    """Every form, blank, in one file for the printed pack."""
    forms = [contents(layout, None, network_name) for layout in layouts]
    return render_pdf(TEMPLATE, {"title": "Blank forms", "author": network_name, "forms": forms})


def contents(layout: Layout, filled: Filled | None, network_name: str) -> dict[str, Any]:
    """Everything on the paper, in words."""
    zone = filled.network.time_zone if filled else UTC_ZONE
    values = filled.values if filled else {}
    return {
        "name": layout.name,
        "purpose": layout.purpose,
        "basis": layout.basis,
        "landscape": layout.is_landscape,
        "network": network_name,
        "label": filled.label if filled else "",
        "reference": filled.reference if filled else "",
        "zone": zone if filled else "",
        "is_exercise": bool(filled and filled.is_exercise),
        "is_sample": bool(filled and filled.network.is_sample),
        "sections": [
            {
                "title": section.title,
                "rows": rows_of_blocks(
                    [_block(block, values.get(block.key), zone) for block in section.blocks]
                ),
            }
            for section in layout.sections
        ],
    }


def rows_of_blocks(blocks: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Blocks side by side as long as their widths fit the page."""
    rows: list[list[dict[str, Any]]] = []
    taken = WHOLE_WIDTH
    for block in blocks:
        if taken + block["width"] > WHOLE_WIDTH:
            rows.append([])
            taken = 0
        rows[-1].append(block)
        taken += block["width"]
    return rows


def _block(block: Block, value: Any, zone: str) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "number": block.number,
        "title": block.title,
        "kind": block.kind,
        "width": block.width,
        "lines": block.lines,
    }
    match block.kind:
        case "fields":
            known = value or {}
            shown["fields"] = [[name, words(known.get(name), zone)] for name in block.fields]
        case "choices":
            shown["choices"] = [[name, name == value] for name in block.choices]
        case "table":
            shown["columns"] = list(block.columns)
            shown["shares"] = list(block.shares or (1,) * len(block.columns))
            shown["rows"] = _table_rows(block, value, zone)
        case _:
            shown["text"] = words(value, zone)
    return shown


def _table_rows(block: Block, value: Any, zone: str) -> list[list[str]]:
    """The known rows in words, then blank ones up to the form's own number of lines."""
    if block.row_names:
        known = value or {}
        whole = {name: list(known.get(name, ())) for name in block.row_names}
        return [[words(cell, zone) for cell in row] for row in rows_of(block, whole)]
    rows = [[words(cell, zone) for cell in row] for row in rows_of(block, value)]
    blank = [""] * len(block.columns)
    return rows + [list(blank) for _ in range(block.lines - len(rows))]


def texts_of(layout: Layout, filled: Filled) -> list[tuple[str, str, str]]:
    """(key, title, words) of every block that the record knows, for whoever reads without a form."""
    zone = filled.network.time_zone
    return [
        (block.key, block.title, _text_of(block, filled.values[block.key], zone))
        for block in layout.blocks
        if is_known(filled.values.get(block.key))
    ]


def _text_of(block: Block, value: Any, zone: str) -> str:
    if block.kind == "fields":
        return "\n".join(f"{name}: {words(each, zone)}" for name, each in value.items() if each)
    if block.kind == "table":
        rows = [[words(cell, zone) for cell in row] for row in rows_of(block, value)]
        return "\n".join(" | ".join(cell for cell in row if cell) for row in rows)
    return words(value, zone)


def words(value: Any, zone: str) -> str:
    """A value as it stands on paper: moments in the network's zone, money with its currency."""
    match value:
        case None:
            return ""
        case Money():
            return format_money(value)
        case datetime():
            local = value.astimezone(ZoneInfo(zone))
            return f"{_day(local)}, {local:%H:%M} {local:%Z}"
        case date():
            return _day(value)
        case time():
            return f"{value:%H:%M}"
        case list() | tuple():
            return " – ".join(words(each, zone) for each in value if each is not None)
    return str(value)


def _day(day: date) -> str:
    return f"{day:%b} {day.day}, {day.year}"
