"""May this claim be submitted, and may this person approve it?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from muster.rules.eligibility.reasons import kept
from muster.rules.lifecycle import MissionState
from muster.rules.refusal import Refusal
from muster.rules.terms import Check, Mark, Terms

SECOND_CLAIM = Refusal("claim.second_claim", "billing")


@dataclass(frozen=True, kw_only=True)
class ClaimFacts:
    """What submitting a claim looks at."""

    mission_state: MissionState
    everything_accounted_for: bool
    total_cents: int
    share_agreed: bool
    claimable_lines: int
    other_live_claim: bool
    bill_due_at: datetime | None  # None while the clock has not started
    missing_evidence: tuple[str, ...]
    at: datetime
    faults: tuple[str, ...] = ()  # what the terms let stand in the way, in words


@dataclass(frozen=True, kw_only=True)
class ApprovalFacts:
    """What approving a claim looks at. Persons are ids; the table of states is asked apart."""

    submitted_by_id: Any
    approving_id: Any
    open_questions: int = 0


def refusals_for_claim(facts: ClaimFacts, terms: Terms) -> list[Refusal]:
    """Why this claim may not be submitted. Terms: billing, share, checks.

    A claim after its deadline is refused where the terms' checks refuse it, or the text says that the
    deadline forfeits it (`clocks.bill.silence`); elsewhere it is a warning.
    """
    return kept(
        (
            facts.mission_state not in (MissionState.DEMOBILIZED, MissionState.CLOSED),
            Refusal("claim.mission_not_over", "billing", values={"state": facts.mission_state}),
        ),
        (
            not facts.everything_accounted_for,
            Refusal("claim.not_everything_accounted_for", "billing"),
        ),
        (facts.other_live_claim and not _may_be_second(terms), SECOND_CLAIM),
        (
            bool(facts.faults),
            Refusal("claim.faults", "checks", values={"faults": " ".join(facts.faults)}),
        ),
        (
            not facts.claimable_lines and not facts.share_agreed,
            Refusal("claim.share_not_agreed", "share"),
        ),
        (
            facts.total_cents <= 0 and facts.share_agreed,
            Refusal("claim.nothing_to_claim", "billing"),
        ),
        (
            bool(facts.missing_evidence),
            Refusal(
                "claim.evidence_missing",
                "billing",
                "evidence",
                {"missing": list(facts.missing_evidence)},
            ),
        ),
        (_is_late(facts) and lateness_refuses(terms), _too_late(facts)),
    )


def warnings_for_claim(facts: ClaimFacts, terms: Terms) -> list[Refusal]:
    """What the claimant should know and may pass over. Terms: billing, checks."""
    return kept(
        (_is_late(facts) and not lateness_refuses(terms), _too_late(facts)),
        (facts.other_live_claim and _may_be_second(terms), SECOND_CLAIM),
    )


def refusals_for_approval(facts: ApprovalFacts, terms: Terms) -> list[Refusal]:
    """Why this person may not approve this claim now. Term: billing (two persons)."""
    return kept(
        (
            terms.billing.persons > 1 and facts.submitted_by_id == facts.approving_id,
            Refusal("claim.same_person", "billing", values={"persons": terms.billing.persons}),
        ),
        (
            facts.open_questions > 0,
            Refusal("claim.questions_open", "dispute", values={"count": facts.open_questions}),
        ),
    )


def _is_late(facts: ClaimFacts) -> bool:
    return facts.bill_due_at is not None and facts.at >= facts.bill_due_at


def _may_be_second(terms: Terms) -> bool:
    return terms.checks.second_claim is Check.WARN


def lateness_refuses(terms: Terms) -> bool:
    """Whether a claim after its deadline is refused. Terms: checks, the clock `bill`."""
    return terms.checks.late_claim is Check.REFUSE or _lateness_forfeits(terms)


def _lateness_forfeits(terms: Terms) -> bool:
    clock = terms.clocks.get("bill")
    return (
        clock is not None
        and clock.silence == "forfeit"
        and clock.mark("silence") is not Mark.CHOSEN_DEFAULT
    )


def _too_late(facts: ClaimFacts) -> Refusal:
    return Refusal("claim.too_late", "billing", values={"due_at": facts.bill_due_at})
