"""The house keeps its form: rooms say what they are for, names say what things are."""

from __future__ import annotations

import ast
import importlib.util
import re
import sys
import tomllib
from pathlib import Path

from tests.architecture.tree import PACKAGE, ROOT, committed, imported, rooms

HOMELESS = {"utils", "util", "common", "helpers", "helper", "misc", "shared"}
EMPTY_WORDS = re.compile(r"(Manager|Service|Helper|Util|Utils|Handler|Wrapper|Data|Info)$")
SOURCES = [path for path in committed("src/*.py") if "migrations" not in path.parts]


def test_a_room_says_what_it_is_for() -> None:
    silent = [
        room
        for room in rooms()
        if not ast.get_docstring(ast.parse((PACKAGE / room / "__init__.py").read_text()))
    ]
    assert not silent, "write in __init__.py what the room is for"


def test_nothing_lives_without_a_home() -> None:
    homeless = [str(path) for path in SOURCES if HOMELESS & {path.stem, *path.parts}]
    assert not homeless, "a thing without a home is not yet understood"


def test_class_names_say_what_a_thing_is() -> None:
    empty = [
        f"{path}: {node.name}"
        for path in SOURCES
        for node in ast.walk(ast.parse((ROOT / path).read_text()))
        if isinstance(node, ast.ClassDef) and EMPTY_WORDS.search(node.name)
    ]
    assert not empty


def test_rules_stand_on_the_standard_library() -> None:
    foreign = {
        f"{path}: {name}"
        for path in SOURCES
        if path.parts[2] == "rules"
        for name in imported(ast.parse((ROOT / path).read_text()))
        if name.split(".")[0] not in sys.stdlib_module_names
        and not (name + ".").startswith("muster.rules.")
    }
    assert not foreign


def test_only_the_clock_knows_the_time() -> None:
    asking = re.compile(r"\b(datetime\.now|datetime\.utcnow|date\.today|timezone\.now)\b")
    askers = {
        str(path.relative_to("src/muster"))
        for path in SOURCES
        if asking.search((ROOT / path).read_text())
    }
    assert askers <= {"journal/clock.py"}, "ask journal.clock.now(), and pass it on as `at`"


def test_each_app_with_tables_has_its_contract() -> None:
    contracts = (ROOT / "pyproject.toml").read_text()
    without = [
        room
        for room in rooms()
        if importlib.util.find_spec(f"muster.{room}.models")
        and f'protected_modules = ["muster.{room}.models"]' not in contracts
    ]
    assert not without, "add a protected contract to pyproject.toml"


def test_every_folder_of_tests_belongs_to_a_suite() -> None:
    run = set(re.findall(r'"(\w+)"', (ROOT / "scripts" / "test.py").read_text()))
    folders = {path.parts[1] for path in committed("tests/**/test_*.py")}
    assert folders <= run


def test_templates_and_static_files_live_under_their_app() -> None:
    misplaced = [
        str(path)
        for path in committed("src/muster/*/templates/*", "src/muster/*/static/*")
        if path.parts[2] != "web" and path.parts[4] != path.parts[2]
    ]
    assert not misplaced


def test_the_built_package_carries_everything_that_it_needs() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    globs = project["tool"]["setuptools"]["package-data"]["muster"]
    carried = {Path(glob).suffix for glob in globs} | {".py"}
    forgotten = [
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix not in carried
    ]
    assert not forgotten
