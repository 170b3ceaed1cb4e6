"""The shapes of an operation and its parts."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from muster.api.doors import Input, LongText, Moment, ShortText, Text

Line = Annotated[str, Text(500, 1)]
Note = Annotated[str, Text(500)]
Key = Annotated[str, Text(60)]
Hours = Annotated[int, Field(ge=0, le=168)]
PhaseName = Literal["analysis", "containment", "eradication", "recovery", "closing"]
PostName = Literal["commander", "deputy"]


class StartIn(Input):
    commander_id: UUID
    deputy_id: UUID | None = None
    report_every_hours: Hours = 12


class OperationChangesIn(Input):
    """Only what is given is changed."""

    report_every_hours: Hours | None = None
    longest_shift_hours: Hours | None = None
    least_rest_hours: Hours | None = None
    most_days: Annotated[int, Field(ge=1, le=60)] | None = None


class PhaseIn(Input):
    phase: PhaseName


class PostIn(Input):
    post: PostName
    to_id: UUID
    note: Annotated[str, Text(4000, 1)]


class ReportIn(Input):
    """`report_id` is made by the client, so that a retry writes once."""

    public_text: Annotated[str, Text(4000, 1)]
    restricted_text: LongText = ""
    report_id: UUID | None = None


class PeriodIn(Input):
    starts_at: Moment
    ends_at: Moment
    objectives: Annotated[list[Line], Field(min_length=1, max_length=30)]


class ObjectiveIn(Input):
    text: Line


class ObjectiveProgressIn(Input):
    action: Literal["meet", "drop", "reopen"]
    note: Note = ""


class TaskIn(Input):
    """`worker_key` is one of the operation's workers; empty leaves it to whoever takes it."""

    text: Line
    place: ShortText = ""
    worker_key: Key = ""
    objective_id: UUID | None = None
    due_at: Moment | None = None


class TaskProgressIn(Input):
    action: Literal["start", "finish", "drop", "reopen"]
    note: Note = ""


class AssignIn(Input):
    worker_key: Key


class ShiftIn(Input):
    """`accepts_risk` plans a shift that breaks the limits of rest."""

    worker_key: Key
    duty: Annotated[str, Text(200, 1)]
    starts_at: Moment
    ends_at: Moment
    accepts_risk: bool = False


class WorkerOut(Schema):
    key: str
    name: str
    party_id: UUID | None
    party_name: str
    person_id: UUID | None


class ObjectiveOut(Schema):
    id: UUID
    period_id: UUID
    number: int
    text: str
    state: str
    note: str


class PeriodOut(Schema):
    id: UUID
    operation_id: UUID
    number: int
    starts_at: datetime
    ends_at: datetime
    objectives: list[ObjectiveOut]


class TaskOut(Schema):
    id: UUID
    operation_id: UUID
    objective_id: UUID | None
    number: int
    text: str
    place: str
    worker_key: str
    worker_name: str
    due_at: datetime | None
    state: str
    note: str
    changed_at: datetime


class ShiftOut(Schema):
    """`problems` are the limits of rest that it breaks."""

    id: UUID
    operation_id: UUID
    worker_key: str
    worker_name: str
    party_id: UUID | None
    duty: str
    starts_at: datetime
    ends_at: datetime
    problems: list[str]


class ReportOut(Schema):
    """For who neither leads nor helps, `restricted_text` and `figures` are empty."""

    id: UUID
    number: int
    phase: str
    public_text: str
    restricted_text: str
    figures: dict[str, Any]
    written_by_name: str
    written_at: datetime


class HandOverOut(Schema):
    id: UUID
    operation_id: UUID
    post: str
    from_name: str
    to_id: UUID
    to_name: str
    note: str
    offered_at: datetime
    taken_at: datetime | None
    ended_at: datetime | None


class OperationOut(Schema):
    id: UUID
    incident_id: UUID
    party_id: UUID
    exercise_id: UUID | None
    phase: str
    wave: int
    commander_id: UUID
    commander_name: str
    deputy_id: UUID | None
    deputy_name: str
    report_every_hours: int
    report_due_at: datetime | None
    longest_shift_hours: int
    least_rest_hours: int
    most_days: int
    started_at: datetime


class OperationWholeOut(OperationOut):
    workers: list[WorkerOut]
    periods: list[PeriodOut]
    tasks: list[TaskOut]
    shifts: list[ShiftOut]
    hand_overs: list[HandOverOut]
