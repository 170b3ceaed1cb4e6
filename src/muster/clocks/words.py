"""Clocks in words: what starts and stops them, how they count, what their end means."""

from __future__ import annotations

from muster.rules.clocks import AnyClock, ClockState, StatedClock
from muster.rules.terms import ClockEvent, ClockUnit, Effect, Roll, Silence

EVENTS: dict[ClockEvent, str] = {
    ClockEvent.INCIDENT_DISCOVERED: "the incident was discovered",
    ClockEvent.AID_REQUEST_ORAL: "help was asked for by voice",
    ClockEvent.AID_REQUEST_WRITTEN: "the request was put in writing",
    ClockEvent.AID_REQUEST_OPENED: "the request was opened",
    ClockEvent.OFFER_SUBMITTED: "the offer was made",
    ClockEvent.OFFER_ANSWERED: "the offer was answered",
    ClockEvent.MISSION_AUTHORIZED: "the mission was authorized",
    ClockEvent.ARRIVED: "the first of the mission arrived",
    ClockEvent.MISSION_ENDED: "the mission ended",
    ClockEvent.RECALL_GIVEN: "the recall was given",
    ClockEvent.RECALL_ORAL: "the recall was said by voice",
    ClockEvent.RECALL_WRITTEN: "the recall was put in writing",
    ClockEvent.INTENT_NOTICED: "the intent to claim was notified",
    ClockEvent.CLAIM_BILLED: "the claim was submitted",
    ClockEvent.CLAIM_RECEIVED: "the claim was received",
    ClockEvent.CLAIM_RETURNED: "the claim was returned or questioned",
    ClockEvent.CLAIM_APPROVED: "the claim was approved",
    ClockEvent.CLAIM_PAID: "the claim was paid in full",
    ClockEvent.DISPUTE_NOTICED: "the dispute was notified",
    ClockEvent.DISPUTE_SETTLED: "the dispute was settled",
    ClockEvent.BREACH_REPORTED: "the breach was reported",
    ClockEvent.LICENCE_ASSIGNED: "the licence was assigned",
    ClockEvent.WITHDRAWAL_NOTICED: "the withdrawal was notified",
    ClockEvent.WITHDRAWN: "the party left",
}
STATES = {
    ClockState.NOT_STARTED: "Not started",
    ClockState.RUNNING: "Running",
    ClockState.WARNING: "Due soon",
    ClockState.DUE: "Due now",
    ClockState.MISSED: "Missed",
    ClockState.STOPPED: "Done",
}
TONES = {
    ClockState.RUNNING: "wait",
    ClockState.WARNING: "warn",
    ClockState.DUE: "warn",
    ClockState.MISSED: "warn",
    ClockState.STOPPED: "good",
}
UNITS = {
    ClockUnit.HOURS: ("hour", "hours"),
    ClockUnit.CALENDAR_DAYS: ("calendar day", "calendar days"),
    ClockUnit.BUSINESS_DAYS: ("business day", "business days"),
}
ROLLS = {
    Roll.NONE: "A last day on a week-end or a holiday stays where it is.",
    Roll.NEXT_BUSINESS_DAY: "A last day on a week-end or a holiday moves to the next business day.",
    Roll.PREVIOUS_BUSINESS_DAY: (
        "A last day on a week-end or a holiday moves to the business day before."
    ),
}
SILENCES = {
    Silence.NOTHING: "",
    Silence.CONSENT: "Silence counts as consent.",
    Silence.FORFEIT: "Whoever is late loses the right.",
    Silence.DELINQUENT: "Whoever is late is delinquent.",
}


def state_words(state: ClockState, effect: Effect) -> str:
    """A state in words; a waiting time that is over is open, not missed."""
    if effect is not Effect.DUE_BY:
        return "Open" if state in (ClockState.DUE, ClockState.STOPPED) else "Waiting"
    return STATES[state]


def starts_words(clock: AnyClock) -> str:
    """What starts a clock."""
    return clock.since if isinstance(clock, StatedClock) else EVENTS[clock.starts]


def rule_words(clock: AnyClock) -> str:
    """How a clock counts: "Within 30 calendar days after the mission ended." """
    unit = UNITS[clock.unit][clock.length != 1]
    since = starts_words(clock)
    if clock.effect is Effect.DUE_BY:
        return f"Within {clock.length:,} {unit} after {since}."
    if clock.effect is Effect.OPENS_ON:
        return f"From the {clock.length:,}. {UNITS[clock.unit][0]} after {since} on."
    return f"Once {clock.length:,} {unit} after {since} are over."


def looks_at_holidays(clock: AnyClock) -> bool:
    """Whether it matters to a clock which days are holidays."""
    return clock.unit is ClockUnit.BUSINESS_DAYS or (
        clock.unit is not ClockUnit.HOURS and clock.rolls is not Roll.NONE
    )


def counting_words(clock: AnyClock) -> str:
    """What counts, for the working: the day of the start, week-ends, the end of the day."""
    if clock.unit is ClockUnit.HOURS:
        return "Hours are counted as they pass, also where the clocks change that night."
    skips = "" if clock.unit is ClockUnit.CALENDAR_DAYS else " Week-ends and holidays do not count."
    return f"The day on which it starts is not counted; the last day counts whole.{skips} {ROLLS[clock.rolls]}"
