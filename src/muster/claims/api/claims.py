"""Claims over the API."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from ninja import Router
from pydantic import Field

from muster.api.doors import (
    ActorRequest,
    MoneyAmount,
    PagingQuery,
    Text,
    page_schema,
    reads,
    run,
    writes,
)
from muster.claims import commands, present, queries, shapes
from muster.claims.documents import exports, packet

router = Router()
ClaimPage = page_schema(shapes.ClaimRow)
ONE = "/claims/{claim_id}"
TermsKey = Annotated[str, Text(100)]
State = Literal[
    "draft",
    "submitted",
    "questioned",
    "approved",
    "part_paid",
    "paid",
    "waived",
    "credited",
    "withdrawn",
]


@router.get("/claims", **reads(ClaimPage, name="claims", summary="Claims made and owed"))
def claims(
    request: ActorRequest,
    paging: PagingQuery,
    side: Literal["made", "owed"] | None = None,
    state: State | None = None,
    mission_id: UUID | None = None,
    incident_id: UUID | None = None,
    exercise_id: UUID | None = None,
    sort: Literal["newest", "oldest", "total", "-total"] = "newest",
) -> Any:
    actor = request.actor
    found = queries.claims(
        actor,
        side=side,
        state=state,
        mission_id=mission_id,
        incident_id=incident_id,
        exercise_id=exercise_id,
        order=sort,
        cursor=paging.cursor,
        limit=paging.limit,
    )
    return {"items": [present.claim_row(actor, row) for row in found.items], "next": found.next}


@router.get(ONE, **reads(shapes.ClaimOut, name="get_claim", summary="One claim, every line worked"))
def get_claim(request: ActorRequest, claim_id: UUID) -> Any:
    actor = request.actor
    return present.claim_out(actor, queries.get_claim(actor, claim_id))


@router.get(
    f"{ONE}/timeline",
    **reads(list[shapes.FactOut], name="claim_timeline", summary="What happened to a claim"),
)
def claim_timeline(request: ActorRequest, claim_id: UUID) -> Any:
    return queries.timeline(request.actor, claim_id)


@router.get(
    f"{ONE}/grant",
    **reads(
        shapes.GrantOut,
        name="claim_grant",
        summary="What a federal grant may repay, and what giving up `waive` would forfeit",
    ),
)
def claim_grant(
    request: ActorRequest,
    claim_id: UUID,
    federal_percent: Annotated[Decimal, Field(ge=0, le=100)] | None = None,
    waive: MoneyAmount = "0",
) -> Any:
    found = queries.grant_of(request.actor, claim_id, federal_percent)
    return present.grant_out(found, _cents(waive))


@router.get(f"{ONE}/claim.csv", **reads(None, name="claim_csv", summary="The lines as CSV"))
def claim_csv(request: ActorRequest, claim_id: UUID) -> HttpResponse:
    return exports.as_csv(_whole(request, claim_id))


@router.get(f"{ONE}/claim.pdf", **reads(None, name="claim_pdf", summary="The claim as a PDF"))
def claim_pdf(request: ActorRequest, claim_id: UUID) -> HttpResponse:
    return exports.as_pdf(_whole(request, claim_id))


@router.get(
    f"{ONE}/packet.zip",
    **reads(None, name="claim_packet", summary="Everything about a claim, receipts included"),
)
def claim_packet(request: ActorRequest, claim_id: UUID) -> HttpResponseBase:
    actor = request.actor
    return packet.as_zip(actor, queries.get_claim(actor, claim_id))


@router.get(
    "/missions/{mission_id}/claim-preview",
    **reads(shapes.PreviewOut, name="preview", summary="What a claim would come to now"),
)
def preview(request: ActorRequest, mission_id: UUID) -> Any:
    return present.preview_out(queries.preview(request.actor, mission_id))


@router.get(
    "/missions/{mission_id}/what-if",
    **reads(
        shapes.WhatIfOut,
        name="what_if_of_mission",
        summary="A mission settled under other terms: `version:<id>` or `ready:<short name>`",
    ),
)
def what_if_of_mission(request: ActorRequest, mission_id: UUID, terms: TermsKey = "") -> Any:
    return present.what_if_out(queries.what_if_of_mission(request.actor, mission_id, terms))


@router.get(
    f"{ONE}/what-if",
    **reads(
        shapes.WhatIfOut,
        name="what_if_of_claim",
        summary="A claim's mission settled under other terms",
    ),
)
def what_if_of_claim(request: ActorRequest, claim_id: UUID, terms: TermsKey = "") -> Any:
    return present.what_if_out(queries.what_if_of_claim(request.actor, claim_id, terms))


@router.post(
    "/missions/{mission_id}/claim", **writes(commands.draft_claim, shapes.ClaimOut, status=201)
)
def draft_claim(request: ActorRequest, mission_id: UUID) -> HttpResponse:
    return run(request, commands.draft_claim, present.claim_out, status=201, mission_id=mission_id)


@router.post(f"{ONE}/edit", **writes(commands.edit_claim, shapes.ClaimOut))
def edit_claim(
    request: ActorRequest, claim_id: UUID, payload: shapes.ClaimChangesIn
) -> HttpResponse:
    given = payload.model_dump()
    return run(request, commands.edit_claim, present.claim_out, claim_id=claim_id, **given)


@router.post(f"{ONE}/submit", **writes(commands.submit_claim, shapes.ClaimOut))
def submit_claim(request: ActorRequest, claim_id: UUID) -> HttpResponse:
    return run(request, commands.submit_claim, present.claim_out, claim_id=claim_id)


@router.post(f"{ONE}/withdraw", **writes(commands.withdraw_claim, shapes.ClaimOut))
def withdraw_claim(request: ActorRequest, claim_id: UUID, payload: shapes.ReasonIn) -> HttpResponse:
    given = payload.model_dump()
    return run(request, commands.withdraw_claim, present.claim_out, claim_id=claim_id, **given)


@router.post(f"{ONE}/questions", **writes(commands.question_claim, shapes.QuestionOut, status=201))
def question_claim(
    request: ActorRequest, claim_id: UUID, payload: shapes.QuestionIn
) -> HttpResponse:
    return run(
        request,
        commands.question_claim,
        present.question_out,
        status=201,
        claim_id=claim_id,
        **payload.model_dump(),
    )


@router.post(
    "/claim-questions/{question_id}/answer", **writes(commands.answer_question, shapes.QuestionOut)
)
def answer_question(
    request: ActorRequest, question_id: UUID, payload: shapes.AnswerIn
) -> HttpResponse:
    given = payload.model_dump()
    return run(
        request, commands.answer_question, present.question_out, question_id=question_id, **given
    )


@router.post(f"{ONE}/approve", **writes(commands.approve_claim, shapes.ClaimOut))
def approve_claim(
    request: ActorRequest, claim_id: UUID, payload: shapes.ApprovalIn
) -> HttpResponse:
    given = payload.model_dump()
    return run(request, commands.approve_claim, present.claim_out, claim_id=claim_id, **given)


@router.post(f"{ONE}/payments", **writes(commands.record_payment, shapes.PaymentOut, status=201))
def record_payment(
    request: ActorRequest, claim_id: UUID, payload: shapes.PaymentIn
) -> HttpResponse:
    return run(
        request,
        commands.record_payment,
        present.payment_out,
        status=201,
        claim_id=claim_id,
        amount_cents=_cents(payload.amount),
        payment_reference=payload.payment_reference,
        paid_on=payload.paid_on,
    )


@router.post(
    "/claim-payments/{payment_id}/confirm", **writes(commands.confirm_payment, shapes.PaymentOut)
)
def confirm_payment(request: ActorRequest, payment_id: UUID) -> HttpResponse:
    return run(request, commands.confirm_payment, present.payment_out, payment_id=payment_id)


@router.post(f"{ONE}/waivers", **writes(commands.waive_part, shapes.WaiverOut, status=201))
def waive_part(request: ActorRequest, claim_id: UUID, payload: shapes.WaiverIn) -> HttpResponse:
    return run(
        request,
        commands.waive_part,
        present.waiver_out,
        status=201,
        claim_id=claim_id,
        amount_cents=_cents(payload.amount),
        reason=payload.reason,
    )


@router.post(
    f"{ONE}/credit-notes", **writes(commands.issue_credit_note, shapes.CreditNoteOut, status=201)
)
def issue_credit_note(
    request: ActorRequest, claim_id: UUID, payload: shapes.CreditIn
) -> HttpResponse:
    return run(
        request,
        commands.issue_credit_note,
        present.credit_note_out,
        status=201,
        claim_id=claim_id,
        amount_cents=_cents(payload.amount),
        reason=payload.reason,
        line_number=payload.line_number,
    )


def _whole(request: ActorRequest, claim_id: UUID) -> exports.WholeClaim:
    actor = request.actor
    return exports.WholeClaim.of(actor, queries.get_claim(actor, claim_id))


def _cents(amount: str) -> int:
    return int(Decimal(amount).scaleb(2))
