"""Who is told what: one row for each telling. To find out who hears of a fact, read this table.

Words in braces are values of the fact; `{requesting_party}`, `{owing_party}` and the like are names.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from muster.rules.actor import NetworkRole, PartyRole

REPRESENTATIVE, DUTY = PartyRole.AUTHORIZED_REPRESENTATIVE, PartyRole.DUTY_OFFICER
RESPONDER, FINANCE = PartyRole.RESPONDER, PartyRole.FINANCE
OPERATORS = (REPRESENTATIVE, DUTY)
MONEY = (REPRESENTATIVE, FINANCE)


class Reach(StrEnum):
    """How the people of a telling are found."""

    PARTY = "party"  # the party that a field of the fact names
    OTHER_SIDE = "other_side"  # the side of the mission that a field does not name
    EVERY_OTHER = "every_other"  # all parties in force but the one that a field names
    ANSWERERS = "answerers"  # parties that offered help for the request
    AUDIENCE = "audience"  # the parties of the fact's audience
    OFFICERS = "officers"  # of the network
    PERSON = "person"  # the person that a field names


@dataclass(frozen=True)
class To:
    """Some people: by reach, by the fact's field, by role."""

    reach: Reach
    field: str = ""
    roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Telling:
    """One row: on this fact, these people read this line, which leads to that thing."""

    event: str
    kind: str
    to: tuple[To, ...]
    title: str
    about: str
    is_urgent: bool = False


def requesting(*roles: str) -> To:
    return To(Reach.PARTY, "requesting_party_id", roles or OPERATORS)


def responding(*roles: str) -> To:
    return To(Reach.PARTY, "responding_party_id", roles or OPERATORS)


def party(field: str, *roles: str) -> To:
    return To(Reach.PARTY, field, roles or OPERATORS)


def person(field: str = "person_id") -> To:
    return To(Reach.PERSON, field)


BOTH = (requesting(), responding())
EVERY_OTHER = To(Reach.EVERY_OTHER, "requesting_party_id", OPERATORS)
ANSWERERS = To(Reach.ANSWERERS, "aid_request_id", OPERATORS)
COORDINATORS = To(Reach.OFFICERS, roles=(NetworkRole.COORDINATOR,))
ADDRESSED = To(Reach.AUDIENCE, roles=OPERATORS)
ADDRESSED_WITH_MONEY = To(Reach.AUDIENCE, roles=(REPRESENTATIVE, DUTY, FINANCE))


def other_side(field: str) -> To:
    return To(Reach.OTHER_SIDE, field, MONEY)


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


def claimant() -> To:
    return To(Reach.PARTY, "claimant_party_id", MONEY)


def owing() -> To:
    return To(Reach.PARTY, "owing_party_id", MONEY)


CLAIMING = (
    Telling(
        "ClaimSubmitted",
        "costs",
        (owing(),),
        "{claimant_party} submitted the claim {reference}",
        "claim",
    ),
    Telling(
        "ClaimQuestioned",
        "costs",
        (claimant(),),
        "{owing_party} questions the claim {reference}",
        "claim",
    ),
    Telling(
        "ClaimAnswered", "costs", (owing(),), "Your question on {reference} was answered", "claim"
    ),
    Telling("ClaimApproved", "costs", (claimant(),), "The claim {reference} is approved", "claim"),
    Telling(
        "PaymentRecorded",
        "costs",
        (claimant(),),
        "{owing_party} recorded a payment of {reference}: please confirm it",
        "claim",
    ),
    Telling(
        "PaymentConfirmed", "costs", (owing(),), "The payment of {reference} has arrived", "claim"
    ),
    Telling(
        "ClaimPartWaived", "costs", (owing(),), "A part of the claim {reference} is waived", "claim"
    ),
    Telling(
        "CreditNoteIssued",
        "costs",
        (owing(),),
        "A credit note corrects the claim {reference}",
        "claim",
    ),
    Telling("ClaimWithdrawn", "costs", (owing(),), "The claim {reference} was withdrawn", "claim"),
)

KEEPING_TIME = (
    Telling(
        "DeadlineNear",
        "deadlines",
        (party("owner_party_id", REPRESENTATIVE, DUTY, FINANCE),),
        "Due by {last_day}: {title}, {subject_reference}",
        "deadline",
    ),
    Telling(
        "DeadlinePassed",
        "deadlines",
        (ADDRESSED_WITH_MONEY,),
        "The time is over: {title}, {subject_reference}",
        "deadline",
    ),
    Telling(
        "DeadlinesDigested",
        "deadlines",
        (party("party_id", REPRESENTATIVE, DUTY, FINANCE),),
        "Deadlines: {missed} missed, {due_today} due today, {due_soon} within the week",
        "deadlines",
    ),
)

