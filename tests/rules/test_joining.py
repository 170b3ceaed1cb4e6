"""Joining: steps in order, the day from which it binds, the term, leaving, and which version applies."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import muster.agreements
from muster.rules.joining import (
    Progress,
    Purpose,
    applies_between,
    deemed_versions,
    effective_day,
    refusals_for_activation,
    refusals_for_step,
    renewed,
    steps_for,
    term_of,
    withdrawal_ends_on,
)
from muster.rules.terms import (
    BetweenVersions,
    EffectiveOn,
    JoiningKind,
    JoiningStep,
    Renewal,
    read_terms,
)

LIBRARY = Path(muster.agreements.__file__).parent / "library"
UTAH = read_terms((LIBRARY / "utah_it_maa.toml").read_text())
REVIEW, RESOLUTION = JoiningStep.ATTORNEY_REVIEW, JoiningStep.RESOLUTION
SIGNATURE, FILING = JoiningStep.SIGNATURE, JoiningStep.FILING
ALL = (REVIEW, RESOLUTION, SIGNATURE)
TODAY = date(2026, 3, 20)


def terms(**joining):
    return replace(UTAH, joining=replace(UTAH.joining, **joining))


def progress(**given):
    return Progress(**{"required": ALL, "signers": ("Mayor",), **given})


WHOLE = progress(
    done={REVIEW: date(2026, 3, 2), RESOLUTION: date(2026, 3, 10)}, signed_on=(date(2026, 3, 16),)
)


def codes(refusals):
    return [(each.code, each.values.get("step")) for each in refusals]


def test_without_the_attorneys_review_nothing_is_active():
    signed = progress(done={RESOLUTION: date(2026, 3, 10)}, signed_on=(date(2026, 3, 16),))
    assert effective_day(UTAH, [signed]) is None
    assert codes(refusals_for_activation([signed])) == [("joining.step_missing", "attorney_review")]


def test_a_step_waits_for_the_ones_before_it():
    assert codes(refusals_for_step(progress(), SIGNATURE, TODAY, TODAY)) == [
        ("joining.step_missing", "attorney_review"),
        ("joining.step_missing", "resolution"),
    ]
    assert not refusals_for_step(progress(), REVIEW, TODAY, TODAY)


def test_a_step_is_taken_once_and_only_where_it_is_asked():
    assert codes(refusals_for_step(WHOLE, REVIEW, TODAY, TODAY))[0][0] == "joining.step_done"
    assert codes(refusals_for_step(WHOLE, FILING, TODAY, TODAY))[0][0] == "joining.step_not_asked"


def test_a_document_is_dated_neither_in_the_future_nor_before_the_one_before_it():
    begun = progress(done={REVIEW: date(2026, 3, 2)})
    early = refusals_for_step(begun, RESOLUTION, date(2026, 3, 1), TODAY)
    late = refusals_for_step(begun, RESOLUTION, date(2026, 3, 21), TODAY)
    assert [each.code for each in early] == ["joining.day_out_of_order"]
    assert [each.code for each in late] == ["joining.day_in_future"]
    assert not refusals_for_step(begun, RESOLUTION, date(2026, 3, 2), TODAY)


@pytest.mark.parametrize(
    ("rule", "day"),
    [
        (EffectiveOn.OWN_SIGNATURE, date(2026, 3, 16)),
        (EffectiveOn.RESOLUTION_DATE, date(2026, 3, 10)),
        (EffectiveOn.LAST_PARTY, date(2026, 3, 16)),
    ],
)
def test_the_terms_say_what_brings_it_into_force(rule, day):
    assert effective_day(terms(effective_on=rule), [WHOLE]) == day


def test_a_resolution_may_state_its_own_day():
    stated = replace(WHOLE, stated_on=date(2026, 4, 1))
    assert effective_day(terms(effective_on=EffectiveOn.RESOLUTION_DATE), [stated]) == date(
        2026, 4, 1
    )


def test_it_never_binds_before_the_attorneys_review():
    reviewed_late = replace(WHOLE, done={REVIEW: date(2026, 3, 12), RESOLUTION: date(2026, 3, 10)})
    rule = terms(effective_on=EffectiveOn.RESOLUTION_DATE)
    assert effective_day(rule, [reviewed_late]) == date(2026, 3, 12)


def test_a_filing_brings_it_into_force_where_the_terms_say_so():
    filed = replace(WHOLE, required=(*ALL, FILING), done={**WHOLE.done, FILING: date(2026, 3, 19)})
    assert effective_day(terms(effective_on=EffectiveOn.FILING), [filed]) == date(2026, 3, 19)


def test_several_signers_sign_in_order_and_the_last_counts():
    two = replace(WHOLE, signers=("Mayor", "City recorder"))
    assert two.next_signer == "City recorder" and effective_day(UTAH, [two]) is None
    both = replace(two, signed_on=(date(2026, 3, 16), date(2026, 3, 18)))
    assert both.next_signer is None and effective_day(UTAH, [both]) == date(2026, 3, 18)


def test_a_bilateral_agreement_binds_when_both_have_signed():
    rule = terms(kind=JoiningKind.BILATERAL)
    other = replace(WHOLE, signed_on=())
    assert effective_day(rule, [WHOLE, other]) is None
    signed = replace(WHOLE, signed_on=(date(2026, 3, 19),))
    assert effective_day(rule, [WHOLE, signed]) == date(2026, 3, 19)


def test_adopting_a_later_version_asks_what_the_terms_ask():
    assert steps_for(Purpose.ADOPT, UTAH) == (SIGNATURE,)
    assert steps_for(Purpose.JOIN, UTAH) == ALL
    only = Progress((SIGNATURE,), ("Mayor",), signed_on=(date(2026, 3, 16),))
    rule = terms(effective_on=EffectiveOn.RESOLUTION_DATE)
    assert effective_day(rule, [only]) == date(2026, 3, 16)


def test_an_exit_notice_of_sixty_days_ends_on_the_sixtieth_day():
    sixty = replace(UTAH, withdrawal=replace(UTAH.withdrawal, notice_days=60))
    assert withdrawal_ends_on(sixty, date(2026, 7, 1)) == date(2026, 8, 30)


def test_a_term_of_years_ends_the_day_before_unless_it_renews():
    five = replace(UTAH, duration=replace(UTAH.duration, years=5, renewal=Renewal.NONE))
    assert term_of(five, date(2024, 2, 29), TODAY).ends_on == date(2029, 2, 27)
    assert term_of(five, date(2024, 3, 1), TODAY, date(2034, 2, 28)).ends_on == date(2034, 2, 28)
    yearly = replace(UTAH, duration=replace(UTAH.duration, years=None, renewal=Renewal.YEARLY))
    found = term_of(yearly, date(2024, 7, 1), TODAY)
    assert found.ends_on == date(2026, 6, 30) and found.renews_by_itself
    none = replace(UTAH, duration=replace(UTAH.duration, years=None, renewal=Renewal.NONE))
    assert term_of(none, date(2024, 7, 1), TODAY).ends_on is None
    assert renewed(five, date(2029, 2, 28)) == date(2034, 2, 28)
    one = replace(UTAH, duration=replace(UTAH.duration, years=1, renewal=Renewal.NONE))
    assert renewed(one, date(2027, 2, 28)) == date(2028, 2, 29), "the day before March 1"


def test_the_newest_version_that_both_adopted_applies_between_them():
    newest_first = ("2027", "2026", "2025")
    rule = BetweenVersions.NEWEST_BOTH_ADOPTED
    assert applies_between(rule, newest_first, {"2027", "2025"}, {"2026", "2025"}) == "2025"
    assert applies_between(rule, newest_first, {"2027"}, {"2026"}) is None
    asking = BetweenVersions.REQUESTING_PARTY
    assert applies_between(asking, newest_first, {"2026"}, {"2025"}) == "2026"
    assert applies_between(BetweenVersions.NEWEST_IN_FORCE, newest_first, (), ()) == "2027"


VERSIONS = st.sets(st.sampled_from("abcdef"))


@given(VERSIONS, VERSIONS)
def test_what_applies_between_two_is_the_same_from_either_side(one, other):
    rule = BetweenVersions.NEWEST_BOTH_ADOPTED
    found = applies_between(rule, "fedcba", one, other)
    assert found == applies_between(rule, "fedcba", other, one)
    assert found is None or found in one & other


def test_who_was_bound_before_papers_were_kept_is_held_to_the_version_of_that_day():
    newest_first = (("2026", 20), ("2025", 10))
    assert deemed_versions(newest_first, 15) == ("2025",)
    assert deemed_versions(newest_first, 25) == ("2026",)
    assert deemed_versions(newest_first, 5) == ("2025",)
    assert deemed_versions(newest_first, None) == () and deemed_versions((), 5) == ()
