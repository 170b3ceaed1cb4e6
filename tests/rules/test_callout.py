"""Who is asked, in which order, when the next one is, and when it ends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from muster.rules import callout
from muster.rules.callout import (
    Ending,
    Fit,
    LineFacts,
    LinkFacts,
    LinkRefusal,
    Pace,
    PaceKind,
    Reply,
)
from muster.rules.lifecycle import AidRequestState, LineState

NOW = datetime(2026, 3, 8, 3, 0, tzinfo=UTC)
LINES = [UUID(int=1000 + number) for number in range(3)]
parties = st.integers(1, 40).map(lambda number: UUID(int=number))
fits = st.builds(Fit, party_id=parties, score=st.floats(0, 1))
rankings = st.dictionaries(st.sampled_from(LINES), st.lists(fits, max_size=30))
sizes = st.one_of(st.none(), st.integers(1, 8))


def line(state: LineState, hours: int = 24) -> LineFacts:
    return LineFacts(UUID(int=1), state, NOW + timedelta(hours=hours))


@given(rankings, st.sets(parties))
def test_the_audience_is_everyone_who_could_and_is_not_barred_each_once(found, barred) -> None:
    listed = callout.audience(found, barred)
    able = {fit.party_id for ranked in found.values() for fit in ranked} - barred
    assert [each.party_id for each in listed] == list(dict.fromkeys(e.party_id for e in listed))
    assert {each.party_id for each in listed} == able


@given(rankings)
def test_the_audience_does_not_depend_on_the_order_of_the_lines(found) -> None:
    backwards = dict(reversed(found.items()))
    assert [each.party_id for each in callout.audience(found)] == [
        each.party_id for each in callout.audience(backwards)
    ]


@given(rankings, sizes)
def test_waves_ask_everybody_once_and_nobody_twice(found, size) -> None:
    waiting = [(each.party_id, each.ranks) for each in callout.audience(found)]
    asked: list[UUID] = []
    while wave := callout.next_wave(
        [each for each in waiting if each[0] not in asked], LINES, size
    ):
        asked += wave
    assert len(asked) == len(set(asked)) == len(waiting)


@given(rankings, st.integers(1, 8))
def test_a_wave_takes_the_best_that_are_left_of_each_line(found, size) -> None:
    waiting = [(each.party_id, each.ranks) for each in callout.audience(found)]
    wave = set(callout.next_wave(waiting, LINES, size))
    for line_id in LINES:
        able = sorted(ranks[line_id] for _, ranks in waiting if line_id in ranks)
        best = {party for party, ranks in waiting if ranks.get(line_id, 1e9) in able[:size]}
        assert best <= wave


def test_nobody_is_asked_for_a_line_that_is_filled() -> None:
    waiting = [(UUID(int=1), {LINES[0]: 1}), (UUID(int=2), {LINES[1]: 1})]
    assert callout.next_wave(waiting, [LINES[1]], None) == [UUID(int=2)]


@given(st.integers(1, 100), st.integers(1, 5), st.integers(1, 60))
def test_waves_never_shrink(first, growth, wave) -> None:
    pace = Pace(first=first, growth=growth)
    assert pace.size_of(wave) <= pace.size_of(wave + 1)
    assert pace.size_of(1) == first


def test_all_at_once_and_a_named_list_are_one_wave() -> None:
    assert Pace(PaceKind.ALL).size_of(1) is None
    assert Pace(PaceKind.NAMED).size_of(1) is None


def test_a_pace_outside_its_bounds_is_refused_with_its_field() -> None:
    wrong = Pace(first=0, growth=9, minutes=0)
    found = callout.refusals_for_pace(wrong, [UUID(int=1)])
    assert [each.code for each in found] == [
        "call_out.wave_size",
        "call_out.growth",
        "call_out.minutes",
        "call_out.names_not_asked",
    ]
    assert callout.refusals_for_pace(Pace(PaceKind.NAMED), [])[0].field == "party_ids"
    assert not callout.refusals_for_pace(Pace(), [])


def test_the_next_person_is_due_when_the_step_says_and_silence_counts_after_the_last() -> None:
    afters = [timedelta(), timedelta(minutes=5)]
    assert callout.step_moment(NOW, afters, 0) == NOW
    assert callout.step_moment(NOW, afters, 1) == NOW + timedelta(minutes=5)
    assert callout.step_moment(NOW, afters, 2) == NOW + timedelta(minutes=5) + callout.PATIENCE


def test_the_next_way_of_a_person_follows_and_the_list_ends() -> None:
    assert callout.way_moment(NOW, 1, 2) == NOW + callout.WAY_PAUSE
    assert callout.way_moment(NOW, 2, 2) is None


def test_an_exercise_wakes_nobody_and_an_emergency_does() -> None:
    assert callout.is_urgent(is_exercise=False)
    assert not callout.is_urgent(is_exercise=True)


def test_it_ends_when_the_need_is_met_over_or_taken_back() -> None:
    is_open, filled = line(LineState.OPEN), line(LineState.FILLED)
    assert callout.ending(AidRequestState.OPEN, [is_open, filled], NOW) is None
    assert callout.ending(AidRequestState.OPEN, [filled], NOW) is Ending.FILLED
    assert callout.ending(AidRequestState.CANCELLED, [is_open], NOW) is Ending.CANCELLED
    assert callout.ending(AidRequestState.CLOSED, [is_open], NOW) is Ending.CLOSED
    late = line(LineState.OPEN, hours=0)
    assert callout.ending(AidRequestState.OPEN, [late, filled], NOW) is Ending.TOO_LATE
    assert callout.ending(AidRequestState.OPEN, [line(LineState.CANCELLED)], NOW) is Ending.CLOSED


def test_the_circle_widens_in_time_or_when_nobody_can_still_say_yes() -> None:
    soon = NOW + timedelta(minutes=1)
    assert callout.wave_is_due(next_wave_at=soon, being_asked=0, waiting=3, at=NOW)
    assert not callout.wave_is_due(next_wave_at=soon, being_asked=1, waiting=3, at=NOW)
    assert callout.wave_is_due(next_wave_at=NOW, being_asked=1, waiting=3, at=NOW)
    assert not callout.wave_is_due(next_wave_at=NOW, being_asked=0, waiting=0, at=NOW)


def test_replies_are_read_as_people_write_them() -> None:
    assert callout.read_reply("YES 2 3") == Reply(True, 2, 3)
    assert callout.read_reply("yes, 2 people in 3 hours.\n> earlier mail") == Reply(True, 2, 3)
    assert callout.read_reply("\n y") == Reply(True, 1, 0)
    assert callout.read_reply("NO busy") == Reply(False, reason="busy")
    assert callout.read_reply("no: all away") == Reply(False, reason="all away")
    for unclear in ("", "maybe", "yesterday 2 3", "nobody knows", "-2"):
        assert callout.read_reply(unclear) is None


@given(st.text(max_size=2000))
def test_no_reply_breaks_the_reading(text) -> None:
    reply = callout.read_reply(text)
    assert reply is None or not reply.is_coming or reply.people <= 9999


def test_an_answer_outside_its_bounds_is_refused() -> None:
    codes = [each.code for each in callout.refusals_for_reply(Reply(True, 0, 9999))]
    assert codes == ["answer.people", "answer.hours"]
    assert not callout.refusals_for_reply(Reply(True, 1, 0))
    assert not callout.refusals_for_reply(Reply(False))


def facts(**values) -> LinkFacts:
    usual = {
        "addressee_id": UUID(int=7),
        "signed_in_as": None,
        "expires_at": NOW + timedelta(hours=1),
        "is_answered": False,
        "has_ended": False,
        "is_fenced": False,
    }
    return LinkFacts(**{**usual, **values})


def test_a_link_answers_once_for_its_addressee_until_it_expires() -> None:
    other = UUID(int=8)
    assert callout.link_refusal(facts(), NOW) is None
    assert callout.link_refusal(facts(expires_at=NOW), NOW) is LinkRefusal.EXPIRED
    assert callout.link_refusal(facts(is_answered=True), NOW) is LinkRefusal.REPLAYED
    assert callout.link_refusal(facts(signed_in_as=other), NOW) is LinkRefusal.FORWARDED
    assert callout.link_refusal(facts(is_fenced=True), NOW) is LinkRefusal.FENCED
    assert callout.link_refusal(facts(has_ended=True), NOW) is LinkRefusal.ENDED


def test_a_key_counts_on_its_own_call_for_half_an_hour() -> None:
    last = NOW + timedelta(minutes=30)
    assert callout.call_refusal(NOW, last - timedelta(seconds=1), is_same=True) is None
    assert callout.call_refusal(NOW, last, is_same=True) is LinkRefusal.EXPIRED
    assert callout.call_refusal(NOW, NOW, is_same=False) is LinkRefusal.FORWARDED


def test_a_key_means_what_a_bare_word_by_text_means() -> None:
    assert callout.KEYS["1"] == callout.read_reply("YES")
    assert callout.KEYS["2"] == callout.read_reply("NO")


def test_the_addressee_signed_in_may_change_the_answer() -> None:
    mine = facts(signed_in_as=UUID(int=7), is_answered=True, expires_at=NOW, is_fenced=True)
    assert callout.link_refusal(mine, NOW) is None


@given(
    st.integers(0, 50),
    st.lists(st.tuples(st.sampled_from(LINES), st.integers(0, 9)), max_size=8),
    st.dictionaries(st.sampled_from(LINES), st.integers(0, 9)),
)
def test_no_more_is_offered_than_said_than_there_is_or_than_is_needed(people, free, needed) -> None:
    taken = callout.share_out(people, free, needed)
    assert sum(taken) <= people
    assert all(0 <= take <= count for take, (_, count) in zip(taken, free, strict=True))
    for line_id in LINES:
        here = sum(take for take, (which, _) in zip(taken, free, strict=True) if which == line_id)
        assert here <= needed.get(line_id, 0)
