"""Reads a terms file: every mistake at once, each with its line, its field and what to do."""

from __future__ import annotations

import dataclasses
import re
import tomllib
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from muster.rules.money import is_currency
from muster.rules.terms.belonging import Clock
from muster.rules.terms.contradictions import contradictions
from muster.rules.terms.holidays import UnknownRule, day_in
from muster.rules.terms.places import Contradiction, Place, line_of, lines_of
from muster.rules.terms.term import Term
from muster.rules.terms.terms import TERM_KINDS, Heading, Terms

BYTE_ORDER_MARK = "\ufeff"  # some editors begin a UTF-8 file with it
LARGEST_FILE = 500_000  # characters; the longest agreement read so far needs a twentieth of it
LARGEST_NUMBER = 1_000_000_000
LONGEST_NUMBER = 18
GROUNDS = ("clause", "source", "readings", "defaults", "note")
SECTIONS = ("agreement", "sources", "terms", "clocks")
NONE = "none"  # TOML has no null: this text says that a value is deliberately absent


@dataclass(frozen=True, slots=True)
class TermsError:
    """One mistake in a terms file. `field` is its dotted place; `sentence` says what to do.

    A contradiction has a second place: `other_line` is 0 where that is a default the file left out.
    """

    line: int
    field: str
    sentence: str
    other_line: int | None = None
    other_field: str = ""

    def __str__(self) -> str:
        return f"line {self.line}, {self.field}: {self.sentence}"


class TermsInvalid(ValueError):
    """A terms file was refused, with every mistake at once."""

    def __init__(self, errors: list[TermsError]):
        once = dict.fromkeys(errors)
        self.errors = tuple(sorted(once, key=lambda error: (error.line, error.field)))
        super().__init__("; ".join(str(error) for error in self.errors))


def read_terms(text: str, changes: Mapping[str, Any] | None = None) -> Terms:
    """The terms in a TOML file's text; raises `TermsInvalid` with every mistake.

    `changes` are values put in the place of the file's, by term (or `clocks.KEY`) and name: "what if".
    """
    reader = _Reader(text)
    for key, values in (changes or {}).items():
        reader.change(key, values)
    terms = reader.terms()
    if terms is None or reader.errors:
        raise TermsInvalid(reader.errors)
    return terms


def check_terms(text: str) -> list[TermsError]:
    """Every mistake in a terms file's text, in the order of the lines; empty when it may be used."""
    try:
        read_terms(text)
    except TermsInvalid as invalid:
        return list(invalid.errors)
    return []


class _Wrong(ValueError):
    """A value that does not fit; its text is the sentence for the reader of the file."""


