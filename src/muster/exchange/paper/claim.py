"""The agreement's claim form from a claim."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from muster.claims import queries as claims
from muster.exchange.filling import (
    Filled,
    agreement_of,
    cents,
    filled_from,
    finance_contact,
    joined,
    person_name,
    rate,
)
from muster.rules.actor import Actor


def read(actor: Actor, claim_id: UUID) -> Filled:
    """The bill with its lines, for the two parties of the mission."""
    claim = claims.get_claim(actor, claim_id)
    mission, currency = claim.mission, claim.currency
    values = {
        "claim_number": claim.reference,
        "mission_number": mission.reference,
        "submitted_at": claim.submitted_at,
        "claimant": claim.claimant_party.name,
        "payer": claim.owing_party.name,
        "service_dates": [mission.arrived_at, mission.demobilized_at],
        "agreement": agreement_of(mission.agreement_version),
        "books": {
            "Invoice number": claim.invoice_number,
            "Claimant's account code": claim.account_code,
            "Purchase order": claim.purchase_order,
            "Payer's account code": claim.payer_account_code,
        },
        "finance_contact": finance_contact(actor, claim.claimant_party_id),
        "lines": [_line(line, currency) for line in claims.lines(actor, claim.id)],
        "totals": _totals(claim),
        "waivers": joined(
            *(
                f"{cents(each.amount_cents, currency)}: {each.reason}"
                for each in claims.waivers(actor, claim.id)
            ),
            by="\n",
        ),
        "payments": [
            [each.paid_on, each.payment_reference, cents(each.amount_cents, currency)]
            + [each.received_at]
            for each in claims.payments(actor, claim.id)
        ],
        "note": claim.note,
        "certified_by": {
            "Name": person_name(claim.submitted_by_id),
            "Date/Time": claim.submitted_at,
        },
        "approved_by": {
            "Name": person_name(claim.approved_by_id),
            "Date/Time": claim.approved_at,
        },
    }
    return filled_from("claim", claim, claim.reference, values)


def _line(line: Any, currency: str) -> list[Any]:
    quantity = f"{line.quantity} {line.unit}".strip()
    price = rate(line.rate_ten_thousandths, currency)
    amount = cents(line.amount_cents, currency)
    return [line.number, line.description, quantity, line.free_quantity, price, line.clause, amount]


def _totals(claim: Any) -> dict[str, Any]:
    balance = claims.balance_of(claim)
    return {
        "Claimed": cents(balance.total_cents, claim.currency),
        "Credited": cents(balance.credited_cents, claim.currency),
        "Waived": cents(balance.waived_cents, claim.currency),
        "Paid": cents(balance.paid_cents, claim.currency),
        "Left to pay": cents(balance.owed_cents, claim.currency),
    }
