"""Who is told of call-outs. Those who are asked get the question itself, from the call-out."""

from __future__ import annotations

from muster.notifications.recipients.reaching import (
    COORDINATORS,
    REPRESENTATIVE,
    Telling,
    party,
    requesting,
    responding,
)

CALLING = (
    Telling(
        "CallAnswered",
        "offers",
        (requesting(),),
        "Somebody of {responding_party} answered your request {reference}",
        "aid_request",
    ),
    Telling(
        "AnswerNeedsApproval",
        "offers",
        (responding(),),
        "Your people say {people} can come for {reference}: make it your offer",
        "aid_request",
        is_urgent=True,
    ),
    Telling(
        "CoordinatorCalled",
        "calls",
        (COORDINATORS, requesting()),
        "Nobody is left to ask for {reference}: something is still needed",
        "aid_request",
    ),
    Telling(
        "AnswerLinkRefused",
        "security",
        (COORDINATORS, party("responding_party_id", REPRESENTATIVE)),
        "An answer link was refused: {reason}. See the journal",
        "link_alarm",
    ),
)
