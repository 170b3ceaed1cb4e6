"""Print every deadline of a case: its start, rule, last day and state at a moment. Needs no database."""

from __future__ import annotations

import argparse
import json
from datetime import UTC, datetime

from muster.config.cli.case_text import clocks_text
from muster.config.cli.cases import LoadedCase, add_case, with_case
from muster.config.cli.output import fail
from muster.journal import clock
from muster.journal.plain import to_plain
from muster.rules.cases import case_clocks
from muster.rules.cases.gathering import must_moment
from muster.rules.cases.moments import skipped_time, time_shown_twice
from muster.rules.settlement import as_plain

HELP = "print every deadline of a case"


def configure(parser: argparse.ArgumentParser) -> None:
    add_case(parser)
    parser.add_argument(
        "--at",
        metavar="MOMENT",
        help=(
            "the moment to look at, as in 2026-07-04T08:00, in the terms' zone unless it carries an "
            "offset; without it the case's own, or now"
        ),
    )


def run(arguments: argparse.Namespace) -> int:
    return with_case(arguments, lambda loaded: _clocks(arguments, loaded))


def _clocks(arguments: argparse.Namespace, loaded: LoadedCase) -> int:
    try:
        at = moment(arguments.at, loaded)
    except OddTime as odd:
        return fail(arguments, f"--at {arguments.at}: {odd}")
    except (ValueError, OverflowError):
        return fail(arguments, "write the moment as in 2026-07-04T08:00 or 2026-07-04")
    rows = as_plain(case_clocks(loaded.case, loaded.terms, at))
    answer = {"at": at.isoformat(), "time_zone": str(loaded.terms.zone), "clocks": rows}
    if arguments.json:
        print(json.dumps(to_plain(answer), indent=2, ensure_ascii=False))
    else:
        print(clocks_text(rows, at, loaded.terms.zone))
    return 0


class OddTime(ValueError):
    """A local time that the clocks skip, or show twice; its text is the sentence for the reader."""


def moment(text: str | None, loaded: LoadedCase) -> datetime:
    """The moment that was asked for, else the case's own, else now; without an offset it is local.

    Raises `OddTime` for a local time that is no moment or two, and `ValueError` for no time at all.
    """
    given = datetime.fromisoformat(text) if text else loaded.case.at
    if given is None:
        return clock.now()
    zone = loaded.terms.zone
    if text and (odd := skipped_time(given, zone) or time_shown_twice(given, zone)):
        raise OddTime(odd)
    return must_moment(given, loaded.terms.zone).astimezone(UTC)
