"""A new version: who adopts it, what applies between two parties, and what a request keeps."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from muster.aid import commands as aid
from muster.aid.commands import OfferedLine
from muster.joining import queries
from muster.rules.actor import PartyRole
from muster.rules.refusal import Refused
from tests.apps.joining.papers import NOW, Papers, refused, terms

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def moment():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def papers(moment) -> Papers:
    """The parties were bound under the first version; a second one is in force since."""
    papers = Papers()
    papers.seed()
    moment.move_to(NOW + timedelta(hours=1))
    papers.second = papers.put(terms(), "2027")
    moment.move_to(NOW + timedelta(hours=2))
    return papers


def party(papers, key: str):
    return papers.parties[key].id


def between(papers, one: str, other: str):
    found = queries.version_between(papers.system, party(papers, one), party(papers, other))
    return found.label if found else None


def adopt(papers, key: str):
    director = papers.signer(key)
    joining = papers.begin(director)
    assert joining.purpose == "adopt"
    papers.sign(joining, director)
    return papers.again(joining)


def test_a_party_stays_on_its_version_until_it_signs_the_new_one(papers):
    lines = {line.party_name: line for line in queries.standpoints(papers.system)}
    assert {line.label for line in lines.values()} == {"2026"}
    assert not any(line.is_on_newest for line in lines.values())
    assert adopt(papers, "juniper_flats").state == "in_force"
    assert papers.standing("juniper_flats") == "in_force"
    own = queries.adopted_by(papers.system, [party(papers, "juniper_flats")])
    assert own[party(papers, "juniper_flats")].newest_id == papers.second.id
    assert refused(papers.begin, papers.signer("juniper_flats", "again")) == [
        "joining.adopted_already"
    ]


def test_between_two_the_newest_version_that_both_adopted_applies(papers):
    adopt(papers, "juniper_flats")
    assert between(papers, "juniper_flats", "sagebrush_county") == "2026"
    adopt(papers, "sagebrush_county")
    assert between(papers, "juniper_flats", "sagebrush_county") == "2027"
    assert between(papers, "cottonwood_bend", "sagebrush_county") == "2026"


def test_who_joins_under_the_new_version_shares_none_with_the_old_ones(papers):
    papers.join()
    assert between(papers, "newcomer", "sagebrush_county") is None
    adopt(papers, "sagebrush_county")
    assert between(papers, "newcomer", "sagebrush_county") == "2027"


def test_a_version_that_asks_for_nothing_binds_everybody_at_once(moment):
    papers = Papers()
    moment.move_to(NOW + timedelta(hours=1))
    papers.put(terms().replace("effective_on =", "adopting = []\neffective_on =", 1), "restated")
    assert between(papers, "juniper_flats", "sagebrush_county") == "restated"
    assert {line.label for line in queries.standpoints(papers.system)} == {"restated"}


def ask(papers, key: str):
    actor = papers.actor(key, PartyRole.AUTHORIZED_REPRESENTATIVE, name=f"asks-{key}")
    from muster.catalog import queries as catalog

    package = catalog.work_packages(actor)[0]
    return aid.ask_for_help(
        actor, kind="ransomware", work_packages=[(package.id, 1)], reporting_phone="+18015550100"
    )


def test_a_request_keeps_the_version_and_with_whom_another_or_none_applies(papers):
    adopt(papers, "juniper_flats")
    asked = ask(papers, "juniper_flats")
    assert asked.agreement_version_id == papers.second.id
    assert asked.frozen["agreement_label"] == "2027"
    kept = asked.frozen["other_versions"]
    assert kept[str(party(papers, "sagebrush_county"))] == str(papers.version.id)
    # What is adopted later changes nothing for what is open.
    adopt(papers, "sagebrush_county")
    found = queries.version_for_answer(
        papers.system,
        party(papers, "juniper_flats"),
        party(papers, "sagebrush_county"),
        asked.agreement_version_id,
        kept,
    )
    assert found == papers.version.id


def test_without_a_version_in_common_nobody_answers(papers):
    papers.join()
    asked = ask(papers, "newcomer")
    laptops = papers.laptops("sagebrush_county")
    actor = papers.actor("sagebrush_county", PartyRole.DUTY_OFFICER, name="answers")
    line = asked.lines.first()
    with pytest.raises(Refused) as caught:
        aid.submit_offer(
            actor,
            aid_request_id=asked.id,
            lines=[OfferedLine(line_id=line.id, resource_id=laptops.id, quantity=1)],
        )
    assert [each.code for each in caught.value.refusals] == ["version.none_between"]


def test_before_asking_the_page_says_whom_it_does_not_reach(papers):
    from muster.joining.panels import before_asking

    adopt(papers, "juniper_flats")
    director = papers.signer("juniper_flats", "looks")
    shown = before_asking(director, None)
    assert {label for _, label in shown["others"]} == {"2026"} and not shown["without"]
    assert shown["lost"] and shown["lost"][0].code == "baseline.missing"
