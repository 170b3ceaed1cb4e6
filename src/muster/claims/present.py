"""Rows as the API shows them."""

from __future__ import annotations

from typing import Any

from muster.api.doors import money_out
from muster.claims import queries
from muster.claims.reasons import reason_sentences, reasons_with_clauses
from muster.claims.shapes import (
    ClaimLineOut,
    ClaimOut,
    ClaimRow,
    CreditNoteOut,
    GrantLineOut,
    GrantOut,
    GrantWaiverOut,
    PaymentOut,
    PreviewOut,
    QuestionOut,
    WaiverOut,
    WhatIfLine,
    WhatIfOut,
    WhatIfSide,
)
from muster.rules.actor import Actor
from muster.rules.money import Money
from muster.rules.settlement import Settlement, as_plain
from muster.rules.terms import Terms

HEAD = (
    "id",
    "reference",
    "state",
    "mission_id",
    "ordinal",
    "claimant_party_id",
    "owing_party_id",
    "exercise_id",
    "invoice_number",
    "submitted_at",
    "approved_at",
    "settled_at",
)
MORE = ("purchase_order", "account_code", "payer_account_code", "note", "settlement_sha256")


def claim_row(_actor: Actor, claim: Any) -> ClaimRow:
    return ClaimRow(**_head(claim))


def claim_out(actor: Actor, claim: Any) -> ClaimOut:
    """The claim read anew: a command's own row may be older than what hangs on it."""
    claim = queries.get_claim(actor, claim.id)
    currency = claim.currency
    due = queries.due_at(claim.mission, queries.terms_of_claim(claim), claim)
    return ClaimOut(
        **_head(claim),
        **{name: getattr(claim, name) for name in MORE},
        settlement=claim.settlement,
        credited=money_out(claim.credited_cents, currency),
        waived=money_out(claim.waived_cents, currency),
        paid=money_out(claim.paid_cents, currency),
        bill_due_at=due["bill"],
        pay_due_at=due["pay"],
        lines=[line_out(row, currency) for row in queries.lines(actor, claim.id)],
        questions=[question_out(actor, row) for row in queries.questions(actor, claim.id)],
        payments=[_payment(row, currency) for row in queries.payments(actor, claim.id)],
        waivers=[_waiver(row, currency) for row in queries.waivers(actor, claim.id)],
        credit_notes=[_credit_note(row, currency) for row in queries.credit_notes(actor, claim.id)],
        actions=queries.actions_for(actor, claim),
    )


def line_out(row: Any, currency: str) -> ClaimLineOut:
    plain = ClaimLineOut.model_fields.keys() - {"gross", "free", "borne", "amount", "words"}
    return ClaimLineOut(
        **{name: getattr(row, name) for name in plain},
        gross=money_out(row.gross_cents, currency),
        free=money_out(row.free_cents, currency),
        borne=money_out(row.borne_cents, currency),
        amount=money_out(row.amount_cents, currency),
        words=reason_sentences(row.reasons),
    )


def question_out(_actor: Actor, row: Any) -> QuestionOut:
    return QuestionOut.from_orm(row)


def payment_out(_actor: Actor, row: Any) -> PaymentOut:
    return _payment(row, row.claim.currency)


def waiver_out(_actor: Actor, row: Any) -> WaiverOut:
    return _waiver(row, row.claim.currency)


def credit_note_out(_actor: Actor, row: Any) -> CreditNoteOut:
    return _credit_note(row, row.claim.currency)


def preview_out(found: queries.Preview) -> PreviewOut:
    settled = found.settlement
    share = settled.share_percent
    return PreviewOut(
        mission_id=found.mission.id,
        total=money_out(settled.total.cents, settled.currency),
        beyond_free=money_out(settled.beyond.cents, settled.currency),
        share_percent=None if share is None else f"{share:f}",
        is_claimable=settled.is_claimable,
        words=reason_sentences(settlement_reasons(settled)),
        settlement=as_plain(settled),
    )


