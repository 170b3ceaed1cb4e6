"""One's own ways to be reached as JSON. Nobody sees anybody else's."""

from __future__ import annotations

from datetime import datetime, time
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Router, Schema
from pydantic import Field

from muster.api.doors import ActorRequest, Input, Text, reads, run, writes
from muster.messaging import commands, queries
from muster.rules.actor import Actor

router = Router()

Label = Annotated[str, Text(60)]


class WayOut(Schema):
    id: UUID
    channel: str
    address: str = Field(description="As its owner reads it; of a push or a chat only the host.")
    label: str
    position: int
    is_personal: bool
    added_at: datetime
    verified_at: datetime | None


class WaysOut(Schema):
    items: list[WayOut]


class WayIn(Input):
    channel: Literal["text", "voice", "email", "chat"]
    address: Annotated[str, Text(2000, 1)]
    label: Label = ""
    is_personal: bool = True
    id: UUID | None = Field(None, description="Made by the client, for writes that are sent again.")


class PushIn(Input):
    endpoint: Annotated[str, Text(1500, 1)]
    p256dh: Annotated[str, Text(200, 1)]
    auth: Annotated[str, Text(100, 1)]
    label: Label = ""


class PushKeyOut(Schema):
    public_key: str


class CodeIn(Input):
    code: Annotated[str, Text(12, 1)]


class OrderIn(Input):
    contact_point_ids: Annotated[list[UUID], Field(max_length=50)]


class QuietIn(Input):
    quiet_from: time | None = None
    quiet_until: time | None = None
    emergencies_break_through: bool = True


class QuietOut(Schema):
    quiet_from: time | None
    quiet_until: time | None
    zone: str | None
    emergencies_break_through: bool


def present(_actor: Actor, point: Any) -> dict[str, Any]:
    names = WayOut.model_fields.keys() - {"address"}
    shown = {name: getattr(point, name) for name in names}
    return {**shown, "address": queries.address_for_owner(point)}


def present_all(actor: Actor, points: list[Any]) -> dict[str, Any]:
    return {"items": [present(actor, point) for point in points]}


def present_quiet(_actor: Actor, hours: Any) -> dict[str, Any]:
    return {
        "quiet_from": hours and hours.quiet_from,
        "quiet_until": hours and hours.quiet_until,
        "zone": hours and hours.zone,
        "emergencies_break_through": hours.emergencies_break_through if hours else True,
    }


@router.get(
    "/ways-to-reach-me",
    **reads(WaysOut, name="contact_points", summary="Your own ways to be reached, in your order."),
)
def list_ways(request: ActorRequest) -> Any:
    return present_all(request.actor, queries.contact_points(request.actor))


@router.post("/ways-to-reach-me", **writes(commands.add_contact_point, WayOut, status=201))
def add(request: ActorRequest, payload: WayIn) -> Any:
    given = payload.model_dump()
    given["contact_point_id"] = given.pop("id")
    return run(request, commands.add_contact_point, present, status=201, **given)


@router.post("/ways-to-reach-me/order", **writes(commands.order_contact_points, WaysOut))
def order(request: ActorRequest, payload: OrderIn) -> Any:
    return run(request, commands.order_contact_points, present_all, **payload.model_dump())


@router.get(
    "/push-key",
    **reads(PushKeyOut, name="push_key", summary="The key that a browser subscribes with."),
)
def push_key(request: ActorRequest) -> Any:
    return {"public_key": queries.push_public_key()}


@router.post("/ways-to-reach-me/push", **writes(commands.subscribe_to_push, WayOut, status=201))
def subscribe(request: ActorRequest, payload: PushIn) -> Any:
    given = payload.model_dump()
    return run(request, commands.subscribe_to_push, present, status=201, **given)


@router.post(
    "/ways-to-reach-me/{contact_point_id}/verify",
    **writes(commands.verify_contact_point, WayOut),
)
def verify(request: ActorRequest, contact_point_id: UUID, payload: CodeIn) -> Any:
    return run(
        request,
        commands.verify_contact_point,
        present,
        contact_point_id=contact_point_id,
        code=payload.code,
    )


@router.post(
    "/ways-to-reach-me/{contact_point_id}/code", **writes(commands.send_contact_code, WayOut)
)
def send_code(request: ActorRequest, contact_point_id: UUID) -> Any:
    return run(request, commands.send_contact_code, present, contact_point_id=contact_point_id)


@router.post(
    "/ways-to-reach-me/{contact_point_id}/remove",
    **writes(commands.remove_contact_point, WayOut),
)
def remove(request: ActorRequest, contact_point_id: UUID) -> Any:
    return run(request, commands.remove_contact_point, present, contact_point_id=contact_point_id)


@router.get(
    "/quiet-hours", **reads(QuietOut, name="quiet_hours", summary="When you are left in peace.")
)
def get_quiet(request: ActorRequest) -> Any:
    return present_quiet(request.actor, queries.quiet_hours(request.actor))


@router.post("/quiet-hours", **writes(commands.set_quiet_hours, QuietOut))
def set_quiet(request: ActorRequest, payload: QuietIn) -> Any:
    return run(request, commands.set_quiet_hours, present_quiet, **payload.model_dump())
