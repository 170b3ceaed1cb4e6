"""Small enough to be read at one sitting: functions, files and templates keep their size."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.architecture.tree import ROOT, committed

FUNCTION_LINES = 60
FILE_LINES = 500
TEMPLATE_LINES = 250

# What may be longer, and why. Each entry is read again when the thing is touched.
EXCEPTIONS: dict[str, str] = {}

PYTHON = [
    path for path in committed("*.py") if "migrations" not in path.parts and path.parts[0] != ".ci"
]
TEMPLATES = [path for path in committed("*.html") if "templates" in path.parts]


def test_python_files_keep_their_size() -> None:
    assert not too_long({str(path): count_lines(path) for path in PYTHON}, FILE_LINES)


def test_functions_keep_their_size() -> None:
    functions = {
        f"{path}::{node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for path in PYTHON
        for node in ast.walk(ast.parse((ROOT / path).read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert not too_long(functions, FUNCTION_LINES)


def test_templates_keep_their_size() -> None:
    assert not too_long({str(path): count_lines(path) for path in TEMPLATES}, TEMPLATE_LINES)


def test_no_exception_outlives_its_reason() -> None:
    files = {str(path) for path in (*PYTHON, *TEMPLATES)}
    assert {name.split("::")[0] for name in EXCEPTIONS} <= files


def too_long(sizes: dict[str, int], limit: int) -> list[str]:
    """What is longer than it may be: split it where it holds two ideas."""
    return [
        f"{name} has {lines} lines, the limit is {limit}"
        for name, lines in sizes.items()
        if lines > limit and name not in EXCEPTIONS
    ]


def count_lines(path: Path) -> int:
    """How long a committed file is."""
    return len((ROOT / path).read_text().splitlines())
