"""Settle a case from a file: every claim with its lines, and for each line its working. Needs no database."""

from __future__ import annotations

import argparse
import json
from typing import Any

from muster.config.cli.case_text import settled_text
from muster.config.cli.cases import LoadedCase, add_case, with_case
from muster.journal.plain import to_plain
from muster.rules.cases import party_states, request_states, settle_case
from muster.rules.cases.gathering import must_moment
from muster.rules.settlement import as_plain

HELP = "settle a case from a file"


def configure(parser: argparse.ArgumentParser) -> None:
    add_case(parser)
    parser.add_argument(
        "--working", action="store_true", help="show how each line was computed, step by step"
    )


def run(arguments: argparse.Namespace) -> int:
    return with_case(arguments, lambda loaded: _settle(arguments, loaded))


def _settle(arguments: argparse.Namespace, loaded: LoadedCase) -> int:
    answer = settled(loaded)
    if arguments.json:
        print(json.dumps(to_plain(answer), indent=2, ensure_ascii=False))
    else:
        print(settled_text(answer, with_working=arguments.working))
    return 0


def settled(loaded: LoadedCase) -> dict[str, Any]:
    """Everything that a case comes to, in JSON's own types."""
    case, terms = loaded.case, loaded.terms
    asked = [each.asked_at for each in case.missions] + [each.asked_at for each in case.requests]
    latest = [must_moment(each, terms.zone) for each in asked]
    at = must_moment(case.at, terms.zone) if case.at else max(latest, default=None)
    return {
        **as_plain(settle_case(case, terms)),
        "requests": as_plain(request_states(case, terms, loaded.others)),
        "standing": as_plain(party_states(case, terms, at)) if at else [],
    }
