"""The proposed severity: the formula's ends, its order, and that every choice is one of its list."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

from muster.rules.severity import (
    VALUES,
    WEIGHTS,
    Category,
    IncidentSigns,
    proposed_severity,
    score_of,
)

CITY = IncidentSigns(
    kind="ransomware",
    confidentiality="suspected",
    integrity="severe",
    availability="severe",
    party_kind="city",
    population=45_000,
)
KINDS = ("ransomware", "intrusion", "outage", "data_loss", "denial_of_service", "disaster", "other")
IMPACTS = ("none", "suspected", "partial", "severe")


def ends(pick) -> dict[Category, str]:
    return {each: pick(VALUES[each], key=VALUES[each].get) for each in Category}


def test_the_mildest_choices_give_nothing_and_the_gravest_a_hundred():
    assert score_of(ends(min)) == 0
    assert score_of(ends(max)) == 100
    assert sum(WEIGHTS.values()) == 34


def test_a_city_under_ransomware_by_hand():
    """6*70 + 5*100 + 4*60 + 4*40 + 2*60 + 4*60 + 3*40 + 6*50 = 2100; least 4*30+4*20+4*20+3*15 = 325;
    100 * (2100 - 325) / (3400 - 325) = 57.7."""
    assert proposed_severity(CITY).score == 58


def test_a_911_center_is_graver_than_a_city_and_an_outage_milder():
    center = replace(CITY, party_kind="emergency_communications")
    outage = replace(CITY, kind="outage", confidentiality="none", integrity="none")
    assert proposed_severity(center).score > proposed_severity(CITY).score
    assert proposed_severity(outage).score < proposed_severity(CITY).score


def test_every_answer_has_its_score():
    for kind, one, two, three in product(KINDS, IMPACTS, IMPACTS, IMPACTS):
        signs = replace(CITY, kind=kind, confidentiality=one, integrity=two, availability=three)
        found = proposed_severity(signs)
        assert 0 <= found.score <= 100 and len(found.choices) == len(Category)
    assert proposed_severity(replace(CITY, kind="new word", party_kind="")).score >= 0


def test_more_impact_never_scores_less():
    for name in ("confidentiality", "integrity", "availability"):
        scores = [proposed_severity(replace(CITY, **{name: word})).score for word in IMPACTS]
        assert scores == sorted(scores)
