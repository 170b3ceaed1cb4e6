"""Cases: what happened under an agreement, written in one JSON file and settled without a database.

`read_case(text)` answers a `Case` or every mistake with its line, `check_moments` finds
those that need the terms' time zone; `settle_case`, `case_clocks`,
`request_states` and `party_states` compute it by the same rules as the record, and `case_schema()` is
the format's JSON Schema. See `docs/reference/case.md`.
"""

from muster.rules.cases.clocks import CaseClock, case_clocks
from muster.rules.cases.reading import CaseError, CaseInvalid, check_moments, read_case
from muster.rules.cases.requests import (
    PartyState,
    RequestState,
    party_states,
    request_states,
)
from muster.rules.cases.schema import case_schema
from muster.rules.cases.settled import PartyTotals, SettledCase, SettledClaim
from muster.rules.cases.settling import settle_case
from muster.rules.cases.shape import Case

__all__ = [
    "Case",
    "CaseClock",
    "CaseError",
    "CaseInvalid",
    "PartyState",
    "PartyTotals",
    "RequestState",
    "SettledCase",
    "SettledClaim",
    "case_clocks",
    "case_schema",
    "check_moments",
    "party_states",
    "read_case",
    "request_states",
    "settle_case",
]
