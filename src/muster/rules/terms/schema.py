"""The JSON Schema of a terms file, read from the same dataclasses that read the file.

A file that fits the schema is well formed; whether its terms can all hold together, only `check_terms`
tells. TOML has no null: the text "none" says that a value is deliberately absent.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from muster.rules.terms.belonging import Clock
from muster.rules.terms.reading import LARGEST_NUMBER, NONE
from muster.rules.terms.term import CLAUSE_NOT_KNOWN, Term
from muster.rules.terms.terms import TERM_KINDS, Heading

Schema = dict[str, Any]

KEY_PATTERN = "^[a-z][a-z0-9_]{1,60}$"
PATTERNS = {"key": KEY_PATTERN, "currency": "^[A-Z]{3}$"}


def terms_schema() -> Schema:
    """The whole schema, JSON Schema 2020-12."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:muster:terms",
        "title": "Terms of a mutual aid agreement",
        "description": (
            "A Muster terms file: TOML, read as this structure. Every term may name its clause and "
            "its source; what names no source is a chosen default."
        ),
        "type": "object",
        "properties": {
            "agreement": _heading(),
            "sources": {
                "type": "object",
                "description": "where the text was read: a short key, and the source in words",
                "additionalProperties": {"type": "string"},
            },
            "terms": {
                "type": "object",
                "properties": {key: _term(kind) for key, kind in TERM_KINDS.items()},
                "required": [key for key, kind in TERM_KINDS.items() if kind.must_be_stated()],
                "additionalProperties": False,
            },
            "clocks": {
                "type": "object",
                "description": "deadlines and waiting times, each under a key of its own",
                "propertyNames": {"pattern": "^[a-z][a-z0-9_]*$"},
                "additionalProperties": _term(Clock),
            },
        },
        "required": ["agreement", "terms"],
        "additionalProperties": False,
    }


def _heading() -> Schema:
    schema = _object(Heading, dataclasses.fields(Heading))
    for name, pattern in PATTERNS.items():
        schema["properties"][name]["pattern"] = pattern
    return {**schema, "description": (Heading.__doc__ or "").strip()}


def _term(kind: type[Term]) -> Schema:
    schema = _object(kind, kind.values())
    names = [each.name for each in kind.values()]
    listed = {"type": "array", "items": {"enum": names}, "uniqueItems": True}
    schema["properties"] |= {
        "clause": {
            "type": "string",
            "description": "the clause as the agreement counts it, as in 4(b)",
            "default": CLAUSE_NOT_KNOWN,
        },
        "source": {"type": "string", "description": "a key of sources; without it: chosen default"},
        "readings": {**listed, "description": "values that are a reading of an open question"},
        "defaults": {**listed, "description": "values chosen, although the term has a source"},
        "note": {"type": "string", "description": "what a reader should know, in own words"},
    }
    summary = " ".join((kind.__doc__ or "").split("\n\n")[0].split())
    return {**schema, "title": kind.TITLE, "description": summary}


def _object(kind: type, fields: tuple[dataclasses.Field, ...]) -> Schema:
    hints = typing.get_type_hints(kind)
    return {
        "type": "object",
        "properties": {each.name: _value(hints[each.name], each) for each in fields},
        "required": [each.name for each in fields if each.default is dataclasses.MISSING],
        "additionalProperties": False,
    }


def _value(hint: Any, each: dataclasses.Field) -> Schema:
    schema = _type(hint, each)
    if says := each.metadata.get("says"):
        schema["description"] = says
    if each.default is not dataclasses.MISSING:
        schema["default"] = as_written(each.default)
    return schema


def _type(hint: Any, each: dataclasses.Field) -> Schema:
    if isinstance(hint, types.UnionType):
        inner = next(option for option in typing.get_args(hint) if option is not types.NoneType)
        return {"anyOf": [_type(inner, each), {"const": NONE}]}
    if typing.get_origin(hint) is tuple:
        return {"type": "array", "items": _type(typing.get_args(hint)[0], each)}
    if dataclasses.is_dataclass(hint):
        return _object(typing.cast(type, hint), dataclasses.fields(hint))
    if issubclass(hint, StrEnum):
        return {"enum": [str(option) for option in hint]}
    if hint in (int, Decimal):
        return {"type": "integer" if hint is int else "number", **_bounds(each)}
    if hint is date:
        return {"type": "string", "format": "date"}
    return {"type": "boolean" if hint is bool else "string"}


def _bounds(each: dataclasses.Field) -> Schema:
    least, most = each.metadata.get("least"), each.metadata.get("most") or LARGEST_NUMBER
    bounds: Schema = {} if least is None else {"minimum": as_written(least)}
    return {**bounds, "maximum": most}


def as_written(value: Any) -> Any:
    """A value as the file writes it, in JSON's own types."""
    if value is None:
        return NONE
    if isinstance(value, tuple):
        return [as_written(each) for each in value]
    if isinstance(value, StrEnum):
        return str(value)
    if isinstance(value, Decimal):
        whole = value.to_integral_value()
        return int(whole) if whole == value else float(value)
    return value
