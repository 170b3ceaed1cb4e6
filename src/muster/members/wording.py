"""Sentences for what members may not do, and for what has happened."""

from __future__ import annotations

from muster.web.fact_words import register_fact_words
from muster.web.wording import register_wording

register_wording(
    {
        "network.slug_taken": "Another network has this short name. Choose another.",
        "network.slug_invalid": "Use small letters, digits and single hyphens, such as utah-itmaa.",
        "party.already_member": "This party is on the register already.",
        "party.name_taken": "A party of this name is on the register already. Check the spelling.",
        "party.wrong_first_standing": "Begin with invited, pending or in force.",
        "party.not_yours": "Only the party itself or the coordinator may change this.",
        "party.shared": "This party also belongs to another network: only it may change its facts.",
        "party.only_coordinator": "Only the coordinator states whether a signature is confirmed.",
        "standing.wrong_state": "A party that is {state} cannot do this now. Reload to see its standing.",
        "standing.follows": (
            "This follows from a document that is filed. Use the page of the joining."
        ),
        "standing.reason_missing": "Say why: it is kept and shown with the party's standing.",
        "contact.not_yours": "Only the party itself or the coordinator may change its contacts.",
        "contact.unreachable": "Give a phone number or an e-mail address.",
        "contact.too_many": "A party lists at most {limit} contacts. Remove one first.",
        "contact.order_incomplete": "Name every contact of the party once. Reload and try again.",
        "contact.none": "List a contact first.",
        "phone.invalid": "Enter a phone number with area code, such as (801) 555-0123, without extension.",
        "email.invalid": "Enter an e-mail address, such as name@agency.gov.",
        "calendar_feed.too_many": "You have {limit} links already. End one that you do not use.",
        "calendar_feed.unknown_kind": "Choose one of the calendars that your page lists.",
        "time_zone.unknown": "Choose a time zone from the list, such as America/Denver.",
        "number.invalid": "Enter a number.",
        "number.out_of_range": "Enter a number from {smallest} to {largest}.",
        "role.none_chosen": "Choose at least one role.",
        "role.unknown": "Choose one of the listed roles.",
        "role.not_your_party": "You may give and take back roles in your own party only.",
        "role.not_to_oneself": "Nobody gives a role to themselves. Ask another officer.",
        "role.already_held": "This person has the role already.",
        "role.last_representative": (
            "You are the last authorized representative of this party. Give the role to somebody "
            "else first, or ask the coordinator."
        ),
        "network_role.only_coordinator": "Only a coordinator gives offices of the network.",
        "network_role.last_coordinator": (
            "This is the network's last coordinator. Give the office to somebody else first."
        ),
        "person.email_taken": "Somebody has an account with this address already.",
        "person.inactive": "This account is switched off. Ask your representative or coordinator.",
        "person.active": "This account is switched on already.",
        "person.not_oneself": "You cannot do this to your own account. Ask another officer.",
        "person.serves_others": (
            "This person also serves others whom you do not answer for. Take back their roles here "
            "instead, or ask the coordinator."
        ),
        "person.serves_nobody": "This person holds no role any more. Invite them again instead.",
        "password.weak": "{why}",
        "password.too_long": "Use at most {limit} characters.",
        "invitation.party_missing": "Choose the party that the roles are for.",
        "invitation.already_has_roles": "Somebody with this address has these roles already.",
        "invitation.inviter_gone": (
            "Whoever invited you is no longer here. Ask your agency for a new invitation."
        ),
        "invitation.expired": "This invitation has run out. Ask for a new one.",
        "invitation.wrong_state": "This invitation was {state} already. Ask for a new one if you need it.",
        "invitation.sign_in_first": (
            "There is an account with this address. Sign in with it, then open the link again."
        ),
        "invitation.other_account": (
            "This invitation is for another address than the one you are signed in with. Sign out "
            "first, or ask for an invitation to your address."
        ),
        "recovery.over": "This link is used or has run out. Ask your representative for a new one.",
        "recovery.wrong_code": (
            "That is not the code. Ask the officer who read it to you for another one; after five "
            "wrong codes the link ends."
        ),
        "recovery.no_code_yet": (
            "No code was read out for this link yet. Ask another officer of your agency, or the "
            "coordinator, to read one to you."
        ),
        "recovery.same_officer": (
            "You made the link. Somebody else reads out the code: another officer, or the "
            "coordinator."
        ),
        "recovery.officer_from_elsewhere": (
            "This person also serves others. The code is read out by an officer of another party "
            "that they serve, or by the coordinator."
        ),
        "token.not_by_token": "A token cannot make tokens. Sign in on a page.",
        "token.no_post": "A token acts from a post, and you hold none now.",
        "token.scope_missing": "Choose at least one scope.",
        "token.scope_unknown": "There is no scope {scopes}.",
        "token.too_long": "Choose 1 to {limit} days.",
        "token.too_many": "You have {limit} tokens. Revoke one first.",
        "token.revoked": "This token is revoked already.",
        "exercise.closed": "This exercise is closed: what is in it can be read, nothing is added.",
        "import.empty": "The file has no rows. Put the column names in its first row.",
        "import.not_utf8": "Save the file as CSV in UTF-8 and send it again.",
        "import.not_csv": "This is not a CSV file that can be read: {why}.",
        "import.too_large": "The file is too large. Send at most {limit}.",
        "import.too_many_rows": "Send at most {limit} rows at once.",
        "import.column_missing": "The first row must name these columns too: {columns}.",
        "import.column_unknown": "These columns are not known: {columns}. Known are: {known}.",
        "import.column_twice": "A column is named twice in the first row.",
        "import.row_width": "Row {row} has {found} cells where {wanted} are needed.",
        "import.cell": "Row {row}, column {column}: {reason}",
        "import.not_yes_or_no": "Write yes or no.",
    }
)

