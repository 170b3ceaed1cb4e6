"""What the API of this room takes and gives."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from muster.api.doors import Input, MoneyAmount, MoneyOut, Text

Number60 = Annotated[str, Text(60)]
Text2000 = Annotated[str, Text(2000, 1)]
Reason = Annotated[str, Text(500, 1)]
LineNumber = Annotated[int, Field(ge=1, le=32_767)]


class ClaimChangesIn(Input):
    """Only what is given is changed."""

    invoice_number: Number60 | None = None
    account_code: Number60 | None = None
    note: Annotated[str, Text(2000)] | None = None


class ReasonIn(Input):
    reason: Reason


class QuestionIn(Input):
    question: Text2000
    line_number: LineNumber | None = None


class AnswerIn(Input):
    answer: Text2000


class ApprovalIn(Input):
    purchase_order: Number60 = ""
    account_code: Number60 = ""


class PaymentIn(Input):
    """`amount` in the claim's currency, as text."""

    amount: MoneyAmount
    payment_reference: Annotated[str, Text(100, 1)]
    paid_on: date


class WaiverIn(Input):
    amount: MoneyAmount
    reason: Reason


class CreditIn(Input):
    amount: MoneyAmount
    reason: Reason
    line_number: LineNumber | None = None


class ClaimLineOut(Schema):
    """A line: whole cost = free + borne by the claimant + claimed; `working` shows each step."""

    number: int
    kind: str
    description: str
    quantity: str
    unit: str
    rate_ten_thousandths: int | None
    free_quantity: str
    gross: MoneyOut
    free: MoneyOut
    borne: MoneyOut
    amount: MoneyOut
    clause: str
    working: list[dict[str, Any]]
    reasons: list[dict[str, Any]]
    words: list[str]
    evidence: list[dict[str, Any]]


class QuestionOut(Schema):
    id: UUID
    line_number: int | None
    question: str
    asked_by_name: str
    asked_at: datetime
    answer: str
    answered_by_name: str
    answered_at: datetime | None


class PaymentOut(Schema):
    id: UUID
    amount: MoneyOut
    payment_reference: str
    paid_on: date
    recorded_at: datetime
    received_at: datetime | None


class WaiverOut(Schema):
    id: UUID
    amount: MoneyOut
    reason: str
    at: datetime


class CreditNoteOut(Schema):
    id: UUID
    reference: str
    line_number: int | None
    amount: MoneyOut
    reason: str
    at: datetime


class ClaimRow(Schema):
    """One claim of a list."""

    id: UUID
    reference: str
    state: str
    mission_id: UUID
    ordinal: int
    claimant_party_id: UUID
    owing_party_id: UUID
    exercise_id: UUID | None
    invoice_number: str
    total: MoneyOut
    owed: MoneyOut
    submitted_at: datetime | None
    approved_at: datetime | None
    settled_at: datetime | None


class ClaimOut(ClaimRow):
    """A claim with everything about it; `settlement` is what `settlement_sha256` was taken of."""

    purchase_order: str
    account_code: str
    payer_account_code: str
    note: str
    credited: MoneyOut
    waived: MoneyOut
    paid: MoneyOut
    bill_due_at: datetime | None
    pay_due_at: datetime | None
    lines: list[ClaimLineOut]
    questions: list[QuestionOut]
    payments: list[PaymentOut]
    waivers: list[WaiverOut]
    credit_notes: list[CreditNoteOut]
    settlement: dict[str, Any]
    settlement_sha256: str
    actions: list[str]


class PreviewOut(Schema):
    """What a claim for a mission would come to now."""

    mission_id: UUID
    total: MoneyOut
    beyond_free: MoneyOut
    share_percent: str | None
    is_claimable: bool
    words: list[str]
    settlement: dict[str, Any]


class WhatIfSide(Schema):
    """What one agreement makes of the mission, or of one line; whole cost = free + borne + claimed.

    Of what is borne, the terms do not count `not_payable`; the rest is the helper's own share. `words`
    say why, with the clause.
    """

    gross: MoneyOut
    free: MoneyOut
    borne: MoneyOut
    not_payable: MoneyOut
    amount: MoneyOut
    words: list[str]


class WhatIfLine(Schema):
    """A line under both; null where one of them has no such line. `difference` is other less own."""

    kind: str
    label: str
    own: WhatIfSide | None
    other: WhatIfSide | None
    difference: MoneyOut


class WhatIfOut(Schema):
    """A mission under its own terms and under others. Nothing is written."""

    mission_id: UUID
    claim_id: UUID | None
    own_terms: str
    other_terms: str
    terms: str
    own: WhatIfSide
    other: WhatIfSide
    difference: MoneyOut
    lines: list[WhatIfLine]
    other_settlement: dict[str, Any]


class GrantLineOut(Schema):
    """A line as the grant sees it, before credit notes and waivers; charged = eligible + excluded."""

    label: str
    charged: MoneyOut
    eligible: MoneyOut
    excluded: MoneyOut
    words: list[str]


class GrantWaiverOut(Schema):
    """A waiver with the federal money that it gave up."""

    waiver_id: UUID
    amount: MoneyOut
    forfeited: MoneyOut


class GrantOut(Schema):
    """An estimate: the grantor decides. `would_forfeit` belongs to the amount that was asked about."""

    claim_id: UUID
    federal_percent: str
    charged: MoneyOut
    waived: MoneyOut
    eligible: MoneyOut
    federal: MoneyOut
    local: MoneyOut
    forfeited: MoneyOut
    would_forfeit: MoneyOut
    would_forfeit_all_left: MoneyOut
    lines: list[GrantLineOut]
    waivers: list[GrantWaiverOut]
    words: list[str]


class FactOut(Schema):
    kind: str
    at: datetime
    actor_name: str
    actor_party_id: UUID | None
    payload: dict[str, Any]
    position: int | None
    hash: str
