"""Clocks that can never start or stop, and clocks that contradict each other or a term."""

from __future__ import annotations

from collections.abc import Iterator

from muster.rules.terms.asking import Confirmation, Moment
from muster.rules.terms.belonging import Clock, ClockEvent, ClockUnit, Effect, Silence
from muster.rules.terms.parties import PartyKind
from muster.rules.terms.paying import ShareBasis
from muster.rules.terms.places import Contradiction
from muster.rules.terms.terms import Terms

# What one mission's events must follow; a clock cannot stop before it starts.
IN_ORDER = (
    ClockEvent.AID_REQUEST_OPENED,
    ClockEvent.OFFER_SUBMITTED,
    ClockEvent.OFFER_ANSWERED,
    ClockEvent.MISSION_AUTHORIZED,
    ClockEvent.ARRIVED,
    ClockEvent.MISSION_ENDED,
    ClockEvent.CLAIM_BILLED,
    ClockEvent.CLAIM_RECEIVED,
    ClockEvent.CLAIM_APPROVED,
    ClockEvent.CLAIM_PAID,
)
# A notice of intent comes before the bill, and a spoken recall before its writing; else anywhere.
BEFORE = {
    (ClockEvent.INTENT_NOTICED, ClockEvent.CLAIM_BILLED),
    (ClockEvent.RECALL_ORAL, ClockEvent.RECALL_WRITTEN),
}
OF_RECALLS = {ClockEvent.RECALL_GIVEN, ClockEvent.RECALL_ORAL, ClockEvent.RECALL_WRITTEN}
HOURS_OF = {ClockUnit.HOURS: 1, ClockUnit.CALENDAR_DAYS: 24, ClockUnit.BUSINESS_DAYS: 24}
OF_CLAIMS = {
    ClockEvent.INTENT_NOTICED,
    ClockEvent.CLAIM_BILLED,
    ClockEvent.CLAIM_RECEIVED,
    ClockEvent.CLAIM_RETURNED,
    ClockEvent.CLAIM_APPROVED,
    ClockEvent.CLAIM_PAID,
}


def clock_contradictions(terms: Terms) -> Iterator[Contradiction]:
    """Each contradiction that a clock is part of."""
    for key in terms.clocks:
        yield from _clock_by_itself(terms, key)
        yield from _clock_that_never_starts(terms, key)
    yield from _clocks_that_cross(terms)
    yield from _oral_confirmation(terms)
    yield from _notice_of_withdrawal(terms)
    yield from _notice_of_recall(terms)
    yield from _clocks_of_schools(terms)


def _clock_by_itself(terms: Terms, key: str) -> Iterator[Contradiction]:
    clock, here = terms.clocks[key], ("clocks", key)
    if clock.stops is clock.starts:
        yield Contradiction(
            (*here, "stops"),
            (*here, "starts"),
            "The clock would stop with the event that starts it; name another.",
        )
    elif clock.stops and _comes_before(clock.stops, clock.starts):
        yield Contradiction(
            (*here, "stops"),
            (*here, "starts"),
            f"{clock.stops} comes before {clock.starts}, so that the clock could never stop; "
            "exchange them or name other events.",
        )
    if clock.warn_before > clock.length:
        yield Contradiction(
            (*here, "warn_before"),
            (*here, "length"),
            "The warning would come before the start; write a smaller number.",
        )
    if clock.effect is not Effect.DUE_BY and clock.silence is not Silence.NOTHING:
        yield Contradiction(
            (*here, "silence"),
            (*here, "effect"),
            "Nothing is due while one waits, so silence can mean nothing; take it out or let the "
            "clock be due_by.",
        )


def _clock_that_never_starts(terms: Terms, key: str) -> Iterator[Contradiction]:
    clock, here = terms.clocks[key], ("clocks", key, "starts")
    if clock.starts is ClockEvent.AID_REQUEST_ORAL and not terms.oral_request.allowed:
        yield Contradiction(
            here,
            ("terms", "oral_request", "allowed"),
            "The clock can never start, because a request by voice starts nothing; allow it or "
            "take the clock out.",
        )
    if clock.starts is ClockEvent.ARRIVED and Moment.ARRIVAL not in terms.recording.moments:
        yield Contradiction(
            here,
            ("terms", "recording", "moments"),
            "The clock can never start, because no arrival is recorded; record the arrival or "
            "take the clock out.",
        )
    fixed_at_nothing = terms.share.basis is ShareBasis.FIXED and not terms.share.percent
    if clock.starts in OF_CLAIMS and fixed_at_nothing:
        yield Contradiction(
            here,
            ("terms", "share", "percent"),
            "The clock can never start, because nobody pays anything and no claim is made; "
            "write the part that is paid or take the clock out.",
        )
    if clock.starts is ClockEvent.RECALL_ORAL and not terms.recall.oral_then_written:
        yield Contradiction(
            here,
            ("terms", "recall", "oral_then_written"),
            "The clock can never start, because a recall counts only in writing; let one by voice "
            "count or take the clock out.",
        )
    if clock.starts in OF_RECALLS and not terms.recall.any_time and not terms.recall.notice_hours:
        yield Contradiction(
            here,
            ("terms", "recall", "any_time"),
            "The clock can never start, because nobody may be recalled; allow recall or take the "
            "clock out.",
        )


