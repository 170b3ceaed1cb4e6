"""Reading codes, periods and vouching; never a plain code, which is kept nowhere."""

from muster.breakglass.queries.codes import (
    SheetView,
    choosable_people,
    code_of,
    code_sheet,
    get_sheet,
    is_session_live,
    known_sheet,
    lapsing_sheets,
    live_codes,
)
from muster.breakglass.queries.periods import (
    PeriodView,
    get_period,
    is_fenced_anywhere,
    is_fenced_party,
    is_fenced_person,
    is_under,
    period_of,
    periods,
)
from muster.breakglass.queries.vouching import (
    CallBack,
    call_back_numbers,
    numbers_of,
    open_vouching,
    people_to_vouch_for,
    vouchable_parties,
    waiting_vouchings,
)

__all__ = [
    "CallBack",
    "PeriodView",
    "SheetView",
    "call_back_numbers",
    "choosable_people",
    "code_of",
    "code_sheet",
    "get_period",
    "get_sheet",
    "is_fenced_anywhere",
    "is_fenced_party",
    "is_fenced_person",
    "is_session_live",
    "is_under",
    "known_sheet",
    "lapsing_sheets",
    "live_codes",
    "numbers_of",
    "open_vouching",
    "people_to_vouch_for",
    "period_of",
    "periods",
    "vouchable_parties",
    "waiting_vouchings",
]
