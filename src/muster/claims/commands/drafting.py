"""A claim takes shape: computed from the mission, as often as needed until it is submitted."""

from __future__ import annotations

from uuid import UUID

from muster.aid import queries as aid
from muster.claims import events, queries
from muster.claims.commands.computing import digest_of, plain_settlement, write_lines
from muster.claims.commands.recording import claim_of_claimant, record_about
from muster.claims.models import Claim
from muster.journal import clock
from muster.journal.command import command
from muster.journal.counters import next_reference
from muster.rules.actor import Actor
from muster.rules.lifecycle import CLAIM, ClaimState, move
from muster.rules.refusal import Refusal, Refused
from muster.rules.terms import Check


@command("claim.draft")
def draft_claim(actor: Actor, *, mission_id: UUID) -> Claim:
    """Compute a claim from what is recorded of a mission; a draft there is, is computed anew.

    Where the terms allow a second claim with a warning, it holds what earlier ones do not.
    *Refuses* `claim.not_claimant`, `claim.second_claim`, `claim.nothing_left`. *Records* ClaimDrafted, to the claimant.
    *Clause*: billing.
    """
    mission = aid.get_mission(actor, mission_id, lock=True)
    if actor.party_id != mission.responding_party_id:
        raise Refused(Refusal("claim.not_claimant", "billing"))
    found = queries.preview(actor, mission_id)
    at = clock.now()
    live = queries.claims_of_mission(actor, mission_id)
    existing = next((each for each in live if each.state == ClaimState.DRAFT), None)
    if live and existing is None:
        _may_be_supplementary(found)
    claim = (
        claim_of_claimant(actor, existing.id)
        if existing
        else Claim(
            network_id=mission.network_id,
            exercise_id=mission.exercise_id,
            mission=mission,
            claimant_party_id=mission.responding_party_id,
            owing_party_id=mission.requesting_party_id,
            ordinal=1 + max((each.ordinal for each in live), default=0),
            reference=next_reference(actor.network_id, "CL", at),
            state=ClaimState.DRAFT,
        )
    )
    claim.currency = found.settlement.currency
    claim.total_cents = found.settlement.total.cents
    claim.settlement = plain_settlement(found.settlement)
    claim.settlement_sha256 = digest_of(claim.settlement)
    claim.drafted_by_id, claim.drafted_at = actor.person_id, at
    claim.save()
    write_lines(actor, claim, found.settlement)
    values = {"total_cents": claim.total_cents}
    record_about(events.ClaimDrafted, actor, claim, at=at, draft=True, **values)
    return claim


def _may_be_supplementary(found: queries.Preview) -> None:
    """Another claim for the same mission: only where the terms let it pass, and for what is left."""
    if found.terms.checks.second_claim is not Check.WARN:
        raise Refused(Refusal("claim.second_claim", "billing"))
    if not found.settlement.lines:
        raise Refused(Refusal("claim.nothing_left", "billing"))


@command("claim.draft")
def edit_claim(
    actor: Actor,
    *,
    claim_id: UUID,
    invoice_number: str | None = None,
    account_code: str | None = None,
    note: str | None = None,
) -> Claim:
    """Give a draft its invoice number, account code or note; None leaves a value as it is.

    *Refuses* `claim.not_claimant`, `claim.wrong_state`. *Records* ClaimAmended, to the claimant.
    *Clause*: billing.
    """
    claim = claim_of_claimant(actor, claim_id)
    claim.state = move(CLAIM, claim.state, "amend")
    wanted = {"invoice_number": invoice_number, "account_code": account_code, "note": note}
    changed = tuple(
        name
        for name, value in wanted.items()
        if value is not None and getattr(claim, name) != value.strip()
    )
    if changed:
        for name in changed:
            setattr(claim, name, (wanted[name] or "").strip())
        claim.save(update_fields=changed)
        at = clock.now()
        record_about(events.ClaimAmended, actor, claim, at=at, draft=True, changed=changed)
    return claim
