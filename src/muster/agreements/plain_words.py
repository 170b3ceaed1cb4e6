"""An agreement's terms as people read them: clause by clause, every value in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from muster.rules.terms import (
    CLAUSE_NOT_KNOWN,
    Mark,
    ShareBasis,
    Side,
    TermRow,
    Terms,
    describe,
)
from muster.rules.terms.holidays import Observed
from muster.rules.terms.terms import Heading
from muster.web.display import label_text

MARK_WORDS = {
    Mark.SOURCED: "As reported",
    Mark.CHOSEN_READING: "Reading chosen by the network",
    Mark.CHOSEN_DEFAULT: "Not known, chosen default",
}
PARTS = (
    ("Asking and answering", "trigger requester oral_request response approver standing"),
    (
        "Working together",
        "recall extension recording control liability insurance permits data_access confidentiality",
    ),
    (
        "What is free and what is shared",
        "free_allowance continuation share claimable reimbursement_start",
    ),
    (
        "What things cost",
        "labour equipment supplies travel licence facility expenses rounding",
    ),
    ("Claims and payment", "billing checks payment waiver dispute grant"),
    (
        "Belonging",
        "eligible joining baseline duration withdrawal retention administration",
    ),
)
OTHER = "Other terms"
CLOCKS = "Deadlines"
NOTHING = "none"


OBSERVED = {
    Observed.AS_DATED: "One that falls on a week-end stays there.",
    Observed.NEAREST_WEEKDAY: "Falling on a Saturday it is kept on Friday, on a Sunday on Monday.",
    Observed.SUNDAY_TO_MONDAY: "Falling on a Sunday it is kept on Monday.",
}


def holiday_words(heading: Heading) -> str:
    """The days on which no business is done, and where that was read."""
    named = [f"{rule.name} ({rule.on})" for rule in heading.holiday_rules]
    named += [day.isoformat() for day in heading.holidays]
    if not named:
        return "None stated: only week-ends are left out."
    source = f" Source: {heading.holidays_source}." if heading.holidays_source else ""
    return f"{', '.join(named)}. {OBSERVED[heading.holidays_observed]}{source}"


@dataclass(frozen=True)
class PlainValue:
    """One value: what it says, in words, and how well it is grounded."""

    says: str
    words: str
    items: tuple[str, ...]
    mark: Mark
    mark_words: str

    @property
    def is_sourced(self) -> bool:
        return self.mark is Mark.SOURCED


@dataclass(frozen=True)
class PlainTerm:
    """One term with all its values."""

    key: str
    title: str
    clause: str
    source: str
    note: str
    values: tuple[PlainValue, ...]

    @property
    def one_mark(self) -> str:
        """The mark's words where no value is better grounded than another, said once for all."""
        marks = {each.mark for each in self.values}
        is_one = len(marks) == 1 and marks != {Mark.SOURCED}
        return self.values[0].mark_words if is_one else ""

    @property
    def is_clause_known(self) -> bool:
        return self.clause != CLAUSE_NOT_KNOWN

    @property
    def anchor(self) -> str:
        return self.key.replace(".", "-").replace("_", "-")


@dataclass(frozen=True)
class Part:
    """Terms that belong together."""

    title: str
    terms: tuple[PlainTerm, ...]


def parts_of(terms: Terms) -> list[Part]:
    """The whole agreement in parts; a term that no part names stands under other terms."""
    by_key: dict[str, list[TermRow]] = {}
    for row in describe(terms):
        by_key.setdefault(row.key, []).append(row)
    plain = {key: _term(rows) for key, rows in by_key.items()}
    parts: list[Part] = []
    used: set[str] = set()
    for title, names in PARTS:
        kept = tuple(plain[key] for key in names.split() if key in plain)
        used.update(term.key for term in kept)
        parts.append(Part(title, kept))
    clocks = tuple(term for key, term in plain.items() if key.startswith("clocks."))
    used.update(term.key for term in clocks)
    others = tuple(term for key, term in plain.items() if key not in used)
    parts += [Part(CLOCKS, clocks), Part(OTHER, others)]
    return [part for part in parts if part.terms]


def _term(rows: list[TermRow]) -> PlainTerm:
    first = rows[0]
    shown = [row for row in rows if row.name != "title" or not row.key.startswith("clocks.")]
    return PlainTerm(
        key=first.key,
        title=first.title,
        clause=first.clause,
        source=first.source,
        note=first.note,
        values=tuple(_value(row) for row in shown),
    )


def _value(row: TermRow) -> PlainValue:
    items: tuple[str, ...] = ()
    if isinstance(row.value, tuple):
        items = tuple(in_words(item) for item in row.value)
    words = ", ".join(items) if items else in_words(row.value)
    says = f"{row.says[:1].upper()}{row.says[1:]}"
    return PlainValue(says, words, items, row.mark, MARK_WORDS[row.mark])


def in_words(value: Any) -> str:
    """A value as a person would write it."""
    if value is None or value == () or value == "":
        return NOTHING
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, Mapping):
        return _item_in_words(value)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int):
        return f"{value:,}"
    text = str(value)
    return label_text(text) if text.islower() and " " not in text else text


def _item_in_words(item: Mapping[str, Any]) -> str:
    """A table inside a term: an item of the baseline, a kind of record with its years, or another."""
    if "valid_days" in item:
        return f"{item['title']} (holds for {item['valid_days']} days)"
    if "years" in item:
        rule = f", {item['rule']}" if item["rule"] else ""
        return f"{in_words(item['kind'])}: {item['years']} years{rule}"
    return "; ".join(f"{label_text(name)}: {in_words(each)}" for name, each in item.items())


def words_of_side(side: Side | None) -> str:
    """One side of a comparison on one line, with its mark where it was not read anywhere."""
    if side is None:
        return "not in this file"
    words = list_in_words(side.value)
    mark = "" if side.mark is Mark.SOURCED else f"  [{MARK_WORDS[side.mark]}]"
    clause = "" if side.clause in ("", CLAUSE_NOT_KNOWN) else f"  (clause {side.clause})"
    return f"{words}{clause}{mark}"


def list_in_words(value: Any) -> str:
    """A value, or each of a list's, on one line."""
    if isinstance(value, tuple) and value:
        return ", ".join(in_words(item) for item in value)
    return in_words(value)


def figures_of(terms: Terms) -> list[tuple[str, str]]:
    """The few figures by which agreements are told apart in a list."""
    free, share = terms.free_allowance, terms.share
    hours = f"{in_words(free.hours)} hours" if free.hours else "None"
    is_fixed = share.basis is ShareBasis.FIXED
    paid = f"{in_words(share.percent)} percent" if is_fixed else "Negotiated for each mission"
    figures = [("Free help", hours), ("The requester pays of the rest", paid)]
    for key, title in (("bill", "Bill"), ("pay", "Payment")):
        if key in terms.clocks:
            clock = terms.clocks[key]
            unit = label_text(str(clock.unit)).lower()
            figures.append((title, f"within {clock.length:,} {unit}"))
    return figures