register_fact_words(
    {
        "NetworkCreated": "The network {name} was started.",
        "NetworkEdited": "The network's settings were changed.",
        "PartyAdded": "{party_name} was put on the register.",
        "PartyEdited": "Facts about {party_name} were corrected.",
        "PartyStandingChanged": lambda fact: _standing_words(fact),
        "PartiesImported": "{count} parties were imported.",
        "ContactAdded": "A contact was added.",
        "ContactEdited": "A contact was corrected.",
        "ContactRemoved": "A contact was removed.",
        "ContactsReordered": "The call order was changed.",
        "ContactsVerified": "{count} contacts were tried and answered.",
        "PersonCreated": "An account was made for {person_name}.",
        "PartyRoleGranted": lambda fact: _role_words(fact, "became"),
        "PartyRoleRevoked": lambda fact: _role_words(fact, "is no longer"),
        "NetworkRoleGranted": lambda fact: _role_words(fact, "became the network's"),
        "NetworkRoleRevoked": lambda fact: _role_words(fact, "is no longer the network's"),
        "PersonInvited": "{person_name} was invited.",
        "InvitationWithdrawn": "The invitation of {person_name} was withdrawn.",
        "InvitationAccepted": "{person_name} joined.",
        "PersonDeactivated": "The account of {person_name} was switched off: {reason}.",
        "PersonReactivated": "The account of {person_name} was switched on again.",
        "RecoveryIssued": "A way back into the account of {person_name} was opened.",
        "RecoveryCodeRead": "{read_by_name} read out the recovery code for {person_name}.",
        "RecoveryUsed": "{person_name} came back by a recovery link and code.",
        "RecoveryFailed": "A wrong recovery code was given for {person_name}.",
        "ProfileEdited": "The profile was changed.",
        "SignedIn": "Signed in.",
        "SignInFailed": "A sign-in failed.",
        "SignedOut": "Signed out.",
        "SessionsEnded": "{count} sessions were ended.",
        "PasswordChanged": "The password was changed.",
        "FactorAdded": lambda fact: f"A sign-in factor was added: {_factor(fact)}.",
        "FactorRemoved": lambda fact: f"A sign-in factor was removed: {_factor(fact)}.",
        "FactorReplaced": lambda fact: f"A sign-in factor was replaced: {_factor(fact)}.",
        "PresenceNotConfirmed": "A confirmation of presence failed.",
        "TokenCreated": "The API token {name} was made.",
        "TokenRevoked": "The API token {name} was revoked.",
        "ExerciseOpened": "The exercise {name} was opened.",
        "ExerciseClosed": "The exercise {name} was closed.",
    }
)

FACTORS = {
    "totp": "authenticator app",
    "webauthn": "passkey",
    "recovery_codes": "recovery codes",
}


def _words(value: object) -> str:
    return str(value or "").replace("_", " ")


def _factor(fact: object) -> str:
    kind = str(getattr(fact, "get", lambda _name: "")("factor") or "")
    return FACTORS.get(kind, _words(kind))


def _role_words(fact: object, verb: str) -> str:
    get = getattr(fact, "get", lambda _name: "")
    return f"{get('person_name') or 'A person'} {verb} {_words(get('role'))}."


def _standing_words(fact: object) -> str:
    get = getattr(fact, "get", lambda _name: "")
    sentence_of = f"{get('party_name') or 'A party'} is now {_words(get('standing'))}"
    return f"{sentence_of}: {get('reason')}." if get("reason") else f"{sentence_of}."
