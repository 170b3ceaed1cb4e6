"""Each reason and its boundary; every reason at once; nothing said when nothing is wrong."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import muster.agreements
from muster.rules.eligibility import (
    AcceptanceFacts,
    AcceptedLineFacts,
    ApprovalFacts,
    ClaimFacts,
    Filer,
    IncidentFacts,
    NeedFacts,
    OfferedLineFacts,
    OfferFacts,
    OpeningFacts,
    refusals_for_acceptance,
    refusals_for_approval,
    refusals_for_claim,
    refusals_for_offer,
    refusals_for_opening,
    refusals_for_reopening,
    trigger_is_met,
    warnings_for_claim,
    warnings_for_offer,
)
from muster.rules.lifecycle import AidRequestState, LineState, MissionState, StandingState
from muster.rules.terms import read_terms

UTAH_TEXT = (Path(muster.agreements.__file__).parent / "library/utah_it_maa.toml").read_text()
UTAH = read_terms(UTAH_TEXT)
NOW = datetime(2026, 3, 3, 2, 10, tzinfo=UTC)
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)

NEED = NeedFacts(number=1, quantity=6, needed_from=NOW, needed_until=NOW + 48 * HOUR)
OPENING = OpeningFacts(
    incident=IncidentFacts(availability=True),
    requesting_party_standing=StandingState.IN_FORCE,
    filed_by=Filer.OWN_REPRESENTATIVE,
    lines=(NEED,),
    at=NOW,
)
OFFERED = OfferedLineFacts(
    number=1,
    line_state=LineState.OPEN,
    quantity=3,
    open_quantity=6,
    lendable_quantity=3,
    starts_at=NOW,
    ends_at=NOW + 24 * HOUR,
    needed_from=NOW,
    needed_until=NOW + 48 * HOUR,
)
OFFER = OfferFacts(
    aid_request_state=AidRequestState.OPEN,
    requesting_party_id="city",
    responding_party_id="county",
    responding_party_standing=StandingState.IN_FORCE,
    arrives_at=NOW + 4 * HOUR,
    needed_until=NOW + 48 * HOUR,
    lines=(OFFERED,),
    at=NOW,
)
ACCEPTED = AcceptedLineFacts(
    number=1,
    line_state=LineState.OPEN,
    accepted_quantity=3,
    offered_quantity=3,
    open_quantity=3,
    lendable_quantity=3,
)
ACCEPTANCE = AcceptanceFacts(
    expires_at=NOW + HOUR,
    aid_request_state=AidRequestState.OPEN,
    requesting_party_standing=StandingState.IN_FORCE,
    responding_party_standing=StandingState.IN_FORCE,
    lines=(ACCEPTED,),
    at=NOW,
)
CLAIM = ClaimFacts(
    mission_state=MissionState.DEMOBILIZED,
    everything_accounted_for=True,
    total_cents=200_000,
    share_agreed=True,
    claimable_lines=2,
    other_live_claim=False,
    bill_due_at=NOW + HOUR,
    missing_evidence=(),
    at=NOW,
)


def codes(refusals):
    return [refusal.code for refusal in refusals]


def test_nothing_is_said_where_nothing_is_wrong():
    assert refusals_for_opening(OPENING, UTAH) == []
    assert refusals_for_offer(OFFER, UTAH) == warnings_for_offer(OFFER) == []
    assert refusals_for_acceptance(ACCEPTANCE, UTAH) == []
    assert refusals_for_claim(CLAIM, UTAH) == warnings_for_claim(CLAIM, UTAH) == []


@pytest.mark.parametrize(
    ("incident", "met"),
    [
        (IncidentFacts(), False),
        (IncidentFacts(confidentiality=True), True),
        (IncidentFacts(integrity=True), True),
        (IncidentFacts(availability=True), True),
        (IncidentFacts(declared_emergency=True, authorized_drill=True), False),
    ],
)
def test_the_utah_trigger_is_an_impact_and_not_a_declaration(incident, met):
    assert trigger_is_met(incident, UTAH) is met


def test_a_statewide_agreement_wants_a_declaration_or_a_drill():
    text = UTAH_TEXT.replace(
        'any_of = ["confidentiality", "integrity", "availability"]',
        'any_of = ["declared_emergency", "authorized_drill"]',
    )
    statewide = read_terms(text)
    assert not trigger_is_met(IncidentFacts(availability=True), statewide)
    assert trigger_is_met(IncidentFacts(authorized_drill=True), statewide)
    (refusal,) = refusals_for_opening(OPENING, statewide)
    assert refusal.code == "aid_request.trigger_not_met"
    assert refusal.values["any_of"] == ["declared_emergency", "authorized_drill"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"incident": IncidentFacts()}, "aid_request.trigger_not_met"),
        ({"requesting_party_standing": StandingState.PENDING}, "party.not_in_good_standing"),
        ({"requesting_party_standing": StandingState.SUSPENDED}, "party.not_in_good_standing"),
        ({"requesting_party_standing": StandingState.WITHDRAWN}, "party.not_in_good_standing"),
        ({"filed_by": Filer.OTHER_MEMBER}, "aid_request.not_by_requester"),
        ({"lines": ()}, "aid_request.no_lines"),
        ({"lines": (NEED,) * 201}, "aid_request.too_many_lines"),
        ({"lines": (replace(NEED, quantity=0),)}, "line.no_quantity"),
        ({"lines": (replace(NEED, needed_until=NOW),)}, "line.ends_before_it_starts"),
        ({"at": NEED.needed_until}, "line.already_over"),
    ],
)
def test_an_aid_request_is_not_opened(change, code):
    assert code in codes(refusals_for_opening(replace(OPENING, **change), UTAH))


@pytest.mark.parametrize(
    "change",
    [
        {"requesting_party_standing": StandingState.WITHDRAWING},
        {"filed_by": Filer.COORDINATOR},
        {"at": NEED.needed_until - SECOND},
        {"lines": (replace(NEED, quantity=1, needed_until=NOW + SECOND),)},
    ],
)
def test_an_aid_request_is_opened_just_inside_the_bounds(change):
    assert refusals_for_opening(replace(OPENING, **change), UTAH) == []


def test_a_coordinator_files_for_nobody_where_the_terms_do_not_let_her():
    no_proxy = read_terms(UTAH_TEXT.replace("proxy = true", "proxy = false"))
    facts = replace(OPENING, filed_by=Filer.COORDINATOR)
    assert codes(refusals_for_opening(facts, no_proxy)) == ["aid_request.not_by_requester"]


@pytest.mark.parametrize(
    ("standing", "filed_by", "expected"),
    [
        (StandingState.IN_FORCE, Filer.OWN_REPRESENTATIVE, []),
        (StandingState.IN_FORCE, Filer.OTHER_MEMBER, ["aid_request.not_by_requester"]),
        (StandingState.SUSPENDED, Filer.OWN_REPRESENTATIVE, ["party.not_in_good_standing"]),
    ],
)
def test_who_may_not_ask_does_not_ask_again(standing, filed_by, expected):
    assert codes(refusals_for_reopening(standing, filed_by, UTAH)) == expected


def test_every_reason_comes_at_once():
    facts = replace(
        OPENING,
        incident=IncidentFacts(),
        requesting_party_standing=StandingState.SUSPENDED,
        filed_by=Filer.OTHER_MEMBER,
        lines=(replace(NEED, quantity=-1),),
    )
    assert codes(refusals_for_opening(facts, UTAH)) == [
        "aid_request.trigger_not_met",
        "party.not_in_good_standing",
        "aid_request.not_by_requester",
        "line.no_quantity",
    ]


def with_offered(**change):
    return replace(OFFER, lines=(replace(OFFERED, **change),))


@pytest.mark.parametrize("state", [each for each in AidRequestState if each != "open"])
def test_only_an_open_aid_request_takes_offers(state):
    facts = replace(OFFER, aid_request_state=state)
    assert codes(refusals_for_offer(facts, UTAH)) == ["aid_request.closed"]


def test_a_party_cannot_answer_its_own_request():
    facts = replace(OFFER, responding_party_id="city")
    assert codes(refusals_for_offer(facts, UTAH)) == ["offer.own_request"]


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (
            replace(OFFER, responding_party_standing=StandingState.SUSPENDED),
            "party.not_in_good_standing",
        ),
        (replace(OFFER, arrives_at=OFFER.needed_until), "offer.too_late"),
        (replace(OFFER, lines=()), "offer.nothing_offered"),
        (with_offered(line_state=None), "offer.unknown_line"),
        (with_offered(line_state=LineState.FILLED), "line.not_open"),
        (with_offered(quantity=0), "offer.no_quantity"),
        (with_offered(ends_at=NOW), "offer.ends_before_it_starts"),
        (with_offered(starts_at=NOW - 2 * HOUR, ends_at=NOW), "offer.outside_interval"),
        (
            with_offered(starts_at=NOW + 48 * HOUR, ends_at=NOW + 50 * HOUR),
            "offer.outside_interval",
        ),
        (with_offered(lendable_quantity=2), "offer.more_than_available"),
    ],
)
def test_an_offer_is_refused(facts, code):
    assert code in codes(refusals_for_offer(facts, UTAH))


@pytest.mark.parametrize(
    "facts",
    [
        replace(OFFER, responding_party_standing=StandingState.WITHDRAWING),
        replace(OFFER, arrives_at=OFFER.needed_until - SECOND),
        with_offered(starts_at=NOW - HOUR, ends_at=NOW + SECOND),
        with_offered(starts_at=NOW + 48 * HOUR - SECOND, ends_at=NOW + 50 * HOUR),
    ],
)
def test_an_offer_just_inside_the_bounds_is_let_through(facts):
    assert refusals_for_offer(facts, UTAH) == []


def test_offering_more_than_asked_is_only_warned_of():
    facts = with_offered(quantity=7, lendable_quantity=10)
    assert refusals_for_offer(facts, UTAH) == []
    (warning,) = warnings_for_offer(facts)
    assert (warning.code, warning.field) == ("offer.more_than_asked", "lines.1.quantity")
    assert warning.values == {"number": 1, "asked": 6, "offered": 7}


def test_starting_late_or_arriving_in_the_past_is_only_warned_of():
    facts = replace(with_offered(starts_at=NOW + SECOND), arrives_at=NOW - SECOND)
    assert refusals_for_offer(facts, UTAH) == []
    assert codes(warnings_for_offer(facts)) == ["offer.arrives_in_the_past", "offer.starts_late"]


def with_accepted(**change):
    return replace(ACCEPTANCE, lines=(replace(ACCEPTED, **change),))


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (replace(ACCEPTANCE, at=ACCEPTANCE.expires_at), "offer.expired"),
        (replace(ACCEPTANCE, aid_request_state=AidRequestState.CLOSED), "aid_request.closed"),
        (
            replace(ACCEPTANCE, requesting_party_standing=StandingState.SUSPENDED),
            "party.not_in_good_standing",
        ),
        (
            replace(ACCEPTANCE, responding_party_standing=StandingState.SUSPENDED),
            "offer.responder_not_in_good_standing",
        ),
        (with_accepted(accepted_quantity=0), "offer.nothing_accepted"),
        (replace(ACCEPTANCE, lines=()), "offer.nothing_accepted"),
        (with_accepted(accepted_quantity=-1), "offer.no_quantity"),
        (with_accepted(line_state=LineState.FILLED), "line.not_open"),
        (with_accepted(offered_quantity=2), "offer.more_than_offered"),
        (with_accepted(offered_quantity=2, lendable_quantity=2), "offer.more_than_offered"),
        (with_accepted(open_quantity=2), "offer.more_than_needed"),
        (with_accepted(lendable_quantity=2), "offer.no_longer_available"),
    ],
)
def test_an_acceptance_is_refused(facts, code):
    assert codes(refusals_for_acceptance(facts, UTAH)) == [code]


def test_an_acceptance_just_before_expiry_is_let_through():
    assert refusals_for_acceptance(replace(ACCEPTANCE, expires_at=NOW + SECOND), UTAH) == []


def test_a_line_left_out_of_an_acceptance_is_not_looked_at():
    gone = replace(ACCEPTED, number=2, accepted_quantity=0, lendable_quantity=0)
    facts = replace(ACCEPTANCE, lines=(ACCEPTED, gone))
    assert refusals_for_acceptance(facts, UTAH) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"mission_state": MissionState.ACTIVE}, "claim.mission_not_over"),
        ({"everything_accounted_for": False}, "claim.not_everything_accounted_for"),
        ({"other_live_claim": True}, "claim.second_claim"),
        (
            {"share_agreed": False, "claimable_lines": 0, "total_cents": 0},
            "claim.share_not_agreed",
        ),
        ({"total_cents": 0}, "claim.nothing_to_claim"),
        ({"missing_evidence": ("proof_of_work",)}, "claim.evidence_missing"),
    ],
)
def test_a_claim_is_refused(change, code):
    assert codes(refusals_for_claim(replace(CLAIM, **change), UTAH)) == [code]


def test_a_late_claim_is_a_warning_unless_the_text_says_that_it_forfeits():
    late = replace(CLAIM, at=CLAIM.bill_due_at)
    assert refusals_for_claim(late, UTAH) == []
    assert codes(warnings_for_claim(late, UTAH)) == ["claim.too_late"]

    strict = read_terms(
        UTAH_TEXT.replace("[clocks.bill]\n", '[clocks.bill]\nsource = "S1"\nsilence = "forfeit"\n')
    )
    assert codes(refusals_for_claim(late, strict)) == ["claim.too_late"]
    assert warnings_for_claim(late, strict) == []
    assert refusals_for_claim(replace(late, at=late.at - SECOND), strict) == []
    assert refusals_for_claim(replace(late, bill_due_at=None), strict) == []


def test_submission_and_approval_need_two_persons():
    same = ApprovalFacts(submitted_by_id=1, approving_id=1)
    assert codes(refusals_for_approval(same, UTAH)) == ["claim.same_person"]
    assert refusals_for_approval(replace(same, approving_id=2), UTAH) == []


def test_an_open_question_holds_an_approval_up():
    facts = ApprovalFacts(submitted_by_id=1, approving_id=2, open_questions=1)
    assert codes(refusals_for_approval(facts, UTAH)) == ["claim.questions_open"]


@pytest.mark.parametrize(("hours", "codes"), [(168, []), (169, ["offer.longer_than_cap"])])
def test_nobody_is_offered_for_longer_than_a_deployment_may_last(hours, codes):
    capped = replace(UTAH, extension=replace(UTAH.extension, cap_days=7))
    ends = OFFER.arrives_at + hours * HOUR
    lines = (replace(OFFERED, starts_at=OFFER.arrives_at, ends_at=ends),)
    longest = replace(OFFER, lines=lines, needed_until=ends)
    found = [each.code for each in refusals_for_offer(longest, capped)]
    assert [code for code in found if code == "offer.longer_than_cap"] == codes
    assert "offer.longer_than_cap" not in [each.code for each in refusals_for_offer(longest, UTAH)]
