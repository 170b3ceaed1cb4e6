"""Reads a case: every mistake at once, each with its line, its field and what to do."""

from __future__ import annotations

import dataclasses
import json
import re
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from muster.rules.cases.checking import mistakes
from muster.rules.cases.moments import impossible_moments
from muster.rules.cases.places import Place, line_of, lines_of
from muster.rules.cases.shape import Case
from muster.rules.terms import Terms

BYTE_ORDER_MARK = "\ufeff"  # some editors begin a UTF-8 file with it
LARGEST_FILE = 5_000_000  # characters
LARGEST_NUMBER = 1_000_000_000
LONGEST_NUMBER = 18
LONGEST_TEXT = 10_000


@dataclass(frozen=True, slots=True)
class CaseError:
    """One mistake in a case. `field` is its dotted place; `sentence` says what to do."""

    line: int
    field: str
    sentence: str

    def __str__(self) -> str:
        return f"line {self.line}, {self.field}: {self.sentence}"


class CaseInvalid(ValueError):
    """A case was refused, with every mistake at once."""

    def __init__(self, errors: list[CaseError]):
        self.errors = tuple(sorted(set(errors), key=lambda each: (each.line, each.field)))
        super().__init__("; ".join(str(error) for error in self.errors))


def read_case(text: str) -> Case:
    """The case in a JSON text; raises `CaseInvalid` with every mistake."""
    reader = _Reader(text)
    case = reader.case()
    if case is not None and not reader.errors:
        for place, sentence in mistakes(case):
            reader.error(place, sentence)
    if case is None or reader.errors:
        raise CaseInvalid(reader.errors)
    return case


def check_moments(case: Case, text: str, terms: Terms) -> None:
    """Raise `CaseInvalid` with every moment of a case that cannot be, where the agreement lives."""
    found = list(impossible_moments(case, terms))
    if found:
        places = lines_of(text)
        raise CaseInvalid(
            [CaseError(line_of(places, place), ".".join(place), say) for place, say in found]
        )


class _Wrong(ValueError):
    """A value that does not fit; its text is the sentence for the writer of the case."""


class _Reader:
    """Walks one file, collecting mistakes instead of stopping at the first."""

    def __init__(self, text: str):
        self.errors: list[CaseError] = []
        self.places: dict[Place, int] = {}
        self.file = self._parsed(text.removeprefix(BYTE_ORDER_MARK))

    def error(self, place: Place, sentence: str) -> None:
        line = line_of(self.places, place)
        self.errors.append(CaseError(line, ".".join(place) or "file", sentence))

    def case(self) -> Case | None:
        if self.errors:
            return None
        if not isinstance(self.file, dict):
            self.error((), "Write the case as one object, between { and }.")
            return None
        return self.table(Case, self.file, ())

    def _parsed(self, text: str) -> Any:
        if len(text) > LARGEST_FILE:
            self.error((), f"The file is longer than {LARGEST_FILE:,} characters; shorten it.")
            return None
        try:
            parsed = json.loads(
                text,
                parse_float=Decimal,
                parse_constant=_no_constant,
                object_pairs_hook=_each_once,
            )
        except json.JSONDecodeError as wrong:
            sentence = f"This line is not valid JSON ({wrong.msg}); mend it first."
            self.errors.append(CaseError(wrong.lineno, "file", sentence))
            return None
        except (_Wrong, ValueError, InvalidOperation) as wrong:
            self.error((), f"{wrong}")
            return None
        except RecursionError:
            self.error((), "The file is nested too deeply; a case needs a few levels only.")
            return None
        self.places = lines_of(text)
        return parsed

    def table(self, kind: Any, given: Any, place: Place) -> Any:
        """The dataclass filled from an object; None when anything in it is wrong."""
        if not isinstance(given, dict):
            self.error(place, "Write this as an object, between { and }.")
            return None
        before = len(self.errors)
        hints = typing.get_type_hints(kind)
        fields = dataclasses.fields(kind)
        names = [each.name for each in fields]
        for name in given.keys() - set(names) - {"$schema"}:
            self.error((*place, name), f"There is no such value here; use {', '.join(names)}.")
        values = {}
        for each in fields:
            here = (*place, each.name)
            if each.name in given:
                values[each.name] = self._fit(hints[each.name], given[each.name], here, each)
            elif each.default is dataclasses.MISSING:
                self.error(here, f"This value is missing: {each.metadata['says']}.")
        return kind(**values) if len(self.errors) == before else None

    def _fit(self, hint: Any, given: Any, place: Place, each: dataclasses.Field) -> Any:
        try:
            return self._fitted(hint, given, place, each)
        except _Wrong as wrong:
            self.error(place, str(wrong))
            return None

    def _fitted(self, hint: Any, given: Any, place: Place, each: dataclasses.Field) -> Any:
        if isinstance(hint, types.UnionType):
            if given is None:
                return None
            hint = next(part for part in typing.get_args(hint) if part is not types.NoneType)
        if typing.get_origin(hint) is Mapping:
            if not isinstance(given, dict):
                raise _Wrong("Write this as an object, between { and }.")
            return given
        if typing.get_origin(hint) is tuple:
            if not isinstance(given, list):
                raise _Wrong("Write a list between square brackets.")
            inner = typing.get_args(hint)[0]
            return tuple(
                self._fit(inner, item, (*place, str(index)), each)
                for index, item in enumerate(given)
            )
        if dataclasses.is_dataclass(hint):
            return self.table(hint, given, place)
        fitted = _scalar(hint, given)
        if isinstance(fitted, int | Decimal) and not isinstance(fitted, bool):
            _bounded(fitted, each)
        return fitted


