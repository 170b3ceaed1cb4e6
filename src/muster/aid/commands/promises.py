"""What an acceptance takes of an offer: the pieces, their rates, and the lines that they fill."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from muster.aid.models import AidRequestLine, Mission, MissionItem, OfferLine
from muster.catalog import queries as catalog
from muster.rules.lifecycle import LINE, LineState, MissionState, move
from muster.rules.refusal import Refusal, Refused


@dataclass(frozen=True)
class Promise:
    """So many of one offered line, as they are accepted now."""

    offered: OfferLine
    line: AidRequestLine
    quantity: int
    pieces: tuple[tuple[Any, int], ...]
    exercise_id: UUID | None

    @property
    def starts_at(self) -> datetime:
        return self.offered.starts_at

    @property
    def ends_at(self) -> datetime:
        return self.offered.ends_at

    @property
    def left(self) -> int:
        """What of the offered line was not accepted before."""
        return self.offered.quantity - self.offered.accepted_quantity

    @property
    def still_open(self) -> int:
        """How many more the line needs. A package is taken whole, even when it brings more."""
        still = self.line.quantity - self.line.filled_quantity
        return max(still, self.quantity) if self.offered.package_id and still > 0 else still

    def lendable(self) -> int:
        """How many are free now."""
        return min(
            catalog.quantity_free(piece, self.starts_at, self.ends_at, self.exercise_id) // count
            for piece, count in self.pieces
        )


def promised(
    offer: Any, lines: Mapping[UUID, AidRequestLine], quantities: Mapping[UUID, int] | None
) -> list[Promise]:
    """The promises of the chosen lines; all lines, as far as still needed, when none are named."""
    by_id = {each.id: each for each in offer.line_list}
    if quantities is not None and not set(quantities) <= set(by_id):
        raise Refused(Refusal("offer.unknown_line", field="lines"))
    promises = []
    for offered in offer.line_list:
        line = lines[offered.line_id]
        quantity = (
            quantities.get(offered.id, 0) if quantities is not None else _needed(offered, line)
        )
        if quantity:
            promises.append(Promise(offered, line, quantity, pieces_of(offered), offer.exercise_id))
    return promises


def _needed(offered: OfferLine, line: AidRequestLine) -> int:
    left = offered.quantity - offered.accepted_quantity
    if line.state != LineState.OPEN:
        # Named, so that the refusal says why, unless nothing of it was left anyway.
        return left
    return left if offered.package_id else min(left, line.quantity - line.filled_quantity)


def pieces_of(offered: OfferLine) -> tuple[tuple[Any, int], ...]:
    """What one unit of the offered line is: its resource, or the package's with their numbers."""
    if offered.resource_id:
        return ((offered.resource, 1),)
    package: Any = offered.package
    items = package.items.select_related("resource__resource_type").order_by("id")
    return tuple((item.resource, item.quantity) for item in items)


def write_items(mission: Mission, promises: list[Promise]) -> list[MissionItem]:
    """The mission's items with the rates of this moment.

    A package becomes its resources; its price stands once, on the first of them.
    """
    rows: list[MissionItem] = []
    for promise in promises:
        package = promise.offered.package
        price = package.price_cents if package else None
        for position, (resource, count) in enumerate(promise.pieces):
            details = getattr(resource, "person_details", None)
            rows.append(
                MissionItem(
                    mission=mission,
                    offer_line=promise.offered,
                    resource_id=resource.id,
                    kind=resource.kind,
                    label=resource.name[:200],
                    quantity=count * promise.quantity,
                    starts_at=promise.starts_at,
                    ends_at=promise.ends_at,
                    rate_ten_thousandths=resource.rate_ten_thousandths,
                    overtime_rate_ten_thousandths=details.overtime_rate_ten_thousandths
                    if details
                    else 0,
                    rate_basis=resource.rate_basis,
                    package_price_cents=None
                    if price is None or position
                    else price * promise.quantity,
                )
            )
    return MissionItem.objects.bulk_create(rows)


def fill_lines(
    promises: list[Promise], lines: Mapping[UUID, AidRequestLine]
) -> list[AidRequestLine]:
    """Count what was promised towards the lines; those that it filled."""
    touched: dict[UUID, AidRequestLine] = {}
    for promise in promises:
        promise.offered.accepted_quantity += promise.quantity
        promise.offered.save(update_fields=["accepted_quantity"])
        for resource, count in promise.pieces:
            line = _line_for(resource, promise.line, lines)
            if line is not None:
                _count(line, count * promise.quantity)
                touched[line.id] = line
    filled = []
    for line in touched.values():
        if line.filled_quantity >= line.quantity:
            line.state = move(LINE, line.state, "fill")
            filled.append(line)
        line.save(update_fields=["filled_quantity", "state"])
    return filled


def recount_lines(aid_request_id: UUID) -> None:
    """Count anew what the missions of a request bring, as after one of them was stood down or given
    up: its lines open again as far as nobody else fills them."""
    rows = AidRequestLine.objects.select_for_update().filter(aid_request_id=aid_request_id)
    lines = {line.id: line for line in rows.order_by("number")}
    for line in lines.values():
        line.filled_quantity = 0
    items = MissionItem.objects.filter(
        mission__aid_request_id=aid_request_id, mission__recalled_at__isnull=True
    ).exclude(mission__state=MissionState.CANCELLED)
    for item in items.select_related("resource", "offer_line").order_by("id"):
        filled = _line_for(item.resource, lines[item.offer_line.line_id], lines)
        if filled is not None:
            _count(filled, item.quantity)
    for line in lines.values():
        is_full = line.filled_quantity >= line.quantity
        if line.state == LineState.FILLED and not is_full:
            line.state = move(LINE, line.state, "reopen")
        elif line.state == LineState.OPEN and is_full:
            line.state = move(LINE, line.state, "fill")
        line.save(update_fields=["filled_quantity", "state"])


def _count(line: AidRequestLine, pieces: int) -> None:
    """What a package brings beyond the need is welcome, and counts for nothing."""
    line.filled_quantity += min(line.quantity - line.filled_quantity, pieces)


def _line_for(
    resource: Any, answered: AidRequestLine, lines: Mapping[UUID, AidRequestLine]
) -> AidRequestLine | None:
    """The line that a piece counts towards: the one answered, else a wanted one of its kind (what
    else a package brings)."""
    if resource.resource_type_id == answered.resource_type_id:
        return answered
    for line in lines.values():
        is_wanted = line.state in (LineState.OPEN, LineState.FILLED)
        has_room = is_wanted and line.filled_quantity < line.quantity
        if has_room and line.resource_type_id == resource.resource_type_id:
            return line
    return None
