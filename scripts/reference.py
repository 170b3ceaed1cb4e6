"""The generated reference pages: each function reads the code and answers with a page."""

from __future__ import annotations

import argparse
import dataclasses
import inspect
import json
from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any

from muster.config import environment
from muster.config.cli import make_parser
from muster.config.rooms import ROOMS
from muster.exchange import paper, plain
from muster.journal import registry
from muster.rules import lifecycle, permissions
from muster.web import fact_words


def states() -> str:
    """Every state machine, drawn from its table."""
    parts = [
        "# States",
        "\nWhat may follow what. Buttons, API links, guards and tests read the same tables.",
    ]
    for machine in lifecycle.ALL:
        rows = [
            (
                code(row.action),
                ", ".join(code(state) for state in machine.states if state in row.sources),
                code(row.target),
                code(row.permission) if row.permission else "follows from another command",
                code(row.term) if row.term else "",
            )
            for row in machine.rows
        ]
        parts += [
            f"\n## {machine.name.replace('_', ' ').capitalize()}\n",
            "```mermaid",
            lifecycle.diagram(machine).strip(),
            "```\n",
            table(("Action", "From", "To", "Permission", "Term"), rows),
        ]
    return "\n".join(parts)


def permission_table() -> str:
    """Every permission and the roles that carry it."""
    rows = [
        (code(name), ", ".join(words(role) for role in roles), commands_needing(name))
        for name, roles in sorted(permissions.PERMISSIONS.items())
    ]
    return "\n".join(
        (
            "# Permissions",
            "\nA permission says who may try; whether the thing at hand is theirs is asked next.\n",
            table(("Permission", "Roles", "Commands"), rows),
        )
    )


def commands_needing(permission: str) -> str:
    """The commands that ask for a permission."""
    names = [
        code(entry.name) for entry in registry.commands().values() if entry.permission == permission
    ]
    return ", ".join(names)


def refusals() -> str:
    """Every refusal's code and its sentence."""
    from muster.web import wording

    rows = [(code(name), wording._SENTENCES[name]) for name in sorted(wording.worded_codes())]
    return "\n".join(
        (
            "# Refusals",
            "\nThe codes are stable: programs may rely on them. Words in braces are filled in.\n",
            table(("Code", "What the reader sees"), rows),
        )
    )


def facts() -> str:
    """Every kind of fact, by room."""
    parts = [
        "# Facts",
        "\nWhat is written down when something happened. Fields are ids and plain values.",
    ]
    events = sorted(registry.events().values(), key=lambda event: (room_of(event), event.__name__))
    for room, group in groupby(events, key=room_of):
        rows = [
            (
                code(event.__name__),
                first_sentence(event) or fact_words.sentence_of(event.__name__, {}),
                ", ".join(code(field) for field in fields_of(event)),
                ", ".join(code(name) for name in registry.handlers_of(event.__name__)),
            )
            for event in group
        ]
        parts += [f"\n## {room}\n", table(("Fact", "Meaning", "Fields", "Read by"), rows)]
    return "\n".join(parts)


def fields_of(event: type) -> list[str]:
    """The fields of a fact with their types, as they are written in the code."""
    return [
        f"{field.name}: {getattr(field.type, '__name__', field.type)}"
        for field in dataclasses.fields(event)
    ]


def settings() -> str:
    """Every variable that an installation may set."""
    rows = [
        (code(setting.name), setting.default, setting.meaning) for setting in environment.SETTINGS
    ]
    return "\n".join(
        (
            "# Settings",
            "\nAll settings are environment variables; none is needed to try Muster.\n",
            table(("Variable", "Default", "Meaning"), rows),
        )
    )


def commands() -> str:
    """Every write, by room, with what it refuses, records and rests on."""
    parts = [
        "# Commands",
        "\nEvery write. Pages, the API and the worker call these and nothing else.",
    ]
    entries = sorted(
        registry.commands().values(), key=lambda entry: (place_of(entry.app), entry.name)
    )
    for room, group in groupby(entries, key=lambda entry: entry.app):
        parts.append(f"\n## {room}")
        for entry in group:
            step_up = " Needs a fresh proof of presence." if entry.step_up else ""
            parts += [
                f"\n### {entry.name}\n",
                inspect.cleandoc(entry.function.__doc__ or ""),
                f"\nPermission {code(entry.permission)}.{step_up}",
            ]
    return "\n".join(parts)


def api() -> str:
    """Every operation of the JSON API."""
    from muster.config.api import api as application

    schema: dict[str, Any] = dict(application.get_openapi_schema(path_prefix="/api/v1/"))
    operations = [
        (next(iter(operation.get("tags", ())), ""), path, method.upper(), operation)
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]
    operations.sort(key=lambda each: (place_of(each[0]), each[1], each[2]))
    parts = ["# API", "", str(schema["info"].get("description", "")).strip()]
    parts.append("\nThe machine-readable form is at `/api/v1/openapi.json`.")
    for room, group in groupby(operations, key=lambda each: each[0]):
        rows = [
            (code(f"{method} {path}"), operation.get("summary", ""), answers(operation))
            for _, path, method, operation in group
        ]
        parts += [f"\n## {room or 'all'}\n", table(("Operation", "What it does", "Answers"), rows)]
    return "\n".join(parts)


def answers(operation: dict[str, Any]) -> str:
    """The status codes that an operation is documented to give."""
    return ", ".join(str(status) for status in sorted(operation.get("responses", {}), key=str))


def command_line() -> str:
    """The help of `muster` and of each of its commands."""
    parser = make_parser()
    parts = ["# Command line", "", block(parser)]
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, sub in action.choices.items():
                parts += [f"\n## muster {name}\n", block(sub)]
    return "\n".join(parts)


def block(parser: argparse.ArgumentParser) -> str:
    """A parser's help as a code block, at the same width on every machine."""
    parser.formatter_class = lambda prog: argparse.HelpFormatter(prog, width=96)  # type: ignore[assignment]
    return f"```text\n{parser.format_help().strip()}\n```"


def room_of(thing: type) -> str:
    """The room that a class lives in."""
    return thing.__module__.split(".")[1]


def place_of(room: str) -> tuple[int, str]:
    """Rooms in the order of the house, lowest first; unknown ones at the end."""
    return (ROOMS.index(room) if room in ROOMS else len(ROOMS), room)


def first_sentence(thing: object) -> str:
    """The first paragraph of a docstring, on one line; nothing where Python made it up."""
    text = inspect.getdoc(thing) or ""
    if isinstance(thing, type) and text.startswith(f"{thing.__name__}("):
        return ""
    return " ".join(text.split("\n\n")[0].split())


def forms_schema() -> str:
    """The JSON Schema of every form."""
    return json.dumps(plain.schema(paper.layouts()), indent=1, ensure_ascii=False) + "\n"


def words(name: str) -> str:
    """A role as people say it."""
    return name.replace("_", " ")


def code(text: object) -> str:
    """Set in code type."""
    return f"`{text}`"


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table; bars in cells are escaped."""
    lines = [list(heads)]
    lines.append(["---"] * len(lines[0]))
    lines += [[str(cell).replace("|", "\\|").replace("\n", " ") for cell in row] for row in rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


PAGES: dict[str, Callable[[], str]] = {
    "states": states,
    "permissions": permission_table,
    "refusals": refusals,
    "facts": facts,
    "settings": settings,
    "commands": commands,
    "api": api,
    "cli": command_line,
}

SCHEMAS: dict[str, Callable[[], str]] = {plain.SCHEMA_NAME: forms_schema}
