"""A span of whole days as somebody reads them: in a zone, not in UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Days:
    """From the first day to the last one, both of them in; an end that is None is open."""

    first: date | None
    last: date | None
    zone: tzinfo

    @property
    def begins_at(self) -> datetime | None:
        """The first moment of the first day, in UTC; None where nothing lies before it."""
        return None if self.first is None else self._start_of(self.first)

    @property
    def ends_before(self) -> datetime | None:
        """The first moment after the last day, in UTC; None where nothing lies behind it."""
        if self.last is None or date.max - self.last < DAY:
            return None
        return self._start_of(self.last + DAY)

    def _start_of(self, day: date) -> datetime | None:
        try:
            return datetime.combine(day, time(), self.zone).astimezone(UTC)
        except OverflowError:  # the first and the last days of the calendar, in zones beside UTC
            return None
