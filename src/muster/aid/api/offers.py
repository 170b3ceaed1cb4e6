"""Offers over the API."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Router, Schema

from muster.aid import commands, queries
from muster.aid.api import present
from muster.aid.api.helping_shapes import (
    AcceptIn,
    MissionOut,
    OfferIn,
    OfferOut,
)
from muster.aid.api.shapes import (
    OptionalReasonIn,
    ReasonIn,
)
from muster.aid.commands import OfferedLine
from muster.api.doors import ActorRequest, PagingQuery, page_schema, reads, run, writes

router = Router()
OfferPage = page_schema(OfferOut)
State = Literal[
    "draft",
    "awaiting_sign_off",
    "submitted",
    "accepted",
    "partly_accepted",
    "declined",
    "withdrawn",
    "expired",
]


class DeclineOut(Schema):
    """A party's answer that it cannot help."""

    aid_request_id: UUID
    party_id: UUID
    reason: str
    at: datetime


@router.get("/offers", **reads(OfferPage, name="offers", summary="Offers made or received"))
def offers(
    request: ActorRequest,
    paging: PagingQuery,
    state: State | None = None,
    aid_request_id: UUID | None = None,
    mine: bool = False,
    exercise_id: UUID | None = None,
) -> Any:
    actor = request.actor
    found = queries.offer_list(
        actor,
        state=state,
        aid_request_id=aid_request_id,
        mine=mine,
        exercise_id=exercise_id,
        cursor=paging.cursor,
        limit=paging.limit,
    )
    currency = present.currency_of(actor)
    return {
        "items": [present.offer_of(actor, row, currency) for row in found.items],
        "next": found.next,
    }


@router.get("/offers/{offer_id}", **reads(OfferOut, name="get_offer", summary="One offer"))
def get_offer(request: ActorRequest, offer_id: UUID) -> Any:
    actor = request.actor
    return present.offer(actor, queries.get_offer(actor, offer_id))


@router.post(
    "/aid-requests/{aid_request_id}/offers",
    **writes(commands.submit_offer, OfferOut, status=201),
)
def submit_offer(request: ActorRequest, aid_request_id: UUID, payload: OfferIn) -> HttpResponse:
    return run(
        request,
        commands.submit_offer,
        present.offer,
        status=201,
        aid_request_id=aid_request_id,
        lines=[OfferedLine(**each.model_dump()) for each in payload.lines],
        **payload.model_dump(exclude={"lines"}),
    )


@router.post(
    "/aid-requests/{aid_request_id}/decline", **writes(commands.decline_to_help, DeclineOut)
)
def decline_to_help(request: ActorRequest, aid_request_id: UUID, payload: ReasonIn) -> HttpResponse:
    return run(
        request,
        commands.decline_to_help,
        present.decline,
        aid_request_id=aid_request_id,
        reason=payload.reason,
    )


@router.post("/offers/{offer_id}/accept", **writes(commands.accept_offer, MissionOut, status=201))
def accept_offer(request: ActorRequest, offer_id: UUID, payload: AcceptIn) -> HttpResponse:
    chosen = payload.lines
    quantities = None if chosen is None else {each.offer_line_id: each.quantity for each in chosen}
    return run(
        request,
        commands.accept_offer,
        present.mission,
        status=201,
        offer_id=offer_id,
        quantities=quantities,
        access_note=payload.access_note,
    )


@router.post("/offers/{offer_id}/sign-off", **writes(commands.sign_off_offer, OfferOut))
def sign_off_offer(request: ActorRequest, offer_id: UUID) -> HttpResponse:
    return run(request, commands.sign_off_offer, present.offer, offer_id=offer_id)


@router.post("/offers/{offer_id}/decline", **writes(commands.decline_offer, OfferOut))
def decline_offer(request: ActorRequest, offer_id: UUID, payload: ReasonIn) -> HttpResponse:
    return run(
        request,
        commands.decline_offer,
        present.offer,
        offer_id=offer_id,
        reason=payload.reason,
    )


@router.post("/offers/{offer_id}/withdraw", **writes(commands.withdraw_offer, OfferOut))
def withdraw_offer(
    request: ActorRequest, offer_id: UUID, payload: OptionalReasonIn
) -> HttpResponse:
    return run(
        request,
        commands.withdraw_offer,
        present.offer,
        offer_id=offer_id,
        reason=payload.reason,
    )
