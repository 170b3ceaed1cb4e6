"""Files of rates: what each line says, and every mistake with its line and column.

Three kinds are read: `gsa_per_diem` (nights and meals by fiscal year, place and season), `irs_mileage`
(cents a mile by day) and `rates` (a rate card: key, part, amount, first and last day, source).
"""

from __future__ import annotations

import csv
import io
import re
from calendar import month_name, monthrange
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

STANDARD = "*"
MONTHS = tuple(month_name)[1:]
FIRST_MONTH = 10  # the fiscal year begins in October
MOST_ROWS = 20_000
MOST_CHARACTERS = 5_000_000
UNWANTED = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
EARLIEST, LATEST = date(1990, 1, 1), date(2100, 1, 1)
MOST_AMOUNT = Decimal(1_000_000)


@dataclass(frozen=True, slots=True)
class ReadRate:
    """One rate as a file says it."""

    key: str
    part: str
    amount: Decimal
    valid_from: date
    valid_until: date | None
    source: str
    yields: bool = False  # a town's name gives way to a county's of the same name

    @property
    def place(self) -> tuple[str, str, date]:
        """What makes two rates the same one."""
        return self.key, self.part, self.valid_from


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong in a file, where, and what to do. Lines count from 1, the heading's."""

    line: int
    column: str
    sentence: str


@dataclass
class Read:
    """What a file holds. `notes` say what was left out on purpose."""

    rates: list[ReadRate] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class _Wrong(Exception):
    """A cell that cannot be read."""

    def __init__(self, column: str, sentence: str):
        self.column, self.sentence = column, sentence


Row = Mapping[str, str]
Reader = Callable[[Row, Read], Iterator[ReadRate]]


def read_rates(kind: str, text: str) -> Read:
    """Read a file of a kind of `KINDS`; KeyError for another. Nothing raises for a bad file."""
    columns, reader = KINDS[kind]
    found = Read()
    if len(text) > MOST_CHARACTERS:
        found.mistakes.append(Mistake(1, "file", "The file is too large: split it by year."))
        return found
    try:
        lines = csv.DictReader(io.StringIO(text.lstrip("\ufeff")), strict=True)
        missing = [name for name in columns if name not in (lines.fieldnames or ())]
        if missing:
            sentence = f"The heading lacks {', '.join(missing)}. Write it as: {', '.join(columns)}."
            found.mistakes.append(Mistake(1, "heading", sentence))
            return found
        for row in lines:
            _take(row, lines.line_num, reader, found)
            if len(found.rates) > MOST_ROWS:
                found.mistakes.append(
                    Mistake(lines.line_num, "file", "Too many rates: split the file by year.")
                )
                break
    except csv.Error as error:
        found.mistakes.append(Mistake(1, "file", f"This is no CSV file: {error}."))
    _find_doubles(found)
    return found


def _take(row: dict, line: int, reader: Reader, found: Read) -> None:
    try:
        if None in row or None in row.values():
            raise _Wrong("line", "The line has more or fewer cells than the heading.")
        plain = {name: cell.strip() for name, cell in row.items()}
        for name, cell in plain.items():
            if UNWANTED.search(cell):
                raise _Wrong(name, "Take out the control characters.")
        found.rates.extend(reader(plain, found))
    except _Wrong as wrong:
        found.mistakes.append(Mistake(line, wrong.column, wrong.sentence))


def _find_doubles(found: Read) -> None:
    """Two amounts, or two last days, for one key, part and first day would be a guess: it is said.

    Which of two last days holds decides whether a later day has a rate at all, so that the same
    amount twice with other ends is no mere repetition.
    """
    first: dict[tuple[str, str, date], ReadRate] = {}
    doubled: set[tuple[tuple[str, str, date], str]] = set()
    for each in sorted(found.rates, key=lambda each: each.yields):
        known = first.setdefault(each.place, each)
        if each.yields != known.yields:
            continue
        if known.amount != each.amount:
            doubled.add((each.place, "Two amounts"))
        elif known.valid_until != each.valid_until:
            doubled.add((each.place, "Two last days"))
    for (key, part, day), what in sorted(doubled):
        found.mistakes.append(
            Mistake(0, "key", f"{what} for {key} {part} from {day}: leave one in the file.")
        )
    found.rates = list(first.values())


def _from_gsa(row: Row, found: Read) -> Iterator[ReadRate]:
    year = _whole(row, "fiscal_year", 1990, 2099)
    first, last = _season(row, year)
    source = f"GSA per diem, fiscal year {year}, {row['destination']}"[:300]
    for part, column in (("lodging", "lodging_usd"), ("meals", "mie_usd")):
        amount = _amount(row, column)
        for key, yields in _places(row).items():
            yield ReadRate(key, part, amount, first, last, source, yields)


