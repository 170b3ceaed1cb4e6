"""Every write of this room."""

from muster.duty.commands.absences import end_time_off, note_time_off, write_handover_note
from muster.duty.commands.importing import (
    CalendarRead,
    Imported,
    import_duty_calendar,
    preview_duty_calendar,
)
from muster.duty.commands.overrides import end_override, make_override, swap_shifts, take_over
from muster.duty.commands.rotations import add_rotation, edit_rota, edit_rotation, remove_rotation
from muster.duty.commands.watching import note_duty_change, note_gaps

__all__ = [
    "CalendarRead",
    "Imported",
    "add_rotation",
    "edit_rota",
    "edit_rotation",
    "end_override",
    "end_time_off",
    "import_duty_calendar",
    "make_override",
    "note_duty_change",
    "note_gaps",
    "note_time_off",
    "preview_duty_calendar",
    "remove_rotation",
    "swap_shifts",
    "take_over",
    "write_handover_note",
]
