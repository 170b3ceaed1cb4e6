"""The forms of the agreement room."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms

from muster.rules.refusal import Refusal
from muster.web.forms import DayField, MusterForm

LONGEST_TERMS = 500_000


class VersionForm(MusterForm):
    """`refusals_for` says what else is wrong while a field is: everything is told at once."""

    label = forms.CharField(
        label="Label", max_length=60, help_text="Short and unique, such as 2026 or 2026, draft 2."
    )
    title = forms.CharField(label="Title", max_length=200)
    terms_text = forms.CharField(
        label="Terms",
        max_length=LONGEST_TERMS,
        strip=False,
        help_text=(
            "The terms as a file (TOML). Change a value, its clause and its source. Mistakes are "
            "named with their line when you save; nothing that you typed is lost."
        ),
        widget=forms.Textarea(
            attrs={"rows": 30, "class": "m-terms-text", "spellcheck": "false", "wrap": "off"}
        ),
    )

    def __init__(
        self, *args: Any, refusals_for: Callable[..., list[Refusal]] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.refusals_for = refusals_for

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if self.errors and self.refusals_for:
            found = self.refusals_for(
                label=given.get("label", ""), terms_text=given.get("terms_text", "")
            )
            self.add_refusals([each for each in found if each.field in given])
        return given


class AttestationForm(MusterForm):
    statement = forms.CharField(
        label="What you attest",
        max_length=1000,
        help_text="In a sentence or two: what is in place, and how you know it.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    valid_until = DayField(label="Holds until")
    evidence = forms.FileField(
        label="Evidence", required=False, help_text="A document or a picture, 10 MB at most."
    )


class WithdrawForm(MusterForm):
    reason = forms.CharField(
        label="Why it is withdrawn",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReviewForm(MusterForm):
    answer = forms.ChoiceField(
        label="What do you find?",
        choices=(("accept", "It holds: accept it"), ("return", "Return it to the party")),
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="Why",
        max_length=300,
        required=False,
        help_text="Needed when you return it.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
