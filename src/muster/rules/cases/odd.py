"""What a case may say, and a person should look at all the same."""

from __future__ import annotations

from collections.abc import Iterator

from muster.rules.cases.gathering import moment_of
from muster.rules.cases.shape import CaseClaim, CaseMission
from muster.rules.settlement import MissionFacts, Reason
from muster.rules.settlement.working import show_number
from muster.rules.terms import ShareBasis, Terms


def odd_moments(
    claim: CaseClaim, mission: CaseMission, facts: MissionFacts, terms: Terms
) -> Iterator[Reason]:
    """Hours after the end of the mission, and a bill, or a release, that came before its time."""
    ended_at = moment_of(mission.ended_at, terms.zone)
    billed_at = moment_of(claim.billed_at, terms.zone)
    if ended_at is not None:
        after = [entry for entry in facts.time_entries if entry.ends_at > ended_at]
        if after:
            names = dict.fromkeys(str(entry.id).partition("|")[0] for entry in after)
            values = {"ended_at": ended_at, "entries": ", ".join(f"“{name}”" for name in names)}
            yield Reason("time.after_the_end", "labour", values)
        if billed_at is not None and billed_at < ended_at:
            values = {"ended_at": ended_at, "billed_at": billed_at}
            yield Reason("claim.before_the_end", "billing", values)
    released_at, arrived_at = facts.released_at, facts.arrived_at
    if released_at is not None and ended_at is not None and ended_at < released_at:
        values = {"ended_at": ended_at, "released_at": released_at}
        yield Reason("time.ended_before_release", "reimbursement_start", values)
    if released_at is not None and arrived_at is not None and released_at < arrived_at:
        values = {"released_at": released_at, "arrived_at": arrived_at}
        yield Reason("time.released_before_arrival", "reimbursement_start", values)


def unused_share(mission: CaseMission, terms: Terms) -> Iterator[Reason]:
    """A share that the parties signed, under terms that fix another. Term: share."""
    signed, share = mission.share_percent, terms.share
    if share.basis is ShareBasis.FIXED and signed is not None and signed != share.percent:
        values = {"signed": show_number(signed), "fixed": show_number(share.percent)}
        yield Reason("share.signed_not_used", "share", values)
