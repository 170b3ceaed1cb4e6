"""What a baseline item may cite."""

import json
from pathlib import Path

import pytest

from muster.rules.terms.frameworks import IDENTIFIERS, unknown_references
from muster.rules.terms.reading import check_terms
from tests.rules.missions import UTAH_TEXT

TAXONOMY = Path(__file__).resolve().parents[3] / "shared" / "data" / "taxonomy"


def with_references(references: str) -> str:
    return UTAH_TEXT.replace(
        'id = "risk_assessment"\n', f'id = "risk_assessment"\nreferences = {references}\n'
    )


def test_an_item_cites_frameworks_and_what_is_the_networks_own():
    assert not check_terms(with_references('["CPG 3.O", "CSF RC.RP", "our policy 7"]'))


def test_an_identifier_that_is_not_in_its_framework_is_named_with_its_line():
    text = with_references('["CPG 9.Z"]')
    found = check_terms(text)
    assert len(found) == 1 and "CPG 9.Z" in found[0].sentence
    assert "references" in text.splitlines()[found[0].line - 1]


def test_only_references_that_claim_a_framework_are_looked_up():
    assert unknown_references(("CSF XX.YY", "CPGs", "own 1")) == ["CSF XX.YY"]


@pytest.mark.skipif(not TAXONOMY.is_dir(), reason="the public taxonomies do not stand beside")
def test_the_identifiers_are_the_publishers():
    goals = json.loads((TAXONOMY / "cisa_cpg_2.0.json").read_text())["goals"]
    theirs = {f"CPG {goal['id']}" for goal in goals}
    assert theirs == {each for each in IDENTIFIERS if each.startswith("CPG")}
    csf = (TAXONOMY / "nist_csf_2.0.json").read_text()
    assert all(f'"{each[4:]}"' in csf for each in IDENTIFIERS if each.startswith("CSF"))
