"""Retention, legal holds and disposals over the API."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Router, Schema
from pydantic import Field

from muster.api.doors import ActorRequest, Input, PagingQuery, Text, page_schema, reads, run, writes
from muster.records import commands, queries
from muster.rules.actor import Actor

router = Router()
ONE_HOLD, ONE_DISPOSAL = "/records/holds/{hold_id}", "/records/disposals/{disposal_id}"
Reason1000 = Annotated[str, Text(1000, 1)]
Reason500 = Annotated[str, Text(500, 1)]
Source = Annotated[str, Text(300, 1)]


class KeptOut(Schema):
    key: str
    title: str
    what_goes: str
    what_stays: str
    years: int | None
    source: str
    is_own_choice: bool
    is_disposable: bool


class RetentionIn(Input):
    """No years: kept for good."""

    years: Annotated[int, Field(ge=1, le=99)] | None
    source: Source


class ChoiceOut(Schema):
    kind: str
    years: int | None
    source: str
    set_by_name: str
    set_at: datetime


class HoldIn(Input):
    subject_kind: Literal["incident", "mission", "claim", "party"]
    subject_id: UUID
    reason: Reason1000


class HoldReasonIn(Input):
    reason: Reason1000


class HoldOut(Schema):
    id: UUID
    subject_kind: str
    subject_id: UUID
    label: str
    reason: str
    placed_by_name: str
    placed_at: datetime
    released_by_name: str
    released_at: datetime | None
    release_reason: str


class DisposalRow(Schema):
    id: UUID
    kind: str
    state: str
    years: int
    rule: str
    cutoff: datetime
    proposed_at: datetime
    approved_by_name: str
    approved_at: datetime | None
    done_by_name: str
    done_at: datetime | None
    done_count: int
    reason: str


class DisposalItemOut(Schema):
    key: str
    label: str
    ended_at: datetime
    fate: str


class DisposalOut(DisposalRow):
    items: list[DisposalItemOut]


class DeclineIn(Input):
    reason: Reason500


def choice_out(_actor: Actor, row: Any) -> ChoiceOut:
    return ChoiceOut.from_orm(row)


def hold_out(_actor: Actor, row: Any) -> HoldOut:
    return HoldOut.from_orm(row)


def disposal_out(actor: Actor, row: Any) -> DisposalOut:
    names = DisposalRow.model_fields.keys()
    items = [DisposalItemOut.from_orm(item) for item in queries.items_of(actor, row.id)]
    return DisposalOut(**{name: getattr(row, name) for name in names}, items=items)


def proposed_out(actor: Actor, rows: Any) -> list[dict[str, Any]]:
    return [disposal_out(actor, row).model_dump(mode="json") for row in rows]


DisposalPage = page_schema(DisposalRow)


@router.get(
    "/records/retention",
    **reads(list[KeptOut], name="retention", summary="How long each kind of record is kept"),
)
def retention(request: ActorRequest) -> Any:
    return queries.schedule(request.actor)


@router.post("/records/retention/{kind}", **writes(commands.set_retention, ChoiceOut))
def set_retention(request: ActorRequest, kind: str, payload: RetentionIn) -> HttpResponse:
    given = payload.model_dump()
    return run(request, commands.set_retention, choice_out, kind=kind, **given)


@router.get("/records/holds", **reads(list[HoldOut], name="holds", summary="Legal holds"))
def holds(request: ActorRequest, standing: bool = False) -> Any:
    return queries.holds(request.actor, standing=standing)


@router.get(ONE_HOLD, **reads(HoldOut, name="get_hold", summary="One legal hold"))
def get_hold(request: ActorRequest, hold_id: UUID) -> Any:
    return queries.get_hold(request.actor, hold_id)


@router.post("/records/holds", **writes(commands.place_hold, HoldOut, status=201))
def place_hold(request: ActorRequest, payload: HoldIn) -> HttpResponse:
    return run(request, commands.place_hold, hold_out, status=201, **payload.model_dump())


@router.post(f"{ONE_HOLD}/release", **writes(commands.release_hold, HoldOut))
def release_hold(request: ActorRequest, hold_id: UUID, payload: HoldReasonIn) -> HttpResponse:
    return run(request, commands.release_hold, hold_out, hold_id=hold_id, reason=payload.reason)


@router.get(
    "/records/disposals", **reads(DisposalPage, name="disposals", summary="Disposals, newest first")
)
def disposals(request: ActorRequest, paging: PagingQuery) -> Any:
    actor = request.actor
    return queries.disposals(actor, cursor=paging.cursor, limit=paging.limit)


@router.post("/records/disposals/propose", **writes(commands.propose_disposals, list[DisposalOut]))
def propose_disposals(request: ActorRequest) -> HttpResponse:
    return run(request, commands.propose_disposals, proposed_out)


@router.get(ONE_DISPOSAL, **reads(DisposalOut, name="get_disposal", summary="One disposal"))
def get_disposal(request: ActorRequest, disposal_id: UUID) -> Any:
    actor = request.actor
    return disposal_out(actor, queries.get_disposal(actor, disposal_id))


@router.post(f"{ONE_DISPOSAL}/approve", **writes(commands.approve_disposal, DisposalOut))
def approve_disposal(request: ActorRequest, disposal_id: UUID) -> HttpResponse:
    return run(request, commands.approve_disposal, disposal_out, disposal_id=disposal_id)


@router.post(f"{ONE_DISPOSAL}/carry-out", **writes(commands.carry_out_disposal, DisposalOut))
def carry_out_disposal(request: ActorRequest, disposal_id: UUID) -> HttpResponse:
    return run(request, commands.carry_out_disposal, disposal_out, disposal_id=disposal_id)


@router.post(f"{ONE_DISPOSAL}/decline", **writes(commands.decline_disposal, DisposalOut))
def decline_disposal(request: ActorRequest, disposal_id: UUID, payload: DeclineIn) -> HttpResponse:
    return run(
        request,
        commands.decline_disposal,
        disposal_out,
        disposal_id=disposal_id,
        reason=payload.reason,
    )
