"""`muster terms`: terms files checked, shown and compared without a database."""

from __future__ import annotations

import json

import pytest

from muster.agreements.ready_terms import ready_terms, ready_text
from muster.config.cli import main

KEYS = [each.key for each in ready_terms()]


def test_the_ready_files_are_listed(capsys):
    assert main(["terms", "list", "--json"]) == 0
    files = json.loads(capsys.readouterr().out)["files"]
    assert [each["key"] for each in files] == KEYS
    assert "utah_it_maa" in KEYS


@pytest.mark.parametrize("key", KEYS)
def test_a_ready_file_is_shown_in_words_with_its_marks(key, capsys):
    assert main(["terms", "show", key]) == 0
    words = capsys.readouterr().out
    assert "Who may ask" in words and "Not known, chosen default" in words
    assert main(["terms", "show", key, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["agreement"]["key"] == key


def test_a_file_with_a_mistake_fails_with_line_and_field(tmp_path, capsys):
    file = tmp_path / "terms.toml"
    file.write_text(ready_text().replace("hours = 40\n", 'hours = "forty"\n'))
    assert main(["terms", "check", str(file)]) == 1
    assert "terms.free_allowance.hours: Write a number" in capsys.readouterr().out
    assert main(["terms", "show", str(file)]) == 1
    assert "line " in capsys.readouterr().err


def test_two_files_are_compared(tmp_path, capsys):
    file = tmp_path / "terms.toml"
    file.write_text(ready_text().replace("hours = 40\n", "hours = 12\n"))
    assert main(["terms", "compare", "utah_it_maa", str(file), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [row["name"] for row in found["rows"]] == ["hours"]
    assert main(["terms", "compare", "utah_it_maa", str(file)]) == 0
    words = capsys.readouterr().out
    assert "A: 40" in words and "B: 12" in words


def test_the_schema_is_printed(capsys):
    assert main(["terms", "schema"]) == 0
    assert json.loads(capsys.readouterr().out)["$schema"].endswith("2020-12/schema")


@pytest.mark.parametrize(
    "name", ["nowhere.toml", "no_such_agreement", "../../no/such/file", "Utah"]
)
def test_a_file_that_is_not_there_is_said_so(name, capsys):
    assert main(["terms", "check", name]) == 1
    assert "muster: " in capsys.readouterr().err


def test_a_file_that_is_no_text_is_said_so(tmp_path, capsys):
    file = tmp_path / "terms.toml"
    file.write_bytes(b"\xff\xfe\x00")
    assert main(["terms", "check", str(file)]) == 1
    assert "cannot be read" in capsys.readouterr().err


def test_a_reader_that_had_enough_is_no_file_that_cannot_be_read(monkeypatch, capsys):
    def stop(*_words, **_given):
        raise BrokenPipeError

    monkeypatch.setattr("muster.config.cli.terms_command.show", stop)
    monkeypatch.setattr("sys.stderr.close", lambda: None)
    assert main(["terms", "list"]) == 1
    assert "cannot be read" not in capsys.readouterr().err
