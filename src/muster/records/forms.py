"""The forms of this room."""

from __future__ import annotations

from django import forms

from muster.web.forms import MusterForm


def long_text(label: str, longest: int, **kwargs) -> forms.CharField:
    rows = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, max_length=longest, widget=rows, **kwargs)


class RetentionForm(MusterForm):
    years = forms.IntegerField(
        label="Years after its end",
        required=False,
        min_value=1,
        max_value=99,
        help_text="Leave it empty to keep these records for good.",
    )
    source = forms.CharField(
        label="Which schedule, law or decision says so?",
        max_length=300,
        help_text="Such as: General records schedule, item 12.",
    )


class ReasonForm(MusterForm):
    reason = long_text("Reason", 500)


class HoldReasonForm(MusterForm):
    reason = long_text(
        "Why?", 1000, help_text="The case, the letter or the audit that asks for it."
    )
