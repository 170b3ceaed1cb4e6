"""The sentences of this room: refusals that say what to do, and facts as a timeline tells them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from muster.rules.phases import PHASES
from muster.rules.precedence import Factor
from muster.web.fact_words import register_fact_words
from muster.web.wording import register_wording

PROBLEMS = {
    "too_long": "works longer than one shift may be",
    "too_little_rest": "has too little rest before it",
    "too_many_days": "works too many days in a row",
    "twice_at_once": "is planned twice at once",
}
REFUSALS = {
    "precedence.bad_weight": "Give a whole number from 0 to {most}. 0 means: does not count.",
    "precedence.no_weight": "Let at least one factor count.",
    "precedence.not_open": "Only an open request has a place. Choose one that is still open.",
    "precedence.bad_place": "Give a place between 1 and {most}; 1 is helped first.",
    "precedence.no_reason": "Say why, in a sentence: everyone who competes can read it.",
    "precedence.not_placed": "This request stands by its score already. Nothing is to be done.",
    "operation.not_yours": "Only the incident's own party or the coordinator may begin this.",
    "operation.not_led": (
        "Only the commander, the deputy, the incident's own duty officers or the coordinator may do "
        "this. Ask one of them."
    ),
    "operation.second": "This incident has a commander already. Open its page.",
    "operation.ended": "The incident is closed. Take it up again first.",
    "operation.unknown_worker": (
        "Choose somebody of the party, of those who help it, or a coordinator."
    ),
    "operation.same_person": "This person holds one of the two posts already. Choose another.",
    "operation.out_of_bounds": "Give a whole number between {least} and {most}.",
    "operation.unknown_phase": "Choose one of the phases.",
    "operation.same_phase": "The response is in this phase already. Choose another.",
    "operation.unknown_post": "Choose commander or deputy.",
    "hand_over.no_note": "Write what the next holder must know: what stands, what is next.",
    "hand_over.not_to_you": "Only {name} can take this over.",
    "hand_over.ended": "This offer was taken or replaced. Reload the page.",
    "report.no_text": "Write what stands, in a sentence or two.",
    "period.bad_span": "Let it end after it starts, at most {hours} hours later.",
    "period.overlaps": "Let it start when period {number} ends, or later.",
    "period.no_objectives": "Write between 1 and {most} objectives, one on each line.",
    "period.none": "Open an operational period first.",
    "objective.no_text": "Write what is to be reached.",
    "objective.no_reason": "Say why it is dropped.",
    "objective.unknown_action": "Choose one of: meet, drop, reopen.",
    "objective.wrong_state": "This is not possible while the objective is {state}. Reload the page.",
    "task.no_text": "Write what is to be done.",
    "task.no_reason": "Say why it is dropped.",
    "task.not_yours": "This is for {name}. Ask the commander to give it to you.",
    "task.other_operation": "Choose an objective of this incident.",
    "task.unknown_action": "Choose one of: start, finish, drop, reopen.",
    "task.wrong_state": "This is not possible while the task is {state}. Reload the page.",
    "shift.no_duty": "Say what the shift is for.",
    **{
        f"shift.{problem}": f"{{name}} {words}. Change the times, or say that this is accepted."
        for problem, words in PROBLEMS.items()
    },
    "shift.bad_span": "Let it end after it starts, at most {hours} hours later.",
}
OBJECTIVE_STEPS = {
    "add": "Added objective {number} to period {period_number} of {reference}.",
    "meet": "Met objective {number} of period {period_number} of {reference}.",
    "drop": "Dropped objective {number} of period {period_number} of {reference}.",
    "reopen": "Took objective {number} of period {period_number} of {reference} up again.",
}
TASK_STEPS = {
    "add": "Put task {number} of {reference} on the board.",
    "assign": "Gave task {number} of {reference} to somebody.",
    "start": "Began task {number} of {reference}.",
    "finish": "Finished task {number} of {reference}.",
    "drop": "Dropped task {number} of {reference}.",
    "reopen": "Took task {number} of {reference} up again.",
}


def problem_words(problem: Any) -> str:
    """What is wrong with a shift, as the end of a sentence about its worker."""
    return PROBLEMS.get(str(problem), str(problem))


def _stepped(steps: Mapping[str, str], otherwise: str) -> Any:
    def said(fact: Mapping[str, Any]) -> str:
        words = steps.get(str(fact.get("action")), otherwise)
        return words.format_map({name: fact.get(name, "") for name in fact})

    return said


def _phase(fact: Mapping[str, Any]) -> str:
    known = dict(PHASES)
    return f"Went on to: {known.get(str(fact.get('phase')), fact.get('phase'))}."


FACTORS = {
    Factor.SEVERITY: "Severity",
    Factor.PUBLIC_SAFETY: "Public safety",
    Factor.UNMET: "Still missing",
    Factor.WAITING: "Waiting time",
    Factor.URGENCY: "Needed soon",
    Factor.POPULATION: "People served",
}
MEANINGS = {
    Factor.SEVERITY: "the proposed score of the incident",
    Factor.PUBLIC_SAFETY: "a 911 center or fire authority asks",
    Factor.UNMET: "the part of what was asked that nobody has promised",
    Factor.WAITING: "full after 24 hours",
    Factor.URGENCY: "full when needed now, nothing when needed in 7 days",
    Factor.POPULATION: "a step for each power of ten above 1,000 people",
}
register_wording(REFUSALS)
register_fact_words(
    {
        "OperationStarted": "Put a commander at the head of {reference}.",
        "OperationChanged": "Changed how {reference} is run.",
        "PhaseChanged": _phase,
        "WaveBegan": "Said that {reference} struck again: wave {wave}.",
        "PeriodOpened": "Opened operational period {number} of {reference}.",
        "ObjectiveProgressed": _stepped(OBJECTIVE_STEPS, "Worked on an objective."),
        "SituationReportWritten": "Wrote situation report {number} of {reference}.",
        "SituationReportDue": "A situation report of {reference} is due.",
        "TaskProgressed": _stepped(TASK_STEPS, "Worked on a task."),
        "ShiftPlanned": "Planned a shift of {reference}.",
        "ShiftRemoved": "Took a shift of {reference} out of the plan.",
        "PostOffered": "Asked somebody to take over as {post} of {reference}.",
        "PrecedenceWeightsSet": "Changed how much each factor counts when requests compete.",
        "RequestPlaced": "Put {reference} at place {place} of the requests that compete.",
        "RequestPlaceEnded": "Let {reference} stand by its score again.",
        "PostTaken": "Took over as {post} of {reference}.",
    }
)