def _places(row: Row) -> dict[str, bool]:
    """`UT/Grand`: the state and each county, and the places named, which give way to counties; the
    standard rate is `*`."""
    state = row["state"]
    if state == STANDARD:
        return {STANDARD: False}
    if not re.fullmatch(r"[A-Z]{2}", state):
        raise _Wrong("state", "Write the state in two letters, or * for the standard rate.")
    found: dict[str, bool] = {}
    for column, yields in (("counties", False), ("destination", True)):
        for part in row[column].split(" / "):
            name = re.split(r"\s+less\s+", part)[0].strip()[:110]
            if name:
                found.setdefault(f"{state}/{name}", yields)
    return found


def _season(row: Row, year: int) -> tuple[date, date]:
    """The days of a season within its fiscal year, October to September."""
    begins, ends = date(year - 1, FIRST_MONTH, 1), date(year, 9, 30)
    if row["season_begin"]:
        begins = _day_of_year(row, "season_begin", year)
    if row["season_end"]:
        ends = _day_of_year(row, "season_end", year)
    if ends < begins:
        raise _Wrong("season_end", "The season ends before it begins within the fiscal year.")
    return begins, ends


def _day_of_year(row: Row, column: str, year: int) -> date:
    """`October 1` within the fiscal year; the end of February is that of its year."""
    month, _, day = row[column].partition(" ")
    if month not in MONTHS or not re.fullmatch(r"[0-9]{1,2}", day):
        raise _Wrong(column, "Write the day as October 1.")
    number = MONTHS.index(month) + 1
    in_year = year - 1 if number >= FIRST_MONTH else year
    longest = monthrange(in_year, number)[1]
    if month == "February" and int(day) in (28, 29):
        return date(in_year, number, longest)
    if not 1 <= int(day) <= longest:
        raise _Wrong(column, f"{month} has {longest} days.")
    return date(in_year, number, int(day))


def _from_irs(row: Row, found: Read) -> Iterator[ReadRate]:
    first, last = _days(row, "valid_from", "valid_to")
    if row["verified"].lower() not in ("yes", ""):
        found.notes.append(
            f"The rate from {first} is marked as not verified and was left out: check it, then "
            "write yes."
        )
        return
    amount = _amount(row, "cents_per_mile") / 100
    yield ReadRate("mile", "", amount, first, last, row["source"][:300] or "IRS")


def _from_card(row: Row, found: Read) -> Iterator[ReadRate]:
    first, last = _days(row, "valid_from", "valid_until")
    if not 1 <= len(row["key"]) <= 120:
        raise _Wrong("key", "Give a key of at most 120 characters, such as a place or a category.")
    if len(row["part"]) > 20:
        raise _Wrong("part", "At most 20 characters, such as lodging, hour or day.")
    amount = _amount(row, "amount")
    yield ReadRate(row["key"], row["part"], amount, first, last, row["source"][:300])


def _days(row: Row, first: str, last: str) -> tuple[date, date | None]:
    begins = _day(row, first)
    ends = _day(row, last) if row[last] else None
    if ends and ends < begins:
        raise _Wrong(last, "The last day lies before the first.")
    return begins, ends


def _day(row: Row, column: str) -> date:
    try:
        found = date.fromisoformat(row[column])
    except ValueError:
        raise _Wrong(column, "Write the day as 2026-10-01.") from None
    if not EARLIEST <= found < LATEST:
        raise _Wrong(column, "Give a day between 1990 and 2099.")
    return found


def _whole(row: Row, column: str, least: int, most: int) -> int:
    if not re.fullmatch(r"[0-9]{1,6}", row[column]) or not least <= int(row[column]) <= most:
        raise _Wrong(column, f"Write a whole number from {least} to {most}.")
    return int(row[column])


def _amount(row: Row, column: str) -> Decimal:
    try:
        amount = Decimal(row[column])
    except InvalidOperation:
        raise _Wrong(column, "Write a number such as 110 or 72.50.") from None
    if not amount.is_finite() or not 0 <= amount <= MOST_AMOUNT:
        raise _Wrong(column, "Write an amount from 0 to 1,000,000.")
    if amount != amount.quantize(Decimal("0.0001")):
        raise _Wrong(column, "At most four places after the point.")
    return amount


KINDS: Mapping[str, tuple[tuple[str, ...], Reader]] = {
    "gsa_per_diem": (
        (
            "fiscal_year",
            "state",
            "destination",
            "counties",
            "season_begin",
            "season_end",
            "lodging_usd",
            "mie_usd",
        ),
        _from_gsa,
    ),
    "irs_mileage": (("valid_from", "valid_to", "cents_per_mile", "verified", "source"), _from_irs),
    "rates": (("key", "part", "amount", "valid_from", "valid_until", "source"), _from_card),
}
"""Kind of file: the columns that it must have, and how a line is read."""
