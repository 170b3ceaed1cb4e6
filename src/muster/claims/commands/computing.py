"""From a settlement to the lines of a claim, with the working and the evidence as data."""

from __future__ import annotations

import hashlib
import json
from typing import Any
from uuid import UUID

from muster.claims.models import Claim, ClaimLine
from muster.deployments import queries as deployments
from muster.rules.actor import Actor
from muster.rules.settlement import Settlement, SettlementLine, as_plain, show_number


def plain_settlement(settlement: Settlement) -> dict[str, Any]:
    """The settlement in JSON's own types, as it is kept for ever."""
    return as_plain(settlement)


def digest_of(settlement: dict[str, Any]) -> str:
    """SHA-256 of a kept settlement: keys in order, no spaces."""
    text = json.dumps(settlement, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def write_lines(actor: Actor, claim: Claim, settlement: Settlement) -> None:
    """Replace a draft's lines by those of the settlement."""
    found = _evidence(actor, claim.mission_id)
    claim.lines.all().delete()
    ClaimLine.objects.bulk_create(
        _line(claim, number, line, found) for number, line in enumerate(settlement.lines, start=1)
    )


def _line(claim: Claim, number: int, line: SettlementLine, found: dict[str, Any]) -> ClaimLine:
    return ClaimLine(
        claim=claim,
        number=number,
        kind=line.kind.value,
        description=line.label[:300],
        quantity=show_number(line.quantity),
        unit=line.unit[:20],
        rate_ten_thousandths=int(line.rate.amount * 10_000),
        free_quantity=show_number(line.free_quantity),
        gross_cents=line.gross.cents,
        free_cents=line.free.cents,
        borne_cents=line.borne.cents,
        amount_cents=line.amount.cents,
        clause=line.clause[:200],
        working=as_plain(line.working),
        evidence=_of_line(line, found),
        reasons=as_plain(line.reasons),
    )


def _of_line(line: SettlementLine, found: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """What a line was computed from; an id with a part after its point is of the whole's record."""
    kept = []
    for each in line.evidence:
        whole, _, part = str(each).partition(".")
        known = found.get(str(each)) or found.get(part) or found.get(whole)
        if known is not None:
            kept.append(known)
    return kept


def _evidence(actor: Actor, mission_id: UUID) -> dict[str, dict[str, Any]]:
    """What lines are computed from, by id: hours worked, receipts, things lent."""
    found: dict[str, dict[str, Any]] = {}
    for entry in deployments.time_entries(actor, mission_id):
        found[str(entry.id)] = {
            "kind": "time_entry",
            "id": str(entry.id),
            "label": entry.task,
            "starts_at": entry.starts_at.isoformat(),
            "ends_at": entry.ends_at.isoformat(),
        }
    for expense in deployments.expenses(actor, mission_id):
        receipt = expense.receipt_file_id
        found[str(expense.id)] = {
            "kind": "expense",
            "id": str(expense.id),
            "label": expense.description,
            "on": expense.incurred_on.isoformat(),
            "receipt_file_id": str(receipt) if receipt else None,
        }
    for stay in deployments.stays(actor, mission_id):
        for part in ("lodging", "meals"):
            found[f"{stay.id}.{part}"] = {
                "kind": "stay",
                "id": str(stay.id),
                "label": f"{stay.deployment.label}, {part}",
                "on": stay.on.isoformat(),
            }
    for row in deployments.deployments_of(actor, mission_id):
        found[str(row.id)] = {"kind": "deployment", "id": str(row.id), "label": row.label}
    for use in deployments.uses(actor, mission_id):
        found[str(use.id)] = {
            "kind": "use",
            "id": str(use.id),
            "label": f"{use.deployment.label}, {use.hours.normalize():f} hours stated",
            "on": use.on.isoformat(),
        }
    for lot in deployments.supplies(actor, mission_id):
        found[str(lot.id)] = {
            "kind": "supplies",
            "id": str(lot.id),
            "label": lot.description,
            "on": lot.given_on.isoformat(),
        }
    return found
