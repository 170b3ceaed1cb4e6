"""The sentences of this room: refusals that say what to do, and facts as a timeline tells them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from muster.web.display import minutes_text, money_text, when_text
from muster.web.fact_words import register_fact_words
from muster.web.wording import register_wording

REFUSALS = {
    # days away and beyond the free time
    "stay.already_logged": "This day of this person is logged already. Strike it out first.",
    "stay.not_there_then": "They were away from {first} to {last}. Give one of these days.",
    "stay.bad_amount": "Give an amount from 0 to 100,000.",
    "stay.already_void": "This day is struck out already.",
    "expense.no_miles": "Give the miles that were driven, up to 20,000.",
    "expense.no_mile_rate": (
        "No rate of a mile is in force on {day}. Enter what the miles cost as the amount."
    ),
    "continuation.not_yours": (
        "Whether help goes on is for the party that asked for it. Write a note to them."
    ),
    # people and things that are out
    "deployment.not_yours": "Only the party that sent the help may do this. Ask its duty officer.",
    "deployment.of_someone_else": (
        "This is not assigned to you. Ask your duty officer to do it, or to assign it to you."
    ),
    "deployment.not_a_person": "This is a thing, not a person: hand it over or take it back instead.",
    "deployment.not_a_thing": "This is a person, not a thing: check in or demobilize instead.",
    "deployment.has_hours": (
        "Hours are written down for this place already. Strike them out first, or leave the name."
    ),
    "deployment.person_unknown": "Choose one of your own party's active people.",
    "deployment.wrong_state": "This is not possible while this person is {state}. Reload the page.",
    "deployment.in_the_future": "Give a time that has passed already.",
    "deployment.before_the_mission": (
        "The mission was authorized at {authorized_at}. Give a time after that."
    ),
    "deployment.before_departure": "They left at {at}. Give a time after that.",
    "deployment.before_check_in": "They checked in at {at}. Give a time after that.",
    "loan.wrong_state": "This is not possible while these things are {state}. Reload the page.",
    "loan.no_quantity": "Give at least one.",
    "loan.more_than_promised": "Only {most} were promised. Enter at most that many.",
    "loan.more_than_out": "Only {most} are still out. Enter at most that many.",
    "loan.condition_unknown": "Say in which condition: {known}.",
    "loan.no_receiver": "Name who took them into their hands.",
    # hours, costs, activities
    "time.ends_before_it_starts": "The end must be after the start. Correct one of them.",
    "time.more_than_a_day": "One entry is at most 24 hours. Split it into days.",
    "time.in_the_future": "This ends in the future; log time after it is worked. It is {now} now.",
    "time.before_the_mission": (
        "The mission was authorized at {authorized_at}; time before it does not count. Start later."
    ),
    "time.not_checked_in": (
        "Check in first: hours of work count from there. Travel may be logged before."
    ),
    "time.before_check_in": (
        "They checked in at {checked_in_at}. Start there, or log the time before it as travel."
    ),
    "time.after_going_home": (
        "They went home at {ended_at}. End there, or log the time after it as travel."
    ),
    "time.overlaps": (
        "Time from {starts_at} to {ends_at} is logged already. Choose another time, or strike that "
        "entry out first."
    ),
    "time.kind_unknown": "Choose one of: {known}.",
    "time.already_void": "This entry was struck out before.",
    "expense.no_amount": "Enter the amount that was paid.",
    "expense.too_large": "This amount is too large. Check for extra digits.",
    "expense.in_the_future": "Give a day that has come already.",
    "expense.before_the_mission": (
        "The mission was authorized on {authorized_on}. Costs before that day do not belong to it."
    ),
    "expense.category_unknown": "Choose one of: {known}.",
    "expense.no_description": "Say in a few words what was paid.",
    "expense.file_unknown": "There is no such file of yours. Send the receipt again.",
    "expense.already_void": "This expense was struck out before.",
    "use.not_handed_over": "Hand these things over first; use counts from there.",
    "use.no_hours": "Give the hours of use, more than nothing.",
    "use.more_than_passed": "Only {hours} hours passed since the hand-over. Give at most that many.",
    "use.bad_miles": "Give the miles by the odometer, up to 1,000,000, or leave them out.",
    "use.bad_amount": "Give an amount from 0 to 10,000,000.",
    "use.not_out_then": "These things were out from {first} to {last}. Give one of these days.",
    "use.more_than_lent": "{most} were lent. Give from 1 to that many.",
    "use.already_void": "This use was struck out before.",
    "loss.nothing_lost": "Nothing of this lot is lost or came back damaged, so there is nothing to settle.",
    "loss.bad_age": "Give the age of one in whole months, from 0 to {most}, or leave it out.",
    "loss.bad_insurance": "Give what insurance paid, from 0 to 10,000,000, or leave it out.",
    "order.entry_unknown": "There is no such entry on this mission, or it is struck out. Choose another.",
    "order.outside_already": "This was said before. The party that is helped may take it in.",
    "order.not_yours": "Only the party that pays takes it into the order. Ask its duty officer.",
    "order.taken_in_already": "This was taken in before. Reload the page.",
    "rate_key.unknown": (
        "The agreement and its rate tables know no such name. Choose one of: {known}, or leave it empty."
    ),
    "supply.no_description": "Say in a few words what was given.",
    "supply.bad_quantity": "Give a number from 0 to 1,000,000; of what was given, more than nothing.",
    "supply.bad_amount": "Give the price of one, from 0 to 10,000,000.",
    "supply.more_than_given": "Only {most} were given. Give at most that many together.",
    "supply.already_void": "These supplies were struck out before.",
    "activity.empty": "Write what was done.",
    # the mission as a whole
    "recall.not_allowed": "The agreement does not let help be recalled. Talk to the other party.",
    "clearance.not_held": (
        "{name} has no {clearance} in force, which is asked for, and no escort stands in for it. Take "
        "or send somebody who has it."
    ),
    "clearance.escort_needed": (
        "{name} has no {clearance} in force, which is asked for. The party that is helped may check "
        "them in and name who of its people goes along."
    ),
    "clearance.not_accepted": (
        "{name}: {clearance}{record} waits for the party that is helped to accept it, on the mission's "
        "page under “Before check-in”. No escort stands in for that."
    ),
    "clearance.accept_or_escort": (
        "{name}: {clearance}{record} waits for the party that is helped to accept it, on the mission's "
        "page under “Before check-in”; or that party checks them in and names who goes along."
    ),
    "clearance.not_signed": (
        "{name} has not signed: {clearance}. It is signed on “My deployment”; a paper is recorded on "
        "the mission's page. No escort stands in for that."
    ),
    "clearance.sign_or_escort": (
        "{name} has not signed: {clearance}. It is signed on “My deployment”; a paper is recorded on "
        "the mission's page; or the party that is helped checks them in and names who goes along."
    ),
    "clearance.not_host": "Only the party that is helped accepts a record, and takes that back.",
    "clearance.not_asked": (
        "Nothing like this is asked of this person that the party that is helped would accept. Reload "
        "the mission's page."
    ),
    "clearance.nothing_to_accept": (
        "{name} has no {clearance} in force on record. Ask the party that sends them to enter it in "
        "its catalog."
    ),
    "clearance.no_basis": "Say whom you spoke to, or the number under which it can be found.",
    "clearance.accepted_ahead": "This day lies ahead. Give today or an earlier day.",
    "clearance.ends_too_early": "Give a day from today on, not before the day of the acceptance.",
    "clearance.ended_already": "This ended at {at}. Reload the page.",
    "statement.of_someone_else": (
        "Everybody signs for themselves, on the own account. A paper is recorded on the mission's page."
    ),
    "statement.not_asked": "Nobody asks this person for that statement. Reload the page.",
    "statement.signed_already": "{name} has signed this already: {clearance}. Nothing more is needed.",
    "statement.no_paper": "Say where the paper is kept, or who holds it.",
    "statement.signed_ahead": "This day lies ahead. Give today or an earlier day.",
    "statement.ends_too_early": "Give a day from today on, not before the day of the signature.",
    "statement.not_yours": "Only the party that put this on record strikes it out.",
    "recall.only_in_writing": (
        "Under this agreement a recall counts only in writing. Leave “by voice” out: what you write "
        "here is the recall."
    ),
    "recall.nothing_to_confirm": "No recall of this mission waits to be put in writing.",
    "recall.no_text": "Write the recall as it was said: from when, and what comes home.",
    "recall.nothing_out": "Nothing of your party is out, and no offer of yours waits.",
    "recall.notice_too_short": (
        "The agreement asks for {notice_hours} hours' notice. The earliest moment is {earliest}."
    ),
    "extension.not_later": "The mission ends at {ends_at}. Give a later moment that lies ahead.",
    "extension.too_long": "The agreement extends by one {by} at a time. Give an earlier end.",
    "extension.already_asked": "A longer stay was asked for already and waits for its answer.",
    "extension.own": "Your own party asked for this. The other party answers it.",
    "extension.not_open": "This was answered already. Reload the page.",
    "mission.books_closed": (
        "The mission is {state}, so its books are closed. Settle what is left with the other party."
    ),
    "mission.not_everything_accounted_for": (
        "Not everything is accounted for: {missing}. Bring it home, release it or report it lost."
    ),
}


def _moment(fact: Mapping[str, Any], name: str) -> str:
    try:
        return when_text(datetime.fromisoformat(str(fact.get(name))))
    except ValueError:
        return ""


def _at(words: str, name: str) -> Callable[[Mapping[str, Any]], str]:
    """A sentence with a moment in it, in the reader's zone."""

    def fill(fact: Mapping[str, Any]) -> str:
        return words.format(label=fact.get("label", ""), at=_moment(fact, name))

    return fill


