"""A ready file taken by a network of another zone: its days end at the network's own midnight."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import muster.agreements
from muster.rules.clocks import Calendar, deadline
from muster.rules.settlement import settle
from muster.rules.terms import read_terms
from muster.rules.terms.zones import in_zone, text_in_zone, zone_line
from tests.rules.missions import entry, mission, with_term

LIBRARY = sorted((Path(muster.agreements.__file__).parent / "library").glob("*.toml"))
OHIO = next(path.read_text() for path in LIBRARY if path.stem == "ohio_warn")
DENVER = "America/Denver"


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.stem)
def test_only_the_zone_of_a_ready_file_changes(path):
    text = path.read_text()
    moved = text_in_zone(text, "America/Boise")
    was, here = zone_line(text), zone_line(moved)
    assert (here.line, here.zone) == (was.line, "America/Boise")
    assert was.zone in moved.splitlines()[here.line - 1]  # nothing is silent
    assert in_zone(read_terms(text), "America/Boise") == read_terms(moved)
    assert text_in_zone(moved, "America/Boise") == moved


@pytest.mark.parametrize(
    "text", ["", "[", "time_zone = 3", "[agreement]\ntime_zone = 3", 'a = """']
)
def test_a_file_that_names_no_zone_stays_as_it_is(text):
    assert zone_line(text) is None
    assert text_in_zone(text, DENVER) == text


@pytest.mark.parametrize(
    ("billed_at", "last_moment"),
    [
        # Paid within sixty days: the last is 9 June, summer time; 30 December, winter time.
        (datetime(2026, 4, 10, 18, tzinfo=UTC), datetime(2026, 6, 10, 6, tzinfo=UTC)),
        (datetime(2026, 10, 31, 18, tzinfo=UTC), datetime(2026, 12, 31, 7, tzinfo=UTC)),
    ],
)
def test_a_network_in_utah_ends_ohio_days_at_its_own_midnight(billed_at, last_moment):
    there, here = read_terms(OHIO), read_terms(text_in_zone(OHIO, DENVER))
    own = deadline(here.clocks["pay"], billed_at, Calendar.of(here))
    theirs = deadline(there.clocks["pay"], billed_at, Calendar.of(there))
    assert own.ends_at == last_moment
    assert own.last_day == theirs.last_day
    assert own.ends_at - theirs.ends_at == timedelta(hours=2)


def test_a_day_of_work_is_the_networks_own_day_also_when_the_clocks_change():
    """25 hours from midnight to midnight in Denver on 1 November; in Columbus two days have them."""
    start = datetime(2026, 11, 1, tzinfo=ZoneInfo(DENVER)).astimezone(UTC)
    work = mission([entry("A", 0, 25, "50.00", at=start)])

    def long_days(zone):
        terms = read_terms(text_in_zone(OHIO, zone))
        terms = with_term(terms, "checks", most_hours_a_day=23)
        found = settle(work, terms).warnings
        return [
            (str(each.values["day"]), each.values["hours"])
            for each in found
            if each.code == "time.day_too_long"
        ]

    assert long_days(DENVER) == [("2026-11-01", "25")]
    assert long_days("America/New_York") == []  # 23 hours of the first, 2 of the second
