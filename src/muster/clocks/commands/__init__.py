"""Every write of this room."""

from muster.clocks.commands.disposal import dispose_happenings
from muster.clocks.commands.keeping import digest_deadlines, keep_clocks, note_due
from muster.clocks.commands.noting import note_happening
from muster.clocks.commands.stating import start_stated, stop_stated

__all__ = [
    "digest_deadlines",
    "dispose_happenings",
    "keep_clocks",
    "note_due",
    "note_happening",
    "start_stated",
    "stop_stated",
]
