"""A form as data: its entries as JSON, and the JSON Schema that they keep to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from typing import Any

from muster.exchange.filling import Filled
from muster.exchange.layout import Block, Layout
from muster.journal.plain import to_plain
from muster.rules.money import Money

FORMAT = "muster-form/1"
SCHEMA_NAME = "forms.schema.json"
ENTRY = {"$ref": "#/$defs/entry"}


def as_plain(layout: Layout, filled: Filled | None) -> dict[str, Any]:
    """The form as JSON can hold it: only what the record knows is in `values`."""
    known = filled.values if filled else {}
    values = {
        block.key: block_value(block, known[block.key])
        for block in layout.blocks
        if is_known(known.get(block.key))
    }
    return {
        "format": FORMAT,
        "form": layout.key,
        "title": layout.name,
        "network": filled.network.name if filled else None,
        "sharing_label": filled.label if filled else None,
        "is_exercise": bool(filled and filled.is_exercise),
        "is_sample": bool(filled and filled.network.is_sample),
        "subject": subject_of(filled) if filled else None,
        "values": values,
    }


def subject_of(filled: Filled) -> dict[str, str]:
    return {
        "kind": filled.kind,
        "id": str(filled.subject_id),
        "reference": filled.reference,
    }


def is_known(value: Any) -> bool:
    """Whether an entry says anything."""
    if isinstance(value, Mapping):
        return any(is_known(each) for each in value.values())
    if isinstance(value, list | tuple):
        return any(is_known(each) for each in value)
    return value is not None and value != ""


def block_value(block: Block, value: Any) -> Any:
    """The entry of one block; blanks inside it are null."""
    match block.kind:
        case "fields":
            return {name: entry(each) for name, each in value.items() if is_known(each)}
        case "table":
            return [[entry(cell) for cell in row] for row in rows_of(block, value)]
    if isinstance(value, list | tuple):
        return [entry(each) for each in value]
    return entry(value)


def rows_of(block: Block, value: Any) -> list[list[Any]]:
    """The rows of a table, each as long as its heading; named rows begin with their name."""
    if isinstance(value, Mapping):
        rows = [[name, *value[name]] for name in block.row_names if name in value]
    else:
        rows = [list(row) for row in value or ()]
    return [[*row, *[None] * (len(block.columns) - len(row))] for row in rows]


def entry(value: Any) -> Any:
    """One value in JSON's own types; money keeps its currency."""
    if isinstance(value, Money):
        return {"amount": f"{value.amount:.2f}", "currency": value.currency}
    if isinstance(value, time):
        return value.isoformat("minutes")
    return to_plain(value) if is_known(value) else None


def schema(layouts: Mapping[str, Layout]) -> dict[str, Any]:
    """The JSON Schema of every form, one branch a form, so that others can read and write them."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A form of a mutual aid network, blank or filled",
        "type": "object",
        "required": ["format", "form", "title", "values"],
        "oneOf": [{"$ref": f"#/$defs/{key}"} for key in layouts],
        "$defs": {**_shared(), **{key: _form(each) for key, each in layouts.items()}},
    }


def _shared() -> dict[str, Any]:
    money = {
        "type": "object",
        "properties": {
            "amount": {"type": "string", "pattern": r"^-?\d+\.\d{2}$"},
            "currency": {"type": "string", "pattern": "^[A-Z]{3}$"},
        },
        "required": ["amount", "currency"],
        "additionalProperties": False,
    }
    subject = {
        "type": ["object", "null"],
        "properties": {
            "kind": {"type": "string"},
            "id": {"type": "string", "format": "uuid"},
            "reference": {"type": "string"},
        },
        "required": ["kind", "id", "reference"],
        "additionalProperties": False,
    }
    entry = {
        "description": "Text (moments in ISO 8601 with their offset), a number, money, or null.",
        "anyOf": [{"type": ["string", "integer", "number", "null"]}, {"$ref": "#/$defs/money"}],
    }
    return {"money": money, "subject": subject, "entry": entry}


def _form(layout: Layout) -> dict[str, Any]:
    return {
        "title": layout.name,
        "description": f"{layout.purpose} Blocks: {layout.basis}.",
        "type": "object",
        "properties": {
            "format": {"const": FORMAT},
            "form": {"const": layout.key},
            "title": {"const": layout.name},
            "network": {"type": ["string", "null"]},
            "sharing_label": {"type": ["string", "null"]},
            "is_exercise": {"type": "boolean"},
            "is_sample": {"type": "boolean"},
            "subject": {"$ref": "#/$defs/subject"},
            "values": {
                "type": "object",
                "properties": {block.key: _block(block) for block in layout.blocks},
                "additionalProperties": False,
            },
        },
        "required": ["format", "form", "title", "values"],
        "additionalProperties": False,
    }


def _block(block: Block) -> dict[str, Any]:
    head = {"title": f"{block.number}. {block.title}" if block.number else block.title}
    match block.kind:
        case "fields":
            named = dict.fromkeys(block.fields, ENTRY)
            return {**head, "type": "object", "properties": named, "additionalProperties": False}
        case "table":
            row = {
                "type": "array",
                "prefixItems": [{"title": name, **ENTRY} for name in block.columns],
                "items": False,
                "minItems": len(block.columns),
            }
            return {**head, "type": "array", "items": row}
        case "choices":
            return {**head, "enum": list(block.choices)}
    return {**head, "anyOf": [ENTRY, {"type": "array", "items": ENTRY}]}
