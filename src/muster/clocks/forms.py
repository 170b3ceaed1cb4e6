"""The forms of this room."""

from __future__ import annotations

from typing import Any

from django import forms

from muster.clocks.words import EVENTS
from muster.rules.terms import ClockEvent
from muster.web.forms import LocalDateTimeField, MusterForm


class HappeningForm(MusterForm):
    event = forms.ChoiceField(label="What was done?", widget=forms.RadioSelect)
    happened_at = LocalDateTimeField(label="When?")
    note = forms.CharField(
        label="How, and to whom?",
        required=False,
        max_length=1000,
        help_text="Such as: told the Cyber Center by phone, case number 1234.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    evidence = forms.FileField(
        label="Proof",
        required=False,
        help_text="The letter, the mail or a picture of it, 10 MB at most. A note or a proof is needed.",
    )

    def __init__(self, *args: Any, events: list[ClockEvent], **kwargs: Any):
        super().__init__(*args, **kwargs)
        field = self.fields["event"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (each.value, f"{EVENTS[each][:1].upper()}{EVENTS[each][1:]}") for each in events
        ]
