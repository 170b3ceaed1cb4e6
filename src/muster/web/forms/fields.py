"""Fields that Django lacks, and their bounds. All give plain values: cents, UTC, `Decimal`."""

from __future__ import annotations

import datetime
from decimal import Decimal, InvalidOperation

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from muster.journal import clock

LARGEST_INTEGER = 2**63 - 1
LARGEST_CENTS = 10_000_000_000_00  # ten thousand million dollars: far above any claim
LARGEST_RATE = 1_000_000_0000
EARLIEST = datetime.date(2000, 1, 1)
LATEST = datetime.date(2100, 1, 1)
BOUNDS_SENTENCE = "Enter a date between the years 2000 and 2099."


class AmountField(forms.Field):
    """A decimal typed with or without thousands separators, given as an integer of `1 / scale`."""

    scale = 100
    places = 2
    largest = LARGEST_CENTS
    signs = {"USD": "$", "CAD": "CA$"}

    def __init__(self, *, currency="USD", minimum=0, **kwargs):
        self.currency, self.minimum = currency, minimum
        kwargs.setdefault("widget", forms.TextInput)
        super().__init__(**kwargs)
        self.widget.attrs.update({"inputmode": "decimal", "autocomplete": "off", "maxlength": 24})
        self.widget.attrs.setdefault("class", "m-width-amount")

    @property
    def prefix_text(self):
        return self.signs.get(self.currency, self.currency)

    @property
    def suffix_text(self):
        return self.currency if self.currency in self.signs else ""

    def prepare_value(self, value):
        if isinstance(value, int) and not isinstance(value, bool):
            return f"{Decimal(value) / self.scale:.{self.places}f}"
        return value

    def to_python(self, value):
        text = str(value or "").strip().lstrip("$").replace(",", "").replace(" ", "")
        if not text:
            return None
        try:
            amount = Decimal(text)
        except InvalidOperation:
            amount = Decimal("NaN")
        if not amount.is_finite() or len(text) > 24:
            raise ValidationError(f"Enter an amount in {self.currency}, such as 1,250.00.")
        if abs(amount) * self.scale > self.largest:
            raise ValidationError("This amount is too large. Check for extra digits.")
        scaled = amount * self.scale
        if scaled != scaled.to_integral_value():
            raise ValidationError(f"Use at most {self.places} digits after the point.")
        return int(scaled)

    def validate(self, value):
        super().validate(value)
        if value is not None and self.minimum is not None and value < self.minimum:
            lowest = self.prepare_value(self.minimum)
            raise ValidationError(f"Enter {self.prefix_text}{lowest} or more.")

    def has_changed(self, initial, data):
        try:
            return self.to_python(data) != initial
        except ValidationError:
            return True


class MoneyField(AmountField):
    """An amount of money, given as integer cents."""


class RateField(AmountField):
    """A price per unit, given as an integer of 1/10,000 of the currency unit."""

    scale = 10_000
    places = 4
    largest = LARGEST_RATE

    def __init__(self, *, per="", **kwargs):
        self.per = per
        super().__init__(**kwargs)

    @property
    def suffix_text(self):
        return f"per {self.per}" if self.per else super().suffix_text

    def prepare_value(self, value):
        shown = super().prepare_value(value)
        if isinstance(value, int) and isinstance(shown, str) and shown.endswith("00"):
            return shown[:-2]
        return shown


class HoursField(forms.DecimalField):
    """Hours with quarter-hour steps by default, given as `Decimal`; also reads `7:30`."""

    suffix_text = "hours"

    def __init__(self, *, step="0.25", largest=10_000, **kwargs):
        self.step = Decimal(step)
        kwargs = {"min_value": 0, "max_value": largest, "decimal_places": 2, **kwargs}
        kwargs.setdefault("widget", forms.TextInput)
        super().__init__(max_digits=8, **kwargs)
        self.widget.attrs.update({"inputmode": "decimal", "autocomplete": "off", "maxlength": 12})
        self.widget.attrs.setdefault("class", "m-width-amount")

    def to_python(self, value):
        text = str(value if value is not None else "").strip()
        hours, colon, minutes = text.partition(":")
        if colon and hours.isdecimal() and minutes.isdecimal() and int(minutes[:3]) < 60:
            value = str(Decimal(hours[:6]) + Decimal(minutes[:3]) / 60)[:12]
        return super().to_python(value)

    def validate(self, value):
        super().validate(value)
        is_sane = value is not None and value.is_finite() and abs(value) < 10**6
        if is_sane and self.step and value % self.step:
            raise ValidationError(f"Enter hours in steps of {self.step}, such as 7.5 or 7:30.")


class WholeNumberField(forms.IntegerField):
    """A count, typed on a phone's number pad, never beyond what a column can hold."""

    def __init__(self, *, min_value=0, max_value=LARGEST_INTEGER, suffix="", **kwargs):
        self.suffix_text = suffix
        kwargs.setdefault("widget", forms.TextInput)
        super().__init__(min_value=min_value, max_value=max_value, **kwargs)
        self.widget.attrs.update({"inputmode": "numeric", "autocomplete": "off", "maxlength": 20})
        self.widget.attrs.setdefault("class", "m-width-amount")


def check_day(day: datetime.date) -> None:
    """Years that no calendar arithmetic survives are typing errors."""
    if not EARLIEST <= day < LATEST:
        raise ValidationError(BOUNDS_SENTENCE)


class LocalDateTimeField(forms.DateTimeField):
    """A moment typed in the reader's zone, which is named beside the field; given in UTC."""

    def __init__(self, **kwargs):
        kwargs.setdefault(
            "widget", forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        )
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("class", "m-width-moment")
        self.error_messages["invalid"] = "Enter a date and time, such as 2026-03-14 02:10."

    @staticmethod
    def suffix_text():
        return timezone.localtime(clock.now()).tzname() or ""

    def to_python(self, value):
        if isinstance(value, str) and len(value) > 40:
            raise ValidationError(self.error_messages["invalid"])
        moment = super().to_python(value)
        if moment is None:
            return None
        check_day(moment.date())
        return moment.astimezone(datetime.UTC)


class DayField(forms.DateField):
    """A calendar day."""

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("class", "m-width-day")
        self.error_messages["invalid"] = "Enter a date, such as 2026-03-14."

    def to_python(self, value):
        day = super().to_python(value)
        if day is not None:
            check_day(day)
        return day


class ClockTimeField(forms.TimeField):
    """A time of day in the reader's zone."""

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("class", "m-width-day")


class Several(forms.CheckboxSelectMultiple):
    """Checkboxes of which any number may be ticked."""


class Tiles(forms.RadioSelect):
    """Few big choices, easy to hit with a thumb."""


class SeveralTiles(forms.CheckboxSelectMultiple):
    """Few big choices of which any number may be taken."""
