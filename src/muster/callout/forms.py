"""The forms of this room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from muster.rules.callout import MOST_HOURS, MOST_IN_WAVE, MOST_MINUTES, MOST_PEOPLE
from muster.web.forms import MusterForm, Several, WholeNumberField

PACES = (
    ("waves", "The best matches first, then more and more"),
    ("all", "Everybody who could help, at once"),
    ("named", "Only the parties that I choose"),
)
ANSWERS = (("coming", "We are coming"), ("no", "We cannot"))


class AnswerForm(MusterForm):
    """Two numbers and a button, or a reason and the other button."""

    answer = forms.ChoiceField(
        choices=ANSWERS,
        label="Can you come?",
        error_messages={"required": "Press one of the two buttons."},
    )
    people = WholeNumberField(
        label="How many of you?",
        min_value=1,
        max_value=MOST_PEOPLE,
        initial=1,
        error_messages={"required": "Say how many."},
    )
    hours = WholeNumberField(
        label="In how many hours?",
        min_value=0,
        max_value=MOST_HOURS,
        initial=2,
        error_messages={"required": "Say in how many hours."},
    )
    reason = forms.CharField(
        label="Why not? A few words help who plans.", max_length=500, required=False
    )

    def clean(self) -> dict[str, Any]:
        """Numbers count only for who comes: a wrong one never keeps a "no" from arriving."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("answer") == "no":
            for name in ("people", "hours"):
                self.errors.pop(name, None)
        return cleaned

    def reply(self) -> dict[str, Any]:
        """What the commands take."""
        given, is_coming = self.cleaned_data, self.cleaned_data["answer"] == "coming"
        return {
            "is_coming": is_coming,
            "people": (given.get("people") or 0) if is_coming else 0,
            "hours": (given.get("hours") or 0) if is_coming else 0,
            "reason": given["reason"],
        }


class StartForm(MusterForm):
    """Whom to ask, and how fast the circle widens."""

    pace = forms.ChoiceField(
        label="Whom do we ask?", choices=PACES, initial="waves", widget=forms.RadioSelect
    )
    first = WholeNumberField(
        label="How many parties first, for each line?",
        min_value=1,
        max_value=MOST_IN_WAVE,
        initial=5,
    )
    minutes = WholeNumberField(
        label="Ask more after how many minutes?",
        min_value=1,
        max_value=MOST_MINUTES,
        initial=10,
        suffix="minutes",
    )
    line_ids = forms.MultipleChoiceField(
        label="For which lines?",
        required=False,
        widget=Several,
        help_text="None ticked: for all of them.",
    )
    party_ids = forms.MultipleChoiceField(
        label="Which parties?",
        required=False,
        widget=Several,
        help_text="Only where you choose the parties yourself.",
    )

    def __init__(
        self,
        *args: Any,
        lines: Sequence[tuple[str, str]] = (),
        parties: Sequence[tuple[str, str]] = (),
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        self.fields["line_ids"].choices = list(lines)
        self.fields["party_ids"].choices = list(parties)

    def wanted(self) -> dict[str, Any]:
        """What the command takes."""
        given = self.cleaned_data
        return {
            "pace": given["pace"],
            "first": given["first"],
            "minutes": given["minutes"],
            "line_ids": [UUID(each) for each in given["line_ids"]],
            "party_ids": [UUID(each) for each in given["party_ids"]],
        }


class StopForm(MusterForm):
    reason = forms.CharField(label="Why?", max_length=500, required=False)
