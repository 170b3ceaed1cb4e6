"""Terms that are well formed and yet cannot all hold: refused, with both places named."""

from __future__ import annotations

import pytest

from muster.rules.terms import check_terms

SMALLEST = """
[agreement]
name = "Two towns"
key = "two_towns"
version = "1"
jurisdiction = "US-UT"
currency = "USD"
time_zone = "America/Denver"
[terms.trigger]
any_of = ["availability"]
[terms.requester]
title = "IT leader"
[terms.response]
voluntary = true
[terms.free_allowance]
hours = 12
unit = "elapsed_from_arrival"
[terms.share]
basis = "fixed"
"""
NO_ARRIVAL = '[terms.recording]\nmoments = ["departure", "return"]\n'
BY_HOURS = 'unit = "elapsed_from_arrival"'
PERSON_HOURS = 'unit = "person_hours_per_responding_party"'


def clock(key: str, starts: str, stops: str, length: int = 30, more: str = "") -> str:
    return (
        f'[clocks.{key}]\ntitle = "{key}"\nstarts = "{starts}"\nstops = "{stops}"\n'
        f'length = {length}\nunit = "calendar_days"\n{more}\n'
    )


@pytest.mark.parametrize(
    ("text", "place", "other"),
    [
        pytest.param(
            SMALLEST + NO_ARRIVAL + '[terms.reimbursement_start]\nbegins = "arrival"\n',
            "terms.free_allowance.unit",
            "terms.recording.moments",
            id="free hours from arrival, no arrival recorded",
        ),
        pytest.param(
            SMALLEST.replace(BY_HOURS, PERSON_HOURS)
            + NO_ARRIVAL
            + '[terms.reimbursement_start]\nbegins = "arrival"\n',
            "terms.reimbursement_start.begins",
            "terms.recording.moments",
            id="paid from arrival, no arrival recorded",
        ),
        pytest.param(
            SMALLEST + '[terms.reimbursement_start]\nbegins = "departure"\n',
            "terms.free_allowance.unit",
            "terms.reimbursement_start.begins",
            id="free from arrival, paid from departure",
        ),
        pytest.param(
            SMALLEST
            + "[terms.oral_request]\nallowed = false\n"
            + clock("oral_confirmation", "aid_request_oral", "aid_request_written"),
            "clocks.oral_confirmation.starts",
            "terms.oral_request.allowed",
            id="a clock of requests by voice, which start nothing",
        ),
        pytest.param(
            SMALLEST + '[terms.oral_request]\nconfirmed = "by_clock"\n',
            "terms.oral_request.confirmed",
            "clocks",
            id="by a clock that does not stand there",
        ),
        pytest.param(
            SMALLEST.replace('basis = "fixed"', 'basis = "fixed"\npercent = 0')
            + clock("pay", "claim_received", "claim_paid"),
            "clocks.pay.starts",
            "terms.share.percent",
            id="a clock of claims where nothing is paid",
        ),
        pytest.param(
            SMALLEST + clock("bill", "claim_paid", "claim_billed"),
            "clocks.bill.stops",
            "clocks.bill.starts",
            id="a clock that stops before it starts",
        ),
        pytest.param(
            SMALLEST
            + clock("bill", "mission_ended", "claim_billed", 20, 'silence = "forfeit"')
            + clock("notice_of_intent", "mission_ended", "intent_noticed", 30),
            "clocks.bill.length",
            "clocks.notice_of_intent.length",
            id="the bill is forfeited before the notice is due",
        ),
        pytest.param(
            SMALLEST
            + clock("talks", "dispute_noticed", "dispute_settled", 60, 'silence = "forfeit"')
            + clock(
                "committee", "dispute_noticed", "dispute_settled", 90, 'effect = "opens_after"'
            ),
            "clocks.committee.length",
            "clocks.talks.length",
            id="the committee opens after all is forfeited",
        ),
        pytest.param(
            SMALLEST
            + clock(
                "wait",
                "dispute_noticed",
                "dispute_settled",
                9,
                'effect = "opens_on"\nsilence = "consent"',
            ),
            "clocks.wait.silence",
            "clocks.wait.effect",
            id="silence while one waits",
        ),
        pytest.param(
            SMALLEST
            + "[terms.withdrawal]\nnotice_days = 60\n"
            + clock("withdrawal", "withdrawal_noticed", "withdrawn", 30),
            "clocks.withdrawal.length",
            "terms.withdrawal.notice_days",
            id="two notices of withdrawal",
        ),
        pytest.param(
            SMALLEST
            + "[terms.recall]\nnotice_hours = 24\n"
            + clock("recall_notice", "recall_given", "mission_ended", 2),
            "clocks.recall_notice.length",
            "terms.recall.notice_hours",
            id="two notices of recall",
        ),
        pytest.param(
            SMALLEST + clock("recall_notice", "recall_given", "mission_ended", 1),
            "clocks.recall_notice.length",
            "terms.recall.notice_hours",
            id="a notice of recall where the term asks for none",
        ),
        pytest.param(
            SMALLEST
            + "[terms.recall]\noral_then_written = false\n"
            + clock("recall_confirmation", "recall_oral", "recall_written", 1),
            "clocks.recall_confirmation.starts",
            "terms.recall.oral_then_written",
            id="a spoken recall to confirm, where none counts",
        ),
        pytest.param(
            SMALLEST + clock("recall_confirmation", "recall_written", "recall_oral", 1),
            "clocks.recall_confirmation.stops",
            "clocks.recall_confirmation.starts",
            id="the writing before the word",
        ),
        pytest.param(
            SMALLEST
            + '[terms.approver]\nsecond_sign_off = "County Administrator"\nsign_offs = 1\n',
            "terms.approver.second_sign_off",
            "terms.approver.sign_offs",
            id="a second person where one is enough",
        ),
        pytest.param(
            SMALLEST
            + '[terms.eligible]\nkinds = ["city", "county"]\n'
            + clock("school_breach_notice", "incident_discovered", "breach_reported"),
            "clocks.school_breach_notice",
            "terms.eligible.kinds",
            id="a clock for schools that may not join",
        ),
        pytest.param(
            SMALLEST
            + '[[terms.retention.kinds]]\nkind = "claims"\nyears = 6\n'
            + '[[terms.retention.kinds]]\nkind = "claims"\nyears = 7\n',
            "terms.retention.kinds.1.kind",
            "terms.retention.kinds.0.kind",
            id="one kind of record kept for two lengths",
        ),
    ],
)
def test_a_contradiction_names_both_places_with_their_lines(text, place, other):
    error = next(each for each in check_terms(text) if each.field == place)
    lines = text.splitlines()
    name = place.rsplit(".", 1)[-1]
    assert error.field == place and error.other_field == other
    assert name in lines[error.line - 1]
    assert other in error.sentence
    if error.other_line:
        assert other.rsplit(".", 1)[-1] in lines[error.other_line - 1]
        assert f"line {error.other_line}" in error.sentence


