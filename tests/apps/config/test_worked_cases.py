"""The worked cases, each a file: to the cent and to the day, by the pure rules and by the command line."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from muster.config.cli import main
from muster.config.cli.cases import LoadedCase, load_case
from muster.rules.cases import (
    case_clocks,
    case_schema,
    party_states,
    request_states,
    settle_case,
)
from muster.rules.cases.gathering import must_moment
from muster.rules.settlement import as_plain

FOLDER = Path(__file__).parents[2] / "cases"
FILES = sorted(FOLDER.glob("*.json"))


def expected_of(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text())["expected"]


def answer_of(loaded: LoadedCase) -> dict[str, Any]:
    """The whole answer by the pure rules alone."""
    case, terms = loaded.case, loaded.terms
    at = must_moment(case.at, terms.zone) if case.at else datetime(2030, 1, 1, tzinfo=UTC)
    return {
        **as_plain(settle_case(case, terms)),
        "requests": as_plain(request_states(case, terms, loaded.others)),
        "standing": as_plain(party_states(case, terms, at)),
        "clocks": as_plain(case_clocks(case, terms, at)),
    }


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def path(request: pytest.FixtureRequest) -> Path:
    return request.param


def test_there_is_a_file_for_every_worked_case() -> None:
    assert {file.name[:2] for file in FILES} >= {f"{number:02}" for number in range(1, 11)}


def test_a_case_comes_out_as_worked_by_hand(path: Path) -> None:
    check(answer_of(load_case(path)), expected_of(path))


def test_the_command_line_answers_the_same(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["settle", str(path), "--json"]) == 0
    settled = json.loads(capsys.readouterr().out)
    assert main(["clocks", str(path), "--json"]) == 0
    clocks = json.loads(capsys.readouterr().out)["clocks"]
    check({**settled, "clocks": clocks}, expected_of(path))


def test_a_case_is_told_in_words(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["settle", str(path), "--working"]) == 0
    text = capsys.readouterr().out
    if "total" in (expected := expected_of(path)) and load_case(path).case.missions:
        assert f"{float(expected['total']):,.2f}" in text
    assert main(["clocks", str(path)]) == 0
    for row in expected_of(path).get("clocks", {}).values():
        if "last_day" in row:
            assert row["last_day"] in capsys.readouterr().out
            break


def test_a_case_fits_the_published_schema(path: Path) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    jsonschema.validate(json.loads(path.read_text()), case_schema())


def check(answer: dict[str, Any], expected: dict[str, Any]) -> None:
    """Every figure that the file names; a name that nothing checks is a mistake in the file."""
    names = {"total", "owed", "gross", "hours", "free_hours_used", "lines", "reasons", "warnings"}
    names |= {"refusals", "grant", "clocks", "requests", "standing", "missing", "claims", "parties"}
    assert expected.keys() <= names
    check_figures(answer, expected)
    check_claims(answer, expected)
    for key, wanted in expected.get("clocks", {}).items():
        (row,) = [each for each in answer["clocks"] if each["key"] == key and each["started_at"]]
        for name, figure in wanted.items():
            assert shown(row[name]) == shown(figure), (key, name)
    check_requests(answer, expected)
    for party, state in expected.get("standing", {}).items():
        assert standing_of(answer, party)["state"] == state
    for party, steps in expected.get("missing", {}).items():
        assert standing_of(answer, party)["missing"] == steps


def check_figures(answer: dict[str, Any], expected: dict[str, Any]) -> None:
    for name in ("total", "owed"):
        if name in expected:
            assert answer[name]["amount"] == expected[name], name
    for name in ("hours", "free_hours_used"):
        if name in expected:
            assert answer[name] == expected[name], name
    for claim_id, figures in expected.get("claims", {}).items():
        (claim,) = [each for each in answer["claims"] if each["id"] == claim_id]
        for name, figure in figures.items():
            if isinstance(figure, list):
                assert [each["code"] for each in claim[name]] == figure, (claim_id, name)
            else:
                assert claim[name]["amount"] == figure, (claim_id, name)
    for party, figures in expected.get("parties", {}).items():
        (row,) = [each for each in answer["parties"] if each["party"] == party]
        for name, figure in figures.items():
            value = row[name]["amount"] if isinstance(row[name], dict) else row[name]
            assert value == figure, (party, name)


def check_claims(answer: dict[str, Any], expected: dict[str, Any]) -> None:
    """What the file says of its only claim."""
    if expected.keys() & {"gross", "lines", "reasons", "warnings", "refusals", "grant"}:
        (claim,) = answer["claims"]
        settlement = claim["settlement"]
        if "gross" in expected:
            assert settlement["gross"]["amount"] == expected["gross"]
        amounts = {line["label"]: line["amount"]["amount"] for line in settlement["lines"]}
        assert expected.get("lines", amounts) == amounts
        codes = {each["code"] for each in settlement["reasons"]}
        assert codes >= set(expected.get("reasons", ()))
        for name in ("warnings", "refusals"):
            if name in expected:
                assert [each["code"] for each in claim[name]] == expected[name]
        for name, figure in expected.get("grant", {}).items():
            assert claim["grant"][name]["amount"] == figure


def check_requests(answer: dict[str, Any], expected: dict[str, Any]) -> None:
    for request_id, wanted in expected.get("requests", {}).items():
        (request,) = [each for each in answer["requests"] if each["id"] == request_id]
        for name in ("awaits_writing", "declined", "use_instead"):
            assert request[name] == wanted.get(name, request[name])
        codes = [each["code"] for each in request["refusals"]]
        assert codes == wanted.get("refusals", codes)
        needs = {each["id"]: each for each in request["needs"]}
        for name in ("open", "given"):
            for need, figure in wanted.get(name, {}).items():
                assert needs[need][name] == figure, (need, name)
        for need, parties in wanted.get("refused", {}).items():
            refused = [each["party"] for each in needs[need]["lines"] if each["reasons"]]
            assert refused == parties, need


def standing_of(answer: dict[str, Any], party: str) -> dict[str, Any]:
    return next(each for each in answer["standing"] if each["id"] == party)


def shown(value: Any) -> Any:
    """A moment in universal time, whatever the offset that it is written with."""
    if isinstance(value, str) and "T" in value:
        return datetime.fromisoformat(value).astimezone(UTC)
    return value
