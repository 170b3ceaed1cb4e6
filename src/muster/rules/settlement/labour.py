"""Lines for people: one per person, kind of hour, rate and cap."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction

from muster.rules.settlement.amounts import Exact, Uncounted, amounts
from muster.rules.settlement.counting import LineKey, PayWindow, Spell
from muster.rules.settlement.facts import MissionFacts, TimeEntry, hours_between
from muster.rules.settlement.free_time import elapsed_span
from muster.rules.settlement.hour_price import HourPrice, hour_price
from muster.rules.settlement.looking_up import rate_step, stands_in_the_way
from muster.rules.settlement.rates import RateRow
from muster.rules.settlement.share import not_claimable, share_of
from muster.rules.settlement.table_rates import no_table_rate
from muster.rules.settlement.working import Reason, SettlementLine, Step, show_exact, show_number
from muster.rules.terms import CostKind, HourKind, LabourHours, Terms


@dataclass(frozen=True, slots=True)
class Worked:
    """All spells of one line, with the hours of them that are free."""

    entry: TimeEntry  # the earliest: person, kind and rates are those of all
    cap: RateRow | None
    hours: Fraction
    free: Fraction
    before: Fraction  # hours recorded before reimbursement starts, and
    after: Fraction  # after it ends
    evidence: tuple[object, ...]

    @property
    def recorded(self) -> Fraction:
        return self.hours + self.before + self.after


NEVER = (None, None)


@dataclass(frozen=True, slots=True)
class Frame:
    """What holds for every line of a mission: when time counts, from when until when it is free by the
    clock (None where free hours are counted), and why nothing is free although terms give it."""

    window: PayWindow
    free_span: tuple[datetime, datetime] | None
    lost: tuple[Reason, ...]


def labour_lines(
    worked: list[Spell],
    free: Mapping[LineKey, Fraction],
    facts: MissionFacts,
    terms: Terms,
    window: PayWindow,
    lost: tuple[Reason, ...],
) -> list[SettlementLine]:
    """A line per person, kind and rate, in the order of person and kind. Terms: labour, free_allowance.

    `lost` says why nothing is free where a condition of the free help does not hold.
    """
    frame = Frame(window, elapsed_span(worked, facts, terms), lost)
    lines = [_line(work, facts, terms, frame) for work in _gathered(worked, free, facts, window)]
    # By what is written in the line, not by ids: the order stays when entries are typed anew.
    lines.sort(key=lambda line: (line.label, line.rate.amount, str(line.evidence)))
    return lines


def _gathered(
    worked: list[Spell], free: Mapping[LineKey, Fraction], facts: MissionFacts, window: PayWindow
) -> list[Worked]:
    """The spells of each line together, and what of its entries lies outside the window."""
    entries: dict[LineKey, list[TimeEntry]] = defaultdict(list)
    for entry in facts.time_entries:
        entries[_key_without_cap(Spell(entry, entry.starts_at, entry.ends_at).key)].append(entry)
    hours: dict[LineKey, Fraction] = defaultdict(Fraction)
    caps: dict[LineKey, list[LineKey]] = defaultdict(list)
    for spell in worked:
        if spell.key not in hours:
            caps[_key_without_cap(spell.key)].append(spell.key)
        hours[spell.key] += spell.hours

    gathered = []
    for bare, own in entries.items():
        own.sort(key=lambda entry: (entry.starts_at, str(entry.id)))
        evidence = tuple(dict.fromkeys(entry.id for entry in own))
        before, after = _outside(own, window)
        for number, key in enumerate(caps[bare] or [bare]):
            outside = (before, after) if number == 0 else (Fraction(0), Fraction(0))
            given = free.get(key, Fraction(0))
            gathered.append(Worked(own[0], key[-1], hours[key], given, *outside, evidence))
    return gathered


def _key_without_cap(key: LineKey) -> LineKey:
    return (*key[:-1], None)


def _outside(entries: list[TimeEntry], window: PayWindow) -> tuple[Fraction, Fraction]:
    """Hours before the window and after it; all of them before one that never opens."""
    before = after = Fraction(0)
    for entry in entries:
        starts_at, ends_at = entry.starts_at.astimezone(UTC), entry.ends_at.astimezone(UTC)
        if not window.open:
            before += entry.hours
            continue
        if window.starts_at is not None and starts_at < window.starts_at:
            until = min(ends_at, window.starts_at.astimezone(UTC))
            before += hours_between(starts_at, until)
            starts_at = until
        if window.ends_at is not None and ends_at > window.ends_at:
            after += hours_between(max(starts_at, window.ends_at.astimezone(UTC)), ends_at)
    return before, after


def _line(work: Worked, facts: MissionFacts, terms: Terms, frame: Frame) -> SettlementLine:
    entry = work.entry
    kind = CostKind.TRAVEL if entry.kind is HourKind.TRAVEL else CostKind.LABOUR
    price = hour_price(entry, facts, terms, work.cap)
    share, share_step, share_reasons = share_of(kind, facts, terms)
    missing = no_table_rate(entry, facts, terms)
    unpaid = _unpaid(entry, kind, missing, terms)
    if unpaid:
        share, share_reasons = Fraction(0), (unpaid,)
        share_step = Step("Not paid", "0 %", {}, unpaid.code, terms.clause(unpaid.term))
    beyond = work.hours - work.free
    uncounted = _uncounted(work, price, frame)
    counted = work.hours * price.price
    gross = counted + sum((each.amount for each in uncounted), Fraction(0))
    exact = Exact(gross, counted, beyond * price.price, share)
    currency = entry.rate.currency
    money = amounts(exact, currency, terms, unpaid)
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
        reasons=(
            *_lost(frame, counts),
            *(each.reason for each in uncounted),
            *_given(work),
            *price.reasons,
            *((missing,) if missing and missing is not unpaid else ()),
            *share_reasons,
        ),
        working=(
            *_hour_steps(work, terms, frame),
            *_price_steps(work, price, exact, terms),
            *(each.step(currency, terms) for each in uncounted),
            share_step,
            money.step,
        ),
        gross=money.gross,
        free=money.free,
        borne=money.borne,
        not_payable=money.not_payable,
        amount=money.amount,
        beyond=money.beyond,
        hour_kind=entry.kind,
    )


def _unpaid(
    entry: TimeEntry, kind: CostKind, missing: Reason | None, terms: Terms
) -> Reason | None:
    """Why an hour of this kind is not paid at all; `missing` is why the terms' table has no rate."""
    if entry.donated:
        return Reason("waiver.donated", "waiver")
    if reason := not_claimable(kind, entry.agreed, terms):
        return reason
    if entry.kind is HourKind.REGULAR and terms.labour.hours is LabourHours.OVERTIME_ONLY:
        return Reason("labour.straight_time_not_paid", "labour")
    if entry.kind is HourKind.TRAVEL and not terms.labour.travel_hours:
        return Reason("labour.travel_not_paid", "labour")
    return missing if missing and stands_in_the_way(missing, terms) else None


