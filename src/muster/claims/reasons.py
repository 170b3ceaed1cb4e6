"""Why a figure of a settlement is what it is, as sentences.

They explain, where refusals tell what to do: a code may stand in both with other words.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from muster.rules.settlement import Reason
from muster.rules.terms import Terms
from muster.web.display import as_moment, day_text, when_text
from muster.web.wording import fill

REASONS = {
    "share.not_agreed": (
        "The parties have not agreed on a share yet: beyond the free hours nothing can be claimed."
    ),
    "share.signed_not_used": (
        "The share of {signed} % that the parties signed counts nothing: the agreement fixes {fixed} %."
    ),
    "free_allowance.applied": "{hours} hours are free under the agreement.",
    "attestation.missing": (
        "Nothing is free: the requesting party had not attested “{title}” when it asked."
    ),
    "attestation.lapsed": (
        "Nothing is free: the requesting party's attestation of “{title}” ended on {valid_until}, "
        "before it asked."
    ),
    "labour.straight_time_not_paid": "The agreement pays overtime alone; regular hours cost nothing.",
    "labour.travel_not_paid": "The agreement does not pay hours of travel.",
    "labour.workers_compensation_excluded": (
        "The agreement leaves workers' compensation benefits with the employer."
    ),
    "labour.category_unknown": (
        "The terms list no fringe for the category “{category}” of {person}; the general one is used."
    ),
    "labour.load_not_declared": (
        "Fringe or overhead was to be declared before deploying and was not; the terms' own "
        "percentage is used."
    ),
    "labour.load_declared_late": (
        "Fringe or overhead was declared on {declared_at}, after people had left on {departed_at}; "
        "the terms' own percentage is used."
    ),
    "labour.load_not_counted": (
        "An hour cost more by the fringe of {fringe} % and overhead of {overhead} % that were "
        "declared; the agreement does not count all of it."
    ),
    "labour.above_cap": "What an hour cost above the cap of {cap} is not paid.",
    "cost.above_what_counts": "It cost {cost}; the agreement counts {counted} of it.",
    "claimable.kind_not_paid": "The agreement does not let this kind of cost ({kind}) be claimed.",
    "claimable.not_in_the_order": "This is not named in the signed mission order.",
    "continuation.not_confirmed": (
        "Nobody confirmed in writing that help goes on beyond {from}, as the agreement demands."
    ),
    "rate.none_on_day": "The table “{table}” has no rate for “{key}” on {day}.",
    "rate.no_table": (
        "Nobody brought the table “{table}” that the agreement names: what was recorded stands."
    ),
    "time.before_start": "{hours} hours lie before reimbursement starts ({from}) and are not paid.",
    "time.not_declared": "No emergency was declared, as the agreement demands; nothing counts.",
    "time.no_arrival": "No arrival is recorded, so no hour counts yet.",
    "time.arrival_missing": "No arrival is recorded; time counts from the first work.",
    "time.departure_missing": "No departure is recorded; time counts from the arrival.",
    "time.after_release": "Hours after the release on {until} do not count.",
    "time.after_hours": "Hours count from {from} on, {hours} hours after arrival.",
    "time.from_declaration": "Hours count from the declaration on, {from}.",
    "time.later_of_both": "Hours count from {from} on.",
    "time.more_than_a_day": "An entry is longer than a day. Check it.",
    "time.day_too_long": (
        "{person} recorded {hours} hours on {day}, which holds {most}. Check the entries."
    ),
    "time.overlaps": "Two entries of {person} claim the same time. Check them.",
    "time.overlaps_across": (
        "{person} worked at the same time in several claims: {entries}. Check them."
    ),
    "time.day_too_long_across": (
        "{person} recorded {hours} hours on {day} in several claims, and the day holds {most}: "
        "{entries}. Check them."
    ),
    "time.after_the_end": (
        "Hours lie after the end of the mission on {ended_at}: {entries}. Check them."
    ),
    "time.ended_before_release": (
        "The mission ended on {ended_at}, before the release on {released_at}. Check both."
    ),
    "time.released_before_arrival": (
        "People were released on {released_at}, before they arrived on {arrived_at}. Check both."
    ),
    "equipment.use_is_free": "The agreement does not pay for the use of things lent.",
    "equipment.damage_not_paid": "The agreement does not pay what came back damaged.",
    "equipment.loss_not_paid": "The agreement does not pay what was lost.",
    "equipment.cost_missing": "What {label} costs is not written down; it is left out.",
    "equipment.age_unknown": (
        "How old {label} was is not written down; it is counted as new. Settle the loss with its age."
    ),
    "equipment.price_in_other_unit": (
        "The agreement counts use by the {wanted}; {label} was promised at a price by the {unit}, so "
        "it is counted by that. Check the price with the other party."
    ),
    "supplies.not_paid": "The agreement does not pay supplies.",
    "licence.not_paid": "The agreement does not pay for seats lent.",
    "licence.no_publisher_evidence": (
        "The publisher's permission to lend {label} is not on file: the loan is blocked and "
        "nothing is owed for it."
    ),
    "facility.use_is_free": "The agreement does not pay for rooms and workplaces.",
    "expense.receipt_twice": (
        "Receipt {receipt} of {vendor} is here more than once, for the same amount."
    ),
    "expense.receipt_across": (
        "Receipt {receipt} of {vendor} is in several claims, for the same amount: {charges}."
    ),
    "expense.no_receipt": "There is no receipt for “{label}”.",
    "expenses.not_paid": "The agreement does not pay other costs.",
    "travel.miles_without_rate": (
        "Neither the agreement nor a table says what a mile cost on {day}, and no amount was written "
        "down for “{label}”: it counts nothing. Strike it out and log it with what the miles cost."
    ),
    "travel.stay_twice": (
        "{person} is away more than once on {day}. A night and a day's meals count once: strike one out."
    ),
    "travel.stay_across": (
        "{person} is away on {day} in several claims: {entries}. A night and a day's meals count once."
    ),
    "travel.provided": "The requesting party provided it.",
    "travel.houses_its_own": "Under the agreement the responding party houses and feeds its own.",
    "travel.per_diem_not_paid": "The agreement does not pay nights and meals.",
    "claim.second_claim": "The mission has a claim already: {earlier}.",
    "claim.too_late": "The claim was due by {due_on}; it was billed on {billed_on}.",
    "claim.before_the_end": (
        "The claim was billed on {billed_at}, before the mission ended on {ended_at}. Check both."
    ),
    "claim.overpaid": "Overpaid: {amount} are to be returned.",
    "claim.free_in_one_claim": (
        "{amount} less: one claim of everything would have left that free or unpaid."
    ),
    "claim.nothing_left": "Everything of the mission is covered by an earlier claim.",
    "waiver.only_whole": "The agreement lets all that is owed be given up, not a part of it.",
    "waiver.more_than_owed": "More was given up than was owed; the claim falls to nothing.",
    "waiver.applied": "{amount} was given up: {reason}",
    "grant.contingent": (
        "Payment waits for grant money under these terms: a federal grant pays only what is owed "
        "in any case, so nothing is eligible."
    ),
    "grant.free": "Free help was never charged: a federal grant does not repay it.",
    "grant.borne": "What the responding party bears was never charged.",
    "grant.overtime_only": "Only overtime is eligible.",
    "grant.line_given_up": "{amount} of it was given up or corrected and is not owed.",
    "grant.waived": "What was waived is not owed, so it is not eligible.",
    "travel.not_paid": "The agreement does not pay travel.",
    "waiver.donated": "Given free by the responding party.",
}


def reason_sentence(reason: Any) -> str:
    """A reason of the rules, or one that was kept as JSON, for the reader at hand."""
    kept = isinstance(reason, Mapping)
    code = reason["code"] if kept else reason.code
    values = reason.get("values", {}) if kept else reason.values
    return fill(REASONS.get(code, code), {name: _shown(value) for name, value in values.items()})


def reason_sentences(reasons: Any) -> list[str]:
    """Each sentence once."""
    return list(dict.fromkeys(reason_sentence(each) for each in reasons))


def reasons_with_clauses(reasons: Iterable[Reason], terms: Terms) -> list[str]:
    """Each sentence once, with the clause of the terms that it rests on."""
    return list(dict.fromkeys(_with_clause(each, terms) for each in reasons))


def _with_clause(reason: Reason, terms: Terms) -> str:
    sentence = reason_sentence(reason)
    return f"{sentence} ({terms.clause(reason.term)})" if reason.term else sentence


def _shown(value: Any) -> Any:
    """Moments and days in the reader's zone; they are kept as ISO text."""
    if isinstance(value, datetime.datetime):
        return when_text(value)
    if isinstance(value, datetime.date):
        return day_text(value)
    if isinstance(value, str) and len(value) >= 10 and value[4:5] == "-" and value[7:8] == "-":
        if len(value) > 10 and as_moment(value):
            return when_text(value)
        try:
            return day_text(datetime.date.fromisoformat(value))
        except ValueError:
            return value
    return value
