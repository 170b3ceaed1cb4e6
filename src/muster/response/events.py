"""What can happen to an operation. Facts carry ids, numbers and states, never the texts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from muster.journal.record import event


@event
@dataclass(frozen=True)
class OperationStarted:
    """The response to an incident has a commander."""

    operation_id: UUID
    incident_id: UUID
    party_id: UUID
    reference: str
    commander_id: UUID


@event
@dataclass(frozen=True)
class OperationChanged:
    """The interval of its reports or the limits of its shifts were set anew."""

    operation_id: UUID
    incident_id: UUID
    reference: str
    changed: tuple[str, ...]


@event
@dataclass(frozen=True)
class PhaseChanged:
    """The response went on to another phase, or back."""

    operation_id: UUID
    incident_id: UUID
    reference: str
    phase: str
    before: str


@event
@dataclass(frozen=True)
class WaveBegan:
    """The incident struck again."""

    operation_id: UUID
    incident_id: UUID
    party_id: UUID
    reference: str
    wave: int


@event
@dataclass(frozen=True)
class PeriodOpened:
    """A new operational period, with so many objectives."""

    operation_id: UUID
    incident_id: UUID
    period_id: UUID
    reference: str
    number: int
    starts_at: datetime
    ends_at: datetime
    objective_count: int


@event
@dataclass(frozen=True)
class ObjectiveProgressed:
    """An objective was added, met, dropped or taken up again."""

    operation_id: UUID
    incident_id: UUID
    objective_id: UUID
    reference: str
    period_number: int
    number: int
    action: str


@event
@dataclass(frozen=True)
class SituationReportWritten:
    """A report was written; `due_at` is when the next one is due, if the operation goes on."""

    operation_id: UUID
    incident_id: UUID
    report_id: UUID
    party_id: UUID
    reference: str
    number: int
    due_at: datetime | None


@event
@dataclass(frozen=True)
class SituationReportDue:
    """The agreed interval is over and no report was written."""

    operation_id: UUID
    incident_id: UUID
    reference: str
    commander_id: UUID
    deputy_id: UUID | None
    due_at: datetime


@event
@dataclass(frozen=True)
class TaskProgressed:
    """A task was added, given to somebody, begun, finished, dropped or taken up again."""

    operation_id: UUID
    incident_id: UUID
    task_id: UUID
    reference: str
    number: int
    action: str
    worker_id: UUID | None


@event
@dataclass(frozen=True)
class ShiftPlanned:
    """A shift was planned; `problems` are the limits that it breaks, knowingly."""

    operation_id: UUID
    incident_id: UUID
    shift_id: UUID
    reference: str
    worker_id: UUID | None
    starts_at: datetime
    ends_at: datetime
    problems: tuple[str, ...]


@event
@dataclass(frozen=True)
class ShiftRemoved:
    """A planned shift will not be."""

    operation_id: UUID
    incident_id: UUID
    shift_id: UUID
    reference: str


@event
@dataclass(frozen=True)
class PostOffered:
    """The commander or the deputy asked somebody to take over, with a note."""

    operation_id: UUID
    incident_id: UUID
    hand_over_id: UUID
    reference: str
    post: str
    to_id: UUID


@event
@dataclass(frozen=True)
class PostTaken:
    """Somebody took a post over, having read the note."""

    operation_id: UUID
    incident_id: UUID
    hand_over_id: UUID
    reference: str
    post: str
    to_id: UUID


@event
@dataclass(frozen=True)
class PrecedenceWeightsSet:
    """How much each factor counts when requests compete was set anew."""

    network_id: UUID
    severity: int
    public_safety: int
    unmet: int
    waiting: int
    urgency: int
    population: int


@event
@dataclass(frozen=True)
class RequestPlaced:
    """The coordinator gave a request a place among those that compete."""

    precedence_place_id: UUID
    aid_request_id: UUID
    reference: str
    place: int


@event
@dataclass(frozen=True)
class RequestPlaceEnded:
    """A request stands by its score again."""

    precedence_place_id: UUID
    aid_request_id: UUID
    reference: str
