"""The published schema of the terms file: it fits the library, and refuses what the reader refuses."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import muster.agreements
from muster.rules.terms import TERM_KINDS, check_terms, terms_schema

LIBRARY = sorted((Path(muster.agreements.__file__).parent / "library").glob("*.toml"))
SCHEMA = terms_schema()
UTAH = next(path for path in LIBRARY if path.stem == "utah_it_maa").read_text()


def as_json(value: Any) -> Any:
    """What TOML read, in JSON's types: a date is its text."""
    if isinstance(value, dict):
        return {key: as_json(each) for key, each in value.items()}
    if isinstance(value, list):
        return [as_json(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def mistakes(text: str) -> list[str]:
    found = jsonschema.Draft202012Validator(SCHEMA).iter_errors(as_json(tomllib.loads(text)))
    return [".".join(str(part) for part in error.absolute_path) for error in found]


def test_the_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert set(SCHEMA["properties"]["terms"]["properties"]) == set(TERM_KINDS)


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.stem)
def test_every_file_of_the_library_fits_the_schema(path):
    assert mistakes(path.read_text()) == []


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("hours = 40\n", 'hours = "40"\n', "terms.free_allowance.hours"),
        ("hours = 40\n", "hours = -1\n", "terms.free_allowance.hours"),
        ('split = "pro_rata"', 'split = "by lot"', "terms.free_allowance.split"),
        ("voluntary = true", "voluntary = 1", "terms.response.voluntary"),
        ('years = "none"', 'years = "for ever"', "terms.retention.years"),
        (
            'readings = ["unit", "per"]',
            'readings = ["units", "per"]',
            "terms.free_allowance.readings.0",
        ),
        ('key = "utah_it_maa"', 'key = "Utah"', "agreement.key"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_by_schema_and_reader_alike(old, new, place):
    assert old in UTAH
    text = UTAH.replace(old, new, 1)
    assert mistakes(text) == [place]
    assert check_terms(text)


def test_terms_may_fit_the_schema_and_still_contradict_each_other():
    text = UTAH.replace(
        "[terms.oral_request]\nallowed = true", "[terms.oral_request]\nallowed = false"
    )
    assert text != UTAH
    assert mistakes(text) == []
    (error,) = check_terms(text)
    assert (error.field, error.other_field) == (
        "clocks.oral_confirmation.starts",
        "terms.oral_request.allowed",
    )
    assert error.line and error.other_line