def what_if_out(found: queries.WhatIf) -> WhatIfOut:
    return WhatIfOut(
        mission_id=found.mission.id,
        claim_id=found.claim.id if found.claim else None,
        own_terms=found.own.agreement,
        other_terms=found.chosen.name,
        terms=found.chosen.key,
        own=_what_if_side(found.own, settlement_reasons(found.own), found.own_terms),
        other=_what_if_side(found.other, settlement_reasons(found.other), found.chosen.terms),
        difference=_money(found.difference),
        lines=[
            WhatIfLine(
                kind=pair.kind,
                label=pair.label,
                own=pair.own and _what_if_side(pair.own, pair.own.reasons, found.own_terms),
                other=pair.other
                and _what_if_side(pair.other, pair.other.reasons, found.chosen.terms),
                difference=_money(pair.difference),
            )
            for pair in found.lines
        ],
        other_settlement=as_plain(found.other),
    )


def grant_out(found: queries.GrantOfClaim, waive_cents: int) -> GrantOut:
    """The claim as the grant sees it, and what giving up `waive_cents` more would lose."""
    view = found.view
    amounts = ("charged", "waived", "eligible", "federal", "local", "forfeited")
    return GrantOut(
        claim_id=found.claim.id,
        federal_percent=f"{view.federal_percent:f}",
        **{name: _money(getattr(view, name)) for name in amounts},
        would_forfeit=_money(found.forfeits(waive_cents)),
        would_forfeit_all_left=_money(found.forfeits(found.owed.cents)),
        lines=[
            GrantLineOut(
                label=line.label,
                charged=_money(line.charged),
                eligible=_money(line.eligible),
                excluded=_money(line.excluded),
                words=reason_sentences(line.reasons),
            )
            for line in view.lines
        ],
        waivers=[
            GrantWaiverOut(
                waiver_id=waiver.id,
                amount=money_out(waiver.amount_cents, found.claim.currency),
                forfeited=_money(forfeited),
            )
            for waiver, forfeited in found.waivers
        ],
        words=reason_sentences(view.reasons),
    )


def settlement_reasons(settled: Settlement) -> list[Any]:
    """Everything that a settlement says of the whole: why, what stands in the way, what is doubtful."""
    return [*settled.reasons, *settled.refusals, *settled.warnings]


def _what_if_side(side: Any, reasons: Any, terms: Terms) -> WhatIfSide:
    """A whole settlement calls what is claimed `total`, a line `amount`."""
    amount = side.total if isinstance(side, Settlement) else side.amount
    return WhatIfSide(
        gross=_money(side.gross),
        free=_money(side.free),
        borne=_money(side.borne),
        not_payable=_money(side.not_payable),
        amount=_money(amount),
        words=reasons_with_clauses(reasons, terms),
    )


def _money(money: Money) -> Any:
    return money_out(money.cents, money.currency)


def _head(claim: Any) -> dict[str, Any]:
    return {
        **{name: getattr(claim, name) for name in HEAD},
        "total": money_out(claim.total_cents, claim.currency),
        "owed": money_out(queries.balance_of(claim).owed_cents, claim.currency),
    }


def _payment(row: Any, currency: str) -> PaymentOut:
    names = PaymentOut.model_fields.keys() - {"amount"}
    values = {name: getattr(row, name) for name in names}
    return PaymentOut(**values, amount=money_out(row.amount_cents, currency))


def _waiver(row: Any, currency: str) -> WaiverOut:
    values = {name: getattr(row, name) for name in ("id", "reason", "at")}
    return WaiverOut(**values, amount=money_out(row.amount_cents, currency))


def _credit_note(row: Any, currency: str) -> CreditNoteOut:
    names = CreditNoteOut.model_fields.keys() - {"amount"}
    values = {name: getattr(row, name) for name in names}
    return CreditNoteOut(**values, amount=money_out(row.amount_cents, currency))
