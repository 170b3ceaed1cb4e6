"""The forms of this room."""

from __future__ import annotations

import zoneinfo
from collections.abc import Sequence
from typing import Any

from django import forms

from muster.duty.calendar_files import LARGEST_TEXT
from muster.duty.words import LAST_RESORTS, ORDERS, UNITS, WEEKDAYS
from muster.web.forms import (
    ClockTimeField,
    DayField,
    LocalDateTimeField,
    MusterForm,
    Several,
    WholeNumberField,
)
from muster.web.text import plain_lines

LEVELS = [(number, f"Level {number}") for number in range(1, 6)]
FEWEST_TURNS, MOST_TURNS = 4, 12
PLACES = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth")
Choices = Sequence[tuple[str, str]]


def place_words(number: int) -> str:
    return PLACES[number] if number < len(PLACES) else f"Turn {number + 1}"


class RotaForm(MusterForm):
    minutes_between = WholeNumberField(
        label="Minutes before the next is asked", min_value=1, max_value=120, suffix="minutes"
    )
    order = forms.ChoiceField(
        label="Those on duty are asked", choices=list(ORDERS.items()), widget=forms.RadioSelect
    )
    asks_officers = forms.BooleanField(
        required=False,
        label="Then ask duty officers and representatives, in contact order",
        help_text="Where nobody is on duty they are asked in any case.",
    )
    last_resort = forms.ChoiceField(
        label="If still nobody answers",
        choices=list(LAST_RESORTS.items()),
        widget=forms.RadioSelect,
    )
    zone = forms.ChoiceField(
        label="Time zone of the rota", help_text="Hand-overs and hours are in this zone."
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        names = sorted(zoneinfo.available_timezones())
        self.fields["zone"].choices = [(name, name) for name in names]  # type: ignore[attr-defined]


class RotationForm(MusterForm):
    """People take turns; the turns are fields of their own, so that their order needs no script."""

    name = forms.CharField(max_length=100, help_text="Such as: First line, Nights, Week-ends.")
    level = forms.TypedChoiceField(
        choices=LEVELS, coerce=int, help_text="Level 1 is asked first, then level 2."
    )
    starts_on = DayField(
        label="First shift begins on",
        help_text="Shifts of weeks hand over on this day of the week ever after.",
    )
    hands_over_at = ClockTimeField(label="Hand-over at")
    length = WholeNumberField(label="Each shift lasts", min_value=1, max_value=72)
    unit = forms.ChoiceField(label="Counted in", choices=list(UNITS.items()))
    weekdays = forms.TypedMultipleChoiceField(
        label="Only on these days",
        required=False,
        coerce=int,
        choices=list(WEEKDAYS.items()),
        widget=Several,
        help_text="None ticked: on all days.",
    )
    begins_at = ClockTimeField(label="Only from", required=False)
    ends_at = ClockTimeField(
        label="Until", required=False, help_text="Left empty: at all hours. May run past midnight."
    )

    def __init__(self, *args: Any, people: Choices, zone: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["hands_over_at"].help_text = f"Local time, {zone}."
        seats = max(FEWEST_TURNS, min(len(people) + 2, MOST_TURNS))
        seats = max(seats, len(self.initial.get("person_ids", ())) + 1)
        self.turns = [f"turn_{number}" for number in range(seats)]
        for number, name in enumerate(self.turns):
            self.fields[name] = forms.ChoiceField(
                label=f"{place_words(number)} turn",
                required=False,
                choices=[("", "Nobody"), *people],
            )
        for number, person_id in enumerate(self.initial.get("person_ids", ())):
            self.initial[f"turn_{number}"] = str(person_id)
        self.order_fields(["name", "level", *self.turns])

    @property
    def person_ids(self) -> list[str]:
        """Whoever was chosen, in order; empty turns are left out."""
        chosen = (self.cleaned_data.get(name) for name in self.turns)
        return [each for each in chosen if each]


class CalendarForm(MusterForm):
    """A calendar file, or its text, and the level that its shifts fill."""

    file = forms.FileField(
        label="Calendar file", required=False, help_text="Ending in .ics, 500 kB at most."
    )
    text = forms.CharField(
        label="Or paste its text",
        required=False,
        strip=False,
        max_length=LARGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "wrap": "off"}),
    )
    name = forms.CharField(
        max_length=100,
        initial="On-call calendar",
        help_text="The same name and level again changes the same shifts.",
    )
    level = forms.TypedChoiceField(
        choices=LEVELS, coerce=int, help_text="Level 1 is asked first, then level 2."
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if upload := cleaned.get("file"):
            cleaned["text"] = self.data["text"] = self._read(upload)
        if not (cleaned.get("text") or "").strip() and "text" not in self.errors:
            self.add_error("file", "Choose a calendar file, or paste its text below.")
        return cleaned

    def _read(self, upload: Any) -> str:
        """The file's text; a file that is none is refused in words."""
        if upload.size > LARGEST_TEXT:
            raise forms.ValidationError({"file": "This file is too large. Export fewer months."})
        try:
            return plain_lines(upload.read().decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            words = "This is no calendar file. Export the calendar as .ics."
            raise forms.ValidationError({"file": words}) from error


class SpanForm(MusterForm):
    """From when until when."""

    since = LocalDateTimeField(label="From")
    until = LocalDateTimeField(label="Until")


class OverrideForm(SpanForm):
    person = forms.ChoiceField(label="Who takes it?", widget=forms.RadioSelect)
    level = forms.TypedChoiceField(choices=LEVELS, coerce=int, initial=1)
    reason = forms.CharField(max_length=200, required=False)

    def __init__(self, *args: Any, people: Choices, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = people  # type: ignore[attr-defined]
        self.order_fields(["person", "since", "until", "level"])


class SwapForm(MusterForm):
    other = forms.ChoiceField(label="Swap with", widget=forms.RadioSelect)

    def __init__(self, *args: Any, shifts: Choices, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["other"].choices = shifts  # type: ignore[attr-defined]


class TakeOverForm(MusterForm):
    level = forms.TypedChoiceField(choices=LEVELS, coerce=int, initial=1)


class TimeOffForm(SpanForm):
    person = forms.ChoiceField(label="Who is away?")

    def __init__(self, *args: Any, people: Choices, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = people  # type: ignore[attr-defined]
        self.order_fields(["person", "since", "until"])


class HandoverNoteForm(MusterForm):
    text = forms.CharField(
        label="What the next one has to know",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="What is open, what to watch, who was told. No passwords or keys.",
    )
