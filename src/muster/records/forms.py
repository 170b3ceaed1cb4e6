"""The forms of this room."""

from __future__ import annotations

from django import forms

from muster.web.forms import DayField, LocalDateTimeField, MusterForm
from muster.web.forms.fields import Several


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


class LogRequestForm(MusterForm):
    asked_by = forms.CharField(label="Who asks?", max_length=200)
    contact = forms.CharField(
        label="How are they reached?", max_length=200, required=False, help_text="Mail or e-mail."
    )
    scope = long_text("What do they ask for, in their words?", 4000)
    from_day = DayField(label="Records from", required=False)
    until_day = DayField(label="Records until", required=False)
    received_at = LocalDateTimeField(
        label="Received", required=False, help_text="Leave it empty if it came just now."
    )
    business_days = forms.IntegerField(
        label="Business days for the answer",
        required=False,
        min_value=1,
        max_value=365,
        help_text="Leave it empty for what the law of the state says.",
    )


class PickForm(MusterForm):
    picks = forms.MultipleChoiceField(label="Records", widget=Several)

    def __init__(self, *args, found=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["picks"].choices = [(each.key, each.title) for each in found]


class GroundChoiceForm(MusterForm):
    """A ground for withholding."""

    reason_key = forms.ChoiceField(label="Ground")

    def __init__(self, *args, grounds=(), **kwargs):
        super().__init__(*args, **kwargs)
        named = [(each.key, f"{each.title}, {each.citation}") for each in grounds]
        self.fields["reason_key"].choices = [("", "Choose"), *named]


class RedactForm(GroundChoiceForm):
    field_key = forms.ChoiceField(label="Field")
    passage = long_text(
        "Passage",
        4000,
        required=False,
        help_text="Copy it as it is shown. Leave it empty to withhold the whole field.",
    )
    everywhere = forms.BooleanField(
        label="Withhold this passage in every picked record of this request", required=False
    )

    field_order = ("field_key", "passage", "everywhere", "reason_key")

    def __init__(self, *args, fields=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["field_key"].choices = [(each.key, each.title) for each in fields]


class CloseRequestForm(MusterForm):
    action = forms.ChoiceField(
        label="How does it end?",
        choices=(("answer", "We have answered it"), ("withdraw", "They withdrew it")),
        widget=forms.RadioSelect,
    )
    outcome = long_text("How was it answered, or why was it withdrawn?", 2000)


class GroundForm(MusterForm):
    key = forms.SlugField(label="Key, as the mark shows it", max_length=40)
    title = forms.CharField(label="Title", max_length=200)
    citation = forms.CharField(label="Statute or rule", max_length=200)
    source = forms.CharField(label="Where did you read it?", max_length=300)
