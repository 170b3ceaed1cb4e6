"""What a mission costs under its terms: pure, exact, every cent with its working.

`settle(facts, terms)` after the work, `estimate(...)` before it, `free_meter(...)` while it runs.
Hours are exact fractions, amounts are rounded once per line, and free hours are used up in the order
of time; see `docs/explanation/settlement.md`.
"""

from muster.rules.settlement.facts import (
    AwayCost,
    AwayReceipt,
    Charge,
    ClaimedBefore,
    DeclaredLoad,
    FrozenAttestation,
    MissionFacts,
    TimeEntry,
    hours_between,
)
from muster.rules.settlement.free_time import turn_at_free_help
from muster.rules.settlement.grant import GrantLine, GrantView, grant_view
from muster.rules.settlement.journeys import mile_is_priced
from muster.rules.settlement.lent import (
    FacilityUse,
    LentThing,
    LicenceLoan,
    Stay,
    Supply,
    Use,
    whole_months,
)
from muster.rules.settlement.meter import FreeMeter, MeterState, free_meter
from muster.rules.settlement.rates import RateRow, Rates
from muster.rules.settlement.settle import EstimatedWork, estimate, settle
from muster.rules.settlement.supplement import supplement
from muster.rules.settlement.working import (
    Reason,
    Settlement,
    SettlementLine,
    Step,
    as_plain,
    show_number,
)
from muster.rules.settlement.worth import worth_of_free_help

__all__ = [
    "AwayCost",
    "AwayReceipt",
    "DeclaredLoad",
    "FacilityUse",
    "LicenceLoan",
    "RateRow",
    "Rates",
    "Stay",
    "Supply",
    "Use",
    "Charge",
    "ClaimedBefore",
    "EstimatedWork",
    "GrantLine",
    "GrantView",
    "grant_view",
    "FreeMeter",
    "FrozenAttestation",
    "LentThing",
    "MeterState",
    "MissionFacts",
    "Reason",
    "Settlement",
    "SettlementLine",
    "Step",
    "TimeEntry",
    "as_plain",
    "estimate",
    "free_meter",
    "hours_between",
    "mile_is_priced",
    "settle",
    "supplement",
    "show_number",
    "turn_at_free_help",
    "whole_months",
    "worth_of_free_help",
]
