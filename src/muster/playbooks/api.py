"""Playbooks over the API."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Router, Schema
from pydantic import Field

from muster.api.doors import (
    ActorRequest,
    Day,
    Input,
    PagingQuery,
    Text,
    page_schema,
    reads,
    run,
    writes,
)
from muster.playbooks import commands, queries
from muster.playbooks.steps import LONGEST_STEP, MOST_STEPS
from muster.rules.actor import Actor

router = Router()
ONE = "/playbooks/{playbook_id}"
Label = Literal["TLP:AMBER+STRICT", "TLP:AMBER", "TLP:GREEN", "TLP:CLEAR"]
Version = Annotated[int, Field(ge=1, le=1_000_000)]
Search = Annotated[str, Text(120)]
Kind = Annotated[str, Text(30)]


class ContentIn(Input):
    """`steps`: one on each line. Without days: gone through today, again within a year."""

    title: Annotated[str, Text(120)]
    kind: Kind
    steps: Annotated[str, Text(MOST_STEPS * (LONGEST_STEP + 25))]
    when_to_use: Annotated[str, Text(500)] = ""
    is_shared: bool = False
    sharing_label: Label = "TLP:AMBER"
    reviewed_on: Day | None = None
    review_by: Day | None = None


class PlaybookIn(ContentIn):
    """`for_network`: the coordinator's, for everybody."""

    for_network: bool = False
    playbook_id: UUID | None = None


class RevisionIn(ContentIn):
    """`version`: the one that was read before writing."""

    version: Version
    what_changed: Annotated[str, Text(300)] = ""


class WithdrawalIn(Input):
    reason: Annotated[str, Text(300)]


class PlaybookOut(Schema):
    """`party_id` is null for the network's own. `id` is the playbook's, the same in each version."""

    id: UUID
    party_id: UUID | None
    version: int
    is_current: bool
    title: str
    kind: str
    when_to_use: str
    steps: list[str]
    is_shared: bool
    sharing_label: str
    reviewed_on: date
    review_by: date
    what_changed: str
    written_by_name: str
    written_at: datetime
    withdrawn_at: datetime | None
    withdrawn_reason: str


PlaybookPage = page_schema(PlaybookOut)
SAME = PlaybookOut.model_fields.keys() - {
    "id",
    "party_id",
    "version",
    "steps",
    "withdrawn_at",
    "withdrawn_reason",
}


def playbook_out(_actor: Actor, row: Any) -> PlaybookOut:
    return PlaybookOut(
        **{name: getattr(row, name) for name in SAME},
        id=row.playbook_id,
        party_id=row.playbook.party_id,
        version=row.number,
        steps=list(row.step_list),
        withdrawn_at=row.playbook.withdrawn_at,
        withdrawn_reason=row.playbook.withdrawn_reason,
    )


@router.get("/playbooks", **reads(PlaybookPage, name="playbooks", summary="Playbooks"))
def playbooks(
    request: ActorRequest,
    paging: PagingQuery,
    search: Search = "",
    kind: Kind = "",
    whose: Literal["", "ours", "network"] = "",
    withdrawn: bool = False,
) -> Any:
    actor = request.actor
    found = queries.playbooks(
        actor,
        search=search,
        kind=kind,
        whose=whose,
        withdrawn=withdrawn,
        cursor=paging.cursor,
        limit=paging.limit,
    )
    return {"items": [playbook_out(actor, each) for each in found.items], "next": found.next}


@router.get(ONE, **reads(PlaybookOut, name="playbook", summary="One playbook"))
def playbook(request: ActorRequest, playbook_id: UUID) -> Any:
    return playbook_out(request.actor, queries.get_playbook(request.actor, playbook_id))


@router.get(
    f"{ONE}/versions",
    **reads(list[PlaybookOut], name="playbook_versions", summary="Versions of a playbook"),
)
def playbook_versions(request: ActorRequest, playbook_id: UUID) -> Any:
    actor = request.actor
    return [playbook_out(actor, each) for each in queries.versions_of(actor, playbook_id)]


@router.post("/playbooks", **writes(commands.write_playbook, PlaybookOut, status=201))
def write_playbook(request: ActorRequest, payload: PlaybookIn) -> HttpResponse:
    given = payload.model_dump()
    return run(request, commands.write_playbook, playbook_out, status=201, **given)


@router.post(f"{ONE}/revise", **writes(commands.revise_playbook, PlaybookOut))
def revise_playbook(request: ActorRequest, playbook_id: UUID, payload: RevisionIn) -> HttpResponse:
    given = {"playbook_id": playbook_id, **payload.model_dump()}
    return run(request, commands.revise_playbook, playbook_out, **given)


@router.post(f"{ONE}/withdraw", **writes(commands.withdraw_playbook, PlaybookOut))
def withdraw_playbook(
    request: ActorRequest, playbook_id: UUID, payload: WithdrawalIn
) -> HttpResponse:
    given = {"playbook_id": playbook_id, **payload.model_dump()}
    return run(request, commands.withdraw_playbook, playbook_out, **given)
