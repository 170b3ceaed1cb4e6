"""Rotas over the API."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Router, Schema
from pydantic import Field

from muster.api.doors import ActorRequest, Day, Input, Moment, Text, reads, run, writes
from muster.duty import commands, queries
from muster.duty.calendar_files import LARGEST_TEXT
from muster.duty.queries import OnDuty, RotaView
from muster.duty.words import LEFT_OUT
from muster.journal import clock
from muster.rules.actor import Actor

router = Router()
Level = Annotated[int, Field(ge=1, le=5)]
Weekday = Annotated[int, Field(ge=0, le=6)]
LocalTime = Annotated[time, Field(description="Hour and minute in the rota's time zone")]


class RotaIn(Input):
    """How a party is asked. `zone` names a time zone, such as America/Denver."""

    zone: Annotated[str, Text(60)]
    minutes_between: Annotated[int, Field(ge=1, le=120)] = 5
    order: Literal["one_by_one", "all_at_once"] = "one_by_one"
    asks_officers: bool = True
    last_resort: Literal["nobody", "everybody", "coordinator"] = "everybody"


class RotationValues(Input):
    """People in the order of their turns; weekdays count from Monday, 0. Hours are local."""

    level: Level
    name: Annotated[str, Text(100, 1)]
    person_ids: Annotated[list[UUID], Field(min_length=1, max_length=50)]
    starts_on: Day
    hands_over_at: LocalTime
    length: Annotated[int, Field(ge=1, le=72)]
    unit: Literal["hours", "days", "weeks"]
    begins_at: LocalTime | None = None
    ends_at: LocalTime | None = None
    weekdays: Annotated[list[Weekday], Field(max_length=7)] = []


class RotationIn(RotationValues):
    rotation_id: UUID | None = None


class OverrideIn(Input):
    level: Level
    person_id: UUID
    since: Moment
    until: Moment
    reason: Annotated[str, Text(200)] = ""
    override_id: UUID | None = None


class TakeOverIn(Input):
    level: Level = 1
    until: Moment | None = None


class SwapIn(Input):
    """Two shifts, each named by its level and a moment within it."""

    level: Level
    since: Moment
    other_level: Level
    other_since: Moment


class TimeOffIn(Input):
    person_id: UUID
    since: Moment
    until: Moment
    time_off_id: UUID | None = None


class HandoverNoteIn(Input):
    text: Annotated[str, Text(2000, 1)]
    note_id: UUID | None = None


class CalendarIn(Input):
    """`text` is the calendar file. With `dry_run` nothing is written."""

    text: Annotated[str, Field(min_length=1, max_length=LARGEST_TEXT)]
    level: Level = 1
    name: Annotated[str, Text(100, 1)] = "On-call calendar"
    dry_run: bool = False


class FoundShiftOut(Schema):
    person_id: UUID
    since: datetime
    until: datetime
    title: str


class LeftOutOut(Schema):
    """`reason`: nobody, several, no_time, no_end, too_long, too_old or repetition."""

    title: str
    since: datetime | None
    reason: str
    detail: str


class CalendarOut(Schema):
    """What was taken or, in a dry run, what would be: then with every shift and what is left out."""

    is_dry_run: bool = False
    rotation_id: UUID | None = None
    added: int
    changed: int = 0
    removed: int = 0
    untaken: int
    shifts: list[FoundShiftOut] = []
    left_out: list[LeftOutOut] = []


class RotaOut(Schema):
    party_id: UUID
    zone: str
    revision: int
    minutes_between: int
    order: str
    asks_officers: bool
    last_resort: str


class RotationOut(Schema):
    id: UUID
    party_id: UUID
    level: int
    name: str
    person_ids: list[UUID]
    starts_on: date
    hands_over_at: time
    length: int
    unit: str
    begins_at: time | None
    ends_at: time | None
    weekdays: list[int]
    is_listed: bool


class OverrideOut(Schema):
    id: UUID
    level: int
    person_id: UUID
    since: datetime
    until: datetime
    reason: str
    made_by_name: str
    ended_at: datetime | None


class OverridesOut(Schema):
    overrides: list[OverrideOut]


class TimeOffOut(Schema):
    id: UUID
    person_id: UUID
    since: datetime
    until: datetime
    ended_at: datetime | None


class HandoverNoteOut(Schema):
    id: UUID
    text: str
    written_by_name: str
    written_at: datetime


class DutyOut(Schema):
    """One stretch of one level; nobody's has no person. `source` says why this person."""

    level: int
    person_id: UUID | None
    name: str
    since: datetime | None
    until: datetime | None
    source: Literal["rota", "stand_in", "override", "contact_order"]
    instead_of: UUID | None