def _clocks_that_cross(terms: Terms) -> Iterator[Contradiction]:
    """Two clocks that start together, of which the later step is over before the earlier is due."""
    clocks = terms.clocks
    for key, clock in clocks.items():
        for other_key, other in clocks.items():
            if key == other_key or clock.starts is not other.starts or clock.unit != other.unit:
                continue
            if _is_over_before(clock, other):
                yield Contradiction(
                    ("clocks", key, "length"),
                    ("clocks", other_key, "length"),
                    f"{clock.stops} is forfeited before {other.stops} is due, which comes first; "
                    "write a longer time here or a shorter one there.",
                )
            if _opens_too_late(clock, other):
                yield Contradiction(
                    ("clocks", key, "length"),
                    ("clocks", other_key, "length"),
                    f"{clock.stops} becomes possible only after it was due; write a shorter time "
                    "here or a longer one there.",
                )


def _oral_confirmation(terms: Terms) -> Iterator[Contradiction]:
    oral = terms.oral_request
    starts = {clock.starts for clock in terms.clocks.values()}
    if oral.confirmed is Confirmation.BY_CLOCK and ClockEvent.AID_REQUEST_ORAL not in starts:
        yield Contradiction(
            ("terms", "oral_request", "confirmed"),
            ("clocks",),
            "A clock is to say until when a request by voice is written, but none starts with "
            "aid_request_oral; add the clock or choose as_soon_as_practical.",
        )


def _is_over_before(clock: Clock, other: Clock) -> bool:
    return (
        clock.stops is not None
        and other.stops is not None
        and clock.effect is other.effect is Effect.DUE_BY
        and clock.silence is Silence.FORFEIT
        and _comes_before(other.stops, clock.stops)
        and clock.length < other.length
    )


def _opens_too_late(clock: Clock, other: Clock) -> bool:
    return (
        clock.stops is not None
        and clock.stops is other.stops
        and clock.effect is not Effect.DUE_BY
        and other.effect is Effect.DUE_BY
        and other.silence is Silence.FORFEIT
        and clock.length > other.length
    )


def _comes_before(event: ClockEvent, other: ClockEvent) -> bool:
    if (event, other) in BEFORE:
        return True
    if event in IN_ORDER and other in IN_ORDER:
        return IN_ORDER.index(event) < IN_ORDER.index(other)
    return False


def _notice_of_withdrawal(terms: Terms) -> Iterator[Contradiction]:
    days = terms.withdrawal.notice_days
    for key, clock in terms.clocks.items():
        if clock.starts is ClockEvent.WITHDRAWAL_NOTICED and clock.length != days:
            yield Contradiction(
                ("clocks", key, "length"),
                ("terms", "withdrawal", "notice_days"),
                "The clock and the term give two different notices of withdrawal; let both say "
                "the same.",
            )


def _notice_of_recall(terms: Terms) -> Iterator[Contradiction]:
    """A clock from the recall to the end of the mission is the notice, which the term says too."""
    for key, clock in terms.clocks.items():
        ends_it = clock.stops in (None, ClockEvent.MISSION_ENDED)
        is_notice = ends_it and clock.starts is ClockEvent.RECALL_GIVEN
        if is_notice and clock.length * HOURS_OF[clock.unit] != terms.recall.notice_hours:
            yield Contradiction(
                ("clocks", key, "length"),
                ("terms", "recall", "notice_hours"),
                "The clock and the term give two different notices of recall; let both say the "
                "same.",
            )


def _clocks_of_schools(terms: Terms) -> Iterator[Contradiction]:
    if PartyKind.SCHOOL_DISTRICT in terms.eligible.kinds:
        return
    for key in terms.clocks:
        if key.startswith("school_"):
            yield Contradiction(
                ("clocks", key),
                ("terms", "eligible", "kinds"),
                "This clock is for schools, but no school may be a party; take it out or let "
                "schools join.",
            )
