"""Every write of this room."""

from muster.response.commands.leading import (
    begin_wave,
    change_operation,
    change_phase,
    dispose_operations,
    offer_post,
    start_operation,
    take_post,
)
from muster.response.commands.planning import (
    add_objective,
    open_period,
    plan_shift,
    progress_objective,
    remove_shift,
)
from muster.response.commands.precedence import (
    dispose_places,
    end_place,
    place_request,
    set_precedence_weights,
)
from muster.response.commands.reporting import note_due_reports, write_report
from muster.response.commands.tasks import add_task, assign_task, progress_task

__all__ = [
    "add_objective",
    "add_task",
    "assign_task",
    "begin_wave",
    "change_operation",
    "change_phase",
    "dispose_operations",
    "dispose_places",
    "end_place",
    "note_due_reports",
    "offer_post",
    "open_period",
    "place_request",
    "plan_shift",
    "progress_objective",
    "progress_task",
    "remove_shift",
    "set_precedence_weights",
    "start_operation",
    "take_post",
    "write_report",
]
