"""Who is told of reviews, standing, roles, accounts and joining."""

from __future__ import annotations

from muster.notifications.recipients.reaching import (
    ADDRESSED,
    COORDINATORS,
    REPRESENTATIVE,
    Reach,
    Telling,
    To,
    party,
    person,
)
from muster.rules.actor import PartyRole

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
    Telling(
        "ContactPointAdded",
        "security",
        (person(),),
        "A way to reach you was listed: {channel}",
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
        "ManyRepliesRefused",
        "deliveries",
        (COORDINATORS,),
        "{count} answers were refused within an hour: somebody may be trying",
        "refused_replies",
        is_urgent=True,
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

DUTY = (
    Telling("DutyComesUp", "duty", (person(),), "You go on duty {begins}", "rota"),
    Telling("DutyHandedOver", "duty", (person(),), "You are on duty now", "rota"),
    Telling("DutyOverridden", "duty", (person(),), "You take a span of duty", "rota"),
    Telling(
        "DutyGapsFound",
        "duty",
        (party("party_id"),),
        "Nobody of your agency is on duty {first}",
        "rota",
    ),
)