class _Reader:
    """Walks one file, collecting mistakes instead of stopping at the first."""

    def __init__(self, text: str):
        self.errors: list[TermsError] = []
        self.places: dict[Place, int] = {}
        self.file = self._parsed(text.removeprefix(BYTE_ORDER_MARK))

    def error(self, place: Place, sentence: str) -> None:
        line = line_of(self.places, place)
        self.errors.append(TermsError(line, ".".join(place) or "file", sentence))

    def change(self, key: str, values: Any) -> None:
        """Put other values in the place of the file's."""
        part, _, name = key.partition(".") if key.startswith("clocks.") else ("terms", ".", key)
        if not isinstance(values, dict):
            self.error((part, name), "Write what changes as named values.")
            return
        if not self.errors:
            tables = self.file.setdefault(part, {})
            tables[name] = {**tables.get(name, {}), **values}

    def contradiction(self, found: Contradiction) -> None:
        """A mistake of two places; the sentence names the other with its line."""
        if found.other == found.place:
            self.error(found.place, found.sentence)
            return
        line, other = line_of(self.places, found.place), ".".join(found.other)
        written = found.other if found.other in self.places else _list_of(found.other)
        if written in self.places:
            other_line = self.places[written]
            where = f"line {other_line}, {other}"
        else:
            other_line, where = 0, f"{other}, which the file leaves at its default"
        sentence = f"{found.sentence} The other place is {where}."
        place = ".".join(found.place)
        self.errors.append(TermsError(line, place, sentence, other_line, other))

    def _parsed(self, text: str) -> dict[str, Any]:
        if len(text) > LARGEST_FILE:
            self.error((), f"The file is longer than {LARGEST_FILE:,} characters; shorten it.")
            return {}
        try:
            parsed = tomllib.loads(text, parse_float=Decimal)
        except (tomllib.TOMLDecodeError, ValueError, RecursionError) as wrong:
            found = re.search(r"line (\d+)", str(wrong))
            line = int(found[1]) if found else 1
            sentence = f"This line is not valid TOML ({wrong}); mend it first."
            self.errors.append(TermsError(line, "file", sentence))
            return {}
        self.places = lines_of(text)
        return parsed

    def terms(self) -> Terms | None:
        """The terms; None where anything is wrong, also what contradicts in the part that is sound."""
        if self.errors:
            return None
        for name in self.file.keys() - set(SECTIONS):
            self.error((name,), f"There is no such part; use one of {', '.join(SECTIONS)}.")
        sources = self._sources()
        heading = self._heading()
        kept: dict[str, Any] = {}
        tables = self._table(("terms",))
        unknown = tables.keys() - TERM_KINDS.keys()
        for key in unknown:
            self.error(("terms", key), "There is no term of this name; see the reference of terms.")
        for key, kind in TERM_KINDS.items():
            if key in tables or kind.must_be_stated():
                kept[key] = self._term(kind, ("terms", key), sources)
        clocks: dict[str, Any] = {
            key: self._term(Clock, ("clocks", key), sources, key=key)
            for key in self._table(("clocks",))
        }
        broken = {("terms", key) for key, term in kept.items() if term is None}
        broken |= {("clocks", key) for key, clock in clocks.items() if clock is None}
        if unknown:  # a name that was meant for a term the file seems to leave out
            broken |= {("terms", key) for key in TERM_KINDS.keys() - tables.keys()}
        terms = Terms(
            heading=heading or _stand_in(Heading),
            sources=sources,
            clocks={key: clock for key, clock in clocks.items() if clock is not None},
            **{key: term or _stand_in(TERM_KINDS[key]) for key, term in kept.items()},
        )
        for found in contradictions(terms):
            places = (found.place, found.other)
            if not any(_touch(place, each) for place in places for each in broken):
                self.contradiction(found)
        return None if self.errors else terms

    def _table(self, place: Place) -> dict[str, Any]:
        found: Any = self.file
        for name in place:
            found = found.get(name, {}) if isinstance(found, dict) else {}
        if isinstance(found, dict):
            return found
        self.error(place, f"Write this as a table, headed [{'.'.join(place)}].")
        return {}

    def _sources(self) -> dict[str, str]:
        sources = self._table(("sources",))
        for key, text in sources.items():
            if not isinstance(text, str) or not text.strip():
                self.error(("sources", key), "Name the source in words, between quotes.")
        return {key: str(text) for key, text in sources.items()}

    def _heading(self) -> Heading | None:
        table = self._table(("agreement",))
        values = self._values(Heading, table, ("agreement",), dataclasses.fields(Heading))
        if values is None:
            return None
        heading = Heading(**values)
        if not is_currency(heading.currency):
            self.error(("agreement", "currency"), "Write three capital letters, as in USD.")
        try:
            ZoneInfo(heading.time_zone)
        except (ValueError, OSError, KeyError):
            self.error(("agreement", "time_zone"), "Name a time zone, as in America/Denver.")
        if not re.fullmatch(r"[a-z][a-z0-9_]{1,60}", heading.key):
            self.error(("agreement", "key"), "Use small letters, digits and underscores.")
        for number, rule in enumerate(heading.holiday_rules):
            try:
                day_in(rule.on, 2000)
            except UnknownRule as unknown:
                self.error(("agreement", "holiday_rules", str(number), "on"), str(unknown))
        return heading

    def _term(
        self, kind: type[Term], place: Place, sources: dict[str, str], **given: Any
    ) -> Term | None:
        table = self._table(place)
        if not table and place[0] == "terms" and place[1] not in self._table(("terms",)):
            self.error(place, "This term must be stated: it decides who may ask or who pays.")
            return None
        values = self._values(kind, table, place, kind.values(), also=GROUNDS)
        grounds = self._grounds(kind, table, place, sources)
        if values is None:
            return None
        return kind(**values, **grounds, **given)

    def _grounds(
        self, kind: type[Term], table: dict[str, Any], place: Place, sources: dict[str, str]
    ) -> dict[str, Any]:
        names = [each.name for each in kind.values()]
        grounds: dict[str, Any] = {}
        for key in ("clause", "source", "note"):
            if key in table:
                grounds[key] = self._fit(str, table[key], (*place, key))
        if "source" in grounds and grounds["source"] not in sources:
            self.error((*place, "source"), "Name a key of [sources], or leave the source out.")
        for key in ("readings", "defaults"):
            listed = self._fit(tuple[str, ...], table.get(key, []), (*place, key)) or ()
            for name in set(listed) - set(names):
                self.error((*place, key), f"{name} is no value of this term; use {_listed(names)}.")
            grounds[key] = frozenset(listed)
        # What the file leaves out was chosen by Muster, not read anywhere.
        grounds["defaults"] |= {name for name in names if name not in table}
        return grounds

    def _values(
        self,
        kind: type,
        table: dict[str, Any],
        place: Place,
        fields: tuple[dataclasses.Field, ...],
        also: tuple[str, ...] = (),
    ) -> dict[str, Any] | None:
        """The table's values fitted to the fields; None when any is missing or does not fit."""
        before = len(self.errors)
        hints = typing.get_type_hints(kind)
        names = [each.name for each in fields]
        for name in table.keys() - {*names, *also}:
            self.error((*place, name), f"There is no such value here; use {_listed(names)}.")
        values = {}
        for each in fields:
            here = (*place, each.name)
            if each.name in table:
                values[each.name] = self._fit(hints[each.name], table[each.name], here, each)
            elif each.default is dataclasses.MISSING:
                self.error(here, f"This value is missing: {_asked(each, hints[each.name])}.")
        return values if len(self.errors) == before else None

    def _fit(
        self, hint: Any, given: Any, place: Place, each: dataclasses.Field | None = None
    ) -> Any:
        try:
            fitted = _fitted(hint, given, self, place)
            if each is not None and isinstance(fitted, int | Decimal):
                _bounded(fitted, each)
            return fitted
        except _Wrong as wrong:
            self.error(place, str(wrong))
            return None

    def nested(self, kind: Any, given: Any, place: Place) -> Any:
        """A table inside a term (a baseline item)."""
        if not isinstance(given, dict):
            raise _Wrong("Write this as a table of named values.")
        values = self._values(kind, given, place, dataclasses.fields(kind))
        return None if values is None else kind(**values)


