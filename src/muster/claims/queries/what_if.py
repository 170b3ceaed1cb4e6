"""What if: the same recorded mission settled under another version or another agreement. Read only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from muster.agreements.side_by_side import Compared, get_compared
from muster.aid import queries as aid
from muster.claims.models import Claim
from muster.claims.queries.claims import claims_of_mission, get_claim
from muster.deployments import queries as deployments
from muster.rules.actor import Actor, system_actor
from muster.rules.money import Money, total
from muster.rules.refusal import NotFound, Refusal, Refused
from muster.rules.settlement import Reason, Settlement, SettlementLine, settle
from muster.rules.terms import Terms
from muster.rules.terms.zones import in_zone

LineName = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class LineSide:
    """What one agreement makes of a line; lines of the same name stand together.

    gross = free + borne + amount; of what is borne, the terms do not count `not_payable`.
    """

    gross: Money
    free: Money
    borne: Money
    not_payable: Money
    amount: Money
    lines: tuple[SettlementLine, ...]

    @property
    def reasons(self) -> tuple[Reason, ...]:
        return tuple(reason for line in self.lines for reason in line.reasons)


@dataclass(frozen=True, kw_only=True)
class LinePair:
    """A line under both; None where one of the agreements has no such line."""

    kind: str
    label: str
    own: LineSide | None
    other: LineSide | None
    difference: Money  # other less own


@dataclass(frozen=True, kw_only=True)
class WhatIf:
    """A mission settled under its own terms and under others. `claim` is the latest that was made,
    `claimed_cents` what all of them came to."""

    mission: Any
    claim: Claim | None
    claimed_cents: int
    own_terms: Terms
    own: Settlement
    chosen: Compared
    other: Settlement
    lines: tuple[LinePair, ...]
    difference: Money

    @property
    def less(self) -> Money:
        """By how much the other terms give less."""
        return -self.difference

    @property
    def record_changed(self) -> bool:
        """Whether the claim that was made came to another total than the record does now."""
        return self.claim is not None and self.claimed_cents != self.own.total.cents


def what_if_of_mission(actor: Actor, mission_id: UUID, key: str) -> WhatIf:
    """A mission under the terms that `key` names; for its two parties and auditors.

    `key` is `version:<id>` or `ready:<short name>`. Raises `NotFound`. Refuses
    `what_if.no_terms`, `what_if.other_currency`.
    """
    mission = mission_to_settle(actor, mission_id)
    if not key:
        raise Refused(Refusal("what_if.no_terms", field="terms"))
    chosen = get_compared(actor, key)
    own_terms = deployments.terms_of_mission(mission)
    if chosen.terms.currency != own_terms.currency:
        # The record holds amounts, and no rate of exchange.
        values = {"own": own_terms.currency, "other": chosen.terms.currency}
        raise Refused(Refusal("what_if.other_currency", field="terms", values=values))
    made = claims_of_mission(actor, mission_id)
    # The days are those of the place where the work was done, under whatever terms.
    terms = in_zone(chosen.terms, own_terms.heading.time_zone)
    own, other = _settled(mission, own_terms), _settled(mission, terms)
    return WhatIf(
        mission=mission,
        claim=made[-1] if made else None,
        claimed_cents=sum(each.total_cents for each in made),
        own_terms=own_terms,
        own=own,
        chosen=chosen,
        other=other,
        lines=_pairs(own, other),
        difference=other.total - own.total,
    )


def what_if_of_claim(actor: Actor, claim_id: UUID, key: str) -> WhatIf:
    """The mission of a claim under other terms; for those who may read the claim."""
    return what_if_of_mission(actor, get_claim(actor, claim_id).mission_id, key)


def mission_to_settle(actor: Actor, mission_id: UUID) -> Any:
    """The mission, for its two parties and for auditors. Raises `NotFound`."""
    mission = aid.get_mission(actor, mission_id)
    if not (deployments.is_side_of(actor, mission) or actor.is_auditor):
        raise NotFound("mission")
    return mission


def _settled(mission: Any, terms: Terms) -> Settlement:
    system = system_actor(mission.network_id)
    return settle(deployments.settlement_facts(system, mission.id, terms), terms)


def _pairs(own: Settlement, other: Settlement) -> tuple[LinePair, ...]:
    """Lines of the same kind and name beside each other, in the order of the own settlement."""
    left, right = _by_name(own.lines), _by_name(other.lines)
    nothing = Money.zero(own.currency)
    pairs = []
    for name in dict.fromkeys((*left, *right)):
        mine, theirs = left.get(name), right.get(name)
        pairs.append(
            LinePair(
                kind=name[0],
                label=name[1],
                own=mine,
                other=theirs,
                difference=(theirs.amount if theirs else nothing)
                - (mine.amount if mine else nothing),
            )
        )
    return tuple(pairs)


def _by_name(lines: Iterable[SettlementLine]) -> Mapping[LineName, LineSide]:
    named: dict[LineName, list[SettlementLine]] = {}
    for line in lines:
        named.setdefault((line.kind.value, line.label), []).append(line)
    return {name: _side(tuple(own)) for name, own in named.items()}


def _side(lines: tuple[SettlementLine, ...]) -> LineSide:
    currency = lines[0].amount.currency
    return LineSide(
        gross=total((line.gross for line in lines), currency),
        free=total((line.free for line in lines), currency),
        borne=total((line.borne for line in lines), currency),
        not_payable=total((line.not_payable for line in lines), currency),
        amount=total((line.amount for line in lines), currency),
        lines=lines,
    )