def _time(fact: Mapping[str, Any]) -> str:
    minutes = minutes_text(int(fact.get("minutes") or 0))
    return f"Logged {minutes} of {fact.get('time_kind', '')} time for {fact.get('label', '')}."


def _continued(fact: Mapping[str, Any]) -> str:
    return (
        "Wrote that help goes on beyond the free time."
        if fact.get("goes_on")
        else "Wrote that help ends with the free time."
    )


def _free_help(fact: Mapping[str, Any]) -> str:
    if fact.get("state") == "used_up":
        return "The free help is used up."
    return f"The free help nears its end: {fact.get('hours_left', '')} hours are left."


def _expense(fact: Mapping[str, Any]) -> str:
    amount = money_text(int(fact.get("amount_cents") or 0), str(fact.get("currency") or "USD"))
    receipt = "with a receipt" if fact.get("has_receipt") else "without a receipt"
    return f"Logged {amount} for {fact.get('category', '')}, {receipt}."


def _things(words: str) -> Callable[[Mapping[str, Any]], str]:
    def fill(fact: Mapping[str, Any]) -> str:
        to = f" to {fact['received_by']}" if fact.get("received_by") else ""
        condition = f", {fact['condition']}" if fact.get("condition") else ""
        return f"{words} {fact.get('quantity', '')} × {fact.get('label', '')}{to}{condition}."

    return fill


