"""A claim for what was recorded late: with the earlier ones no more than one claim of everything.

Free hours fall on the first hours in time. What comes late may lie before hours that were charged, or
cost more than those that were given free: claimed piece by piece it would come to more than at once.
"""

from __future__ import annotations

from dataclasses import replace

from muster.rules.money import Money, format_money, total
from muster.rules.settlement.working import Reason, Settlement, SettlementLine, Step
from muster.rules.terms import Terms

LABEL = "Less what one claim of everything would leave free"


def supplement(left: Settlement, whole: Settlement, charged: Money, terms: Terms) -> Settlement:
    """What `left` comes to after `charged`, where everything together is worth `whole`.

    In cents, from the last line back; what goes is given free, its working says so. Term: checks.
    """
    currency = left.currency
    excess = charged + left.total - whole.total
    lines: list[SettlementLine] = []
    for line in reversed(left.lines):
        less = min(line.amount, excess)
        if less.amount > 0:
            line, excess = _lessened(line, less, terms), excess - less
        lines.insert(0, line)
    return replace(
        left,
        lines=tuple(lines),
        free=total((line.free for line in lines), currency),
        total=total((line.amount for line in lines), currency),
        beyond=total((line.beyond for line in lines), currency),
    )


def _lessened(line: SettlementLine, less: Money, terms: Terms) -> SettlementLine:
    step = Step(
        LABEL,
        str(line.amount - less),
        {"less": str(less)},
        "checks.second_claim",
        terms.clause("checks"),
    )
    return replace(
        line,
        free=line.free + less,
        amount=line.amount - less,
        beyond=line.beyond - less,
        reasons=(
            *line.reasons,
            Reason("claim.free_in_one_claim", "checks", {"amount": format_money(less)}),
        ),
        working=(*line.working, step),
    )