def _uncounted(work: Worked, price: HourPrice, frame: Frame) -> tuple[Uncounted, ...]:
    """What the work cost and the terms do not count: hours outside the window, and of those inside
    what an hour cost above its price."""
    window = frame.window
    parts = [each.times(work.hours) for each in price.uncounted if work.hours]
    if work.before:
        values = {"hours": show_number(work.before), "from": window.starts_at}
        before = Reason("time.before_start", "reimbursement_start", values)
        why = window.reason if window.reason and not window.open else before
        parts.append(Uncounted(why, work.before * price.cost))
    if work.after and window.end_reason:
        parts.append(Uncounted(window.end_reason, work.after * price.cost))
    return tuple(parts)


def _lost(frame: Frame, counts: bool) -> tuple[Reason, ...]:
    """Why nothing is free, for hours that could be."""
    return frame.lost if counts else ()


def _given(work: Worked) -> tuple[Reason, ...]:
    if not work.free:
        return ()
    values = {"hours": show_number(work.free)}
    return (Reason("free_allowance.applied", "free_allowance", values),)


def _price_steps(work: Worked, price: HourPrice, exact: Exact, terms: Terms) -> tuple[Step, ...]:
    rate = work.entry.rate
    beyond = work.hours - work.free
    return (
        _rate_step(work.entry, terms),
        *price.steps,
        Step(
            "Hours beyond, at the price",
            show_exact(exact.beyond, rate.currency),
            {"hours": show_number(beyond), "price": show_exact(price.price, rate.currency)},
            "labour",
            terms.clause("labour"),
        ),
    )


def _rate_step(entry: TimeEntry, terms: Terms) -> Step:
    if entry.rate_row is None:
        return Step("Rate", f"{entry.rate} an hour")
    day = entry.starts_at.astimezone(terms.zone).date()
    return rate_step("Rate of the table", entry.rate_row, day, "labour.rate_table", terms)


def _hour_steps(work: Worked, terms: Terms, frame: Frame) -> list[Step]:
    start, free, window = terms.reimbursement_start, terms.free_allowance, frame.window
    steps = [Step("Hours recorded", f"{show_number(work.recorded)} h")]
    if work.recorded != work.hours:
        steps.append(
            Step(
                "Hours that count",
                f"{show_number(work.hours)} h",
                {
                    "before": show_number(work.before),
                    "after": show_number(work.after),
                    **_moments("time_counts", (window.starts_at, window.ends_at), terms),
                },
                f"reimbursement_start.{start.begins}",
                terms.clause("reimbursement_start"),
            )
        )
    steps.append(
        Step(
            "Free hours",
            f"{show_number(work.free)} h",
            {
                "allowance": f"{show_number(free.hours)} h",
                "unit": free.unit.value,
                **_moments("free", frame.free_span or NEVER, terms),
            },
            f"free_allowance.{free.unit if frame.free_span else free.split}",
            terms.clause("free_allowance"),
        )
    )
    return steps


def _moments(
    what: str, span: tuple[datetime | None, datetime | None], terms: Terms
) -> dict[str, str]:
    """From when until when, as the agreement's own clocks show it."""
    return {
        f"{what}_{side}": f"{at.astimezone(terms.zone):%Y-%m-%d %H:%M %Z}"
        for side, at in zip(("from", "until"), span, strict=True)
        if at is not None
    }
