"""The sentences of this room: refusals that say what to do, and facts as a timeline tells them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from muster.clocks.words import EVENTS
from muster.rules.terms import ClockEvent
from muster.web.fact_words import register_fact_words
from muster.web.wording import register_wording


def _stopped(fact: Mapping[str, Any]) -> str:
    kept = "in time" if fact.get("was_kept") else "late"
    return f"Done {kept}: {fact.get('title', '')}, {fact.get('subject_reference', '')}."


def _noted(fact: Mapping[str, Any]) -> str:
    proof = "with its proof" if fact.get("has_evidence") else "with a note"
    try:
        words = EVENTS[ClockEvent(str(fact.get("event")))]
    except ValueError:
        words = "something was done"
    return f"Wrote down, {proof}, that {words}."


register_wording(
    {
        "happening.unknown_event": (
            "Choose one of what is listed. Everything else Muster writes down by itself."
        ),
        "happening.wrong_subject": "This happens to something else. Write it down on its own page.",
        "happening.in_the_future": "Give a time that has passed already.",
        "happening.no_proof": "Add a proof, or say in the note how it was done and to whom.",
        "happening.not_yours": (
            "Only the parties concerned and the coordinator may write this down."
        ),
    }
)
register_fact_words(
    {
        "DeadlineStarted": "A clock runs: {title}, {subject_reference}, until {last_day}.",
        "DeadlineStopped": _stopped,
        "DeadlineNear": "Due soon: {title}, {subject_reference}, until {last_day}.",
        "DeadlinePassed": "The time is over: {title}, {subject_reference}, {last_day}.",
        "DeadlinesDigested": (
            "Deadlines of the day: {missed} missed, {due_today} today, {due_soon} within the week."
        ),
        "RecordsDeadlinesDigested": (
            "Records requests to answer: "
            "{missed} missed, {due_today} today, {due_soon} within the week."
        ),
        "HappeningNoted": _noted,
    }
)
