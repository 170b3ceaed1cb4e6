"""What a rate looked up in a table leaves in the working, and what it means that there was none."""

from __future__ import annotations

from datetime import date

from muster.rules.settlement.rates import RateRow, Rates
from muster.rules.settlement.working import Reason, Step
from muster.rules.terms import Check, Terms

NO_RATE = "rate.none_on_day"
NO_TABLE = "rate.no_table"


def rate_step(label: str, row: RateRow, day: date, rule: str, terms: Terms) -> Step:
    """The step that keeps which rate was in force on the day, and where it comes from."""
    inputs = {"table": row.table, "key": row.key, "day": day.isoformat()}
    if row.part:
        inputs["part"] = row.part
    if row.valid_from:
        inputs["in_force_from"] = row.valid_from.isoformat()
    if row.source:
        inputs["source"] = row.source
    return Step(label, str(row.amount), inputs, rule, terms.clause(rule.partition(".")[0]))


def no_rate(table: str, key: str, day: date) -> Reason:
    """There was no such rate on the day. Term: checks."""
    return Reason(NO_RATE, "checks", {"table": table, "key": key, "day": day})


def missing_rate(rates: Rates, table: str, key: str, day: date) -> Reason:
    """Why a table gave no rate: it has none for the day, or nobody brought the table at all.

    A table that nobody brought refuses nothing: what was recorded is used, and said so.
    """
    if rates.has_table(table):
        return no_rate(table, key, day)
    return Reason(NO_TABLE, "checks", {"table": table})


def stands_in_the_way(reason: Reason, terms: Terms) -> bool:
    """Whether a missing rate leaves a cost unpaid until it is there. Term: checks."""
    return reason.code == NO_RATE and terms.checks.missing_rate is Check.REFUSE
