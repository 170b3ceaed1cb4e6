"""Who is told of requests, offers, missions and who is out."""

from __future__ import annotations

from muster.notifications.recipients.reaching import (
    ADDRESSED,
    ANSWERERS,
    BOTH,
    COORDINATORS,
    EVERY_OTHER,
    FINANCE,
    MONEY,
    OPERATORS,
    RESPONDER,
    Reach,
    Telling,
    To,
    other_side,
    person,
    requesting,
    responding,
)

ASKING = (
    Telling(
        "AidRequestOpened",
        "calls",
        (EVERY_OTHER, COORDINATORS),
        "{requesting_party} asks for help: {reference}",
        "aid_request",
        is_urgent=True,
    ),
    Telling(
        "AidRequestOpened",
        "calls",
        (requesting(),),
        "Your request {reference} is open; the others are being told",
        "aid_request",
    ),
    Telling(
        "AidRequestAmended",
        "calls",
        (ANSWERERS, COORDINATORS),
        "{requesting_party} changed its request {reference}",
        "aid_request",
    ),
    Telling(
        "AidRequestClosed",
        "calls",
        (ANSWERERS, requesting()),
        "The request {reference} is closed",
        "aid_request",
    ),
    Telling(
        "AidRequestReopened",
        "calls",
        (ANSWERERS, COORDINATORS),
        "{requesting_party} opened its request {reference} again",
        "aid_request",
    ),
    Telling(
        "AidRequestCancelled",
        "calls",
        (ANSWERERS, COORDINATORS),
        "{requesting_party} cancelled its request {reference}",
        "aid_request",
    ),
    Telling(
        "HelpDeclined",
        "offers",
        (requesting(), COORDINATORS),
        "{responding_party} cannot help with {reference}",
        "aid_request",
    ),
)

OFFERING = (
    Telling(
        "OfferSubmitted",
        "offers",
        (requesting(), COORDINATORS),
        "{responding_party} offers help for {aid_request_reference}",
        "offer",
        is_urgent=True,
    ),
    Telling(
        "OfferWithdrawn",
        "offers",
        (requesting(),),
        "{responding_party} withdrew its offer {reference}",
        "offer",
        is_urgent=True,
    ),
    Telling(
        "OfferDeclined",
        "offers",
        (responding(),),
        "{requesting_party} declined your offer {reference}",
        "offer",
    ),
    Telling("OfferExpired", "offers", BOTH, "The offer {reference} expired unanswered", "offer"),
    Telling(
        "OfferAccepted",
        "offers",
        (responding(),),
        "{requesting_party} accepted your offer {reference}: mission {mission_reference}",
        "mission",
        is_urgent=True,
    ),
    Telling(
        "OfferAccepted",
        "offers",
        (COORDINATORS,),
        "{requesting_party} accepted help from {responding_party}: mission {mission_reference}",
        "mission",
    ),
)

SENDING = (
    Telling(
        "MissionAuthorized",
        "missions",
        (responding(RESPONDER),),
        "Mission {reference} for {requesting_party} is authorized",
        "mission",
    ),
    Telling("MissionStarted", "missions", BOTH, "Mission {reference} has arrived", "mission"),
    Telling(
        "MissionExtended",
        "missions",
        (*BOTH, responding(RESPONDER)),
        "Mission {reference} was extended",
        "mission",
    ),
    Telling(
        "MissionRecalled",
        "missions",
        (requesting(), responding(RESPONDER), COORDINATORS),
        "{responding_party} recalls mission {reference}",
        "mission",
        is_urgent=True,
    ),
    Telling(
        "MissionStoodDown",
        "missions",
        (*BOTH, responding(RESPONDER)),
        "Mission {reference} was stood down before anybody left",
        "mission",
        is_urgent=True,
    ),
    Telling(
        "MissionDemobilizing", "missions", BOTH, "Mission {reference} is going home", "mission"
    ),
    Telling(
        "MissionDemobilized",
        "missions",
        (*BOTH, responding(FINANCE)),
        "Everybody and everything of mission {reference} is home",
        "mission",
    ),
    Telling(
        "MissionClosed",
        "missions",
        (requesting(*MONEY), responding(*MONEY)),
        "Mission {reference} is closed",
        "mission",
    ),
    Telling(
        "CostShareProposed",
        "costs",
        (other_side("proposed_by_party_id"),),
        "A cost share is proposed for mission {reference}",
        "mission",
    ),
    Telling(
        "CostShareAgreed",
        "costs",
        (other_side("agreed_by_party_id"),),
        "The cost share of mission {reference} is agreed",
        "mission",
    ),
    Telling("NoteWritten", "notes", (ADDRESSED,), "A note was written for you", "note"),
)

DEPLOYING = (
    Telling(
        "ResponderAssigned",
        "missions",
        (person(),),
        "You are assigned to a mission: {label}",
        "mission",
        is_urgent=True,
    ),
    Telling(
        "DidNotShow",
        "missions",
        (responding(),),
        "{requesting_party} says that {label} did not arrive",
        "mission",
        is_urgent=True,
    ),
    Telling(
        "ExtensionAsked",
        "missions",
        (To(Reach.OTHER_SIDE, "asked_by_party_id", OPERATORS),),
        "An extension of mission {reference} is asked for",
        "mission",
    ),
    Telling(
        "ExtensionAnswered",
        "missions",
        BOTH,
        "The extension of mission {reference} was answered",
        "mission",
    ),
    Telling(
        "FreeHelpLow",
        "missions",
        BOTH,
        "Free help on mission {reference}: {hours_left} hours are left. Say whether help goes on",
        "mission",
        is_urgent=True,
    ),
    Telling(
        "ContinuationAnswered",
        "missions",
        (responding(), responding(RESPONDER)),
        "{requesting_party} answered whether help goes on: mission {reference}",
        "mission",
        is_urgent=True,
    ),
    Telling("ThingsLost", "missions", BOTH, "Something lent was lost: {label}", "mission"),
)
