"""What each value of the terms of money says, as a sentence; see `sentences_of_help` for the form."""

from __future__ import annotations

from muster.agreements.documents.sentences_of_help import Saying

CHECKS = {"refuse": "is refused", "warn": "is shown as a warning beside the claim"}


def _checked(what: str) -> Saying:
    return {key: f"{what} {words}." for key, words in CHECKS.items()}


OF_MONEY: dict[str, Saying] = {
    "free_allowance.hours": ("The first {} hours of help are free.", "No hours are free."),
    "free_allowance.unit": {
        "person_hours_per_responding_party": (
            "They count as hours of all people whom one party sends, taken together."
        ),
        "elapsed_from_arrival": "They run by the clock, from the first arrival.",
        "elapsed_from_departure": "They run by the clock, from the first departure.",
        "per_person": "They count for each person alone.",
    },
    "free_allowance.per": {
        "incident": "A party gives them once for each incident.",
        "mission": "A party gives them anew for each mission.",
    },
    "free_allowance.consecutive": ("Only an unbroken run of work is free.", ""),
    "free_allowance.longest_break_hours": "A break of up to {} hours does not end such a run.",
    "free_allowance.conditions": (
        "They are free only while this holds for the party that asked: {}.",
        "They are free without condition.",
    ),
    "free_allowance.split": {
        "pro_rata": "The last free hours are shared evenly among those who work at the time.",
        "rate_ascending": "Of the last free hours the cheapest are free first.",
        "rate_descending": "Of the last free hours the dearest are free first.",
        "entry_order": "Of the last free hours those entered first are free first.",
    },
    "free_allowance.counts": ("These kinds of hours use them up: {}.", ""),
    "free_allowance.warn_before_hours": ("Both sides are warned {} hours before their end.", ""),
    "continuation.confirm_before_hour": (
        "That help goes on is confirmed in writing before hour {}.",
        "That help goes on needs no confirmation.",
    ),
    "continuation.late_days": ("A confirmation within {} days after that still counts.", ""),
    "continuation.without": {
        "flagged": "Without a confirmation the hours beyond are flagged in the claim.",
        "not_paid": "Without a confirmation the hours beyond are not paid.",
    },
    "share.basis": {
        "negotiated_per_mission": (
            "How the rest of the cost is shared is negotiated and written for each mission; until "
            "then nothing more may be claimed."
        ),
        "fixed": "How the rest of the cost is shared is fixed.",
    },
    "share.percent": "The party that asked pays {} percent of it.",
    "share.applies_to": ("So are shared: {}.", "No kind of cost is shared."),
    "claimable.kinds": ("These costs may be claimed: {}.", "Nothing may be claimed."),
    "claimable.only_agreed": ("Only costs named in the signed mission order are paid.", ""),
    "reimbursement_start.begins": {
        "departure": "Time counts from departure.",
        "arrival": "Time counts from arrival.",
        "after_hours": "Time counts from a number of hours after arrival.",
        "declaration": "Time counts from the declaration of emergency.",
        "later_of_hours_and_declaration": (
            "Time counts from a number of hours after arrival or from the declaration of "
            "emergency, whichever comes later."
        ),
    },
    "reimbursement_start.hours": ("That number of hours is {}.", ""),
    "reimbursement_start.ends": {
        "return": "It stops with the return home.",
        "release": "It stops with the release from the scene.",
    },
    "labour.hours": {
        "all": "Regular and overtime hours are paid.",
        "overtime_only": "Only overtime is paid; straight time stays with the helping party.",
    },
    "labour.overtime_multiplier": "Overtime counts {} times the hourly rate.",
    "labour.fringe": {
        "none": "No fringe is added.",
        "fixed": "Fringe is added by a fixed percentage.",
        "by_category": "Fringe is added by the worker's category.",
        "declared": "Fringe is added as the helping party declared it before it deployed.",
    },
    "labour.fringe_definition": {
        "not_stated": "",
        "fema": "Fringe is what FEMA counts as fringe.",
        "own": "Fringe is what the helping party counts as fringe.",
    },
    "labour.fringe_percent": ("The fixed fringe is {} percent.", ""),
    "labour.fringe_overtime_percent": ("On overtime it is {} percent.", ""),
    "labour.fringe_by_category": ("By category: {}.", ""),
    "labour.overhead": {
        "none": "No overhead is added.",
        "fixed": "Overhead is added by a fixed percentage.",
        "by_category": "Overhead is added by category.",
        "declared": "Overhead is added as the helping party declared it before it deployed.",
    },
    "labour.overhead_percent": ("The fixed overhead is {} percent.", ""),
    "labour.workers_compensation": (
        "Workers' compensation benefits may be claimed.",
        "Workers' compensation benefits may not be claimed.",
    ),
    "labour.travel_hours": ("Hours of travel are paid.", "Hours of travel are not paid."),
    "labour.rate_table": ("An hour costs what this table says for its day: {}.", ""),
    "labour.rate_cap": ("An hour costs {} at most, all included, before overtime.", ""),
    "labour.cap_table": ("An hour costs at most what this table says for its day: {}.", ""),
    "equipment.usage": (
        "The use of equipment is paid.",
        "The use of equipment is free; what comes back clean costs nothing.",
    ),
    "equipment.use_unit": {
        "as_charged": "",
        "hour": "Use is counted by the hour.",
        "day": "Use is counted by the day.",
    },
    "equipment.begun_units": ("A unit of use that was begun counts whole.", ""),
    "equipment.use_table": ("Use costs what this table says for its day: {}.", ""),
    "equipment.cap_table": ("Use costs at most what this table says for its day: {}.", ""),
    "equipment.damaged": {
        "repair": "What comes back damaged costs its repair.",
        "replacement": "What comes back damaged counts as used up and costs its replacement.",
        "nothing": "What comes back damaged costs nothing.",
    },
    "equipment.lost": {
        "replacement": "What is lost costs its replacement.",
        "straight_line": "What is lost costs what it was still worth, written off evenly.",
        "nothing": "What is lost costs nothing.",
    },
    "equipment.useful_life_months": "Where that is reckoned, a thing lasts {} months.",
    "equipment.handling_percent": ("{} percent of handling is added to replacements.", ""),
    "equipment.deduct_supplied": ("Fuel and repairs that were supplied are deducted.", ""),
    "equipment.deduct_insurance": ("What insurance paid is deducted.", ""),
    "supplies.price": {
        "cost": "Supplies cost what was paid for them.",
        "replacement": "Supplies cost what it takes to buy them again.",
        "nothing": "Supplies cost nothing.",
    },
    "supplies.handling_percent": ("{} percent of handling is added to supplies.", ""),
    "travel.paid": ("Travel is paid.", "Travel is not paid."),
    "travel.mileage_rate": ("A mile costs {}.", ""),
    "travel.mileage_table": ("A mile costs what this table says for its day: {}.", ""),
    "travel.per_diem": {
        "actual": "Nights and meals are paid as spent.",
        "actual_up_to_table": "Nights are paid as spent up to the table, meals by the table.",
        "table": "Nights and meals are paid by the table, whatever was spent.",
        "fixed": "Nights and meals are paid by fixed amounts.",
        "not_paid": "Nights and meals are not paid.",
    },
    "travel.per_diem_table": "The table of nights and meals is: {}.",
    "travel.per_diem_place": {
        "destination": "In that table the place of the work counts.",
        "home": "In that table the home of the people counts.",
    },
    "travel.lodging_rate": ("A night costs {}.", ""),
    "travel.meals_rate": ("A day's meals cost {}.", ""),
    "travel.first_last_day_percent": "On the first and the last day {} percent of the meals are paid.",
    "travel.houses_and_feeds": {
        "requesting_party": "The party that asked houses and feeds the people sent.",
        "responding_party": "The helping party houses and feeds its people.",
        "not_stated": "Who houses and feeds the people sent is not stated.",
    },
    "licence.paid": (
        "Seats of software that are lent are paid for.",
        "Seats that are lent are free.",
    ),
    "licence.year_basis": "For a part of a year, a year has {} days.",
    "licence.evidence_required": (
        "A seat is lent only with the publisher's permission on file.",
        "The publisher's permission need not be on file.",
    ),
    "licence.reassign_after_days": "A seat may go back to its owner after {} days.",
    "facility.paid": (
        "The use of rooms and workplaces is paid.",
        "The use of rooms and workplaces is free.",
    ),
    "expenses.paid": ("Other costs are paid.", "Other costs are not paid."),
    "expenses.receipt_from": (
        "From an amount of {} on a receipt is needed.",
        "Every other cost needs its receipt.",
    ),
    "rounding.rule": {
        "half_up": "Amounts are rounded to the cent, half a cent up.",
        "half_even": "Amounts are rounded to the cent, half a cent to the even one.",
        "up": "Amounts are rounded up to the cent.",
        "down": "Amounts are rounded down to the cent.",
    },
    "rounding.hour_price": (
        "The price of an hour is rounded before it is multiplied.",
        "Only the amount of a line is rounded.",
    ),
    "billing.evidence": ("To a claim belong: {}.", "No paper is demanded with a claim."),
    "billing.persons": "Persons who submit and approve a claim, at least: {}.",
    "checks.late_claim": _checked("A claim after its deadline"),
    "checks.second_claim": _checked("A second claim for one mission"),
    "checks.missing_rate": _checked("A rate that did not exist on the day"),
    "checks.overlapping_hours": _checked("Time that one person entered twice"),
    "checks.long_day": _checked("A day with too many hours"),
    "checks.most_hours_a_day": "For one person a day holds {} hours.",
    "checks.duplicate_receipt": _checked("A receipt that was handed in twice"),
    "checks.missing_receipt": _checked("A cost without its receipt"),
    "payment.contingent_on_grant": (
        "Payment may wait for grant money.",
        "What is owed is owed whether or not grant money comes.",
    ),
    "payment.extension_by_consent": ("Both may put the day of payment off.", ""),
    "payment.from_current_revenues": ("Only the current year's revenues may pay.", ""),
    "waiver.partial": (
        "All or part of a claim may be waived.",
        "A claim may be waived only as a whole.",
    ),
    "waiver.donation": (
        "Work and things may be given free from the start.",
        "Work and things are not given free from the start.",
    ),
    "dispute.arbitration": {
        "none_stated": "Nothing is stated of arbitration.",
        "elective": "Arbitration follows where both choose it.",
        "binding": "Arbitration follows and binds both.",
    },
    "dispute.procedure": "How a dispute goes: {}",
    "grant.federal_percent": "Federal assistance is reckoned at {} percent of eligible costs.",
    "grant.labour": {
        "regular_and_overtime": "Regular and overtime hours count as eligible for it.",
        "overtime_only": "Only overtime counts as eligible for it.",
    },
}