class GapOut(Schema):
    since: datetime
    until: datetime


class PlanOut(Schema):
    """Who is on duty now and in the next four weeks, and when nobody is."""

    party_id: UUID
    zone: str
    now: list[DutyOut]
    duties: list[DutyOut]
    gaps: list[GapOut]
    notes: list[HandoverNoteOut]


class NightOut(Schema):
    party_id: UUID
    party_name: str
    keeps_rota: bool
    has_nobody: bool
    on_duty: list[UUID]
    gaps: list[GapOut]


class Rotas(Schema):
    rotations: list[RotationOut]
    overrides: list[OverrideOut]
    times_off: list[TimeOffOut]


def rota_out(_actor: Actor, row: Any) -> RotaOut:
    return RotaOut.from_orm(row)


def rotation_out(_actor: Actor, row: Any) -> RotationOut:
    same = RotationOut.model_fields.keys() - {"party_id", "person_ids"}
    return RotationOut(
        party_id=row.rota.party_id,
        person_ids=list(row.people),
        **{name: getattr(row, name) for name in same},
    )


def override_out(_actor: Actor, row: Any) -> OverrideOut:
    return OverrideOut.from_orm(row)


def overrides_out(_actor: Actor, rows: Any) -> OverridesOut:
    return OverridesOut(overrides=[OverrideOut.from_orm(each) for each in rows])


def time_off_out(_actor: Actor, row: Any) -> TimeOffOut:
    return TimeOffOut.from_orm(row)


def note_out(_actor: Actor, row: Any) -> HandoverNoteOut:
    return HandoverNoteOut.from_orm(row)


def duty_out(shown: RotaView, each: Any) -> DutyOut:
    same = ("level", "person_id", "since", "until", "source", "instead_of")
    name = shown.names.get(each.person_id, "") if each.person_id else ""
    return DutyOut(name=name, **{word: getattr(each, word) for word in same})


@router.get(
    "/duty/parties/{party_id}",
    **reads(PlanOut, name="duty_plan", summary="Who is on duty now and in the next four weeks"),
)
def duty_plan(request: ActorRequest, party_id: UUID) -> Any:
    shown = queries.rota_of(request.actor, party_id)
    return PlanOut(
        party_id=party_id,
        zone=shown.zone,
        now=[duty_out(shown, each) for each in shown.now],
        duties=[duty_out(shown, each) for each in shown.duties],
        gaps=[GapOut(since=each.since, until=each.until) for each in shown.gaps],
        notes=[HandoverNoteOut.from_orm(each) for each in shown.notes],
    )


@router.get(
    "/duty/parties/{party_id}/rota",
    **reads(Rotas, name="duty_rota", summary="Rotations, and overrides and time off ahead"),
)
def duty_rota(request: ActorRequest, party_id: UUID) -> Any:
    actor, at = request.actor, clock.now()
    return Rotas(
        rotations=[rotation_out(actor, each) for each in queries.rotations_of(actor, party_id)],
        overrides=[override_out(actor, each) for each in queries.overrides_of(actor, party_id, at)],
        times_off=[time_off_out(actor, each) for each in queries.times_off_of(actor, party_id, at)],
    )


@router.get(
    "/duty/tonight",
    **reads(list[NightOut], name="duty_tonight", summary="How each party stands tonight"),
)
def duty_tonight(request: ActorRequest) -> Any:
    return [
        NightOut(
            party_id=each.party_id,
            party_name=each.party_name,
            keeps_rota=each.keeps_rota,
            has_nobody=each.has_nobody,
            on_duty=_people(each.on_duty),
            gaps=[GapOut(since=gap.since, until=gap.until) for gap in each.gaps],
        )
        for each in queries.tonight(request.actor)
    ]


def _people(found: list[OnDuty]) -> list[UUID]:
    return [each.person_id for each in found]


@router.put("/duty/parties/{party_id}/rota", **writes(commands.edit_rota, RotaOut))
def edit_rota(request: ActorRequest, party_id: UUID, payload: RotaIn) -> HttpResponse:
    return run(request, commands.edit_rota, rota_out, party_id=party_id, **payload.model_dump())


@router.post(
    "/duty/parties/{party_id}/rotations", **writes(commands.add_rotation, RotationOut, status=201)
)
def add_rotation(request: ActorRequest, party_id: UUID, payload: RotationIn) -> HttpResponse:
    inputs = payload.model_dump()
    return run(
        request, commands.add_rotation, rotation_out, status=201, party_id=party_id, **inputs
    )


