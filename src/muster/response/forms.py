"""The forms of an operation: short enough for a phone in a server room."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from muster.response.queries import Worker
from muster.response.wording import FACTORS, MEANINGS
from muster.rules.phases import PHASES, POSTS
from muster.rules.precedence import MOST_PLACES, MOST_WEIGHT
from muster.web.forms import LocalDateTimeField, MusterForm, WholeNumberField

OBJECTIVE_ACTIONS = (
    ("meet", "It is reached"),
    ("drop", "It is dropped"),
    ("reopen", "It is open again"),
)
TASK_ACTIONS = (
    ("start", "I have begun"),
    ("finish", "It is done"),
    ("drop", "It is dropped"),
    ("reopen", "It is to be done again"),
)
NOBODY = ("", "Whoever takes it")


def some_lines(label: str, longest: int, rows: int = 4, **values: Any) -> forms.CharField:
    """A text of some lines."""
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=longest, widget=area, **values)


def named(workers: Iterable[Worker]) -> list[tuple[str, str]]:
    """Workers as choices: the name, and for whom they work."""
    return [(worker.key, f"{worker.name}, {worker.party_name}") for worker in workers]


class ChoosingForm(MusterForm):
    """A form whose choices are the operation's own: `choices={"field": [(value, words)]}`."""

    def __init__(self, *args: Any, choices: dict[str, list[tuple[str, str]]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name, offered in choices.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = offered


class StartForm(ChoosingForm):
    commander_id = forms.ChoiceField(label="Who commands?")
    deputy_id = forms.ChoiceField(label="Who stands in?", required=False)
    report_every_hours = WholeNumberField(
        label="A situation report every", min_value=1, max_value=168, suffix="hours", initial=12
    )


class ChangeForm(MusterForm):
    report_every_hours = WholeNumberField(
        label="A situation report every", min_value=1, max_value=168, suffix="hours"
    )
    longest_shift_hours = WholeNumberField(
        label="Longest shift", min_value=1, max_value=24, suffix="hours"
    )
    least_rest_hours = WholeNumberField(
        label="Least rest between two shifts", min_value=0, max_value=24, suffix="hours"
    )
    most_days = WholeNumberField(
        label="Most days in a row", min_value=1, max_value=60, suffix="days"
    )


class PhaseForm(MusterForm):
    phase = forms.ChoiceField(label="Which phase is it?", choices=PHASES, widget=forms.RadioSelect)


class PostForm(ChoosingForm):
    post = forms.ChoiceField(label="Which post?", choices=POSTS, widget=forms.RadioSelect)
    to_id = forms.ChoiceField(label="Who takes over?")
    note = some_lines(
        "What they must know",
        4000,
        rows=6,
        help_text="What stands, what was decided and why, what is next, whom to call.",
    )


class ReportForm(MusterForm):
    public_text = some_lines(
        "What all may know",
        4000,
        help_text="Read by everybody who may know of the incident.",
    )
    restricted_text = some_lines(
        "What only we and our helpers may know",
        4000,
        required=False,
        help_text="Read by your agency, those who help it, and the coordinator. No passwords.",
    )


class PeriodForm(MusterForm):
    starts_at = LocalDateTimeField(label="From")
    ends_at = LocalDateTimeField(label="Until")
    objectives = some_lines(
        "Objectives", 10_000, rows=6, help_text="One on each line, the most important first."
    )


class ObjectiveForm(MusterForm):
    text = forms.CharField(label="What is to be reached?", max_length=500)


class ProgressForm(MusterForm):
    """How far an objective or a task is; `actions` are those that its state allows."""

    action = forms.ChoiceField(label="How far is it?", widget=forms.RadioSelect)
    note = forms.CharField(
        label="A note", max_length=500, required=False, help_text="Dropped: say why."
    )

    def __init__(self, *args: Any, actions: list[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        field = self.fields["action"]
        if isinstance(field, forms.ChoiceField):
            field.choices = actions


class TaskForm(ChoosingForm):
    text = forms.CharField(label="What is to be done?", max_length=500)
    place = forms.CharField(label="Where?", max_length=200, required=False)
    worker_key = forms.ChoiceField(label="Who does it?", required=False)
    objective_id = forms.ChoiceField(label="Which objective does it serve?", required=False)
    due_at = LocalDateTimeField(label="By when?", required=False)


class AssignForm(ChoosingForm):
    worker_key = forms.ChoiceField(label="Who does it?")


class ShiftForm(ChoosingForm):
    worker_key = forms.ChoiceField(label="Who works?")
    duty = forms.CharField(label="On what?", max_length=200)
    starts_at = LocalDateTimeField(label="From")
    ends_at = LocalDateTimeField(label="Until")
    accepts_risk = forms.BooleanField(
        label="This shift is accepted although it breaks the limits of rest", required=False
    )


class WeightsForm(MusterForm):
    """One field for each factor, with what it means below."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for factor, label in FACTORS.items():
            self.fields[factor.value] = WholeNumberField(
                label=label, max_value=MOST_WEIGHT, help_text=MEANINGS[factor]
            )


class PlaceForm(MusterForm):
    place = WholeNumberField(
        label="Which place? 1 is helped first", min_value=1, max_value=MOST_PLACES
    )
    reason = some_lines("Why? Everyone who sees the request can read it", 500, rows=3)
