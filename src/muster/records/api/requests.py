"""Public-records requests over the API."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from ninja import Router, Schema
from pydantic import Field, StringConstraints

from muster.api.doors import (
    ActorRequest,
    Day,
    Input,
    Moment,
    PagingQuery,
    ShortText,
    Text,
    page_schema,
    reads,
    run,
    writes,
)
from muster.records import answers, commands, queries
from muster.rules.actor import Actor

router = Router()
ONE, ONE_PICKED = "/records/requests/{request_id}", "/records/picked/{picked_id}"
Text4000 = Annotated[str, Text(4000)]
Text2000 = Annotated[str, Text(2000, 1)]
Key = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,60}$")]


class LogIn(Input):
    asked_by: Annotated[str, Text(200, 1)]
    scope: Annotated[str, Text(4000, 1)]
    contact: ShortText = ""
    from_day: Day | None = None
    until_day: Day | None = None
    received_at: Moment | None = None
    business_days: Annotated[int, Field(ge=1, le=365)] | None = None


class PickIn(Input):
    kind: Key
    record_id: UUID


class PicksIn(Input):
    picks: Annotated[list[PickIn], Field(max_length=200)]


class RedactIn(Input):
    """No passage: the whole field."""

    field_key: Key
    reason_key: Key
    passage: Text4000 = ""
    everywhere: bool = False


class ReasonKeyIn(Input):
    reason_key: Key


class CloseIn(Input):
    action: Literal["answer", "withdraw"]
    outcome: Text2000


class GroundIn(Input):
    key: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
    title: Annotated[str, Text(200, 1)]
    citation: Annotated[str, Text(200, 1)]
    source: Annotated[str, Text(300, 1)]


class GroundOut(Schema):
    key: str
    title: str
    citation: str
    source: str


class RequestRow(Schema):
    id: UUID
    reference: str
    state: str
    asked_by: str
    contact: str
    scope: str
    from_day: date | None
    until_day: date | None
    received_at: datetime
    business_days: int
    due_at: datetime
    outcome: str
    closed_at: datetime | None
    exported_at: datetime | None


class PickedRow(Schema):
    id: UUID
    kind: str
    record_id: UUID
    title: str
    picked_at: datetime


class RequestOut(RequestRow):
    picked: list[PickedRow]


class FoundOut(Schema):
    kind: str
    record_id: UUID
    title: str


class RedactionOut(Schema):
    id: UUID
    passage: str
    reason_key: str
    made_by_name: str
    made_at: datetime


class SuggestionOut(Schema):
    passage: str
    kind: str


class FieldOut(Schema):
    key: str
    title: str
    text: str
    redacted: str
    redactions: list[RedactionOut]
    suggestions: list[SuggestionOut]


class PickedOut(PickedRow):
    fields: list[FieldOut]


def request_out(actor: Actor, row: Any) -> RequestOut:
    names = RequestRow.model_fields.keys()
    picked = [PickedRow.from_orm(each) for each in queries.picked_of(actor, row.id)]
    return RequestOut(**{name: getattr(row, name) for name in names}, picked=picked)


def picked_out(_actor: Actor, row: Any) -> PickedOut:
    names = PickedRow.model_fields.keys()
    fields = [FieldOut.from_orm(each) for each in queries.shown_fields(row)]
    return PickedOut(**{name: getattr(row, name) for name in names}, fields=fields)


def ground_out(_actor: Actor, row: Any) -> GroundOut:
    return GroundOut.from_orm(row)


RequestPage = page_schema(RequestRow)


@router.get(
    "/records/requests",
    **reads(RequestPage, name="records_requests", summary="Public-records requests"),
)
def records_requests(request: ActorRequest, paging: PagingQuery) -> Any:
    actor = request.actor
    return queries.records_requests(actor, cursor=paging.cursor, limit=paging.limit)


@router.post("/records/requests", **writes(commands.log_records_request, RequestOut, status=201))
def log_records_request(request: ActorRequest, payload: LogIn) -> HttpResponse:
    given = payload.model_dump()
    return run(request, commands.log_records_request, request_out, status=201, **given)


@router.get(ONE, **reads(RequestOut, name="get_records_request", summary="One request"))
def get_records_request(request: ActorRequest, request_id: UUID) -> Any:
    actor = request.actor
    return request_out(actor, queries.get_records_request(actor, request_id))


@router.get(
    f"{ONE}/search",
    **reads(list[FoundOut], name="search_records", summary="Records within the request's scope"),
)
def search_records(
    request: ActorRequest,
    request_id: UUID,
    words: ShortText = "",
    from_day: Day | None = None,
    until_day: Day | None = None,
) -> Any:
    """Of each kind the newest hundred on the days, the request's own unless others are given."""
    actor = request.actor
    asked = queries.get_records_request(actor, request_id)
    return queries.search(actor, words, from_day or asked.from_day, until_day or asked.until_day)


