"""CSV files: previewed cell by cell, all rows or none, whatever somebody sends."""

from __future__ import annotations

import pytest

from muster.catalog import commands, queries
from muster.catalog.models import Resource, ResourceKind
from muster.rules.refusal import NotFound, Refused
from muster.web.wording import sentences
from tests.apps.catalog.stage import DUTY, Stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Stage:
    return Stage().seed()


@pytest.fixture
def duty(stage):
    return stage.actor("sagebrush_county", DUTY)


@pytest.mark.parametrize("kind", ResourceKind.values)
def test_the_template_of_each_kind_can_be_imported_as_it_is(duty, kind):
    rows = commands.import_resources(duty, kind=kind, text=commands.template_of(kind))
    assert [row.kind for row in rows] == [kind]
    assert queries.get_resource(duty, rows[0].id).details


def test_words_may_be_given_by_their_label_and_cells_by_semicolon(duty):
    text = (
        "Resource type;Name;Skills;Clearances;Rate\r\n"
        'Systems engineer;Ana;"Linux servers; gis";nda until 2030-01-01;45.5\r\n'
    )
    (row,) = commands.import_resources(duty, kind="person", text="\ufeff" + text)
    card = queries.get_resource(duty, row.id)
    assert {key for key, _ in card.skills} == {"linux", "gis"}
    assert (card.rate_ten_thousandths, card.rate_basis) == (455_000, "hour")
    assert str(card.clearances[0].expires_on) == "2030-01-01"


def test_every_mistake_is_named_with_its_row_and_column_and_nothing_is_listed(duty):
    text = (
        "resource_type,name,quantity,rate,latitude\n"
        "laptop,Good,5,1.00,\n"
        "laptop,,many,1.00,\n"
        "rocket,Bad type,1,,\n"
        "laptop,Good,1,free,nan\n"
    )
    with pytest.raises(Refused) as refused:
        commands.import_resources(duty, kind="equipment", text=text)
    said = sentences(refused.value.refusals)
    for beginning in ("Row 3, quantity", "Row 3, name", "Row 4, resource type", "Row 5, rate:"):
        assert any(each.startswith(beginning) for each in said), beginning
    assert any("Row 5, name" in each for each in said), "the same name twice in one file"
    assert not Resource.objects.exists()


def test_a_preview_lists_nothing(duty):
    preview = commands.preview_import(
        duty, kind="equipment", text="resource_type,name\nlaptop,One\n"
    )
    assert preview.is_clean and preview.rows[0].name == "One"
    assert not Resource.objects.exists()


def test_a_row_listed_already_is_refused(duty):
    text = "resource_type,name\nlaptop,One\n"
    commands.import_resources(duty, kind="equipment", text=text)
    with pytest.raises(Refused) as refused:
        commands.import_resources(duty, kind="equipment", text=text)
    assert "already" in sentences(refused.value.refusals)[0]


HOSTILE = {
    "nothing": "",
    "a heading alone": "resource_type,name\n",
    "zeros": "resource_type,name\nlaptop,\x00\n",
    "an open quote": 'resource_type,name\nlaptop,"open\n',
    "binary": "PK\x03\x04\x14\x00\x06",
    "a picture's bytes": "\x89PNG\r\n\x1a\n",
    "an unknown column": "resource_type,name,colour\nlaptop,One,red\n",
    "a column twice": "resource_type,name,name\nlaptop,One,Two\n",
    "no type": "name\nOne\n",
    "too many cells": "resource_type,name\nlaptop,One,2,3,4\n",
    "too many rows": "resource_type,name\n" + "laptop,One\n" * 1001,
    "too long": "resource_type,name\nlaptop," + "x" * 1_000_001,
    "a long cell": "resource_type,name\nlaptop," + "x" * 201,
    "a huge number": "resource_type,name,quantity\nlaptop,One," + "9" * 400,
    "a number of another script": "resource_type,name,quantity\nlaptop,One,٣\n",
    "an exponent": "resource_type,name,rate\nlaptop,One,1e999999\n",
    "not a number": "resource_type,name,rate\nlaptop,One,NaN\n",
    "infinity": "resource_type,name,latitude,longitude\nlaptop,One,inf,0\n",
    "a field beyond the reader's limit": 'resource_type,name\nlaptop,"' + "y" * 200_000 + '"\n',
    "text turned around": "resource_type,name\nlaptop,\u202eevil\n",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_files_are_refused_with_a_sentence(duty, text):
    with pytest.raises(Refused) as refused:
        commands.import_resources(duty, kind="equipment", text=text)
    assert all(len(each) > 10 for each in sentences(refused.value.refusals))
    assert not Resource.objects.exists()


def test_a_formula_is_kept_as_the_text_that_it_is(duty):
    text = 'resource_type,name\nlaptop,"=HYPERLINK(""http://x"")"\n'
    (row,) = commands.import_resources(duty, kind="equipment", text=text)
    assert row.name.startswith("=HYPERLINK")


def test_an_unknown_kind_is_not_there(duty):
    with pytest.raises(NotFound):
        commands.import_resources(duty, kind="spaceship", text="x")


def test_a_thousand_rows_take_a_bounded_number_of_queries(duty, django_assert_max_num_queries):
    rows = "".join(f"systems_engineer,Engineer {number},gis\n" for number in range(1000))
    with django_assert_max_num_queries(60):
        made = commands.import_resources(
            duty, kind="person", text="resource_type,name,skills\n" + rows
        )
    assert len(made) == 1000
