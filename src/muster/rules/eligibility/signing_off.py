"""Where an agreement takes more than one person: who may be the next, and how many are missing."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from muster.rules.actor import Actor
from muster.rules.eligibility.reasons import bad_standing, kept
from muster.rules.lifecycle import AidRequestState, StandingState
from muster.rules.refusal import Refusal
from muster.rules.terms import Terms
from muster.rules.terms.asking import Approver, Requester


@dataclass(frozen=True, kw_only=True)
class SignOffs:
    """What was demanded when it was asked for or offered; it holds for that request or offer."""

    needed: int  # persons, the first of whom is whoever files it
    by: str  # how the agreement names the second person; empty where it does not
    roles: tuple[str, ...]  # roles that count as the second person, and any further one

    @classmethod
    def of(cls, term: Requester | Approver) -> SignOffs:
        return cls(
            needed=term.sign_offs, by=term.second_sign_off, roles=tuple(map(str, term.second_roles))
        )

    @classmethod
    def as_kept(cls, words: Mapping[str, Any]) -> SignOffs:
        """As it was kept with a request or an offer, beside what else was kept there."""
        return cls(needed=words["needed"], by=words["by"], roles=tuple(words["roles"]))

    @property
    def are_several(self) -> bool:
        return self.needed > 1

    def missing(self, signed: int) -> int:
        """How many persons have yet to sign."""
        return max(0, self.needed - signed)


def refusals_for_sign_off(
    actor: Actor,
    demanded: SignOffs,
    *,
    party_id: Any,
    signed_by: Collection[Any],
    filed_by: Any = None,
) -> list[Refusal]:
    """Why this person may not be the next to sign. Terms: requester, approver.

    Whoever filed it, and signed it by that before it was changed (`filed_by`), may sign it again,
    whatever the role; anybody else holds a demanded role now. Only a person of the party signs for
    it; the coordinator, who may file for it, is no second person.
    """
    is_of_party = actor.person_id is not None and actor.party_id == party_id
    return kept(
        (not is_of_party, Refusal("sign_off.not_of_party")),
        (is_of_party and actor.person_id in signed_by, Refusal("sign_off.same_person")),
        (
            is_of_party and not actor.holds(*demanded.roles) and actor.person_id != filed_by,
            Refusal(
                "sign_off.wrong_role",
                values={
                    "by": demanded.by or "another person",
                    "roles": " or ".join(role.replace("_", " ") for role in demanded.roles),
                },
            ),
        ),
    )


def refusals_for_unsigned(missing: int) -> list[Refusal]:
    """Why nothing is accepted for a request that was changed after it was signed. Term: requester."""
    fallen = Refusal("aid_request.signatures_missing", "requester", values={"missing": missing})
    return kept((missing > 0, fallen))


def refusals_for_sending(
    *,
    expires_at: datetime,
    aid_request_state: AidRequestState,
    standing: StandingState,
    at: datetime,
    terms: Terms,
) -> list[Refusal]:
    """Why an offer that waited for a second person may not be sent any more. Terms: response, standing."""
    return kept(
        (
            at >= expires_at,
            Refusal("offer.waited_too_long", "response", values={"expires_at": expires_at}),
        ),
        (
            aid_request_state is not AidRequestState.OPEN,
            Refusal("aid_request.closed", "response", values={"state": aid_request_state}),
        ),
        (standing not in terms.standing.may_answer, bad_standing(standing)),
    )
