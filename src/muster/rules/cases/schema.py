"""The JSON Schema of a case, read from the same dataclasses that read the file."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from muster.rules.cases.reading import LARGEST_NUMBER, LONGEST_TEXT
from muster.rules.cases.shape import Case

Schema = dict[str, Any]

AMOUNT = r"^-?\d{1,15}(\.\d{1,10})?$"


def case_schema() -> Schema:
    """The whole schema, JSON Schema 2020-12."""
    kinds: dict[str, Schema] = {}
    root = _object(Case, kinds)
    root["properties"]["$schema"] = {"type": "string"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:muster:case",
        "title": "A case to settle",
        **root,
        "$defs": dict(sorted(kinds.items())),
    }


def _object(kind: type, kinds: dict[str, Schema]) -> Schema:
    hints = typing.get_type_hints(kind)
    fields = dataclasses.fields(kind)
    return {
        "type": "object",
        "description": " ".join((kind.__doc__ or "").split()),
        "properties": {each.name: _value(hints[each.name], each, kinds) for each in fields},
        "required": [each.name for each in fields if each.default is dataclasses.MISSING],
        "additionalProperties": False,
    }


def _value(hint: Any, each: dataclasses.Field, kinds: dict[str, Schema]) -> Schema:
    schema = _type(hint, each, kinds)
    if says := each.metadata.get("says"):
        schema["description"] = says
    if isinstance(each.default, bool | int | StrEnum) or each.default == ():
        schema["default"] = [] if each.default == () else each.default
    return schema


def _type(hint: Any, each: dataclasses.Field, kinds: dict[str, Schema]) -> Schema:
    if isinstance(hint, types.UnionType):
        inner = next(part for part in typing.get_args(hint) if part is not types.NoneType)
        return {"anyOf": [_type(inner, each, kinds), {"type": "null"}]}
    if typing.get_origin(hint) is Mapping:
        return {"type": "object"}
    if typing.get_origin(hint) is tuple:
        return {"type": "array", "items": _type(typing.get_args(hint)[0], each, kinds)}
    if dataclasses.is_dataclass(hint):
        kind = typing.cast(type, hint)
        if kind.__name__ not in kinds:
            kinds[kind.__name__] = {}
            kinds[kind.__name__] = _object(kind, kinds)
        return {"$ref": f"#/$defs/{kind.__name__}"}
    if issubclass(hint, StrEnum):
        return {"enum": [str(option) for option in hint]}
    return _plain(hint, each)


def _plain(hint: type, each: dataclasses.Field) -> Schema:
    least, most = each.metadata.get("least"), each.metadata.get("most") or LARGEST_NUMBER
    bounds: Schema = {} if least is None else {"minimum": int(least)}
    if hint is int:
        return {"type": "integer", **bounds, "maximum": most}
    if hint is Decimal:
        number = {"type": "number", **bounds, "maximum": most}
        return {"anyOf": [number, {"type": "string", "pattern": AMOUNT}]}
    if hint is datetime:
        return {"type": "string", "examples": ["2026-07-04T08:00", "2026-07-04T08:00-06:00"]}
    if hint is date:
        return {"type": "string", "format": "date"}
    return {"type": "boolean"} if hint is bool else {"type": "string", "maxLength": LONGEST_TEXT}
