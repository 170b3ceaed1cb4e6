"""Missions over the API."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Router

from muster.aid import commands, queries
from muster.aid.api import present
from muster.aid.api.helping_shapes import (
    MissionItemOut,
    MissionOut,
    ShareIn,
    ShareOut,
)
from muster.aid.api.shapes import (
    FactOut,
    NoteIn,
    NoteOut,
    ReasonIn,
)
from muster.aid.documents import authority
from muster.api.doors import ActorRequest, PagingQuery, page_schema, reads, run, writes

router = Router()
MissionPage = page_schema(MissionOut)
ONE = "/missions/{mission_id}"
State = Literal["authorized", "active", "demobilizing", "demobilized", "closed", "cancelled"]


@router.get("/missions", **reads(MissionPage, name="missions", summary="Missions"))
def missions(
    request: ActorRequest,
    paging: PagingQuery,
    state: State | None = None,
    side: Literal["given", "received"] | None = None,
    aid_request_id: UUID | None = None,
    incident_id: UUID | None = None,
    under_way: bool = False,
    exercise_id: UUID | None = None,
    sort: Literal["newest", "oldest", "ends_at"] = "newest",
) -> Any:
    actor = request.actor
    found = queries.missions(
        actor,
        state=state,
        side=side,
        aid_request_id=aid_request_id,
        incident_id=incident_id,
        under_way=under_way,
        exercise_id=exercise_id,
        order=sort,
        cursor=paging.cursor,
        limit=paging.limit,
    )
    return {"items": [present.mission_of(actor, row) for row in found.items], "next": found.next}


@router.get(ONE, **reads(MissionOut, name="get_mission", summary="One mission"))
def get_mission(request: ActorRequest, mission_id: UUID) -> Any:
    actor = request.actor
    return present.mission(actor, queries.get_mission(actor, mission_id))


@router.get(
    f"{ONE}/items",
    **reads(list[MissionItemOut], name="mission_items", summary="What was promised"),
)
def mission_items(request: ActorRequest, mission_id: UUID) -> Any:
    actor = request.actor
    mission = queries.get_mission(actor, mission_id)
    is_side = queries.is_side_of(actor, mission.requesting_party_id, mission.responding_party_id)
    currency = present.currency_of(actor)
    return [
        present.mission_item(row, currency, is_side)
        for row in queries.mission_items(actor, mission_id)
    ]


@router.get(
    f"{ONE}/authority.pdf",
    **reads(None, name="mission_authority", summary="The written authority as a PDF"),
)
def mission_authority(request: ActorRequest, mission_id: UUID) -> HttpResponse:
    actor = request.actor
    return authority.answer(
        request, queries.get_mission(actor, mission_id), queries.mission_items(actor, mission_id)
    )


@router.get(f"{ONE}/timeline", **reads(list[FactOut], name="mission_timeline", summary="Facts"))
def timeline(request: ActorRequest, mission_id: UUID) -> Any:
    actor = request.actor
    queries.get_mission(actor, mission_id)
    return [present.fact(each) for each in queries.timeline(actor, mission_id)]


@router.get(f"{ONE}/notes", **reads(list[NoteOut], name="mission_notes", summary="Its notes"))
def notes(request: ActorRequest, mission_id: UUID) -> Any:
    actor = request.actor
    return [present.note(actor, row) for row in queries.notes(actor, "mission", mission_id)]


@router.post(
    f"{ONE}/notes",
    **{
        **writes(commands.write_note, NoteOut, status=201),
        "operation_id": "write_mission_note",
        "summary": "Write a note on a mission",
    },
)
def write_mission_note(request: ActorRequest, mission_id: UUID, payload: NoteIn) -> HttpResponse:
    return run(
        request,
        commands.write_note,
        present.note,
        status=201,
        subject_kind="mission",
        subject_id=mission_id,
        **payload.model_dump(),
    )


@router.post(f"{ONE}/stand-down", **writes(commands.stand_down_mission, MissionOut))
def stand_down_mission(request: ActorRequest, mission_id: UUID, payload: ReasonIn) -> HttpResponse:
    return run(
        request,
        commands.stand_down_mission,
        present.mission,
        mission_id=mission_id,
        reason=payload.reason,
    )


@router.get(
    f"{ONE}/cost-shares",
    **reads(list[ShareOut], name="cost_shares", summary="Shares proposed and agreed"),
)
def cost_shares(request: ActorRequest, mission_id: UUID) -> Any:
    return queries.cost_shares(request.actor, mission_id)


@router.post(f"{ONE}/cost-shares", **writes(commands.propose_share, ShareOut, status=201))
def propose_share(request: ActorRequest, mission_id: UUID, payload: ShareIn) -> HttpResponse:
    return run(
        request,
        commands.propose_share,
        present.share,
        status=201,
        mission_id=mission_id,
        **payload.model_dump(),
    )


@router.post("/cost-shares/{cost_share_id}/agree", **writes(commands.agree_share, ShareOut))
def agree_share(request: ActorRequest, cost_share_id: UUID) -> HttpResponse:
    return run(request, commands.agree_share, present.share, cost_share_id=cost_share_id)
