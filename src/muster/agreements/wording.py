"""The sentences of the agreement room's refusals, and how its facts read on a timeline."""

from muster.web.fact_words import register_fact_words
from muster.web.wording import register_wording

register_wording(
    {
        "terms.invalid": "Line {line}, {place}: {sentence}",
        "terms.other_zone": (
            "Line {line}, agreement.time_zone: under these terms days begin and end in {zone}, and "
            "in {network_zone} for the network. Write {network_zone} on this line, or have the "
            "time zone of the network changed on its page."
        ),
        "version.label_taken": "There is a version called “{label}” already. Choose another label.",
        "agreement_version.wrong_state": (
            "This is not possible while the version is {state}. Draft a new version instead."
        ),
        "agreement.none_in_force": (
            "No version of the agreement is in force yet. The coordinator drafts one and puts it "
            "in force first."
        ),
        "attestation.unknown_item": "The agreement has no such item. Choose one of the listed items.",
        "attestation.no_statement": "Say in a sentence what you attest and how you know it.",
        "attestation.already_over": "Choose a day that is not over yet.",
        "attestation.too_long": "The agreement lets this hold until {latest} at most. Choose an earlier day.",
        "attestation.other_party": (
            "Only the party itself can give its word. Switch to a post at that party."
        ),
        "attestation.withdrawn": "This attestation was withdrawn already. Nothing needs to be done.",
        "attestation.no_reason": "Say in a sentence why it is withdrawn.",
        "attestation.own_review": "Nobody reviews what the own party attests. Another officer does.",
        "attestation.not_reviewer": "The agreement names others to review. Ask one of them.",
        "attestation.no_review_reason": "Say why it is returned, so that the party can mend it.",
        "baseline.awaiting_review": "“{title}” is attested, and a reviewer has not accepted it yet.",
        "baseline.lapsed": "“{title}” was attested until {valid_until} and has lapsed. Attest it anew.",
        "baseline.missing": "“{title}” was never attested. The authorized representative attests it.",
    }
)

register_fact_words(
    {
        "VersionDrafted": "Version “{label}” was drafted.",
        "VersionAmended": "The draft “{label}” was changed.",
        "VersionPutInForce": "Version “{label}” was put in force.",
        "AttestationMade": "“{title}” was attested until {valid_until}.",
        "AttestationWithdrawn": "The attestation “{title}” was withdrawn: {reason}",
        "AttestationReviewed": "The attestation “{title}” was {review}. {reason}",
        "AttestationLapsing": "The attestation “{title}” lapses on {valid_until}.",
        "AttestationLapsed": "The attestation “{title}” lapsed on {valid_until}.",
    }
)
