"""Shape of what members write: names, zones, phone numbers. Refusals in, plain values out."""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Iterable
from typing import Any

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from muster.members.models import PartyKind
from muster.rules.refusal import Refusal, Refused

# Controls cannot be stored or shown; direction overrides make a name read as another.
UNWANTED = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
STATE_CODE = re.compile(r"[A-Z]{2}")
CURRENCY = re.compile(r"[A-Z]{3}")
DEFAULT_REGION = "US"


class Reasons:
    """Gathers every refusal of an input, so that all are told at once."""

    def __init__(self) -> None:
        self.refusals: list[Refusal] = []

    def add(self, code: str, field: str, **values: Any) -> None:
        self.refusals.append(Refusal(code, field=field, values=values))

    def raise_any(self) -> None:
        if self.refusals:
            raise Refused(self.refusals)

    def line(self, field: str, value: Any, limit: int, *, required: bool = False) -> str:
        """One line of text within its column."""
        words = "" if value is None else str(value).strip()
        if UNWANTED.search(words):
            self.add("field.invalid", field)
        elif len(words) > limit:
            self.add("field.too_long", field, limit=limit)
        elif required and not words:
            self.add("field.required", field)
        return words

    def phone(self, field: str, value: Any) -> str:
        """A phone number as E.164 (`+18015550101`); empty stays empty."""
        words = "" if value is None else str(value).strip()
        if not words:
            return ""
        try:
            number = phonenumbers.parse(words[:60], DEFAULT_REGION)
        except phonenumbers.NumberParseException:
            number = None
        if number is None or number.extension or not phonenumbers.is_possible_number(number):
            self.add("phone.invalid", field)
            return ""
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

    def email(self, field: str, value: Any, *, required: bool = False) -> str:
        words = self.line(field, value, 254, required=required).lower()
        if words:
            try:
                validate_email(words)
            except ValidationError:
                self.add("email.invalid", field)
        return words

    def zone(self, field: str, value: Any) -> str:
        """The name of a time zone, such as `America/Denver`; empty stays empty."""
        words = "" if value is None else str(value).strip()
        if words and words not in time_zones():
            self.add("time_zone.unknown", field)
        return words

    def choice(self, field: str, value: Any, known: Iterable[str]) -> str:
        words = str(value)
        if words not in {str(each) for each in known}:
            self.add("field.unknown_choice", field)
        return words

    def pattern(self, field: str, value: Any, pattern: re.Pattern[str]) -> str:
        words = "" if value is None else str(value).strip().upper()
        if words and not pattern.fullmatch(words):
            self.add("field.invalid", field)
        return words

    def number(self, field: str, value: Any, smallest: float, largest: float) -> Any:
        if value is not None and not (smallest <= value <= largest):
            self.add("number.out_of_range", field, smallest=smallest, largest=largest)
            return None
        return value


PARTY_LIMITS = {"name": 200, "county": 100, "place": 100, "website": 200}


def party_values(reasons: Reasons, given: dict[str, Any]) -> dict[str, Any]:
    """The columns of a party among `given`, checked; what is absent stays absent."""
    values: dict[str, Any] = {}
    for field, limit in PARTY_LIMITS.items():
        if field in given:
            values[field] = reasons.line(field, given[field], limit, required=field == "name")
    if "kind" in given:
        values["kind"] = reasons.choice("kind", given["kind"], PartyKind.values)
    if "state_code" in given:
        values["state_code"] = reasons.pattern("state_code", given["state_code"], STATE_CODE)
    bounds = {
        "population": (0, 100_000_000),
        "latitude": (-90, 90),
        "longitude": (-180, 180),
    }
    for field, (smallest, largest) in bounds.items():
        if field in given:
            values[field] = reasons.number(field, given[field], smallest, largest)
    if "is_fictional" in given:
        values["is_fictional"] = bool(given["is_fictional"])
    return values


def time_zones() -> frozenset[str]:
    return _ZONES or _read_zones()


_ZONES: frozenset[str] = frozenset()


def _read_zones() -> frozenset[str]:
    global _ZONES
    _ZONES = frozenset(zoneinfo.available_timezones())
    return _ZONES