def _stand_in(kind: type) -> Any:
    """Anything of a kind that a file gives wrongly, so that the rest can be looked at."""
    hints = typing.get_type_hints(kind)
    missing = [each for each in dataclasses.fields(kind) if each.default is dataclasses.MISSING]
    return kind(**{each.name: _anything(hints[each.name]) for each in missing})


def _anything(hint: Any) -> Any:
    if typing.get_origin(hint) is tuple:
        return ()
    return next(iter(hint)) if issubclass(hint, StrEnum) else hint()


def _touch(one: Place, other: Place) -> bool:
    """Whether one place is the other, or a part of it."""
    return all(a == b for a, b in zip(one, other, strict=False))


def _fitted(hint: Any, given: Any, reader: _Reader, place: Place) -> Any:
    """`given`, as TOML read it, in the type that the field wants."""
    if isinstance(hint, types.UnionType):
        if given == NONE:
            return None
        hint = next(option for option in typing.get_args(hint) if option is not types.NoneType)
    if typing.get_origin(hint) is tuple:
        if not isinstance(given, list):
            raise _Wrong("Write a list between square brackets.")
        inner = typing.get_args(hint)[0]
        return tuple(
            _fitted(inner, item, reader, (*place, str(index))) for index, item in enumerate(given)
        )
    if dataclasses.is_dataclass(hint):
        return reader.nested(hint, given, place)
    if issubclass(hint, StrEnum):
        options = [str(option) for option in hint]
        if given not in options:
            raise _Wrong(f"Choose one of {_listed(options)}.")
        return hint(given)
    return _scalar(hint, given)


def _scalar(hint: type, given: Any) -> Any:
    if hint is Decimal:
        if isinstance(given, bool) or not isinstance(given, int | Decimal):
            raise _Wrong("Write a number without quotes, as in 40 or 1.5.")
        number = Decimal(given)
        if not number.is_finite() or len(number.as_tuple().digits) > LONGEST_NUMBER:
            raise _Wrong(f"Write a number of at most {LONGEST_NUMBER} digits.")
        return number
    if hint is int and (isinstance(given, bool) or not isinstance(given, int)):
        raise _Wrong("Write a whole number without quotes.")
    if hint is bool and not isinstance(given, bool):
        raise _Wrong("Write true or false, without quotes.")
    if hint is str and not isinstance(given, str):
        raise _Wrong("Write text between quotes.")
    if hint is str and re.search(r"[\x00-\x08\x0b-\x1f\x7f]", given):
        raise _Wrong("Take out the control characters.")
    if hint is date and (isinstance(given, datetime) or not isinstance(given, date)):
        raise _Wrong("Write a date without quotes, as in 2026-07-04.")
    return given


def _bounded(number: int | Decimal, each: dataclasses.Field) -> None:
    least, most = each.metadata.get("least"), each.metadata.get("most") or LARGEST_NUMBER
    if least is not None and number < least:
        raise _Wrong(f"Write {least} or more.")
    if number > most:
        raise _Wrong(f"Write {most:,} or less.")


def _list_of(place: Place) -> Place:
    """The list that an item stands in, or the place itself."""
    index = next((n for n, part in enumerate(place) if part.isdigit()), len(place))
    return place[:index]


def _asked(each: dataclasses.Field, hint: Any) -> str:
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return f"choose one of {_listed([str(option) for option in hint])}"
    return each.metadata.get("says", "write it")


def _listed(names: list[str]) -> str:
    return ", ".join(names)
