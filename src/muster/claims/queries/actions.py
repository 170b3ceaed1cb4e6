"""What the actor may do with a claim now: buttons and the API's `actions` read the same list."""

from __future__ import annotations

from muster.claims.models import Claim
from muster.claims.queries.claims import balance_of
from muster.rules.actor import Actor
from muster.rules.lifecycle import CLAIM
from muster.rules.permissions import is_permitted

# Action of the lifecycle, its permission, whose it is.
STEPS = (
    ("amend", "claim.draft", "claimant"),
    ("submit", "claim.submit", "claimant"),
    ("question", "claim.question", "owing"),
    ("answer", "claim.answer", "claimant"),
    ("approve", "claim.approve", "owing"),
    ("pay", "claim.pay", "owing"),
    ("waive", "claim.waive", "claimant"),
    ("credit", "claim.credit", "claimant"),
    ("withdraw", "claim.withdraw", "claimant"),
)


def actions_for(actor: Actor, claim: Claim) -> list[str]:
    """Actions that the claim's state, the actor's side and role leave open."""
    sides = {"claimant": claim.claimant_party_id, "owing": claim.owing_party_id}
    found = [
        action
        for action, permission, side in STEPS
        if sides[side] == actor.party_id
        and CLAIM.step(claim.state, action)
        and is_permitted(actor, permission)
    ]
    if claim.submitted_by_id is not None and claim.submitted_by_id == actor.person_id:
        found = [action for action in found if action != "approve"]
    if balance_of(claim).owed_cents <= 0:
        found = [action for action in found if action not in ("pay", "waive")]
    return found