LEARNING = (
    Telling(
        "ReviewOpened", "reviews", (ADDRESSED,), "A review of {reference} was opened", "review"
    ),
    Telling(
        "FindingAdded",
        "reviews",
        (party("owner_party_id"),),
        "Your agency owns finding {number} of {reference}",
        "review",
    ),
    Telling(
        "ReviewClosed", "reviews", (ADDRESSED,), "The review of {reference} is closed", "review"
    ),
)

BELONGING = (
    Telling(
        "PartyStandingChanged",
        "membership",
        (party("party_id"),),
        "The standing of {party_name} is now: {standing}",
        "party",
    ),
    Telling(
        "PartyRoleGranted", "membership", (person(),), "You were given a role: {role}", "account"
    ),
    Telling(
        "PartyRoleRevoked", "membership", (person(),), "A role was taken back: {role}", "account"
    ),
    Telling(
        "NetworkRoleGranted",
        "membership",
        (person(),),
        "You were given an office: {role}",
        "account",
    ),
    Telling(
        "NetworkRoleRevoked",
        "membership",
        (person(),),
        "An office was taken back: {role}",
        "account",
    ),
    Telling("PasswordChanged", "security", (person(),), "Your password was changed", "account"),
    Telling(
        "FactorAdded", "security", (person(),), "A way to sign in was added: {factor}", "account"
    ),
    Telling(
        "FactorRemoved",
        "security",
        (person(),),
        "A way to sign in was removed: {factor}",
        "account",
    ),
    Telling("TokenCreated", "security", (person(),), "A token was made: {name}", "account"),
    Telling(
        "RecoveryIssued",
        "security",
        (person(),),
        "A way back into your account was opened by {issued_by_name}",
        "account",
    ),
    Telling(
        "RecoveryIssued",
        "security",
        (ADDRESSED, COORDINATORS),
        "A way back into the account of {person_name} was opened by {issued_by_name}",
        "person",
        is_urgent=True,
    ),
    Telling(
        "RecoveryCodeRead",
        "security",
        (ADDRESSED, COORDINATORS),
        "{read_by_name} read out the recovery code for {person_name}",
        "person",
    ),
    Telling(
        "RecoveryUsed",
        "security",
        (ADDRESSED, COORDINATORS),
        "{person_name} came back by a recovery link and code",
        "person",
    ),
    Telling(
        "DeliveryDied",
        "deliveries",
        (COORDINATORS,),
        "A message was given up after {attempts} attempts",
        "message",
    ),
)

EVERY_OTHER_PARTY = To(Reach.EVERY_OTHER, "party_id", (REPRESENTATIVE,))

JOINING = (
    Telling(
        "AttestationLapsing",
        "membership",
        (party("party_id", REPRESENTATIVE),),
        "Attest anew before {valid_until}: {title}",
        "party",
    ),
    Telling(
        "AttestationReviewed",
        "membership",
        (party("party_id", REPRESENTATIVE),),
        "Your attestation was {review}: {title}",
        "party",
    ),
    Telling(
        "JoiningBegun",
        "membership",
        (party("party_id", REPRESENTATIVE, PartyRole.CLERK), COORDINATORS),
        "{party_name}: the papers for “{label}” are begun",
        "joining",
    ),
    Telling(
        "JoiningStepTaken",
        "membership",
        (party("party_id", REPRESENTATIVE), COORDINATORS),
        "{party_name}: a step towards the agreement is done",
        "joining",
    ),
    Telling(
        "AgreementSigned",
        "membership",
        (party("party_id", REPRESENTATIVE), COORDINATORS),
        "{signer_name} signed the agreement for {party_name}",
        "joining",
    ),
    Telling(
        "JoiningTookEffect",
        "membership",
        (party("party_id", REPRESENTATIVE), COORDINATORS),
        "{party_name} is bound by “{label}” from {effective_on}",
        "joining",
    ),
    Telling(
        "ExitNoticeGiven",
        "membership",
        (party("party_id", REPRESENTATIVE), COORDINATORS, EVERY_OTHER_PARTY),
        "{party_name} leaves the agreement after {ends_on}",
        "party",
    ),
    Telling(
        "PartyLeft",
        "membership",
        (party("party_id", REPRESENTATIVE), COORDINATORS),
        "{party_name} has left; its last day was {last_day}",
        "party",
    ),
    Telling(
        "VersionPutInForce",
        "membership",
        # No party is the one concerned: the field names the former version, so all are told.
        (To(Reach.EVERY_OTHER, "superseded_id", (REPRESENTATIVE,)),),
        "Version “{label}” of the agreement is in force: look whether to adopt it",
        "agreement_version",
    ),
)

TELLINGS: tuple[Telling, ...] = (
    *ASKING,
    *OFFERING,
    *SENDING,
    *DEPLOYING,
    *CLAIMING,
    *KEEPING_TIME,
    *LEARNING,
    *BELONGING,
    *JOINING,
)
