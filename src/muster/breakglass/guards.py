"""What a fence says to sign-ins, recoveries and invitations; registered with the room below."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from muster.breakglass import queries
from muster.members import openings
from muster.rules.refusal import Refusal

SINGLE_SIGN_ON, SECOND_FACTOR = "socialaccount", "mfa"
ASKED_AFTER_PASSWORD = frozenset({"totp", "webauthn"})


def refusal_for_sign_in(
    person: Any, methods: frozenset[str], factors: frozenset[str]
) -> Refusal | None:
    """A fenced person needs what the stricken party cannot give: a passkey, an app on a phone.

    A password passes where a second factor will be asked for next.
    """
    if not queries.is_fenced_person(person.pk):
        return None
    proves_more = SECOND_FACTOR in methods or bool(factors & ASKED_AFTER_PASSWORD)
    if proves_more and SINGLE_SIGN_ON not in methods:
        return None
    return Refusal("break_glass.fenced_sign_in")


def refusal_for_account(person_id: UUID | None, party_id: UUID | None) -> Refusal | None:
    """Nobody is let back into, nor invited to, a fenced party: links travel by its mail."""
    is_shut = (person_id is not None and queries.is_fenced_person(person_id)) or (
        party_id is not None and queries.is_fenced_anywhere(party_id)
    )
    return Refusal("break_glass.fenced_account") if is_shut else None


openings.register(refusal_for_sign_in, refusal_for_account)
