"""The habits hold: the targets are there, integration runs them, and the count tells the truth."""

from __future__ import annotations

import os
import re
from collections import Counter
from pathlib import Path

import pytest

from scripts.test import ALL, FAST, Outcome, read_results, report
from tests.architecture.tree import ROOT

RESULTS = """<testsuites><testsuite>
<testcase name="a"/><testcase name="b"/>
<testcase name="c"><failure message="no">no</failure></testcase>
<testcase name="d"><error message="no">no</error></testcase>
<testcase name="e"><skipped message="no peers here">x</skipped></testcase>
</testsuite></testsuites>"""


def test_every_habit_has_its_target() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert {"demo", "test", "test-fast", "check", "bench", "docs", "assets", "lock"} <= targets


def test_integration_runs_all_tests() -> None:
    run = ROOT / ".ci" / "run"
    assert os.access(run, os.X_OK)
    assert run.read_text().rstrip().endswith("exec make test")


def test_both_databases_are_tested_and_the_fast_suites_are_some_of_all() -> None:
    assert {suite.database for suite in ALL} == {"sqlite", "postgresql"}
    assert {suite.name for suite in FAST} <= {suite.name for suite in ALL}


def test_results_are_counted(tmp_path: Path) -> None:
    (tmp_path / "results.xml").write_text(RESULTS)
    outcome = read_results("suite", tmp_path / "results.xml", exit_code=1)
    assert (outcome.passed, outcome.failed, outcome.skipped) == (2, 2, 1)
    assert outcome.reasons == {"no peers here": 1}


def test_a_suite_without_tests_or_without_results_is_not_good(tmp_path: Path) -> None:
    (tmp_path / "empty.xml").write_text("<testsuites><testsuite/></testsuites>")
    assert not read_results("suite", tmp_path / "empty.xml", exit_code=5).is_good
    assert not read_results("suite", tmp_path / "missing.xml", exit_code=0).is_good
    assert not read_results("suite", tmp_path / "empty.xml", exit_code=2).is_good


def test_the_last_line_is_the_sum_and_a_skip_says_why(capsys: pytest.CaptureFixture[str]) -> None:
    report(
        [
            Outcome("one", passed=3, failed=1),
            Outcome("two", passed=4, skipped=2, reasons=Counter({"no peers here": 2})),
        ]
    )
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "7 passed, 1 failed, 2 skipped"
    assert "skipped in two (2): no peers here" in lines
