"""Deadlines over the API."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Router, Schema

from muster.api.doors import (
    ActorRequest,
    Input,
    Moment,
    PagingQuery,
    Text,
    page_schema,
    reads,
    run,
    writes,
)
from muster.clocks import commands, queries
from muster.clocks.words import rule_words
from muster.rules.actor import Actor
from muster.rules.happenings import GIVEN_BY_HAND, Scope
from muster.rules.terms import ClockEvent

router = Router()
Note = Annotated[str, Text(1000)]
ScopeWord = Literal["incident", "aid_request", "offer", "mission", "party", "records_request"]
if TYPE_CHECKING:
    GivenByHand = str
else:
    GivenByHand = Literal[*sorted(each.value for each in GIVEN_BY_HAND)]


class HappeningIn(Input):
    """What was done between people; a note or a proof is needed."""

    event: GivenByHand
    scope: ScopeWord
    subject_id: UUID
    happened_at: Moment
    note: Note = ""
    evidence_file_id: UUID | None = None
    happening_id: UUID | None = None


class HappeningOut(Schema):
    id: UUID
    event: ClockEvent
    scope: Scope
    subject_id: UUID
    party_id: UUID | None
    happened_at: datetime
    note: str
    evidence_file_id: UUID | None
    noted_by_name: str
    noted_at: datetime


class HolidayOut(Schema):
    day: date
    name: str


class DeadlineOut(Schema):
    """A started clock. `last_day` is the agreement's day, `ends_at` the moment when it is over."""

    id: UUID
    key: str
    title: str
    scope: Scope
    subject_id: UUID
    subject_reference: str
    owner_party_id: UUID | None
    exercise_id: UUID | None
    agreement_version_id: UUID | None
    rule: str
    clause: str
    state: str
    started_at: datetime
    last_day: date
    ends_at: datetime
    warns_at: datetime
    stopped_at: datetime | None
    was_kept: bool | None
    holidays: list[HolidayOut]
    happening: HappeningOut | None


def deadline_out(_actor: Actor, shown: queries.ShownDeadline) -> DeadlineOut:
    row = shown.row
    same = DeadlineOut.model_fields.keys() - {
        "key",
        "rule",
        "clause",
        "state",
        "was_kept",
        "holidays",
        "happening",
    }
    return DeadlineOut(
        **{name: getattr(row, name) for name in same},
        key=row.clock_key,
        rule=rule_words(shown.clock),
        clause=shown.clock.clause,
        state=shown.state,
        was_kept=shown.was_kept,
        holidays=[HolidayOut(day=day, name=name) for day, name in shown.holidays],
        happening=HappeningOut.from_orm(row.happening) if row.happening else None,
    )


def happening_out(_actor: Actor, row: Any) -> HappeningOut:
    return HappeningOut.from_orm(row)


DeadlinePage = page_schema(DeadlineOut)


@router.get("/deadlines", **reads(DeadlinePage, name="deadlines", summary="Deadlines that run"))
def deadlines(
    request: ActorRequest,
    paging: PagingQuery,
    ended: bool = False,
    mine: bool = False,
    scope: ScopeWord | None = None,
    exercise_id: UUID | None = None,
) -> Any:
    actor = request.actor
    asked = queries.DeadlineFilter(
        ended=ended, mine=mine, scope=scope or "", exercise_id=exercise_id
    )
    found = queries.deadlines(actor, asked, cursor=paging.cursor, limit=paging.limit)
    return {"items": [deadline_out(actor, each) for each in found.items], "next": found.next}


@router.get(
    "/deadlines/{deadline_id}", **reads(DeadlineOut, name="get_deadline", summary="One deadline")
)
def get_deadline(request: ActorRequest, deadline_id: UUID) -> Any:
    actor = request.actor
    return deadline_out(actor, queries.get_deadline(actor, deadline_id))


@router.post("/happenings", **writes(commands.note_happening, HappeningOut, status=201))
def note_happening(request: ActorRequest, payload: HappeningIn) -> HttpResponse:
    return run(request, commands.note_happening, happening_out, status=201, **payload.model_dump())


@router.get(
    "/happenings/{happening_id}",
    **reads(HappeningOut, name="get_happening", summary="What was written down, with its proof"),
)
def get_happening(request: ActorRequest, happening_id: UUID) -> Any:
    return queries.get_happening(request.actor, happening_id)
