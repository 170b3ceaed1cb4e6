"""Access given to helpers, as JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Router, Schema

from muster.access import commands, queries
from muster.api.doors import ActorRequest, Input, Moment, ShortText, Text, reads, run, writes
from muster.journal import clock
from muster.rules.actor import Actor

router = Router()

ONE = "/access-grants/{access_grant_id}"
Proof = Annotated[str, Text(500)]


class AccessGrantIn(Input):
    """Who: one of the mission's promised people (`mission_item_id`), or a name."""

    mission_item_id: UUID | None = None
    helper_name: ShortText = ""
    system: Annotated[str, Text(200, 1)]
    place: ShortText = ""
    account: Annotated[str, Text(120)] = ""
    escort: Literal["cleared", "escorted"] = "cleared"
    escorted_by: ShortText = ""
    starts_at: Moment | None = None
    ends_at: Moment
    proof: Proof = ""
    proof_file_id: UUID | None = None
    access_grant_id: UUID | None = None


class ExtendIn(Input):
    ends_at: Moment


class RemoveIn(Input):
    proof: Proof = ""
    proof_file_id: UUID | None = None


class AccessGrantOut(Schema):
    """`state` is planned, live, expired (over, not confirmed gone) or removed (confirmed gone)."""

    id: UUID
    mission_id: UUID
    person_id: UUID | None
    helper_name: str
    system: str
    place: str
    account: str
    escort: str
    escorted_by: str
    starts_at: datetime
    ends_at: datetime
    state: str
    granted_at: datetime
    granted_by_name: str
    grant_proof: str
    grant_file_id: UUID | None
    removed_at: datetime | None
    removed_by_name: str
    removal_proof: str
    removal_file_id: UUID | None


def present(_actor: Actor, grant: Any) -> AccessGrantOut:
    names = AccessGrantOut.model_fields.keys() - {"state"}
    values = {name: getattr(grant, name) for name in names}
    return AccessGrantOut(**values, state=grant.state_at(clock.now()).value)


@router.get(
    "/missions/{mission_id}/access-grants",
    **reads(list[AccessGrantOut], name="access_grants", summary="Access given on a mission"),
)
def access_grants(request: ActorRequest, mission_id: UUID) -> Any:
    actor = request.actor
    return [present(actor, grant) for grant in queries.grants_of(actor, mission_id)]


@router.get(ONE, **reads(AccessGrantOut, name="get_access_grant", summary="One grant of access"))
def get_access_grant(request: ActorRequest, access_grant_id: UUID) -> Any:
    return present(request.actor, queries.get_grant(request.actor, access_grant_id))


@router.post(
    "/missions/{mission_id}/access-grants",
    **writes(commands.grant_access, AccessGrantOut, status=201),
)
def grant_access(request: ActorRequest, mission_id: UUID, payload: AccessGrantIn) -> HttpResponse:
    given = payload.model_dump()
    return run(request, commands.grant_access, present, status=201, mission_id=mission_id, **given)


@router.post(f"{ONE}/extend", **writes(commands.extend_access, AccessGrantOut))
def extend_access(request: ActorRequest, access_grant_id: UUID, payload: ExtendIn) -> HttpResponse:
    return run(
        request,
        commands.extend_access,
        present,
        access_grant_id=access_grant_id,
        ends_at=payload.ends_at,
    )


@router.post(f"{ONE}/remove", **writes(commands.remove_access, AccessGrantOut))
def remove_access(request: ActorRequest, access_grant_id: UUID, payload: RemoveIn) -> HttpResponse:
    return run(
        request,
        commands.remove_access,
        present,
        access_grant_id=access_grant_id,
        **payload.model_dump(),
    )