def imported_out(_actor: Actor, row: Any) -> CalendarOut:
    return CalendarOut.from_orm(row)


def read_out(read: commands.CalendarRead) -> CalendarOut:
    return CalendarOut(
        is_dry_run=True,
        added=len(read.shifts),
        untaken=len(read.untaken),
        shifts=[
            FoundShiftOut(
                person_id=each.person_id,
                since=each.event.since,
                until=each.event.until,
                title=each.event.title,
            )
            for each in read.shifts
        ],
        left_out=[
            LeftOutOut(
                title=each.title,
                since=each.since,
                reason=each.reason,
                detail=LEFT_OUT[each.reason],
            )
            for each in read.untaken
        ],
    )


@router.post(
    "/duty/parties/{party_id}/calendar", **writes(commands.import_duty_calendar, CalendarOut)
)
def import_duty_calendar(
    request: ActorRequest, party_id: UUID, payload: CalendarIn
) -> HttpResponse | CalendarOut:
    if payload.dry_run:
        text = payload.text
        actor: Actor = request.actor
        return read_out(commands.preview_duty_calendar(actor, party_id=party_id, text=text))
    given = payload.model_dump(exclude={"dry_run"})
    return run(request, commands.import_duty_calendar, imported_out, party_id=party_id, **given)


@router.put("/duty/rotations/{rotation_id}", **writes(commands.edit_rotation, RotationOut))
def edit_rotation(
    request: ActorRequest, rotation_id: UUID, payload: RotationValues
) -> HttpResponse:
    inputs = payload.model_dump()
    return run(request, commands.edit_rotation, rotation_out, rotation_id=rotation_id, **inputs)


@router.post(
    "/duty/rotations/{rotation_id}/remove", **writes(commands.remove_rotation, RotationOut)
)
def remove_rotation(request: ActorRequest, rotation_id: UUID) -> HttpResponse:
    return run(request, commands.remove_rotation, rotation_out, rotation_id=rotation_id)


@router.post(
    "/duty/parties/{party_id}/overrides",
    **writes(commands.make_override, OverrideOut, status=201),
)
def make_override(request: ActorRequest, party_id: UUID, payload: OverrideIn) -> HttpResponse:
    inputs = payload.model_dump()
    return run(
        request, commands.make_override, override_out, status=201, party_id=party_id, **inputs
    )


@router.post(
    "/duty/parties/{party_id}/take-over", **writes(commands.take_over, OverrideOut, status=201)
)
def take_over(request: ActorRequest, party_id: UUID, payload: TakeOverIn) -> HttpResponse:
    inputs = payload.model_dump()
    return run(request, commands.take_over, override_out, status=201, party_id=party_id, **inputs)


@router.post(
    "/duty/parties/{party_id}/swaps", **writes(commands.swap_shifts, OverridesOut, status=201)
)
def swap_shifts(request: ActorRequest, party_id: UUID, payload: SwapIn) -> HttpResponse:
    inputs = payload.model_dump()
    return run(
        request, commands.swap_shifts, overrides_out, status=201, party_id=party_id, **inputs
    )


@router.post("/duty/overrides/{override_id}/end", **writes(commands.end_override, OverrideOut))
def end_override(request: ActorRequest, override_id: UUID) -> HttpResponse:
    return run(request, commands.end_override, override_out, override_id=override_id)


@router.post(
    "/duty/parties/{party_id}/time-off", **writes(commands.note_time_off, TimeOffOut, status=201)
)
def note_time_off(request: ActorRequest, party_id: UUID, payload: TimeOffIn) -> HttpResponse:
    inputs = payload.model_dump()
    return run(
        request, commands.note_time_off, time_off_out, status=201, party_id=party_id, **inputs
    )


@router.post("/duty/time-off/{time_off_id}/end", **writes(commands.end_time_off, TimeOffOut))
def end_time_off(request: ActorRequest, time_off_id: UUID) -> HttpResponse:
    return run(request, commands.end_time_off, time_off_out, time_off_id=time_off_id)


@router.post(
    "/duty/parties/{party_id}/notes",
    **writes(commands.write_handover_note, HandoverNoteOut, status=201),
)
def write_handover_note(
    request: ActorRequest, party_id: UUID, payload: HandoverNoteIn
) -> HttpResponse:
    inputs = payload.model_dump()
    return run(
        request, commands.write_handover_note, note_out, status=201, party_id=party_id, **inputs
    )