def test_a_second_place_that_the_file_leaves_out_is_said_to_be_a_default():
    text = SMALLEST.replace("hours = 12", "hours = 12\nconditions = ['attestations_in_force']")
    (error,) = check_terms(text)
    assert error.other_line == 0
    assert "terms.baseline.items, which the file leaves at its default" in error.sentence


def test_the_smallest_file_contradicts_nothing():
    assert check_terms(SMALLEST) == []
    oral = clock("oral_confirmation", "aid_request_oral", "aid_request_written")
    notice = "[terms.recall]\nnotice_hours = 48\n"
    assert check_terms(SMALLEST + notice + clock("leave", "recall_given", "mission_ended", 2)) == []
    assert check_terms(SMALLEST + '[terms.oral_request]\nconfirmed = "by_clock"\n' + oral) == []


TWO_NOTICES = "[terms.withdrawal]\nnotice_days = 60\n" + clock(
    "withdrawal", "withdrawal_noticed", "withdrawn", 30
)


@pytest.mark.parametrize(
    ("mistake", "place"),
    [
        ("[terms.grant]\nfederal_percent = 101\n", "terms.grant.federal_percent"),
        ("[terms.nothing]\n", "terms.nothing"),
        (clock("pay", "whenever", "claim_paid"), "clocks.pay.starts"),
    ],
)
def test_a_wrong_value_and_a_contradiction_elsewhere_are_told_at_once(mistake, place):
    found = {each.field for each in check_terms(SMALLEST + TWO_NOTICES + mistake)}
    assert found == {place, "clocks.withdrawal.length"}


@pytest.mark.parametrize("name", ["currency", "hours", "title", "voluntary", "basis", "any_of"])
def test_a_value_that_must_be_stated_hides_no_contradiction_elsewhere(name):
    lines = [line for line in SMALLEST.splitlines() if not line.startswith(name)]
    errors = check_terms("\n".join(lines) + "\n" + TWO_NOTICES)
    assert [each.field.rpartition(".")[2] for each in errors] == [name, "length"]


def test_what_is_wrong_itself_contradicts_nothing():
    """Nobody is told to mend a place because of a value that is to be written anew."""
    broken = TWO_NOTICES.replace("notice_days = 60", "notice_days = -1")
    (error,) = check_terms(SMALLEST + broken)
    assert error.field == "terms.withdrawal.notice_days"
    (error,) = check_terms(SMALLEST + TWO_NOTICES.replace("terms.withdrawal", "terms.withdrawl"))
    assert error.field == "terms.withdrawl"
