"""Call-outs over the API: having people asked, seeing who answers, answering."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from ninja import Router, Schema
from ninja.errors import HttpError
from pydantic import Field

from muster.api.doors import ActorRequest, Input, Text, reads, run, writes
from muster.callout import commands, links, queries
from muster.callout.queries import AskRow, PartyRow
from muster.rules.actor import Actor
from muster.rules.callout import MOST_GROWTH, MOST_HOURS, MOST_IN_WAVE, MOST_MINUTES, MOST_PEOPLE
from muster.rules.refusal import NotFound, Refused

router = Router()
ONE, ASK = "/call-outs/{call_out_id}", "/asks/{ask_id}"
TOO_MANY = 429

Reason = Annotated[str, Text(500)]
Ids = Annotated[list[UUID], Field(max_length=500)]


class CallOutIn(Input):
    """`line_ids` empty: every line that still needs somebody. `party_ids` only with `named`."""

    pace: Literal["waves", "all", "named"] = "waves"
    first: Annotated[int, Field(ge=1, le=MOST_IN_WAVE)] = 5
    growth: Annotated[int, Field(ge=1, le=MOST_GROWTH)] = 2
    minutes: Annotated[int, Field(ge=1, le=MOST_MINUTES)] = 10
    line_ids: Ids = []
    party_ids: Ids = []
    call_out_id: UUID | None = None


class ReasonIn(Input):
    reason: Reason = ""


class AnswerIn(Input):
    """Coming: how many people, in how many hours. No: the reason."""

    is_coming: bool
    people: Annotated[int, Field(ge=0, le=MOST_PEOPLE)] = 0
    hours: Annotated[int, Field(ge=0, le=MOST_HOURS)] = 0
    reason: Reason = ""


class LinkAnswerIn(AnswerIn):
    token: Annotated[str, Text(200)]


class LineWhyOut(Schema):
    line_id: UUID
    number: int
    rank: int
    score: float
    reasons: list[str]


class AttemptOut(Schema):
    number: int
    begun_at: datetime
    ended_at: datetime | None
    outcome: str
    marked_duplicate: bool


class WayOut(Schema):
    channel: str
    state: str
    sent_at: datetime | None
    seen_at: datetime | None
    attempts: list[AttemptOut]


class AskOut(Schema):
    id: UUID
    person_id: UUID
    name: str
    step: int
    state: str
    asked_at: datetime | None
    seen_at: datetime | None
    answered_at: datetime | None
    is_coming: bool | None
    people: int | None
    hours: int | None
    reason: str
    via: str
    offer_state: str
    offer_id: UUID | None
    ways: list[WayOut]


class CalledPartyOut(Schema):
    party_id: UUID
    name: str
    place: int
    state: str
    wave: int | None
    asked_at: datetime | None
    next_at: datetime | None
    lines: list[LineWhyOut]
    asks: list[AskOut]


class CallOutOut(Schema):
    id: UUID
    aid_request_id: UUID
    pace: str
    first: int
    growth: int
    minutes: int
    wave: int
    started_at: datetime
    next_wave_at: datetime | None
    coordinator_called_at: datetime | None
    ended_at: datetime | None
    ended_because: str
    end_note: str


class CallOutDetailOut(CallOutOut):
    counts: dict[str, int]
    parties: list[CalledPartyOut]


class AnsweredOut(Schema):
    id: UUID
    answered_at: datetime | None
    is_coming: bool | None
    people: int | None
    hours: int | None
    reason: str
    offer_state: str
    offer_id: UUID | None


class AskedOut(Schema):
    """What the caller is asked: see the request for what is needed."""

    id: UUID
    aid_request_id: UUID
    asked_at: datetime | None


def call_out_out(_actor: Actor, row: Any) -> CallOutOut:
    return CallOutOut(**{name: getattr(row, name) for name in CallOutOut.model_fields})


def answered_out(_actor: Actor | None, row: Any) -> AnsweredOut:
    return AnsweredOut(**{name: getattr(row, name) for name in AnsweredOut.model_fields})


def _party_out(row: PartyRow) -> CalledPartyOut:
    same = CalledPartyOut.model_fields.keys() - {"lines", "asks"}
    return CalledPartyOut(
        **{name: getattr(row, name) for name in same},
        lines=list(row.lines),
        asks=[_ask_out(each) for each in row.asks],
    )


def _ask_out(row: AskRow) -> AskOut:
    same = AskOut.model_fields.keys() - {"ways"}
    return AskOut(
        **{name: getattr(row, name) for name in same},
        ways=[
            WayOut(
                channel=each.channel,
                state=each.state,
                sent_at=each.sent_at,
                seen_at=each.seen_at,
                attempts=[
                    AttemptOut(**{name: getattr(one, name) for name in AttemptOut.model_fields})
                    for one in each.attempts
                ],
            )
            for each in row.deliveries
        ],
    )


@router.get(
    "/aid-requests/{aid_request_id}/call-out",
    **reads(CallOutDetailOut, name="call_out", summary="Who was asked, why, and who answered"),
)
def call_out(request: ActorRequest, aid_request_id: UUID) -> Any:
    found = queries.call_out_of(request.actor, aid_request_id)
    if found is None:
        raise NotFound("call_out")
    return CallOutDetailOut(
        **call_out_out(request.actor, found.call_out).model_dump(),
        counts=found.counts,
        parties=[_party_out(each) for each in found.parties],
    )


@router.post(
    "/aid-requests/{aid_request_id}/call-out",
    **writes(commands.start_call_out, CallOutOut, status=201),
)
def start_call_out(request: ActorRequest, aid_request_id: UUID, payload: CallOutIn) -> HttpResponse:
    return run(
        request,
        commands.start_call_out,
        call_out_out,
        status=201,
        aid_request_id=aid_request_id,
        **payload.model_dump(),
    )


@router.post(f"{ONE}/widen", **writes(commands.widen_call_out, CallOutOut))
def widen_call_out(request: ActorRequest, call_out_id: UUID) -> HttpResponse:
    return run(request, commands.widen_call_out, call_out_out, call_out_id=call_out_id)


@router.post(f"{ONE}/stop", **writes(commands.stop_call_out, CallOutOut))
def stop_call_out(request: ActorRequest, call_out_id: UUID, payload: ReasonIn) -> HttpResponse:
    return run(
        request,
        commands.stop_call_out,
        call_out_out,
        call_out_id=call_out_id,
        reason=payload.reason,
    )


@router.get("/asks", **reads(list[AskedOut], name="asks", summary="What the caller is asked now"))
def asks(request: ActorRequest) -> Any:
    return [
        AskedOut(id=each.id, aid_request_id=each.call_out.aid_request_id, asked_at=each.asked_at)
        for each in queries.asks_of(request.actor, with_exercises=True)
    ]


@router.post(f"{ASK}/answer", **writes(commands.answer_call, AnsweredOut))
def answer_call(request: ActorRequest, ask_id: UUID, payload: AnswerIn) -> HttpResponse:
    given = payload.model_dump()
    return run(request, commands.answer_call, answered_out, ask_id=ask_id, **given)


@router.post(f"{ASK}/approve", **writes(commands.approve_answer, AnsweredOut))
def approve_answer(request: ActorRequest, ask_id: UUID) -> HttpResponse:
    return run(request, commands.approve_answer, answered_out, ask_id=ask_id)


@router.post("/answer-links/use", **{**writes(commands.answer_by_link, AnsweredOut), "auth": None})
def answer_by_link(request: ActorRequest, payload: LinkAnswerIn) -> HttpResponse:
    try:
        link = links.find_link(request, payload.token)
    except NotFound:
        if links.is_guessing(request):
            words = "Too many tries. Wait a minute, then try again."
            raise HttpError(TOO_MANY, words) from None
        raise
    try:
        ask = links.use_link(request, **payload.model_dump())
    except Refused as refused:
        links.note_refusal(link, refused)
        raise
    return JsonResponse(answered_out(None, ask).model_dump(mode="json"))