@router.post(f"{ONE}/picks", **writes(commands.pick_records, RequestOut))
def pick_records(request: ActorRequest, request_id: UUID, payload: PicksIn) -> HttpResponse:
    picks = [(each.kind, each.record_id) for each in payload.picks]
    return run(request, commands.pick_records, request_out, request_id=request_id, picks=picks)


@router.post(f"{ONE}/export", **writes(commands.export_records, None))
def export_records(request: ActorRequest, request_id: UUID) -> HttpResponseBase:
    """Answers with the ZIP."""
    actor = request.actor
    return answers.zip_file(commands.export_records(actor, request_id=request_id))


@router.post(f"{ONE}/close", **writes(commands.close_records_request, RequestOut))
def close_records_request(
    request: ActorRequest, request_id: UUID, payload: CloseIn
) -> HttpResponse:
    given = payload.model_dump()
    return run(request, commands.close_records_request, request_out, request_id=request_id, **given)


@router.get(ONE_PICKED, **reads(PickedOut, name="get_picked", summary="One picked record"))
def get_picked(request: ActorRequest, picked_id: UUID) -> Any:
    actor = request.actor
    return picked_out(actor, queries.get_picked(actor, picked_id))


@router.post(f"{ONE_PICKED}/redact", **writes(commands.redact, PickedOut))
def redact(request: ActorRequest, picked_id: UUID, payload: RedactIn) -> HttpResponse:
    given = payload.model_dump()
    return run(request, commands.redact, picked_out, picked_id=picked_id, **given)


@router.post(f"{ONE_PICKED}/redact-suggested", **writes(commands.redact_suggested, PickedOut))
def redact_suggested(request: ActorRequest, picked_id: UUID, payload: ReasonKeyIn) -> HttpResponse:
    given = payload.model_dump()
    return run(request, commands.redact_suggested, picked_out, picked_id=picked_id, **given)


@router.post(f"{ONE_PICKED}/drop", **writes(commands.drop_record, RequestOut))
def drop_record(request: ActorRequest, picked_id: UUID) -> HttpResponse:
    return run(request, commands.drop_record, request_out, picked_id=picked_id)


@router.post(
    "/records/redactions/{redaction_id}/withdraw",
    **writes(commands.withdraw_redaction, PickedOut),
)
def withdraw_redaction(request: ActorRequest, redaction_id: UUID) -> HttpResponse:
    return run(request, commands.withdraw_redaction, picked_out, redaction_id=redaction_id)


@router.get(
    "/records/grounds",
    **reads(list[GroundOut], name="grounds", summary="Grounds for withholding"),
)
def grounds(request: ActorRequest) -> Any:
    return list(queries.grounds(request.actor).values())


@router.post("/records/grounds", **writes(commands.set_redaction_reason, GroundOut))
def set_redaction_reason(request: ActorRequest, payload: GroundIn) -> HttpResponse:
    return run(request, commands.set_redaction_reason, ground_out, **payload.model_dump())