def _used(fact: Mapping[str, Any]) -> str:
    miles = f", {fact['miles']} miles" if fact.get("miles") else ""
    used = f"{fact.get('hours', '')} hours{miles}"
    return f"Stated the use of {fact.get('quantity', '')} × {fact.get('label', '')}: {used}."


def _loss(fact: Mapping[str, Any]) -> str:
    said = []
    if fact.get("age_months") is not None:
        said.append(f"each was {fact['age_months']} months old")
    if fact.get("insurance_cents") is not None:
        paid = money_text(int(fact["insurance_cents"]), str(fact.get("currency") or "USD"))
        said.append(f"insurance paid {paid}")
    if fact.get("is_donated"):
        said.append("the loss is given")
    return f"Settled the loss of {fact.get('label', '')}: {', '.join(said) or 'nothing stated'}."


def _named_in_tables(fact: Mapping[str, Any]) -> str:
    name = fact.get("rate_key") or "as its kind"
    return f"{fact.get('label', '')} is priced in the rate tables as: {name}."


def _answered(fact: Mapping[str, Any]) -> str:
    if fact.get("is_agreed"):
        return f"Agreed to stay until {_moment(fact, 'until')}."
    return "Did not agree to a longer stay."


def _signed(fact: Mapping[str, Any]) -> str:
    how = " on paper" if fact.get("on_paper") else ""
    version = fact.get("text_version", "")
    return f"{fact.get('label', '')} signed{how}: {fact.get('clearance', '')}, text {version}."


FACTS = {
    "ClearanceAccepted": "Accepted for {label}: {clearance}.",
    "ClearanceAcceptanceWithdrawn": "Took the acceptance back for {label}: {clearance}.",
    "StatementSigned": _signed,
    "StatementStruck": "Struck out what {label} signed ({clearance}): {reason}",
    "ResponderAssigned": "Named who serves as {label}.",
    "Departed": _at("{label} set out at {at}.", "departed_at"),
    "CheckedIn": _at("{label} checked in at {at}.", "checked_in_at"),
    "DidNotShow": "{label} did not come: {note}",
    "TimeLogged": _time,
    "TimeVoided": "Struck out time of {label}: {reason}",
    "ExpenseLogged": _expense,
    "StayLogged": "Logged a day away of {label}: {on}.",
    "StayVoided": "Struck out a day away: {reason}",
    "ContinuationAnswered": _continued,
    "FreeHelpLow": _free_help,
    "ExpenseVoided": "Struck out an expense: {reason}",
    "ThingsHandedOver": _things("Handed over"),
    "ThingsReturned": _things("Returned"),
    "ThingsLost": "Reported {quantity} × {label} lost: {note}",
    "LossSettled": _loss,
    "PutOutsideOrder": "Said that the signed order does not name “{label}”: {reason}",
    "TakenIntoOrder": "Took “{label}” into the order.",
    "UseStated": _used,
    "UseVoided": "Struck out the use of {label}: {reason}",
    "RateKeyChosen": _named_in_tables,
    "SuppliesGiven": "Gave {quantity} × {description} to be used up.",
    "SuppliesBack": "Of {description}, {returned} came back clean and {replaced} were replaced in kind.",
    "SuppliesVoided": "Struck out supplies: {reason}",
    "ActivityLogged": "Noted: {text}",
    "Demobilized": _at("{label} is done and goes home, {at}.", "at"),
    "Released": "Released {label} before it came: {note}",
    "PartyRecalledAll": "Called everything home: {missions} missions, {offers} waiting offers.",
    "RecallConfirmed": "Put the recall in writing: {text}",
    "ExtensionAsked": lambda fact: (
        f"Asked to stay until {_moment(fact, 'until')}: {fact.get('reason', '')}"
    ),
    "ExtensionAnswered": _answered,
}

register_wording(REFUSALS)
register_fact_words(FACTS)