def _no_constant(name: str) -> Any:
    raise _Wrong(f"{name} is no number; write an amount in digits.")


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _Wrong(f"{twice[:60]!r} is written twice in one object; keep one of them.")
    return found


def _scalar(hint: type, given: Any) -> Any:
    if issubclass(hint, StrEnum):
        options = [str(option) for option in hint]
        if given not in options:
            raise _Wrong(f"Choose one of {', '.join(options)}.")
        return hint(given)
    if hint is Decimal:
        return _number(given)
    if hint is int:
        if isinstance(given, bool) or not isinstance(given, int):
            raise _Wrong("Write a whole number, without quotes.")
        return given
    if hint is bool:
        if not isinstance(given, bool):
            raise _Wrong("Write true or false, without quotes.")
        return given
    if not isinstance(given, str):
        raise _Wrong("Write text between quotes.")
    if hint is str:
        return _text(given)
    return _moment(given) if hint is datetime else _day(given)


def _number(given: Any) -> Decimal:
    """An amount as a number or as text; text keeps trailing zeros and needs no float."""
    is_text = isinstance(given, str) and re.fullmatch(r"-?\d{1,15}(\.\d{1,10})?", given)
    if isinstance(given, bool) or not (isinstance(given, int | Decimal) or is_text):
        raise _Wrong("Write a number, as in 62.50.")
    number = Decimal(given)
    if not number.is_finite() or len(number.as_tuple().digits) > LONGEST_NUMBER:
        raise _Wrong(f"Write a number of at most {LONGEST_NUMBER} digits.")
    return number


def _text(given: str) -> str:
    if re.search(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]", given):
        raise _Wrong("Take out the control characters.")
    if len(given) > LONGEST_TEXT:
        raise _Wrong(f"Write at most {LONGEST_TEXT:,} characters.")
    return given


def _moment(given: str) -> datetime:
    try:
        moment = datetime.fromisoformat(given)
    except ValueError:
        moment = None
    if moment is None or len(given) < len("2026-07-04T08:00") or not 1900 <= moment.year <= 2200:
        raise _Wrong("Write a moment, as in 2026-07-04T08:00 or 2026-07-04T08:00-06:00.")
    return moment


def _day(given: str) -> date:
    try:
        day = date.fromisoformat(given)
    except ValueError:
        day = None
    if day is None or len(given) != len("2026-07-04") or not 1900 <= day.year <= 2200:
        raise _Wrong("Write a day, as in 2026-07-04.")
    return day


def _bounded(number: int | Decimal, each: dataclasses.Field) -> None:
    least, most = each.metadata.get("least"), each.metadata.get("most") or LARGEST_NUMBER
    if least is not None and number < least:
        raise _Wrong(f"Write {least} or more.")
    if number > most:
        raise _Wrong(f"Write {most:,} or less.")
