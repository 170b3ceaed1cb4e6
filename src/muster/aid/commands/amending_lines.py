"""Changing what a request asks for, line by line, while it is a draft or open."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from muster.aid import queries
from muster.aid.commands.aid_requests import note_amendment
from muster.aid.commands.lines import (
    LineAsked,
    add_lines,
    change_line_row,
    check_vocabulary,
    lines_of_packages,
)
from muster.aid.commands.standing_here import require_side
from muster.aid.models import AidRequest, AidRequestLine
from muster.journal.command import command
from muster.rules.actor import Actor
from muster.rules.lifecycle import AID_REQUEST, LINE, AidRequestState, move
from muster.rules.refusal import NotFound, Refusal, Refused

CHANGEABLE = frozenset(
    {
        "resource_type_id",
        "quantity",
        "skill_id",
        "clearance_id",
        "is_on_site",
        "hours",
        "needed_from",
        "needed_until",
        "place",
        "reporting_contact",
        "description",
    }
)


@command("aid_request.amend")
def add_line(actor: Actor, *, aid_request_id: UUID, line: LineAsked) -> AidRequestLine:
    """Ask for one thing more.

    *Refuses* `aid_request.not_yours`, `aid_request.wrong_state`, `line.unknown_word`,
    `line.no_quantity`, `time.order`, `aid_request.too_many_lines`. *Records* AidRequestAmended.
    *Clause*: requester.
    """
    aid_request = _amendable(actor, aid_request_id)
    check_vocabulary(actor, [line])
    row = add_lines(aid_request, [line])[0]
    note_amendment(actor, aid_request, [f"line {row.number}: added"])
    return row


@command("aid_request.amend")
def add_work_package(
    actor: Actor, *, aid_request_id: UUID, work_package_id: UUID, quantity: int
) -> AidRequest:
    """Ask for the lines of a work package more.

    *Refuses* `aid_request.not_yours`, `aid_request.wrong_state`,
    `aid_request.unknown_work_package`, `line.no_quantity`. *Records* AidRequestAmended.
    *Clause*: requester.
    """
    aid_request = _amendable(actor, aid_request_id)
    asked, words = lines_of_packages(actor, [(work_package_id, quantity)], aid_request.needed_from)
    add_lines(aid_request, asked)
    return note_amendment(actor, aid_request, [f"added {words[0]}"])


@command("aid_request.amend")
def change_line(
    actor: Actor, *, aid_request_id: UUID, line_id: UUID, changes: dict[str, Any]
) -> AidRequestLine:
    """Change a line of a draft or open request; what was promised stands.

    *Refuses* `aid_request.not_yours`, `aid_request.wrong_state`, `line.below_filled`,
    `line.kind_is_promised`, `line.wrong_state`, `line.unknown_word`, `time.order`. *Records*
    AidRequestAmended. *Clause*: requester.
    """
    aid_request = _amendable(actor, aid_request_id)
    line = _line(aid_request, line_id)
    wanted = {name: value for name, value in changes.items() if name in CHANGEABLE}
    merged = LineAsked(
        resource_type_id=wanted.get("resource_type_id", line.resource_type_id),
        quantity=1,
        skill_id=wanted.get("skill_id"),
        clearance_id=wanted.get("clearance_id"),
    )
    check_vocabulary(actor, [merged])
    changed = change_line_row(line, wanted)
    if changed:
        words = (name.removesuffix("_id").replace("_", " ") for name in changed)
        note_amendment(actor, aid_request, [f"line {line.number}: {', '.join(words)}"])
    return line


@command("aid_request.amend")
def cancel_line(
    actor: Actor, *, aid_request_id: UUID, line_id: UUID, reason: str = ""
) -> AidRequest:
    """Take a line back: from a draft it is removed, in an open request it stays with its reason.

    *Refuses* `aid_request.not_yours`, `aid_request.wrong_state`, `line.is_promised`,
    `line.wrong_state`. *Records* AidRequestAmended. *Clause*: requester.
    """
    aid_request = _amendable(actor, aid_request_id)
    line = _line(aid_request, line_id)
    if line.filled_quantity:
        raise Refused(Refusal("line.is_promised", values={"number": line.number}))
    if aid_request.state == AidRequestState.DRAFT:
        line.delete()
    else:
        line.state, line.state_reason = move(LINE, line.state, "cancel"), reason.strip()[:500]
        line.save(update_fields=["state", "state_reason"])
    return note_amendment(actor, aid_request, [f"line {line.number}: taken back"])


def _amendable(actor: Actor, aid_request_id: UUID) -> AidRequest:
    aid_request = queries.get_aid_request(actor, aid_request_id, lock=True)
    require_side(actor, aid_request.requesting_party_id, "aid_request.not_yours")
    move(AID_REQUEST, aid_request.state, "amend")
    return aid_request


def _line(aid_request: AidRequest, line_id: UUID) -> AidRequestLine:
    for line in queries.lines_of(aid_request.id, lock=True):
        if line.id == line_id:
            return line
    raise NotFound("line")
