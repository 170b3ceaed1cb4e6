"""Does a party meet the baseline? Every boundary of a day."""

from datetime import date, timedelta

from muster.rules.attesting import (
    AttestationFacts,
    AttestationState,
    item_states,
    longest_validity,
    reasons_not_met,
    refusals_for_attestation,
)
from muster.rules.terms import BaselineItem

DAY = date(2026, 3, 14)
PLAN = BaselineItem(id="plan", title="A recovery plan", valid_days=365)


def states(*attestations: AttestationFacts) -> list[str]:
    return [each.state for each in item_states([PLAN], attestations, DAY)]


def held(until: int, since: int = -10) -> AttestationFacts:
    return AttestationFacts("plan", DAY + timedelta(days=since), DAY + timedelta(days=until))


def test_an_item_never_attested_is_missing():
    assert states() == [AttestationState.MISSING]


def test_an_attestation_holds_through_its_last_day_and_not_beyond():
    assert states(held(0)) == [AttestationState.LAPSING]
    assert states(held(-1)) == [AttestationState.LAPSED]
    assert states(held(30)) == [AttestationState.IN_FORCE]


def test_the_attestation_that_holds_longest_counts():
    assert states(held(-5), held(100), held(2)) == [AttestationState.IN_FORCE]


def test_an_attestation_of_tomorrow_does_not_count_today():
    assert states(held(100, since=1)) == [AttestationState.MISSING]


def test_each_item_not_met_is_a_reason_of_its_own():
    second = BaselineItem(id="tools", title="Tools", valid_days=365)
    found = reasons_not_met(item_states([PLAN, second], [held(-1)], DAY))
    assert [each.code for each in found] == ["baseline.lapsed", "baseline.missing"]
    assert reasons_not_met(item_states([PLAN], [held(1)], DAY)) == []


def test_the_agreement_bounds_how_long_an_attestation_holds():
    latest = longest_validity(PLAN, DAY)
    assert refusals_for_attestation(PLAN, "We tested it", latest, DAY) == []
    too_long = refusals_for_attestation(PLAN, "We tested it", latest + timedelta(days=1), DAY)
    assert [each.code for each in too_long] == ["attestation.too_long"]


def test_an_attestation_says_something_about_an_item_of_the_agreement():
    yesterday = DAY - timedelta(days=1)
    refused = refusals_for_attestation(PLAN, "  ", yesterday, DAY)
    assert [each.code for each in refused] == [
        "attestation.no_statement",
        "attestation.already_over",
    ]
    unknown = refusals_for_attestation(None, "We did", DAY, DAY)
    assert [each.code for each in unknown] == ["attestation.unknown_item"]
