"""The security baseline over the API: attestations, and who meets it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router, Schema

from muster.agreements import commands, queries
from muster.api.doors import ActorRequest, Day, Input, Paging, Text, page_schema, reads, run, writes
from muster.files.downloads import download
from muster.journal import clock
from muster.rules.actor import Actor

router = Router()


class AttestationOut(Schema):
    id: UUID
    party_id: UUID
    item_key: str
    statement: str
    valid_from: date
    valid_until: date
    attested_by_name: str
    made_at: datetime
    evidence_file_id: UUID | None
    withdrawn_at: datetime | None
    withdrawn_reason: str
    review: str
    review_reason: str
    reviewed_at: datetime | None


class AttestationList(Schema):
    items: list[AttestationOut]
    next: str | None = None


class AttestationIn(Input):
    item_key: Annotated[str, Text(60, 1)]
    statement: Annotated[str, Text(1000)]
    valid_until: Day | None = None
    evidence_file_id: UUID | None = None


class WithdrawIn(Input):
    reason: Annotated[str, Text(300)]


class ReviewIn(Input):
    accepts: bool
    reason: Annotated[str, Text(300)] = ""


class LapsingOut(Schema):
    party_id: UUID
    party_name: str
    title: str
    valid_until: date
    days_left: int


class LapsingList(Schema):
    items: list[LapsingOut]
    next: str | None = None


class ItemOut(Schema):
    key: str
    title: str
    state: str
    valid_until: date | None


class BaselineOut(Schema):
    party_id: UUID
    party_name: str
    meets: bool
    gates_free_help: bool
    items: list[ItemOut]


def present_attestation(_actor: Actor, attestation: Any) -> AttestationOut:
    return AttestationOut.from_orm(attestation)


def present_baseline(party_name: str, found: queries.Baseline) -> dict[str, Any]:
    return {
        "party_id": found.party_id,
        "party_name": party_name,
        "meets": found.meets,
        "gates_free_help": found.gates_free_help,
        "items": [
            {
                "key": item.key,
                "title": item.title,
                "state": str(item.state),
                "valid_until": item.valid_until,
            }
            for item in found.items
        ],
    }


@router.get(
    "/parties/{party_id}/attestations",
    **reads(AttestationList, name="attestations", summary="What a party attested"),
)
def attestations(request: ActorRequest, party_id: UUID):
    return {"items": queries.attestations(request.actor, party_id)}


@router.post("/attestations", **writes(commands.make_attestation, AttestationOut, status=201))
def make_attestation(request: ActorRequest, payload: AttestationIn) -> HttpResponse:
    return run(
        request, commands.make_attestation, present_attestation, status=201, **payload.model_dump()
    )


@router.post(
    "/attestations/{attestation_id}/withdraw",
    **writes(commands.withdraw_attestation, AttestationOut),
)
def withdraw_attestation(
    request: ActorRequest, attestation_id: UUID, payload: WithdrawIn
) -> HttpResponse:
    return run(
        request,
        commands.withdraw_attestation,
        present_attestation,
        attestation_id=attestation_id,
        **payload.model_dump(),
    )


@router.get(
    "/parties/{party_id}/baseline",
    **reads(BaselineOut, name="baseline", summary="Whether a party meets the baseline"),
)
def baseline(request: ActorRequest, party_id: UUID):
    actor: Actor = request.actor
    found = queries.baseline(actor, party_id, clock.now())
    return present_baseline(queries.party_name(actor, party_id), found)


@router.get(
    "/baselines",
    **reads(page_schema(BaselineOut), name="baseline_overview", summary="Who meets the baseline"),
)
def baseline_overview(request: ActorRequest, paging: Query[Paging]):
    actor: Actor = request.actor
    page = queries.baseline_overview(actor, clock.now(), paging.cursor, paging.limit)
    items = [present_baseline(line.party_name, line.baseline) for line in page.items]
    return {"items": items, "next": page.next}


@router.post(
    "/attestations/{attestation_id}/review", **writes(commands.review_attestation, AttestationOut)
)
def review_attestation(
    request: ActorRequest, attestation_id: UUID, payload: ReviewIn
) -> HttpResponse:
    return run(
        request,
        commands.review_attestation,
        present_attestation,
        attestation_id=attestation_id,
        **payload.model_dump(),
    )


@router.get(
    "/attestations/{attestation_id}/evidence",
    **reads(None, name="get_evidence", summary="The evidence, for those whom the agreement names"),
)
def get_evidence(request: ActorRequest, attestation_id: UUID):
    return download(*queries.evidence(request.actor, attestation_id))


@router.get(
    "/lapsing-attestations",
    **reads(LapsingList, name="lapsing_attestations", summary="What lapses within ninety days"),
)
def lapsing_attestations(request: ActorRequest):
    return {"items": queries.lapsing(request.actor, clock.now())}
