"""The mission as a whole, over the API: what it costs, recall, a longer stay, the end."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Router

from muster.api.doors import ActorRequest, Input, reads, run, writes
from muster.deployments import commands, queries
from muster.deployments.api import present, shapes
from muster.journal import clock
from muster.journal.plain import to_plain
from muster.rules.permissions import need
from muster.rules.settlement import as_plain

router = Router()
MISSION = "/missions/{mission_id}"


@router.get(
    f"{MISSION}/free-meter",
    **reads(shapes.FreeMeterOut, name="free_meter", summary="Free hours used and left"),
)
def free_meter(request: ActorRequest, mission_id: UUID) -> Any:
    return present.meter(queries.free_meter(request.actor, mission_id))


@router.get(
    f"{MISSION}/running-cost",
    **reads(
        dict[str, Any], name="running_cost", summary="What the mission comes to, with its working"
    ),
)
def running_cost(request: ActorRequest, mission_id: UUID) -> Any:
    return as_plain(queries.running_cost(request.actor, mission_id))


@router.get(
    f"{MISSION}/recalls", **reads(list[shapes.RecallOut], name="recalls", summary="Recalls")
)
def recalls(request: ActorRequest, mission_id: UUID) -> Any:
    return queries.recalls(request.actor, mission_id)


@router.post(f"{MISSION}/recall", **writes(commands.recall_mission, shapes.RecallOut, status=201))
def recall_mission(
    request: ActorRequest, mission_id: UUID, payload: shapes.RecallIn
) -> HttpResponse:
    return run(
        request,
        commands.recall_mission,
        present.recall,
        status=201,
        mission_id=mission_id,
        **payload.model_dump(),
    )


@router.post(f"{MISSION}/recall/confirm", **writes(commands.confirm_recall, shapes.RecallOut))
def confirm_recall(
    request: ActorRequest, mission_id: UUID, payload: shapes.ConfirmRecallIn
) -> HttpResponse:
    return run(
        request,
        commands.confirm_recall,
        present.recall,
        mission_id=mission_id,
        **payload.model_dump(),
    )


@router.get(
    f"{MISSION}/extensions",
    **reads(list[shapes.ExtensionOut], name="extensions", summary="Longer stays asked for"),
)
def extensions(request: ActorRequest, mission_id: UUID) -> Any:
    return queries.extensions(request.actor, mission_id)


@router.post(
    f"{MISSION}/extensions", **writes(commands.ask_extension, shapes.ExtensionOut, status=201)
)
def ask_extension(
    request: ActorRequest, mission_id: UUID, payload: shapes.ExtensionIn
) -> HttpResponse:
    return run(
        request,
        commands.ask_extension,
        present.extension,
        status=201,
        mission_id=mission_id,
        **payload.model_dump(),
    )


@router.post(
    "/extensions/{extension_id}/answer", **writes(commands.answer_extension, shapes.ExtensionOut)
)
def answer_extension(
    request: ActorRequest, extension_id: UUID, payload: shapes.AnswerIn
) -> HttpResponse:
    return run(
        request,
        commands.answer_extension,
        present.extension,
        extension_id=extension_id,
        is_agreed=payload.is_agreed,
    )


@router.post(f"{MISSION}/close", **writes(commands.close_out_mission, shapes.MissionStateOut))
def close_out_mission(request: ActorRequest, mission_id: UUID, payload: Input) -> HttpResponse:
    return run(request, commands.close_out_mission, present.mission, mission_id=mission_id)


@router.get(
    "/recall-everything",
    **reads(
        shapes.WholeRecallOut,
        name="whole_recall",
        summary="What calling everything of the own party home would free and break",
    ),
)
def whole_recall(request: ActorRequest) -> Any:
    need(request.actor, "mission.recall")
    return to_plain(asdict(queries.whole_recall(request.actor, clock.now())))


@router.post(
    "/recall-everything", **writes(commands.recall_everything, shapes.PartyRecallOut, status=201)
)
def recall_everything(request: ActorRequest, payload: shapes.WholeRecallIn) -> HttpResponse:
    return run(
        request,
        commands.recall_everything,
        present.party_recall,
        status=201,
        **payload.model_dump(),
    )


@router.get(
    "/recall-everything/{party_recall_id}",
    **reads(shapes.PartyRecallOut, name="get_party_recall", summary="What a recall did"),
)
def get_party_recall(request: ActorRequest, party_recall_id: UUID) -> Any:
    actor = request.actor
    return present.party_recall(actor, queries.get_party_recall(actor, party_recall_id))
