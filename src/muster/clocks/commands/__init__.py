"""Every write of this room."""

from muster.clocks.commands.disposal import dispose_happenings
from muster.clocks.commands.feeds import (
    FeedMade,
    end_calendar_feeds,
    make_calendar_feed,
    revoke_calendar_feed,
)
from muster.clocks.commands.keeping import digest_deadlines, keep_clocks, note_due
from muster.clocks.commands.noting import note_happening

__all__ = [
    "end_calendar_feeds",
    "FeedMade",
    "digest_deadlines",
    "dispose_happenings",
    "keep_clocks",
    "make_calendar_feed",
    "note_due",
    "note_happening",
    "revoke_calendar_feed",
]
