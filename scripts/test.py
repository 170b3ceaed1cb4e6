#!/usr/bin/env python3
"""Run the checks and the test suites one after another, and end with one count of all of them.

usage: test.py check | fast | all

A failing suite does not stop the next one. The last line is always of the form
`12 passed, 0 failed, 1 skipped`; every skip gives its reason above it. The exit code is not 0
when anything failed, or when a suite found no test at all.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "test-results"
BIN = Path(sys.executable).parent

INTERRUPTED = "interrupted"
CHECKS: dict[str, list[str | Path]] = {
    "lint": [BIN / "ruff", "check", "--quiet", "."],
    "format": [BIN / "ruff", "format", "--check", "--quiet", "."],
    "types": [BIN / "mypy"],
    "contracts": [BIN / "lint-imports", "--no-cache"],
}


@dataclass(frozen=True)
class Suite:
    """Some test folders, the database they run on, and when they are too slow to be right."""

    name: str
    folders: tuple[str, ...]
    database: str = "sqlite"
    options: tuple[str, ...] = ()
    minutes: int = 10


APPS = ("apps", "api", "architecture")
# One process more than there are cores, for some tests wait; a file's tests share a database and its cast.
SPREAD = ("-n", "3", "--dist", "loadfile")
WITHOUT_READING_THE_TREE = tuple(  # these look at files alone: once is enough
    f"--ignore=tests/architecture/test_{name}.py"
    for name in ("committed_files", "docs", "habits", "layout", "parts", "sizes", "terms")
)
RULES = Suite("rules", ("rules",))
FAST = (
    RULES,
    Suite("apps, API, architecture on SQLite", APPS, options=(*SPREAD, "-m", "not slow")),
)
ALL = (
    RULES,
    Suite("apps, API, architecture on SQLite", APPS, options=SPREAD, minutes=40),
    Suite(
        "apps, API, architecture on PostgreSQL",
        APPS,
        database="postgresql",
        options=(*SPREAD, *WITHOUT_READING_THE_TREE),
        minutes=40,
    ),
    Suite("scale", ("scale",)),
    Suite("accessibility", ("accessibility",), options=("-n", "2"), minutes=30),
    Suite("browser on SQLite", ("browser",), minutes=25),
    Suite(
        "browser, critical journeys on PostgreSQL",
        ("browser",),
        database="postgresql",
        options=("-m", "critical"),
        minutes=15,
    ),
)


@dataclass
class Outcome:
    """What one row of the summary says."""

    name: str
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0.0
    note: str = ""
    reasons: Counter[str] = field(default_factory=Counter)

    @property
    def is_good(self) -> bool:
        return self.failed == 0 and not self.note


def main(arguments: list[str]) -> int:
    """Run what was asked for and report it."""
    if len(arguments) != 1 or arguments[0] not in {"check", "fast", "all"}:
        print(__doc__, file=sys.stderr)
        return 2
    # A shell that starts this in the background has interrupts ignored, and so would the suites.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    suites = {"check": (), "fast": FAST, "all": ALL}[arguments[0]]
    RESULTS.mkdir(exist_ok=True)
    outcomes = [run_checks()]
    for suite in suites:
        outcomes.append(run_suite(suite))
        if outcomes[-1].note == INTERRUPTED:
            break
    report(outcomes)
    return 0 if all(outcome.is_good for outcome in outcomes) else 1


def run_checks() -> Outcome:
    """Lint, format, types and contracts; each counts as one test."""
    outcome = Outcome("check")
    started = time.monotonic()
    for name, command in CHECKS.items():
        done = subprocess.run(
            [str(part) for part in command],
            cwd=ROOT,
            env={**environment(), "MUSTER_SECRET_KEY": "only-for-checks"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode == 0:
            outcome.passed += 1
        else:
            outcome.failed += 1
            words = (
                done.stdout[done.stdout.find("Contracts\n") :]
                if name == "contracts"
                else done.stdout
            )
            print(f"---- {name} ----\n{words.strip()}\n")
    outcome.seconds = time.monotonic() - started
    return outcome


def run_suite(suite: Suite) -> Outcome:
    """One pytest process; it is ended when it takes far longer than it should."""
    print(f"\n==== {suite.name} ====", flush=True)
    started = time.monotonic()
    folders = [f"tests/{name}" for name in suite.folders if (ROOT / "tests" / name).is_dir()]
    results = RESULTS / f"{suite.name.replace(', ', '-').replace(' ', '-')}.xml"
    results.unlink(missing_ok=True)
    if not folders:
        return Outcome(suite.name, note="has no tests")
    command = [sys.executable, "-m", "pytest", *folders, *suite.options, f"--junitxml={results}"]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment(suite.database), start_new_session=True
    )
    note = ""
    try:
        process.wait(timeout=suite.minutes * 60)
    except subprocess.TimeoutExpired:
        note = f"ended after {suite.minutes} minutes"
        end(process)
    except KeyboardInterrupt:
        note = INTERRUPTED
        end(process)
    outcome = read_results(suite.name, results, process.wait())
    outcome.note = note or outcome.note
    outcome.seconds = time.monotonic() - started
    return outcome


def end(process: subprocess.Popen[bytes]) -> None:
    """Interrupt the suite, so that it stops its own servers; kill it when it does not listen."""
    os.killpg(process.pid, signal.SIGINT)
    try:
        process.wait(timeout=30)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)


def environment(database: str = "sqlite") -> dict[str, str]:
    """The surroundings of every suite: this tree's code, and the database asked for."""
    path = os.pathsep.join(filter(None, [str(ROOT / "src"), os.environ.get("PYTHONPATH")]))
    return {**os.environ, "PYTHONPATH": path, "MUSTER_TEST_DATABASE": database}


def read_results(name: str, results: Path, exit_code: int) -> Outcome:
    """Count what pytest wrote; a suite that wrote nothing has failed."""
    outcome = Outcome(name)
    if not results.exists():
        outcome.failed, outcome.note = 1, "stopped before it could report"
        return outcome
    cases = list(ElementTree.parse(results).getroot().iter("testcase"))
    for case in cases:
        skip = case.find("skipped")
        if case.find("failure") is not None or case.find("error") is not None:
            outcome.failed += 1
        elif skip is not None:
            outcome.skipped += 1
            outcome.reasons[skip.get("message") or "no reason given"] += 1
        else:
            outcome.passed += 1
    if not cases:
        outcome.note = "found no tests"
    elif exit_code not in (0, 1):
        outcome.note = f"pytest ended with code {exit_code}"
    return outcome


def report(outcomes: list[Outcome]) -> None:
    """One row per suite, the reasons of skips, then the sum as the last line."""
    width = max(len(outcome.name) for outcome in outcomes)
    print("\n==== summary ====")
    for outcome in outcomes:
        note = f"   {outcome.note}" if outcome.note else ""
        print(
            f"{outcome.name:<{width}}  {outcome.passed:>5} passed  {outcome.failed:>3} failed"
            f"  {outcome.skipped:>3} skipped  {outcome.seconds:>6.0f} s{note}"
        )
    for outcome in outcomes:
        for reason, count in sorted(outcome.reasons.items()):
            print(f"skipped in {outcome.name} ({count}): {reason}")
    passed, failed, skipped = (
        sum(getattr(outcome, name) for outcome in outcomes)
        for name in ("passed", "failed", "skipped")
    )
    print(f"{passed} passed, {failed} failed, {skipped} skipped", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
