"""By which rule a step of the working was computed, in plain words.

The terms' own names of a rule (`labour.fringe.declared`) stay in the data; people read these.
"""

from __future__ import annotations

RULES = {
    "rounding": "each line is rounded once, at its end",
    "rounding.hour_price": "the price of an hour is rounded",
    "labour": "hours at the price of an hour",
    "labour.fringe.none": "no fringe",
    "labour.fringe.fixed": "the fringe that the agreement fixes",
    "labour.fringe.by_category": "the agreement's fringe for this category of worker",
    "labour.fringe.declared": "the fringe declared before deploying",
    "labour.overhead.none": "no overhead",
    "labour.overhead.fixed": "the overhead that the agreement fixes",
    "labour.overhead.declared": "the overhead declared before deploying",
    "labour.rate_cap": "no hour is paid above the cap",
    "labour.overtime_rate": "the lender's own overtime rate",
    "labour.overtime_multiplier": "overtime is a multiple of the hour",
    "labour.straight_time_not_paid": "overtime alone is paid",
    "labour.travel_not_paid": "hours of travel are not paid",
    "labour.workers_compensation_excluded": "workers' compensation stays with the employer",
    "reimbursement_start.departure": "time counts from the departure",
    "reimbursement_start.arrival": "time counts from the arrival",
    "reimbursement_start.declaration": "time counts from the declaration",
    "reimbursement_start.after_hours": "time counts some hours after the arrival",
    "reimbursement_start.later_of_hours_and_declaration": (
        "time counts from the later of the declaration and some hours after the arrival"
    ),
    "free_allowance.elapsed_from_arrival": "work is free for so long after the arrival",
    "free_allowance.elapsed_from_departure": "work is free for so long after the departure",
    "free_allowance.pro_rata": "the last free hours are shared equally among those at work",
    "free_allowance.rate_ascending": "the last free hours are the cheapest",
    "free_allowance.rate_descending": "the last free hours are the dearest",
    "free_allowance.entry_order": "the last free hours are those written down first",
    "share.fixed": "the share that the agreement fixes",
    "share.negotiated_per_mission": "the share that both signed for this mission",
    "share.applies_to": "this kind of cost is not shared",
    "share.not_agreed": "no share is agreed",
    "waiver.donated": "it was given free",
    "claimable.kind_not_paid": "this kind of cost may not be claimed",
    "claimable.not_in_the_order": "only what the signed order names may be claimed",
    "expenses": "as spent",
    "expenses.not_paid": "other costs are not paid",
    "travel": "as spent",
    "travel.not_paid": "travel is not paid",
    "travel.provided": "the host provided it",
    "travel.houses_its_own": "the lender houses and feeds its own people",
    "travel.per_diem_not_paid": "nights and meals are not paid",
    "travel.mileage_rate": "the agreement's rate of a mile",
    "travel.mileage_table": "the table's rate of a mile on the day",
    "travel.per_diem_table": "the table of nights and meals on the day",
    "travel.per_diem.actual_up_to_table": "as spent, up to the table",
    "travel.first_last_day_percent": "a part of the meals on the first and the last day",
    "equipment": "pieces or use at the price",
    "equipment.use_unit": "use is counted in the agreement's unit",
    "equipment.use_table": "the table's rate of use on the day",
    "equipment.cap_table": "no use is paid above the table's cap",
    "equipment.use_is_free": "use is not paid",
    "equipment.cost_missing": "what it costs is not written down",
    "equipment.lost.straight_line": "what was left of its useful life",
    "equipment.handling_percent": "handling comes on top",
    "equipment.deductions": "what was supplied or insured is taken off",
    "checks.second_claim": "what an earlier claim charged is not charged again",
    "supplies": "pieces at the price",
    "supplies.price.cost": "what is used up is paid as it cost",
    "supplies.price.replacement": "what is used up is paid as it costs to buy again",
    "supplies.price.nothing": "what is used up is not paid",
    "supplies.handling_percent": "handling comes on top",
    "supplies.not_paid": "supplies are not paid",
    "licence": "seats at the price of a year",
    "licence.year_basis": "a part of the agreement's year",
    "licence.reassign_after_days": "seats go back to their owner after some days",
    "licence.not_paid": "lent seats are not paid",
    "licence.no_publisher_evidence": "the publisher's permission is not on file",
    "facility": "places at the price",
    "facility.paid": "places for the time that they were used",
    "facility.use_is_free": "rooms and workplaces are not paid",
    "rate.none_on_day": "the table has no rate for the day",
}


def rule_words(rule: str) -> str:
    """The rule in words; one that nobody worded is shown by its term, never as a bare code."""
    if rule in RULES:
        return RULES[rule]
    return rule.replace("_", " ").replace(".", ": ")
