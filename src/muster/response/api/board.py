"""The board as JSON."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Query, Router, Schema

from muster.api.doors import ActorRequest, reads
from muster.response import queries
from muster.rules.actor import Actor

router = Router()


class BoardRequestOut(Schema):
    id: UUID
    reference: str
    title: str
    requesting_party_id: UUID
    party_name: str
    incident_id: UUID
    incident_kind: str
    place: str
    opened_at: datetime
    needed_from: datetime
    needed_until: datetime
    line_count: int
    filled_count: int
    asked: int
    filled: int
    offers_waiting: int


class FigureOut(Schema):
    name: str
    label: str
    value: int
    of: int | None


class ClockOut(Schema):
    words: str
    ends_at: datetime
    url: str
    is_near: bool
    last_day: date | None


class BoardOut(Schema):
    at: datetime
    figures: list[FigureOut]
    requests: list[BoardRequestOut]
    more: int
    own_request_ids: list[UUID]
    own_offer_ids: list[UUID]
    own_mission_ids: list[UUID]
    clocks: list[ClockOut]


class BoardQuery(Schema):
    exercise_id: UUID | None = None


@router.get("/board", **reads(BoardOut, name="board", summary="The live board, and your own part."))
def board(request: ActorRequest, asked: Annotated[BoardQuery, Query()]) -> Any:
    actor: Actor = request.actor
    shown = queries.get_board(actor, asked.exercise_id)
    own = queries.own_part(actor, asked.exercise_id)
    return {
        "at": shown.at,
        "figures": [vars(figure) for figure in shown.figures],
        "requests": [
            {**row, "asked": row["asked"] or 0, "filled": row["filled"] or 0}
            for row in shown.requests
        ],
        "more": shown.more,
        "own_request_ids": [row.id for row in own.requests],
        "own_offer_ids": [row.id for row in own.offers],
        "own_mission_ids": [row.id for row in own.missions],
        "clocks": [vars(each) for each in own.clocks],
    }
