"""What an offer names: resources and ready packages of the own party, beside the lines they answer."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from muster.aid import queries
from muster.aid.models import AidRequest, AidRequestLine
from muster.catalog import queries as catalog
from muster.rules.actor import Actor
from muster.rules.eligibility import OfferedLineFacts, OfferFacts
from muster.rules.lifecycle import AidRequestState, LineState, StandingState
from muster.rules.refusal import NotFound, Refusal, Refused

MOST_OFFERED = 200
MOST_OF_ONE = 10_000
MOST_PEOPLE = 500  # each is reckoned by the hour


@dataclass(frozen=True, kw_only=True)
class OfferedLine:
    """So many of one resource, or of one ready package, for one line of the request."""

    line_id: UUID
    resource_id: UUID | None = None
    package_id: UUID | None = None
    quantity: int = 1
    starts_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True)
class Gathered:
    """An offered line with its things found and counted. `pieces` are what is sent: one resource,
    or those of the package, each with its number."""

    line: AidRequestLine
    resource: Any
    package: Any
    quantity: int
    starts_at: datetime
    ends_at: datetime
    pieces: tuple[tuple[Any, int], ...]
    free: int

    @property
    def label(self) -> str:
        return self.package.name if self.package else self.resource.name


def gather(
    actor: Actor,
    aid_request: AidRequest,
    offered: list[OfferedLine],
    arrives: datetime,
    leaves: datetime,
) -> list[Gathered]:
    """Find what is offered. Refuses what is not the actor's own, or does not fit its line."""
    if len(offered) > MOST_OFFERED:
        raise Refused(Refusal("offer.too_many_lines", field="lines", values={"most": MOST_OFFERED}))
    if any(each.quantity > MOST_OF_ONE for each in offered):
        raise Refused(Refusal("offer.too_many_of_one", field="lines", values={"most": MOST_OF_ONE}))
    if any((each.resource_id is None) == (each.package_id is None) for each in offered):
        raise Refused(Refusal("offer.resource_or_package", field="lines"))
    lines = {line.id: line for line in queries.lines_of(aid_request.id)}
    packages: dict[UUID, Any] = {
        each.package_id: _package(actor, each.package_id) for each in offered if each.package_id
    }
    wanted = {each.resource_id for each in offered if each.resource_id}
    wanted |= {item.resource_id for package in packages.values() for item in package.items}
    cards = catalog.resources_by_id(actor, wanted)
    found = []
    for number, each in enumerate(offered, 1):
        line = lines.get(each.line_id)
        if line is None:
            raise Refused(Refusal("offer.unknown_line", field="lines", values={"number": number}))
        starts = each.starts_at or max(arrives, line.needed_from)
        ends = each.ends_at or min(max(leaves, starts), line.needed_until)
        package = packages.get(each.package_id) if each.package_id else None
        pieces: list[tuple[Any, int]]
        if package:
            pieces = [(cards[item.resource_id], item.quantity) for item in package.items]
        else:
            pieces = [(cards.get(each.resource_id) if each.resource_id else None, 1)]
        _check_pieces(actor, line, pieces, each.quantity)
        free = _free(pieces, starts, ends, aid_request.exercise_id)
        found.append(
            Gathered(
                line,
                None if package else pieces[0][0],
                package,
                each.quantity,
                starts,
                ends,
                tuple((piece, count * each.quantity) for piece, count in pieces),
                free,
            )
        )
    return found


def _package(actor: Actor, package_id: UUID) -> Any:
    package: Any = None
    with suppress(NotFound):
        package = catalog.get_package(actor, package_id)
    if package is None or package.party_id != actor.party_id or package.retired_at:
        raise Refused(Refusal("offer.not_your_resource", field="lines"))
    return package


def _check_pieces(
    actor: Actor, line: AidRequestLine, pieces: list[tuple[Any, int]], quantity: int
) -> None:
    """Everything is the own party's and still listed, and something is of the kind asked for."""
    for piece, _ in pieces:
        if piece is None or piece.party_id != actor.party_id or piece.retired_at is not None:
            raise Refused(
                Refusal("offer.not_your_resource", field="lines", values={"number": line.number})
            )
    if sum(count * quantity for piece, count in pieces if piece.kind == "person") > MOST_PEOPLE:
        raise Refused(Refusal("offer.too_many_of_one", field="lines", values={"most": MOST_PEOPLE}))
    if not any(piece.resource_type_id == line.resource_type_id for piece, _ in pieces):
        raise Refused(Refusal("offer.other_kind", field="lines", values={"number": line.number}))


def _free(
    pieces: list[tuple[Any, int]], starts: datetime, ends: datetime, exercise_id: UUID | None
) -> int:
    """How many of the offered thing could go in the interval."""
    if starts >= ends:
        return 0
    return min(
        catalog.quantity_free(piece, starts, ends, exercise_id) // count for piece, count in pieces
    )


def offer_facts(
    aid_request: AidRequest,
    party_id: UUID,
    standing: StandingState,
    arrives: datetime,
    offered: list[Gathered],
    at: datetime,
) -> OfferFacts:
    """What `rules.eligibility` judges of an offer."""
    return OfferFacts(
        aid_request_state=AidRequestState(aid_request.state),
        requesting_party_id=aid_request.requesting_party_id,
        responding_party_id=party_id,
        responding_party_standing=standing,
        arrives_at=arrives,
        needed_until=aid_request.needed_until,
        lines=tuple(
            OfferedLineFacts(
                number=each.line.number,
                line_state=LineState(each.line.state),
                quantity=each.quantity,
                open_quantity=each.line.quantity - each.line.filled_quantity,
                lendable_quantity=each.free,
                starts_at=each.starts_at,
                ends_at=each.ends_at,
                needed_from=each.line.needed_from,
                needed_until=each.line.needed_until,
            )
            for each in offered
        ),
        at=at,
    )
