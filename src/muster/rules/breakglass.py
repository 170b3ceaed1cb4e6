"""Signing in without anything of one's own: what a code looks like, and how far it reaches.

A code is sixteen signs of Crockford's base 32 (https://www.crockford.com/base32.html: no I, L, O, U;
the letters that look like figures count as them). The first four name the sheet, the last is a check
sign after Luhn for any base (ISO/IEC 7812-1, annex B, carried to base 32): it finds every single
mistyped sign and almost every swap of neighbours, so that a slip is told from a guess. The eleven in
between are chance: 55 bits.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from muster.rules.actor import Actor, NetworkRole, PartyRole
from muster.rules.refusal import Refusal

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BASE = len(ALPHABET)
LOOKS_LIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})
SHEET_SIGNS, SECRET_SIGNS = 4, 11
LENGTH = SHEET_SIGNS + SECRET_SIGNS + 1
GROUP = 4

MAY_DO_IN_A_SESSION = frozenset(
    {
        "incident.open",
        "aid_request.edit",
        "aid_request.open",
        "aid_request.amend",
        "aid_request.decline_to_help",
        "aid_request.confirm",
        "offer.submit",
        "offer.withdraw",
        "offer.decline",
        "offer.accept",
        "note.write",
        "deployment.assign",
        "deployment.check_in",
        "deployment.log_time",
        "deployment.log_activity",
        "deployment.hand_over",
        "deployment.return",
        "deployment.demobilize",
        "mission.recall",
        "resource.set_availability",
        "file.upload",
        "notice.read",
        "break_glass.fence",
        "aid_request.sign_off",  # the second person that some agreements ask for
        "call_out.start",
        "call_out.widen",
        "call_out.answer",
        "access_grant.make",  # the stricken party is the host whose doors the helpers need
        "access_grant.remove",
        "clearance.accept",
        "statement.sign",
        "statement.record",
        "break_glass.lift",  # one voice of two; the coordinator is the other
    }
)
"""What a session opened by a code may do: ask, answer, work, log hours, note what helpers may use,
fence. Roles, codes, money, agreements, factors, tokens and profiles stay shut, as does ending or
cancelling a request."""


def plain(typed: str) -> str:
    """A code as it is kept: capitals, no gaps, look-alikes read as figures."""
    signs = "".join(sign for sign in typed.upper() if sign.isascii() and sign.isalnum())
    return signs.translate(LOOKS_LIKE)


def grouped(code: str) -> str:
    """A code as people read it: `7QK4-M2XW-9TRB-5HN3`."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def with_check(signs: str) -> str:
    """The signs and their check sign."""
    return signs + ALPHABET[-_luhn(signs, factor=2) % BASE]


def is_well_typed(code: str) -> bool:
    """Whether a plain code has the right length, signs and check sign."""
    if len(code) != LENGTH or any(sign not in ALPHABET for sign in code):
        return False
    return _luhn(code, factor=1) % BASE == 0


def sheet_sign(code: str) -> str:
    """The signs that name the sheet of a plain code."""
    return code[:SHEET_SIGNS]


def _luhn(signs: str, factor: int) -> int:
    """The weighted sum from the right; a product of two digits counts as their sum."""
    total = 0
    for sign in reversed(signs):
        product = factor * ALPHABET.index(sign)
        total += product // BASE + product % BASE
        factor = 3 - factor
    return total


@dataclass(frozen=True)
class FirstVoucher:
    """Who first said that they spoke to somebody, and for which party."""

    person_id: UUID | None
    party_id: UUID | None


def refusals_for_vouching(
    actor: Actor, *, party_id: UUID, person_id: UUID, first: FirstVoucher | None
) -> list[Refusal]:
    """Why the actor may not vouch for somebody of the party.

    It takes two people of two different parties, neither of them the person's own; a coordinator
    without a party counts as a party of its own.
    """
    checks = (
        (actor.person_id == person_id, "vouching.not_oneself"),
        (actor.party_id == party_id, "vouching.own_party"),
        (first is not None and first.person_id == actor.person_id, "vouching.same_person"),
        (
            first is not None
            and first.person_id != actor.person_id
            and first.party_id == actor.party_id,
            "vouching.same_party",
        ),
    )
    return [Refusal(code) for broken, code in checks if broken]


def lifting_side(actor: Actor, party_id: UUID) -> str | None:
    """For which side the actor may agree that a fence comes down: `party`, `network`, or neither.

    A representative who is also the coordinator speaks for the network: one person is one side.
    """
    if actor.holds(NetworkRole.COORDINATOR):
        return "network"
    is_own = actor.party_id == party_id and actor.holds(PartyRole.AUTHORIZED_REPRESENTATIVE)
    return "party" if is_own else None
