"""Every command keeps its promises: who may, what is said, where it is proved, where it is found."""

from __future__ import annotations

import ast
import inspect
import re
from functools import cache

from muster.journal import registry
from muster.rules import lifecycle
from muster.rules.actor import SYSTEM_ROLE
from muster.rules.permissions import PERMISSIONS
from muster.web import wording
from tests.architecture.tree import ROOT, committed

# Commands that have no page or no operation of their own, each with the reason. Reviewed one by one.
WITHOUT_A_PAGE: dict[str, str] = {
    "store_file": "a file is stored with the form that carries it: an expense, a claim, an attestation",
    "enroll_device": "a phone sets itself up over the API, for its private keys never leave it",
    "note_contact": "a phone calls by itself, whoever is signed in",
    "open_queue_key": "a phone asks for it when its owner has signed in",
}
WITHOUT_AN_OPERATION: dict[str, str] = {
    "sign_in_with_code": "opens a browser's session; programs have tokens, which no code may make",
}

# Rooms that keep the house itself; no clause of an agreement speaks of them.
HOUSEKEEPING = {
    "web",
    "api",
    "journal",
    "messaging",
    "files",
    "members",
    "notifications",
    "backups",
}

CODE = re.compile(r"[a-z][a-z_]*\.[a-z][a-z_]*")


def commands() -> dict[str, registry.CommandEntry]:
    """The product's own commands; other tests may have added theirs."""
    return {
        name: entry
        for name, entry in registry.commands().items()
        if entry.function.__module__.startswith("muster.")
    }


def events() -> dict[str, type]:
    """The product's own kinds of fact."""
    return {
        name: event
        for name, event in registry.events().items()
        if event.__module__.startswith("muster.")
    }


def test_there_are_commands() -> None:
    assert commands()


def test_a_command_says_what_it_does_refuses_records_and_rests_on() -> None:
    silent = [
        f"{name}: no {part}"
        for name, entry in commands().items()
        for part in missing_parts(entry.app, inspect.cleandoc(entry.function.__doc__ or ""))
    ]
    assert not silent


def missing_parts(app: str, text: str) -> list[str]:
    """Which of the promised parts a docstring lacks; only the agreement's rooms rest on clauses."""
    promised = ["Refuses", "Records", *([] if app in HOUSEKEEPING else ["Clause"])]
    return [part for part in promised if part not in text] if text else ["docstring"]


def test_every_command_has_a_test_that_it_is_refused() -> None:
    """A file named after it, or another of its app's, that calls it and expects a refusal."""
    unproved = [
        f"{entry.app}.{name}"
        for name, entry in commands().items()
        if not any(name in text and "refus" in text.lower() for text in app_tests(entry.app))
    ]
    assert not unproved


@cache
def app_tests(app: str) -> tuple[str, ...]:
    """The test files of an app."""
    return tuple((ROOT / path).read_text() for path in committed(f"tests/apps/{app}/*.py"))


def test_everything_that_a_person_may_do_has_a_page() -> None:
    called = names_in("views")
    missing = {name for name in by_people() if name not in called} - WITHOUT_A_PAGE.keys()
    assert not missing


def test_everything_that_a_page_can_do_the_api_can_do() -> None:
    called = names_in("api")
    missing = {name for name in by_people() if name not in called} - WITHOUT_AN_OPERATION.keys()
    assert not missing


def test_no_exception_outlives_its_command() -> None:
    known = commands().keys()
    assert not (WITHOUT_A_PAGE.keys() | WITHOUT_AN_OPERATION.keys()) - known


def by_people() -> list[str]:
    """The commands that are not Muster's own."""
    return [
        name
        for name, entry in commands().items()
        if PERMISSIONS[entry.permission] != (SYSTEM_ROLE,)
    ]


def names_in(door: str) -> set[str]:
    """Every name used in the views, or in the API, of any app."""
    paths = {
        path
        for path in committed("src/muster/*.py")
        if path.stem == door
        or door in path.parts[3:-1]
        or (door == "views" and path.stem == "forms")
    }
    return {
        name
        for path in paths
        for node in ast.walk(ast.parse((ROOT / path).read_text()))
        for name in ([node.id] if isinstance(node, ast.Name) else [])
        + ([node.attr] if isinstance(node, ast.Attribute) else [])
    }


def test_every_refusal_has_its_sentence() -> None:
    unworded = {
        f"{path}: {code}"
        for path in committed("src/muster/*.py")
        for code in refusal_codes(ast.parse((ROOT / path).read_text()))
        if not wording.is_worded(code)
    }
    assert not unworded


def test_every_state_machine_says_in_words_that_a_step_is_not_possible() -> None:
    codes = [f"{machine.name}.wrong_state" for machine in lifecycle.ALL]
    assert not [code for code in codes if not wording.is_worded(code)]


def refusal_codes(tree: ast.AST) -> set[str]:
    """The codes that a file gives to refusals, also through a table of (broken, code, term)."""
    calls = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and (getattr(node.func, "id", None) or getattr(node.func, "attr", None)) == "Refusal"
    ]
    direct = {
        argument.value
        for call in calls
        for argument in [*call.args[:1], *(key.value for key in call.keywords if key.arg == "code")]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }
    return {code for code in direct if CODE.fullmatch(code)}


def test_every_refusal_that_a_rule_names_in_a_table_has_its_sentence() -> None:
    unworded = {
        f"{path}: {node.value}"
        for path in committed("src/muster/rules/*.py")
        if "lifecycle" not in path.parts and path.name != "permissions.py"
        for each in ast.walk(ast.parse((ROOT / path).read_text()))
        if isinstance(each, ast.Tuple)
        for node in each.elts
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and CODE.fullmatch(node.value)
        and not wording.is_worded(node.value)
    }
    assert not unworded


def test_every_permission_is_asked_for_by_something() -> None:
    used = {entry.permission for entry in commands().values()}
    source = "\n".join(
        (ROOT / path).read_text()
        for path in committed("src/muster/*.py", "src/muster/*.html")
        if path.name != "permissions.py"
    )
    idle = [name for name in PERMISSIONS if name not in used and f'"{name}"' not in source]
    assert not idle


def test_every_fact_is_frozen() -> None:
    loose = [
        name
        for name, event in events().items()
        if not event.__dataclass_params__.frozen  # type: ignore[attr-defined]
    ]
    assert not loose


def test_every_fact_says_what_it_is_about_in_the_reference() -> None:
    page = (ROOT / "docs" / "reference" / "facts.md").read_text()
    assert not [name for name in events() if f"`{name}`" not in page]
