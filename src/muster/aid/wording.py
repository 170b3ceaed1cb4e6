"""The sentences of this room: refusals that say what to do, and facts as a timeline tells them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from muster.web.fact_words import register_fact_words
from muster.web.wording import register_wording

REFUSALS = {
    # who acts
    "party.not_named": "Choose the party that you act for.",
    "party.not_acted_for": "You do not act for this party. Switch to a post of it, or ask the coordinator.",
    "party.not_in_good_standing": (
        "This is open to parties in force only; the party's standing is {standing}. Ask the coordinator."
    ),
    # incidents
    "incident.not_yours": "Only its own party or the coordinator may change this incident.",
    "incident.wrong_state": "This is not possible while the incident is {state}. Reopen it first.",
    "incident.in_the_future": "Give a time that has passed already.",
    "incident.discovered_before_it_began": (
        "It was discovered when it began, or later: correct one of the two times."
    ),
    "incident.has_open_requests": (
        "{count} aid requests of this incident are still open. Close or cancel them first."
    ),
    # aid requests
    "aid_request.not_yours": (
        "Only the requesting party or the coordinator may change this request. You may offer help."
    ),
    "filing.own_party": "This is your own agency: ask for help yourself, with the button above.",
    "filing.not_spoken": "Under this agreement a request by voice starts nothing. It must be written.",
    "filing.other_number": (
        "Hang up and call back at one of the register's numbers, then choose which it was. If none "
        "of them rings, only a code of their sheet for requests lets you go on."
    ),
    "filing.not_read_back": (
        "Read the text below to the caller. If they agree, tick that they did and send it again."
    ),
    "filing.no_caller": "Write who called.",
    "filing.none": "This request was not filed by phone: there is nothing to confirm.",
    "filing.decided": "This was decided before: the request is {state}.",
    "filing.code_needed": (
        "Confirm it with a sign-in of the asking agency, or have it read out a code of its sheet "
        "for requests."
    ),
    "filing.not_yours": "Only the asking agency or the coordinator may say that it did not ask.",
    "aid_request.wrong_state": "This is not possible while the request is {state}.",
    "aid_request.closed": "The request is {state}: it takes no more answers.",
    "aid_request.trigger_not_met": (
        "Under this agreement help may be asked for upon {any_of}. Say which of it happened, or may "
        "have; else ask under another agreement."
    ),
    "aid_request.own_means_first": (
        "Under this agreement a party uses its own means first. Say that yours are used up or will be "
        "(over the API: own_means_used); until then nobody can be asked."
    ),
    "aid_request.not_by_requester": (
        "The agreement lets the {title} ask. Let someone with that role open it, or phone the "
        "coordinator, who may file for you."
    ),
    "sign_off.not_of_party": (
        "Somebody of the party itself signs here; nobody else, the coordinator neither, can do so."
    ),
    "sign_off.same_person": (
        "You have signed already. The agreement takes another person: ask a colleague."
    ),
    "sign_off.wrong_role": (
        "The agreement wants the signature of {by}: in Muster, somebody with the role {roles}."
    ),
    "sign_off.not_needed": "No signature is missing here.",
    "aid_request.signatures_missing": (
        "The request was changed, or opened again, after it was signed: those signatures count no "
        "more. {missing} more must sign it as it stands now, before an offer is accepted."
    ),
    "offer.waited_too_long": (
        "The offer ended at {expires_at}, before everybody had signed. Make a new one."
    ),
    "aid_request.no_lines": "Say what you need: choose at least one thing.",
    "aid_request.too_many_lines": "A request has at most {most} lines. Split it into two.",
    "aid_request.unknown_work_package": "Choose from the list; this entry is not offered any more.",
    "aid_request.too_long": "Ask for at most two years at a time.",
    "aid_request.missions_under_way": (
        "{count} missions of this request are under way. Stand them down or bring them home, then "
        "cancel; or close the request, which leaves them untouched."
    ),
    "line.no_quantity": "Ask for at least one.",
    "line.ends_before_it_starts": "Line {number}: the end must be after the start.",
    "line.already_over": "Line {number}: its time is over. Give a later end.",
    "line.unknown_word": "Choose from the list; this entry is not in the network's vocabulary.",
    "line.below_filled": "Line {number}: {filled} are promised already. Ask for at least that many.",
    "line.kind_is_promised": (
        "Some of this line is promised already, so its kind stays. Add another line instead."
    ),
    "line.is_promised": (
        "Line {number} is promised already. Reduce it to what is promised, or stand the mission down."
    ),
    "line.wrong_state": "This line is {state} and cannot be changed so.",
    "line.not_open": "Line {number} is {state}: it needs nothing more. Untick it.",
    "reason.required": "Give a reason; it is kept with the record.",
    # offers
    "offer.not_yours": "Only the party that made this offer may take it back.",
    "offer.not_to_you": "Only the requesting party may answer this offer.",
    "offer.own_request": "This is your own request. Other parties answer it.",
    "offer.wrong_state": "The offer is {state}: this is not possible any more.",
    "offer.longer_than_cap": (
        "Under this agreement a deployment lasts at most {days} days; it may be extended later, by "
        "consent. Offer a shorter stay."
    ),
    "offer.too_late": "Arrive before {needed_until}, when the need ends, or decline.",
    "offer.arrives_in_the_past": "Give an arrival that lies ahead.",
    "offer.nothing_offered": "Offer at least one thing.",
    "offer.nothing_accepted": "Tick at least one line to accept.",
    "offer.unknown_line": "This line does not belong here. Reload the page.",
    "offer.resource_or_package": "Name one resource or one ready package for each line.",
    "offer.not_your_resource": "Offer only what your own party lists in the catalogue.",
    "offer.other_kind": "Line {number} asks for another kind of resource.",
    "offer.no_quantity": "Line {number}: offer at least one.",
    "offer.too_many_of_one": "Offer at most {most} of one thing in a line.",
    "offer.too_many_lines": "An offer has at most {most} lines.",
    "offer.ends_before_it_starts": "Line {number}: the stay must end after it starts.",
    "offer.outside_interval": "Line {number} is needed from {needed_from} until {needed_until}.",
    "offer.more_than_available": (
        "Line {number}: only {available} are free then, above your reserve. Offer fewer."
    ),
    "offer.more_than_asked": "Line {number}: {asked} are still needed; you offer {offered}.",
    "offer.starts_late": "Line {number} is needed from {needed_from}; you come later.",
    "offer.expires_too_soon": "Let the offer stand for at least half an hour.",
    "offer.expired": "The offer ended at {expires_at}. Ask the party to offer again.",
    "offer.responder_not_in_good_standing": (
        "The offering party is not in force any more ({standing}). Its offer cannot be accepted."
    ),
    "offer.more_than_offered": "Line {number}: {offered} offered. Accept at most that many.",
    "offer.more_than_needed": "Line {number}: only {open} are still needed. Accept at most that many.",
    "offer.no_longer_available": (
        "Line {number}: only {available} are left; someone else was helped meanwhile. Untick the "
        "line or accept fewer."
    ),
    "offer.mission_is_over": (
        "Mission {reference} of this offer is over. Ask the party for a new offer."
    ),
    # missions and shares
    "mission.not_yours": "Only the two parties of the mission may do this.",
    "mission.wrong_state": "This is not possible while the mission is {state}.",
    "mission.not_longer": "Give an end later than the present one.",
    "share.out_of_range": "Give a share from 0 to 100 per cent.",
    "share.no_wording": "Write down what is agreed, in a sentence.",
    "share.own_proposal": "Your own party proposed this. The other party agrees to it.",
    "share.not_proposed": "This proposal was replaced or agreed already. Reload the page.",
    "note.empty": "Write something first.",
    "note.label_too_wide": (
        "The incident is shared as {label}. Choose that label or a narrower one for the note."
    ),
}


def _amended(fact: Mapping[str, Any]) -> str:
    changed = ", ".join(str(name).replace("_", " ") for name in fact.get("changed", ()))
    return (
        f"Changed {fact.get('reference', 'the request')}: {changed}." if changed else "Changed it."
    )


def _closed(fact: Mapping[str, Any]) -> str:
    unfilled = fact.get("unfilled_lines") or ()
    left = f" Not filled: line {', '.join(map(str, unfilled))}." if unfilled else ""
    return f"Closed {fact.get('reference', 'the request')}: {fact.get('reason', '')}.{left}"


def _shared(verb: str):
    def words(fact: Mapping[str, Any]) -> str:
        points = int(fact.get("share_basis_points") or 0)
        percent = f"{points / 100:.2f}".rstrip("0").rstrip(".")
        return f"{verb} a share of {percent} % after the free hours."

    return words


def _filed_by_phone(fact: Mapping[str, Any]) -> str:
    party = f" of {fact['filed_by_party_name']}" if fact.get("filed_by_party_name") else ""
    filed = (
        f"{fact.get('filed_by_name', 'Somebody')}{party} filed request {fact.get('reference', '')}"
    )
    if not fact.get("called_back_known", True):
        return f"{filed} by phone, on a code; the number spoken to is not in the register."
    number = "known to" if fact.get("caller_phone_known") else "not in"
    return (
        f"{filed} by phone, having called back; the caller's own number is {number} the register."
    )


FACTS = {
    "IncidentOpened": "Noted incident {reference}.",
    "IncidentAmended": _amended,
    "IncidentClosed": "Closed incident {reference}. {reason}",
    "IncidentReopened": "Took up incident {reference} again. {reason}",
    "AidRequestDrafted": "Began request {reference} as a draft.",
    "AidRequestOpened": "Asked for help: request {reference} with {line_count} lines.",
    "AidRequestAwaitsSignOff": "Wrote request {reference}; it waits for another signature.",
    "AidRequestSignedOff": "Signed request {reference}.",
    "AidRequestSignaturesVoid": (
        "Request {reference} changed: the signatures of {names} count no more. {missing} more must "
        "sign it as it stands now."
    ),
    "AidRequestTakenBack": "Took request {reference} back; it is a draft again.",
    "AidRequestFiledByPhone": _filed_by_phone,
    "AidRequestConfirmed": "{confirmed_by_name} confirmed request {reference}: {how}.",
    "AidRequestRejected": "Said that request {reference} was not asked for: {reason}",
    "AidRequestAmended": _amended,
    "AidRequestClosed": _closed,
    "AidRequestReopened": "Opened request {reference} again.",
    "AidRequestCancelled": "Cancelled request {reference}: {reason}",
    "LineFilled": "Line {line_number} of {reference} is filled.",
    "HelpDeclined": "{party_name} cannot help: {reason}",
    "OfferAwaitsSignOff": "Wrote offer {reference}; it waits for another signature.",
    "OfferSignedOff": "Agreed to offer {reference}.",
    "OfferNotSent": "Offer {reference} was never sent. {reason}",
    "OfferSubmitted": "{party_name} offered help: {reference}.",
    "OfferWithdrawn": "Took back offer {reference}. {reason}",
    "OfferDeclined": "Declined offer {reference}: {reason}",
    "OfferExpired": "Offer {reference} ended without an answer.",
    "OfferAccepted": "Accepted offer {reference}; it is mission {mission_reference}.",
    "MissionAuthorized": "Authorized mission {reference} in writing.",
    "CostShareProposed": _shared("Proposed"),
    "CostShareAgreed": _shared("Agreed to"),
    "NoteWritten": "Wrote a note.",
    "MissionStarted": "Arrived; mission {reference} is active.",
    "MissionDemobilizing": "Began to go home from mission {reference}.",
    "MissionDemobilized": "All is home from mission {reference}.",
    "MissionExtended": "Extended mission {reference}.",
    "MissionRecalled": "Recalled mission {reference}: {reason}",
    "MissionStoodDown": "Stood mission {reference} down before anything was sent: {reason}",
    "MissionClosed": "Closed mission {reference}.",
}

register_wording(REFUSALS)
register_fact_words(FACTS)
