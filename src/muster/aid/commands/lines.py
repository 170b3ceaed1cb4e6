"""The lines of an aid request: what is asked for, changed and given up."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from muster.aid.commands.standing_here import check_interval
from muster.aid.models import AidRequest, AidRequestLine
from muster.catalog import queries as catalog
from muster.rules.actor import Actor
from muster.rules.lifecycle import LINE, LineState, move
from muster.rules.refusal import Refusal, Refused

MOST_LINES = 200
WORKING_DAY_HOURS = 8
USUAL_NEED = timedelta(days=5)


@dataclass(frozen=True, kw_only=True)
class LineAsked:
    """One line as somebody asks for it. Times and place that are None are the request's own."""

    resource_type_id: UUID
    quantity: int
    skill_id: UUID | None = None
    clearance_id: UUID | None = None
    is_on_site: bool = True
    hours: int = 24
    needed_from: datetime | None = None
    needed_until: datetime | None = None
    place: str = ""
    reporting_contact: str = ""
    description: str = ""
    work_package_id: UUID | None = None
    work_package_quantity: int | None = None


def usual_end(needed_from: datetime, hours: int, is_person: bool) -> datetime:
    """Until when something is likely needed: work in working days, things round the clock."""
    days = math.ceil(hours / (WORKING_DAY_HOURS if is_person else 24))
    return needed_from + max(USUAL_NEED, timedelta(days=days))


def lines_of_packages(
    actor: Actor, chosen: list[tuple[UUID, int]], needed_from: datetime
) -> tuple[list[LineAsked], list[str]]:
    """The lines that so many of each work package need, and the packages in words."""
    if not chosen:
        return [], []
    packages = {package.id: package for package in catalog.work_packages(actor)}
    asked: list[LineAsked] = []
    words: list[str] = []
    for package_id, quantity in chosen:
        package = packages.get(package_id)
        if package is None:
            raise Refused(Refusal("aid_request.unknown_work_package", field="work_packages"))
        if not 1 <= quantity <= 1_000_000:
            raise Refused(Refusal("line.no_quantity", field="work_packages"))
        words.append(f"{package.label} × {quantity}")
        asked += [
            LineAsked(
                resource_type_id=line.resource_type_id,
                quantity=max(1, line.quantity_for(quantity)),
                skill_id=line.skill_id,
                clearance_id=line.clearance_id,
                is_on_site=line.is_on_site,
                hours=line.hours,
                needed_until=usual_end(needed_from, line.hours, line.kind == "person"),
                work_package_id=package.id,
                work_package_quantity=quantity,
            )
            for line in package.lines
        ]
    return asked, words


def check_vocabulary(actor: Actor, asked: list[LineAsked]) -> None:
    """Refuse types, skills and clearances that are not of this network's vocabulary."""
    if not asked:
        return
    for vocabulary in ("resource_type", "skill", "clearance", "work_package"):
        field = f"{vocabulary}_id"
        named = {getattr(line, field) for line in asked} - {None}
        if named and not named <= catalog.word_ids(actor, vocabulary):
            raise Refused(Refusal("line.unknown_word", field=field))


def checked(actor: Actor, asked: Iterable[LineAsked]) -> list[LineAsked]:
    """The lines, whose words were found in the vocabulary."""
    listed = list(asked)
    check_vocabulary(actor, listed)
    return listed


def add_lines(aid_request: AidRequest, asked: list[LineAsked]) -> list[AidRequestLine]:
    """Write the lines down, numbered on from the last; the caller holds the request's lock."""
    numbers = list(aid_request.lines.values_list("number", flat=True))
    if len(numbers) + len(asked) > MOST_LINES:
        raise Refused(Refusal("aid_request.too_many_lines", values={"most": MOST_LINES}))
    rows = line_rows(aid_request, asked, max(numbers, default=0) + 1)
    return AidRequestLine.objects.bulk_create(rows)


def line_rows(
    aid_request: AidRequest, asked: list[LineAsked], start: int = 1
) -> list[AidRequestLine]:
    """The lines as rows, not saved yet."""
    return [_row(aid_request, number, line) for number, line in enumerate(asked, start)]


def _row(aid_request: AidRequest, number: int, line: LineAsked) -> AidRequestLine:
    starts = line.needed_from or aid_request.needed_from
    ends = line.needed_until or aid_request.needed_until
    check_interval(starts, ends)
    if line.quantity < 1:
        raise Refused(Refusal("line.no_quantity", field="quantity", values={"number": number}))
    filled = replace(line, needed_from=starts, needed_until=ends)
    return AidRequestLine(
        aid_request=aid_request, number=number, state=LineState.OPEN, **vars(filled)
    )


def change_line_row(line: AidRequestLine, changes: dict[str, Any]) -> tuple[str, ...]:
    """Apply changes to a line; a filled one opens again when it grows. The names of what changed.

    What was promised stands: a line cannot shrink below what is filled, and its kind of resource
    stays once something is.
    """
    quantity = changes.get("quantity", line.quantity)
    if quantity < max(1, line.filled_quantity):
        raise Refused(
            Refusal(
                "line.below_filled",
                field="quantity",
                values={"number": line.number, "filled": line.filled_quantity},
            )
        )
    kind_stays = changes.get("resource_type_id", line.resource_type_id) == line.resource_type_id
    if line.filled_quantity and not kind_stays:
        raise Refused(Refusal("line.kind_is_promised", field="resource_type_id"))
    check_interval(
        changes.get("needed_from", line.needed_from), changes.get("needed_until", line.needed_until)
    )
    names = [name for name, value in changes.items() if getattr(line, name) != value]
    for name in names:
        setattr(line, name, changes[name])
    if not names:
        return ()
    line.state = move(LINE, line.state, "amend")
    if line.filled_quantity >= line.quantity:
        line.state = move(LINE, line.state, "fill")
    line.save(update_fields=[*names, "state"])
    return tuple(names)
