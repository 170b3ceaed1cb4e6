"""The reference of the terms file: every term and value, and the schema of the file."""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from muster.agreements.plain_words import CLOCKS, PARTS
from muster.rules.terms import TERM_KINDS, Clock, Heading, Term, terms_schema
from muster.rules.terms.schema import as_written

INTRODUCTION = """
An agreement's terms are one text file (TOML). How to write one is told in
[Write the terms of an agreement](../how-to/write-the-terms-of-an-agreement.md); the machine-readable
form of this page is [terms.schema.json](terms.schema.json), which `muster terms schema` prints too.

Beside its values, every term and every clock may carry:

| Key | Meaning |
| --- | --- |
| `clause` | the clause as the agreement counts it; left out: clause not known |
| `source` | a key of `[sources]`: where the text was read; left out: every value is a chosen default |
| `readings` | names of values that are the network's reading of a question that the text leaves open |
| `defaults` | names of values that are not known and were chosen, although the term has a source |
| `note` | what a reader should know, in own words |

A value that the file leaves out stands at its default and is marked as a chosen default. `"none"`
says that a value is deliberately absent. Terms marked *must be stated* have no default.

**Read by** tells what a value does. *Rules*: Muster computes, refuses, counts or sorts by it. *People*:
it stands on the agreement's pages, in its document and in comparisons, and binds only who reads it.
"""


def terms() -> str:
    """Every term with its values, in the order in which the agreement's page shows them."""
    lines = ["# Terms", INTRODUCTION, "\n## The agreement itself: `[agreement]`\n"]
    lines += _table(Heading, dataclasses.fields(Heading))
    for title, names in PARTS:
        lines.append(f"\n## {title}")
        for key in names.split():
            lines += _term(TERM_KINDS[key], f"[terms.{key}]")
    lines.append(f"\n## {CLOCKS}")
    lines += _term(Clock, "[clocks.<name>]")
    return "\n".join(lines)


def schema() -> str:
    """The JSON Schema of a terms file."""
    return json.dumps(terms_schema(), indent=1) + "\n"


def _term(kind: type[Term], place: str) -> list[str]:
    stated = " This term must be stated." if kind.must_be_stated() else ""
    summary = " ".join((kind.__doc__ or "").split())
    return [
        f"\n### {kind.TITLE}: `{place}`\n",
        f"{summary}{stated}\n",
        *_table(kind, kind.values()),
    ]


def _table(kind: type, fields: tuple[dataclasses.Field, ...]) -> list[str]:
    hints = typing.get_type_hints(kind)
    rows = []
    for each in fields:
        written = (
            "must be stated"
            if each.default is dataclasses.MISSING
            else f"`{json.dumps(as_written(each.default))}`"
        )
        reader = "People" if each.metadata.get("for_people") else "Rules"
        cells = (
            f"`{each.name}`",
            each.metadata["says"],
            _allowed(hints[each.name], each),
            written,
            reader,
        )
        rows.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return [
        "| Value | Meaning | Allowed | Default | Read by |",
        "| --- | --- | --- | --- | --- |",
        *rows,
    ]


def _allowed(hint: Any, each: dataclasses.Field) -> str:
    if isinstance(hint, types.UnionType):
        inner = next(option for option in typing.get_args(hint) if option is not types.NoneType)
        return f'{_allowed(inner, each)}, or `"none"`'
    if typing.get_origin(hint) is tuple:
        inner = typing.get_args(hint)[0]
        if dataclasses.is_dataclass(inner):
            names = ", ".join(f"`{field.name}`" for field in dataclasses.fields(inner))
            return f"list of tables with {names}"
        return f"list of {_allowed(inner, each)}"
    if issubclass(hint, StrEnum):
        return ", ".join(f"`{option}`" for option in hint)
    if hint in (int, Decimal):
        return _range("whole number" if hint is int else "number", each)
    return {bool: "`true`, `false`", date: "date", str: "text"}[hint]


def _range(word: str, each: dataclasses.Field) -> str:
    least, most = each.metadata.get("least"), each.metadata.get("most")
    if least is not None and most is not None:
        return f"{word}, {least} to {most:,}"
    return f"{word}, {least} or more" if least is not None else word
