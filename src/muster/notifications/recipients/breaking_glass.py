"""Who is told when a party breaks the glass: never its mailbox alone."""

from __future__ import annotations

from muster.notifications.recipients.reaching import (
    ADDRESSED,
    ANSWERERS,
    COORDINATORS,
    REPRESENTATIVE,
    Reach,
    Telling,
    To,
    party,
    person,
    requesting,
)

EVERY_OTHER_PARTY = To(Reach.EVERY_OTHER, "party_id", (REPRESENTATIVE,))

BREAKING_GLASS = (
    Telling(
        "StandbyBegun",
        "security",
        (COORDINATORS,),
        "The standby {standby_url} took over; {messages_held} messages of the host are held: look "
        "which to send",
        "held_messages",
        is_urgent=True,
    ),
    Telling(
        "CodeSheetIssued",
        "security",
        (party("party_id"),),
        "A sheet of {code_count} one-time codes of your agency was made",
        "party",
    ),
    Telling(
        "CodesRevoked",
        "security",
        (party("party_id"), COORDINATORS),
        "{code_count} one-time codes of {party_name} were revoked",
        "party",
    ),
    Telling(
        "BreakGlassSignedIn",
        "security",
        (person(),),
        "Somebody signed in as you with a one-time code",
        "account",
        is_urgent=True,
    ),
    Telling(
        "BreakGlassSignedIn",
        "security",
        (party("party_id"), COORDINATORS),
        "{person_name} signed in for {party_name} with a one-time code",
        "party",
        is_urgent=True,
    ),
    Telling(
        "BreakGlassAlarm",
        "security",
        (ADDRESSED, COORDINATORS),
        "Alarm: one-time codes are being tried in bulk, {tries} in an hour. {party_name}",
        "break_glass",
        is_urgent=True,
    ),
    Telling(
        "PhoneCodeSent",
        "security",
        (person(),),
        "A sign-in code was sent to your phone",
        "account",
    ),
    Telling(
        "VouchingOpened",
        "security",
        (ADDRESSED, COORDINATORS),
        "{voucher_name} vouches for {person_name}; a second one must",
        "party",
        is_urgent=True,
    ),
    Telling(
        "VouchingConfirmed",
        "security",
        (ADDRESSED, COORDINATORS),
        "{voucher_name} vouched too and reads {person_name} a code",
        "party",
        is_urgent=True,
    ),
    Telling(
        "PartyFenced",
        "security",
        (party("party_id"), COORDINATORS, EVERY_OTHER_PARTY),
        "{party_name} fenced its accounts: trust no mail in its name",
        "party",
        is_urgent=True,
    ),
    Telling(
        "FenceLiftAgreed",
        "security",
        (party("party_id", REPRESENTATIVE), COORDINATORS),
        "{agreed_by_name} agreed that break-glass ends for {party_name}",
        "party",
    ),
    Telling(
        "BreakGlassEnded",
        "security",
        (party("party_id"), COORDINATORS, EVERY_OTHER_PARTY),
        "Break-glass is over for {party_name}",
        "party",
    ),
    Telling(
        "AidRequestFiledByPhone",
        "calls",
        (requesting(),),
        "{filed_by_name} filed {reference} for you by phone: confirm it, or say that you did not ask",
        "aid_request",
        is_urgent=True,
    ),
    Telling(
        "AidRequestConfirmed",
        "calls",
        (ANSWERERS, COORDINATORS),
        "{requesting_party} confirmed {reference}",
        "aid_request",
    ),
    Telling(
        "AidRequestRejected",
        "calls",
        (ANSWERERS, COORDINATORS),
        "{requesting_party} did not ask for {reference}: it is cancelled",
        "aid_request",
        is_urgent=True,
    ),
)
