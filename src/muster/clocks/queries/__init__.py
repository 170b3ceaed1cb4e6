"""Every read of this room; each takes the actor first and hides what may not be seen."""

from muster.clocks.queries.deadlines import (
    DeadlineFilter,
    ShownDeadline,
    any_deadline,
    clock_of,
    clocks_by_subject,
    deadlines,
    deadlines_of,
    due_counts,
    events_to_note,
    get_deadline,
    get_happening,
    happenings_of,
    incident_of,
    nearest,
)

__all__ = [
    "DeadlineFilter",
    "ShownDeadline",
    "any_deadline",
    "clock_of",
    "clocks_by_subject",
    "deadlines",
    "deadlines_of",
    "due_counts",
    "events_to_note",
    "get_deadline",
    "get_happening",
    "happenings_of",
    "incident_of",
    "nearest",
]
