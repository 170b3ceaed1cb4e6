"""The whole of an agreement's terms, read and checked: what every other rule takes as given."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from muster.rules.terms.asking import (
    Approver,
    Control,
    DataAccess,
    Extension,
    Liability,
    OralRequest,
    Permits,
    Recall,
    Recording,
    Requester,
    Response,
    Standing,
    Trigger,
)
from muster.rules.terms.belonging import (
    Administration,
    Baseline,
    Clock,
    Confidentiality,
    Duration,
    Joining,
    Retention,
    Withdrawal,
)
from muster.rules.terms.billing import Billing, Checks, Dispute, Grant, Payment, Waiver
from muster.rules.terms.costs import (
    Equipment,
    Expenses,
    Facility,
    Insurance,
    Licence,
    Supplies,
    Travel,
)
from muster.rules.terms.holidays import HolidayRule, Observed
from muster.rules.terms.parties import Eligible
from muster.rules.terms.paying import (
    Claimable,
    Continuation,
    FreeAllowance,
    Labour,
    ReimbursementStart,
    Rounding,
    Share,
)
from muster.rules.terms.term import CLAUSE_NOT_KNOWN, Mark, Term, value


@dataclass(frozen=True, kw_only=True)
class Heading:
    """Which agreement this is, and the law, money and time it lives in."""

    name: str = value("the agreement's name")
    key: str = value("short name in small letters, digits and underscores, as in utah_it_maa")
    version: str = value("which edition of the text, as in 2025")
    jurisdiction: str = value("the law it lives under, as in US-UT")
    currency: str = value("the currency of every amount, as in USD")
    time_zone: str = value("the zone in which its days begin and end, as in America/Denver")
    summary: str = value("what it is for, in a sentence or two", default="")
    holidays: tuple[date, ...] = value("single days on which no business is done", default=())
    holiday_rules: tuple[HolidayRule, ...] = value("holidays that come every year", default=())
    holidays_observed: Observed = value(
        "when a holiday of a fixed date is kept that falls on a week-end", default=Observed.AS_DATED
    )
    holidays_source: str = value("where the holidays were read", default="")


@dataclass(frozen=True, kw_only=True)
class Terms:
    """One version's terms. The file must state trigger, requester, response, free help and share;
    whatever else it leaves out stands as a chosen default and is marked so."""

    heading: Heading
    sources: Mapping[str, str]
    trigger: Trigger
    requester: Requester
    response: Response
    free_allowance: FreeAllowance
    share: Share
    approver: Approver = field(default_factory=Approver)
    oral_request: OralRequest = field(default_factory=OralRequest)
    standing: Standing = field(default_factory=Standing)
    recall: Recall = field(default_factory=Recall)
    extension: Extension = field(default_factory=Extension)
    control: Control = field(default_factory=Control)
    liability: Liability = field(default_factory=Liability)
    data_access: DataAccess = field(default_factory=DataAccess)
    permits: Permits = field(default_factory=Permits)
    recording: Recording = field(default_factory=Recording)
    continuation: Continuation = field(default_factory=Continuation)
    claimable: Claimable = field(default_factory=Claimable)
    reimbursement_start: ReimbursementStart = field(default_factory=ReimbursementStart)
    labour: Labour = field(default_factory=Labour)
    rounding: Rounding = field(default_factory=Rounding)
    equipment: Equipment = field(default_factory=Equipment)
    supplies: Supplies = field(default_factory=Supplies)
    travel: Travel = field(default_factory=Travel)
    expenses: Expenses = field(default_factory=Expenses)
    licence: Licence = field(default_factory=Licence)
    facility: Facility = field(default_factory=Facility)
    insurance: Insurance = field(default_factory=Insurance)
    billing: Billing = field(default_factory=Billing)
    checks: Checks = field(default_factory=Checks)
    payment: Payment = field(default_factory=Payment)
    waiver: Waiver = field(default_factory=Waiver)
    dispute: Dispute = field(default_factory=Dispute)
    grant: Grant = field(default_factory=Grant)
    eligible: Eligible = field(default_factory=Eligible)
    joining: Joining = field(default_factory=Joining)
    baseline: Baseline = field(default_factory=Baseline)
    duration: Duration = field(default_factory=Duration)
    withdrawal: Withdrawal = field(default_factory=Withdrawal)
    confidentiality: Confidentiality = field(default_factory=Confidentiality)
    retention: Retention = field(default_factory=Retention)
    administration: Administration = field(default_factory=Administration)
    clocks: Mapping[str, Clock] = field(default_factory=dict)

    @property
    def currency(self) -> str:
        return self.heading.currency

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which the agreement's days begin and end."""
        return ZoneInfo(self.heading.time_zone)

    def term(self, key: str) -> Term:
        """The term called `key`; clocks are called `clocks.<key>`. KeyError when there is none."""
        if key.startswith("clocks."):
            return self.clocks[key.removeprefix("clocks.")]
        if key not in TERM_KINDS:
            raise KeyError(key)
        return getattr(self, key)

    def clause(self, key: str) -> str:
        """The clause that a term rests on, or "clause not known"."""
        try:
            return self.term(key).clause
        except KeyError:
            return CLAUSE_NOT_KNOWN


TERM_KINDS: dict[str, type[Term]] = {
    kind.KEY: kind
    for kind in (
        Trigger,
        Requester,
        OralRequest,
        Response,
        Approver,
        Standing,
        Recall,
        Extension,
        Control,
        Liability,
        DataAccess,
        Permits,
        Recording,
        FreeAllowance,
        Continuation,
        Share,
        Claimable,
        ReimbursementStart,
        Labour,
        Rounding,
        Equipment,
        Supplies,
        Travel,
        Expenses,
        Licence,
        Facility,
        Insurance,
        Billing,
        Checks,
        Payment,
        Waiver,
        Dispute,
        Grant,
        Eligible,
        Joining,
        Baseline,
        Duration,
        Withdrawal,
        Confidentiality,
        Retention,
        Administration,
    )
}


@dataclass(frozen=True, slots=True)
class TermRow:
    """One value of one term, as a page, a comparison or a JSON answer shows it."""

    key: str
    title: str
    name: str
    says: str
    value: Any
    clause: str
    source: str
    mark: Mark
    note: str


def describe(terms: Terms) -> list[TermRow]:
    """Every value of every term with its ground, in the order of the reference."""
    kept = [(key, terms.term(key)) for key in TERM_KINDS]
    kept += [(f"clocks.{key}", clock) for key, clock in terms.clocks.items()]
    return [
        TermRow(
            key=key,
            title=term.title if isinstance(term, Clock) else term.TITLE,
            name=each.name,
            says=each.metadata["says"],
            value=shown(getattr(term, each.name)),
            clause=term.clause,
            source=terms.sources.get(term.source or "", ""),
            mark=term.mark(each.name),
            note=term.note,
        )
        for key, term in kept
        for each in term.values()
    ]


def shown(given: Any) -> Any:
    """A value in plain types, as rows carry it."""
    if isinstance(given, tuple):
        return tuple(shown(item) for item in given)
    is_table = dataclasses.is_dataclass(given) and not isinstance(given, type)
    return dataclasses.asdict(given) if is_table else given
