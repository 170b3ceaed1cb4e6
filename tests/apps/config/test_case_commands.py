"""`muster settle` and `muster clocks`: what they say when something is wrong, and what they are told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from muster.config.cli import main

CASES = Path(__file__).parents[2] / "cases"
FIRST = CASES / "01_person_hours.json"


def test_mistakes_of_a_case_are_told_with_line_and_field(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "case.json"
    broken.write_text('{\n  "terms": "utah_it_maa",\n  "parties": [{"name": "city"}]\n}')
    assert main(["settle", str(broken)]) == 1
    assert "line 3, parties.0.id: This value is missing" in capsys.readouterr().err
    assert main(["settle", str(broken), "--json"]) == 1
    (error,) = json.loads(capsys.readouterr().out)["errors"]
    assert (error["line"], error["field"]) == (3, "parties.0.id")


@pytest.mark.parametrize("command", ["settle", "clocks"])
def test_what_is_not_there_is_named(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, str(tmp_path / "none.json")]) == 1
    assert "cannot be read" in capsys.readouterr().err
    assert main([command, str(FIRST), "--terms", "atlantis"]) == 1
    assert "no such terms" in capsys.readouterr().err
    assert main([command, str(FIRST), "--terms", str(tmp_path / "none.toml")]) == 1
    assert "cannot be read" in capsys.readouterr().err
    bare = tmp_path / "bare.json"
    bare.write_text("{}")
    assert main([command, str(bare)]) == 1
    assert "no such terms" in capsys.readouterr().err
    binary = tmp_path / "case.json"
    binary.write_bytes(b"\xff\xfe\x00{")
    assert main([command, str(binary)]) == 1
    assert "cannot be read" in capsys.readouterr().err


def test_a_change_that_cannot_be_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = tmp_path / "case.json"
    wrong.write_text('{"terms": "utah_it_maa", "changes": {"labour": {"hours": "night"}}}')
    assert main(["settle", str(wrong)]) == 1
    assert "terms.labour.hours: Choose one of" in capsys.readouterr().err


def test_a_case_in_another_currency_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    foreign = tmp_path / "case.json"
    foreign.write_text('{"terms": "utah_it_maa", "currency": "CAD"}')
    assert main(["settle", str(foreign)]) == 1
    assert "never mix" in capsys.readouterr().err


def test_other_terms_may_be_tried(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["settle", str(FIRST), "--terms", "florida_2023", "--json"]) == 0
    settled = json.loads(capsys.readouterr().out)
    assert settled["total"]["amount"] == "4500.00"
    assert settled["agreement"].startswith("Florida")


def test_terms_may_lie_beside_the_case(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import muster.agreements

    library = Path(muster.agreements.__file__).parent / "library"
    (tmp_path / "ours.toml").write_text((library / "utah_it_maa.toml").read_text())
    case = json.loads(FIRST.read_text())
    case["terms"] = "ours.toml"
    (tmp_path / "case.json").write_text(json.dumps(case))
    assert main(["settle", str(tmp_path / "case.json"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["total"]["amount"] == "2000.00"


def test_clocks_are_read_at_the_moment_that_is_asked_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    ohio = str(CASES / "06_ohio_clocks.json")

    def state_at(moment: str) -> str:
        assert main(["clocks", ohio, "--at", moment, "--json"]) == 0
        rows = json.loads(capsys.readouterr().out)["clocks"]
        return next(row["state"] for row in rows if row["key"] == "pay")

    assert state_at("2026-04-09") == "not_started"
    assert state_at("2026-05-01T00:00") == "running"
    assert state_at("2026-06-01") == "warning"
    assert state_at("2026-06-09T23:59") == "due"
    assert state_at("2026-06-10T00:00") == "missed"
    assert state_at("2026-06-10T03:59+00:00") == "due"  # still the ninth in Columbus
    assert main(["clocks", ohio, "--at", "soon"]) == 1
    assert "write the moment" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2026-03-08T02:30", "skip 02:30 on 2026-03-08"),
        ("2026-11-01T01:30", "show 01:30 twice on 2026-11-01"),
        ("2026-11-01T01:30", "2026-11-01T01:30:00-05:00 for the second"),
    ],
)
def test_a_local_time_that_is_no_moment_or_two_is_asked_for_again(
    moment: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    ohio = str(CASES / "06_ohio_clocks.json")
    assert main(["clocks", ohio, "--at", moment]) == 1
    assert said in capsys.readouterr().err
    assert main(["clocks", ohio, "--at", f"{moment}-05:00"]) == 0
    shown = capsys.readouterr().out.splitlines()[0]
    assert "EST" in shown or "EDT" in shown  # the zone is named


def test_a_network_is_not_started_from_a_file_in_another_coding(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = tmp_path / "terms.toml"
    wrong.write_bytes(b"# caf\xe9\n")
    given = ["--coordinator", "Pat", "--email", "pat@example.org", "--terms", str(wrong)]
    assert main(["createnetwork", "ohio", "Ohio", *given]) == 1
    said = capsys.readouterr().err
    assert "its text is not UTF-8; save it as UTF-8" in said
    assert "codec" not in said


def test_the_working_is_shown_step_by_step(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["settle", str(CASES / "11_one_mission.json"), "--working"]) == 0
    text = capsys.readouterr().out
    assert "Fringe: $65.00 USD an hour (percent 30) [labour.fringe.declared;" in text
    assert "Less insurance proceeds: $800.00 USD (less $100.00 USD)" in text
    assert "rounded half_up" in text


def test_what_was_paid_too_much_is_never_told_as_owed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = json.loads(FIRST.read_text())
    mission = case["missions"][0]["id"]
    payment = {"amount": "2500.00", "at": "2025-10-20T09:00"}
    case["claims"] = [{"id": "k", "mission": mission, "payments": [payment]}]
    (tmp_path / "case.json").write_text(json.dumps(case))
    assert main(["settle", str(tmp_path / "case.json")]) == 0
    text = capsys.readouterr().out
    assert "Still owed:     $0.00 USD" in text
    assert "Overpaid, to be returned: $500.00 USD" in text
    assert "gets back $500.00 USD" in text
    assert "-$" not in text


def test_the_words_and_the_figures_say_the_same_of_what_is_owed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One claim overpaid by $500, the other open: the first hides nothing of the second."""
    case = json.loads(FIRST.read_text())
    (mission,) = case["missions"]
    payment = {"amount": "2500.00", "at": "2025-10-20T09:00"}
    # Another request of the same case, for another incident: it is worth the same.
    case["missions"].append({**mission, "id": "again", "incident": "another"})
    case["claims"] = [
        {"id": "k", "mission": mission["id"], "payments": [payment]},
        {"id": "l", "mission": "again"},
    ]
    (tmp_path / "case.json").write_text(json.dumps(case))
    assert main(["settle", str(tmp_path / "case.json"), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["owed"]["amount"], answer["overpaid"]["amount"]) == ("2000.00", "500.00")
    city = answer["parties"][0]
    assert (city["owes"]["amount"], city["overpaid"]["amount"]) == ("2000.00", "500.00")
    assert main(["settle", str(tmp_path / "case.json")]) == 0
    text = capsys.readouterr().out
    assert "Still owed:     $2,000.00 USD" in text
    assert "owes $2,000.00 USD, gets back $500.00 USD" in text


def test_a_byte_order_mark_is_no_mistake(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import muster.agreements

    library = Path(muster.agreements.__file__).parent / "library"
    mark = b"\xef\xbb\xbf"
    terms = tmp_path / "ours.toml"
    terms.write_bytes(mark + (library / "utah_it_maa.toml").read_bytes())
    assert main(["terms", "check", str(terms)]) == 0
    case = tmp_path / "case.json"
    case.write_bytes(mark + FIRST.read_bytes())
    assert main(["settle", str(case), "--terms", str(terms)]) == 0


def test_another_encoding_is_told_with_its_cure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, command in (("case.json", ["settle"]), ("ours.toml", ["terms", "check"])):
        (tmp_path / name).write_text("{}", encoding="utf-16")
        assert main([*command, str(tmp_path / name)]) == 1
        told = capsys.readouterr().err
        assert "save it as UTF-8" in told
        assert "codec" not in told


def test_a_refused_claim_is_an_answer_and_no_error(capsys: pytest.CaptureFixture[str]) -> None:
    many = str(CASES / "12_many_parties.json")
    assert main(["settle", many, "--json"]) == 0
    claims = json.loads(capsys.readouterr().out)["claims"]
    assert any(claim["refusals"] for claim in claims)


def test_free_time_by_the_clock_says_from_when_until_when(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["settle", str(CASES / "02a_elapsed.json"), "--working"]) == 0
    text = capsys.readouterr().out
    assert "free_from 2025-09-08 08:00 MDT, free_until 2025-09-10 00:00 MDT" in text
    assert "[free_allowance.elapsed_from_arrival;" in text
    assert "free_allowance.pro_rata" not in text
