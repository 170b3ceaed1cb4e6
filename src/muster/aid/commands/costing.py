"""What an offer would cost, free hours applied: the settlement's own rule over what is promised."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from muster.aid import queries
from muster.aid.commands.offered import Gathered
from muster.aid.models import AidRequest
from muster.journal import clock
from muster.rates import queries as rates
from muster.rules.actor import system_actor
from muster.rules.money import Money
from muster.rules.settlement import (
    Charge,
    DeclaredLoad,
    EstimatedWork,
    FrozenAttestation,
    as_plain,
    estimate,
)
from muster.rules.terms import CostKind, LoadBasis, Terms

HOURS_OF = {"hour": 1, "day": 24, "month": 30 * 24, "year": 365 * 24}


@dataclass(frozen=True)
class Estimate:
    """`total_cents` is what lies beyond the free help, before it is shared; `working` shows how."""

    total_cents: int
    cents_by_line: tuple[int, ...]
    working: dict[str, Any]


def cost_of(
    aid_request: AidRequest, responding_party_id: UUID, offered: list[Gathered], terms: Terms
) -> Estimate:
    """The estimate of an offer. Terms: free_allowance, labour, equipment, share."""
    opened = aid_request.opened_at or clock.now()
    starts = min((each.starts_at for each in offered), default=opened)
    settled = estimate(
        [work for number, each in enumerate(offered) for work in _work(number, each, terms)],
        [charge for number, each in enumerate(offered) for charge in _charges(number, each, terms)],
        terms,
        asked_on=opened.astimezone(terms.zone).date(),
        attestations=_attestations(aid_request.frozen),
        free_hours_used_before=_used_before(aid_request, responding_party_id, terms),
        declared_load=_declared_load(aid_request.network_id, responding_party_id, starts, terms),
    )
    by_line = [0] * len(offered)
    for line in settled.lines:
        for evidence in line.evidence[:1]:
            by_line[int(str(evidence).split(".")[0])] += line.beyond.cents
    return Estimate(settled.beyond.cents, tuple(by_line), _discreet(as_plain(settled)))


def _declared_load(
    network_id: UUID, party_id: UUID, before: datetime, terms: Terms
) -> DeclaredLoad | None:
    """The fringe and overhead that the offering party has declared. Term: labour."""
    if LoadBasis.DECLARED not in (terms.labour.fringe, terms.labour.overhead):
        return None
    return rates.declared_load(system_actor(network_id), party_id, before)


def _discreet(working: Any) -> Any:
    """The working without the items of the baseline that the requester lacks: its own business."""
    if isinstance(working, list | tuple):
        return [_discreet(each) for each in working]
    if not isinstance(working, dict):
        return working
    if str(working.get("code", "")).startswith("attestation."):
        return {**working, "values": {}}
    return {name: _discreet(value) for name, value in working.items()}


def hours_each(each: Gathered) -> Decimal:
    """Work of one person: what the line expects, at most what the stay allows."""
    stay = (each.ends_at - each.starts_at).total_seconds() / 3600
    return Decimal(max(1, min(each.line.hours, math.ceil(stay))))


def _work(number: int, each: Gathered, terms: Terms) -> list[EstimatedWork]:
    """The people of an offered line; a package is reckoned by those in it, hour by hour."""
    hours = Decimal(each.package.duration_hours) if each.package else hours_each(each)
    return [
        EstimatedWork(
            id=f"{number}.{position}",
            label=piece.name,
            people=count,
            hours_each=hours,
            starts_at=each.starts_at,
            rate=Money.from_rate(piece.rate_ten_thousandths, terms.currency),
        )
        for position, (piece, count) in enumerate(each.pieces)
        if piece.kind == "person" and piece.rate_basis == "hour"
    ]


def _charges(number: int, each: Gathered, terms: Terms) -> list[Charge]:
    """The use of things lent: paid only where the terms pay for use."""
    stay = Fraction(int((each.ends_at - each.starts_at).total_seconds()), 3600)
    charges = []
    for position, (piece, count) in enumerate(each.pieces):
        if piece.rate_basis == "free" or not piece.rate_ten_thousandths:
            continue
        if piece.kind == "person" and piece.rate_basis == "hour":
            continue
        basis = HOURS_OF.get(piece.rate_basis)
        spans = math.ceil(stay / basis) if basis else 1
        charges.append(
            Charge(
                id=f"{number}.{position}",
                kind=CostKind.LABOUR if piece.kind == "person" else CostKind.EQUIPMENT,
                label=piece.name,
                unit_price=Money.from_rate(piece.rate_ten_thousandths, terms.currency),
                quantity=Decimal(count * spans),
                unit=piece.rate_basis,
                is_usage=piece.kind != "person",
            )
        )
    return charges


def _attestations(frozen: dict[str, Any]) -> tuple[FrozenAttestation, ...]:
    return tuple(
        FrozenAttestation(item_id=each["item"], valid_until=date.fromisoformat(each["valid_until"]))
        for each in frozen.get("attestations", ())
    )


def _used_before(aid_request: AidRequest, responding_party_id: UUID, terms: Terms) -> Decimal:
    """Free hours that other missions of the same parties for this incident take, at most all."""
    promised = queries.hours_already_free(
        aid_request.requesting_party_id, responding_party_id, aid_request.incident_id
    )
    return min(Decimal(promised), terms.free_allowance.hours)
