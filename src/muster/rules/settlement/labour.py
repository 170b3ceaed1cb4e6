"""Lines for people: one per person, kind of hour and rate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from muster.rules.money import Money
from muster.rules.settlement.amounts import Exact, amounts
from muster.rules.settlement.facts import MissionFacts, TimeEntry
from muster.rules.settlement.free_time import LineKey, PayWindow, Spell
from muster.rules.settlement.hour_price import hour_price
from muster.rules.settlement.share import share_of
from muster.rules.settlement.working import Reason, SettlementLine, Step, show_number
from muster.rules.terms import CostKind, HourKind, LabourHours, Terms


@dataclass(frozen=True, slots=True)
class Worked:
    """All spells of one line, with the hours of them that are free."""

    entry: TimeEntry  # the earliest: person, kind and rates are those of all
    hours: Fraction
    free: Fraction
    evidence: tuple[object, ...]


def labour_lines(
    entries: Iterable[TimeEntry],
    worked: Iterable[Spell],
    free: dict[LineKey, Fraction],
    facts: MissionFacts,
    terms: Terms,
    window: PayWindow,
    lost: tuple[Reason, ...],
) -> list[SettlementLine]:
    """A line per person, kind and rate, in the order of person and kind. Terms: labour, free_allowance.

    `lost` says why nothing is free where a condition of the free help does not hold.
    """
    hours: dict[LineKey, Fraction] = defaultdict(Fraction)
    for spell in worked:
        hours[spell.key] += spell.hours
    gathered: dict[LineKey, list[TimeEntry]] = defaultdict(list)
    for entry in entries:
        gathered[Spell(entry, entry.starts_at, entry.ends_at).key].append(entry)

    lines = []
    for key, own in gathered.items():
        own.sort(key=lambda entry: (entry.starts_at, str(entry.id)))
        evidence = tuple(entry.id for entry in own)
        gathered_work = Worked(own[0], hours[key], free.get(key, Fraction(0)), evidence)
        recorded = sum((entry.hours for entry in own), Fraction(0))
        lines.append(_line(gathered_work, recorded, facts, terms, window, lost))
    # By what is written in the line, not by ids: the order stays when entries are typed anew.
    lines.sort(key=lambda line: (line.label, line.rate.amount, str(line.evidence)))
    return lines


def _line(
    work: Worked,
    recorded: Fraction,
    facts: MissionFacts,
    terms: Terms,
    window: PayWindow,
    lost: tuple[Reason, ...],
) -> SettlementLine:
    entry = work.entry
    kind = CostKind.TRAVEL if entry.kind is HourKind.TRAVEL else CostKind.LABOUR
    price = hour_price(entry, terms)
    share, share_step, share_reasons = share_of(kind, facts, terms)
    unpaid = _unpaid(entry, terms)
    if unpaid:
        share, share_step, share_reasons = Fraction(0), _unpaid_step(unpaid, terms), (unpaid,)
    beyond = work.hours - work.free
    exact = Exact(work.hours * price.price, beyond * price.price, share)
    money = amounts(exact, entry.rate.currency, terms)
    counts = entry.kind in terms.free_allowance.counts
    return SettlementLine(
        kind=kind,
        label=f"{entry.person}, {entry.kind} hours",
        quantity=work.hours,
        unit="hour",
        rate=entry.rate,
        clause=terms.clause("free_allowance" if work.free else "labour"),
        free_quantity=work.free,
        paid_quantity=beyond if exact.share else Fraction(0),
        evidence=work.evidence,
        reasons=_reasons(work, recorded, window, lost if counts else ()) + share_reasons,
        working=(
            *_hour_steps(work, recorded, terms),
            Step("Rate", f"{entry.rate} an hour"),
            *price.steps,
            _beyond_step(beyond, price.price, exact.beyond, entry.rate, terms),
            share_step,
            money.step,
        ),
        gross=money.gross,
        free=money.free,
        borne=money.borne,
        amount=money.amount,
        beyond=Money.zero(entry.rate.currency) if unpaid else money.beyond,
    )


def _unpaid(entry: TimeEntry, terms: Terms) -> Reason | None:
    """Why an hour of this kind is not paid at all."""
    if entry.donated:
        return Reason("waiver.donated", "waiver")
    if entry.kind is HourKind.REGULAR and terms.labour.hours is LabourHours.OVERTIME_ONLY:
        return Reason("labour.straight_time_not_paid", "labour")
    if entry.kind is HourKind.TRAVEL and not terms.labour.travel_hours:
        return Reason("labour.travel_not_paid", "labour")
    return None


def _unpaid_step(reason: Reason, terms: Terms) -> Step:
    return Step("Not paid", "0 %", {}, reason.code, terms.clause(reason.term))


def _reasons(
    work: Worked, recorded: Fraction, window: PayWindow, lost: tuple[Reason, ...]
) -> tuple[Reason, ...]:
    reasons = list(lost)
    if recorded > work.hours:
        reasons.append(
            window.reason
            if window.reason and not window.open
            else Reason(
                "time.before_start",
                "reimbursement_start",
                {"hours": show_number(recorded - work.hours), "from": window.starts_at},
            )
        )
    if work.free:
        values = {"hours": show_number(work.free)}
        reasons.append(Reason("free_allowance.applied", "free_allowance", values))
    return tuple(reasons)


def _hour_steps(work: Worked, recorded: Fraction, terms: Terms) -> list[Step]:
    start, free = terms.reimbursement_start, terms.free_allowance
    steps = [Step("Hours recorded", f"{show_number(recorded)} h")]
    if recorded != work.hours:
        steps.append(
            Step(
                "Hours that count",
                f"{show_number(work.hours)} h",
                {},
                f"reimbursement_start.{start.begins}",
                terms.clause("reimbursement_start"),
            )
        )
    steps.append(
        Step(
            "Free hours",
            f"{show_number(work.free)} h",
            {"allowance": f"{show_number(free.hours)} h", "unit": free.unit.value},
            f"free_allowance.{free.split}",
            terms.clause("free_allowance"),
        )
    )
    return steps


def _beyond_step(
    hours: Fraction, price: Fraction, amount: Fraction, rate: Money, terms: Terms
) -> Step:
    return Step(
        "Hours beyond, at the price",
        f"{show_number(amount)} {rate.currency}",
        {"hours": show_number(hours), "price": show_number(price)},
        "labour",
        terms.clause("labour"),
    )
